/**
 * Bad days on request, for tests of what talks to the account: operations that are denied, credentials that have expired,
 * throttling, slow answers, nodes that are lost, and an account that is away for a while.
 *
 * They are set in process, or by an operation of their own that is there only when the account was started for it
 * (`--faults`). It is signed like every other, and is itself never denied, slow or away.
 */

import type { Account } from './account.ts';
import { ServiceError, validationError } from './errors.ts';
import { machinesOf } from './fleet.ts';
import { isLike } from './wildcards.ts';

export interface Faults {
  /** Operations that the caller may not call, such as `ssm:SendCommand` or `config:*`. */
  denied?: readonly string[];
  /** The credentials have expired. */
  expired?: boolean;
  /** The share of requests that is refused as throttled, 0 to 1. */
  throttle?: number;
  /** Milliseconds that each answer is held back. */
  latency?: number;
  /** Ids of nodes whose connection is lost; `*` for all of them. They come back when they are no longer named. */
  lostNodes?: readonly string[];
  /** Operations that are done, and whose answers are lost: the connection ends without one. */
  lostAnswers?: readonly string[];
  /** Milliseconds from now on in which connections are refused; it is back on the same port then. */
  awayFor?: number;
}

/** The target of the operation that sets faults. */
export const faultsTarget = 'OpswrightSandbox.SetFaults';

/** Faults as a request names them, in the capitals of the API. Throws for what cannot be read. */
export function readFaults(input: unknown): Faults {
  const given: Record<string, unknown> = typeof input === 'object' && input !== null ? { ...input } : {};
  const wrong: string[] = [];
  const take = <T>(name: string, fits: (value: unknown) => boolean): T | undefined => {
    const value = given[name];
    delete given[name];
    if (value === undefined || fits(value)) return value as T | undefined;
    wrong.push(`Value at '${name}' cannot be read`);
    return undefined;
  };
  const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every((each) => typeof each === 'string');
  const upTo = (most: number) => (value: unknown) => typeof value === 'number' && value >= 0 && value <= most;
  const denied = take<string[]>('Denied', isTexts);
  const expired = take<boolean>('Expired', (value) => typeof value === 'boolean');
  const throttle = take<number>('Throttle', upTo(1));
  const latency = take<number>('Latency', upTo(60_000));
  const lostNodes = take<string[]>('LostNodes', isTexts);
  const lostAnswers = take<string[]>('LostAnswers', isTexts);
  const awayFor = take<number>('AwayFor', upTo(600_000));
  for (const name of Object.keys(given)) wrong.push(`There is no fault '${name}'`);
  if (wrong.length > 0) throw validationError(wrong);
  return {
    ...(denied !== undefined && { denied }),
    ...(expired !== undefined && { expired }),
    ...(throttle !== undefined && { throttle }),
    ...(latency !== undefined && { latency }),
    ...(lostNodes !== undefined && { lostNodes }),
    ...(lostAnswers !== undefined && { lostAnswers }),
    ...(awayFor !== undefined && { awayFor }),
  };
}

/** True for an operation whose answer is lost. */
export function losesAnswer({ lostAnswers = [] }: Faults, service: string, operation: string): boolean {
  return lostAnswers.some((pattern) => isLike(`${service}:${operation}`, pattern));
}

/** Calls whose permission has another name (service authorization reference of Amazon S3). */
const actions: Readonly<Record<string, string>> = {
  's3:ListBuckets': 's3:ListAllMyBuckets',
  's3:ListObjectsV2': 's3:ListBucket',
};

/** What IAM calls the services that have another name there. */
const prefixes: Readonly<Record<string, string>> = { resourcegroupstaggingapi: 'tag' };

/** Throws what the services answer while these faults are set. `arn` is the caller. */
export function refuseByFault(account: Account, faults: Faults, named: string, operation: string, arn: string): void {
  const service = prefixes[named] ?? named;
  if (faults.expired === true) throw expired(service);
  const action = actions[`${service}:${operation}`] ?? `${service}:${operation}`;
  if (faults.denied?.some((pattern) => isLike(action, pattern))) throw denied(account, service, action, arn);
  if (account.random() < (faults.throttle ?? 0)) throw throttled(service);
}

function expired(service: string): ServiceError {
  const message = 'The security token included in the request is expired';
  // EC2, STS and S3 have codes of their own.
  if (service === 'ec2') return new ServiceError('RequestExpired', 'Request has expired.');
  if (service === 's3') return new ServiceError('ExpiredToken', 'The provided token has expired.');
  return service === 'sts'
    ? new ServiceError('ExpiredToken', message, 403)
    : new ServiceError('ExpiredTokenException', message);
}

function denied(account: Account, service: string, action: string, arn: string): ServiceError {
  if (service === 'ec2')
    return new ServiceError('UnauthorizedOperation', 'You are not authorized to perform this operation.', 403);
  const message = `User: ${arn} is not authorized to perform: ${action} on resource: ${account.arn(service, '*')} because no identity-based policy allows the ${action} action`;
  return service === 'sts' || service === 's3'
    ? new ServiceError('AccessDenied', message, 403)
    : new ServiceError('AccessDeniedException', message);
}

function throttled(service: string): ServiceError {
  if (service === 's3') return new ServiceError('SlowDown', 'Please reduce your request rate.', 503);
  return service === 'ec2'
    ? new ServiceError('RequestLimitExceeded', 'Request limit exceeded.', 503)
    : new ServiceError('ThrottlingException', 'Rate exceeded');
}

/** Nodes that faults have taken from an account: what has been lost by itself stays lost. */
const taken = new WeakMap<Account, Set<string>>();

/** Loses the nodes that are named, and brings back those that an earlier call has lost. */
export function loseNodes(account: Account, ids: readonly string[] = []): void {
  const lost = taken.get(account) ?? new Set();
  taken.set(account, lost);
  for (const machine of machinesOf(account)) {
    const isNamed = ids.includes('*') || ids.includes(machine.id);
    if (isNamed && machine.ping === 'Online') {
      machine.ping = 'ConnectionLost';
      machine.silent = 5 * 60_000;
      lost.add(machine.id);
    } else if (!isNamed && lost.delete(machine.id) && machine.state === 'running') {
      machine.ping = 'Online';
      machine.silent = 0;
    }
  }
  account.changed();
}
