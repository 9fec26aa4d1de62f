/** Event buses: the default one, and those of the user. */

import type {
  CreateEventBusRequest,
  DeleteEventBusRequest,
  DescribeEventBusRequest,
  EventBus,
  ListEventBusesRequest,
} from '@aws-sdk/client-eventbridge';
import { type Account, slice } from '../account.ts';
import { ServiceError } from '../errors.ts';
import { pageOf } from '../pages.ts';

interface StoredBus {
  name: string;
  created: number;
  description?: string;
}

const stored = slice<Record<string, StoredBus>>('events.buses', (account) => ({
  default: { name: 'default', created: account.now() - 400 * 86_400_000 },
}));

const mostBuses = 100;

/** A bus by its name or ARN. */
export function busNamed(account: Account, given = 'default'): StoredBus {
  const name = given.replace(/^arn:[^:]*:events:[^:]*:\d*:event-bus\//, '');
  const found = Object.hasOwn(stored(account), name) ? stored(account)[name] : undefined;
  if (found !== undefined) return found;
  throw new ServiceError('ResourceNotFoundException', `Event bus ${name} does not exist.`);
}

function busOf(account: Account, { name, created, description }: StoredBus): EventBus {
  return {
    Name: name,
    Arn: account.arn('events', `event-bus/${name}`),
    Description: description,
    CreationTime: new Date(created),
    LastModifiedTime: new Date(created),
  };
}

export function createEventBus(account: Account, { Name = '', Description }: CreateEventBusRequest) {
  const buses = stored(account);
  if (Object.hasOwn(buses, Name))
    throw new ServiceError('ResourceAlreadyExistsException', `Event bus ${Name} already exists.`);
  if (Name.startsWith('aws.') || Name.includes('/'))
    throw new ServiceError('ValidationException', `An event bus of your own cannot be called ${Name}.`);
  if (Object.keys(buses).length >= mostBuses)
    throw new ServiceError('LimitExceededException', `An account has at most ${mostBuses} event buses.`);
  buses[Name] = { name: Name, created: account.now(), ...(Description !== undefined && { description: Description }) };
  return { EventBusArn: account.arn('events', `event-bus/${Name}`), Description };
}

export function describeEventBus(account: Account, { Name }: DescribeEventBusRequest) {
  return busOf(account, busNamed(account, Name));
}

export function listEventBuses(account: Account, { NamePrefix = '', Limit, NextToken }: ListEventBusesRequest) {
  const all = Object.values(stored(account)).filter(({ name }) => name.startsWith(NamePrefix));
  const page = pageOf('ListEventBuses', all, { MaxResults: Limit, NextToken }, 100, { code: 'ValidationException' });
  return { EventBuses: page.items.map((bus) => busOf(account, bus)), NextToken: page.NextToken };
}

/** Deletes a bus that is empty; one that is not there is no fault. */
export function deleteEventBus(account: Account, { Name = '' }: DeleteEventBusRequest, hasRules: boolean) {
  if (Name === 'default') throw new ServiceError('ValidationException', 'Cannot delete event bus default.');
  if (hasRules)
    throw new ServiceError('ValidationException', `Cannot delete event bus ${Name}: it has rules. Delete them first.`);
  delete stored(account)[Name];
  return {};
}
