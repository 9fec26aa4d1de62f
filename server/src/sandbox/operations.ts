/** Every operation of the pretend account by service and name, and every kind of job; one line for each file of them. */

import type { Account, JobRunner } from './account.ts';
import * as cloudtrail from './cloudtrail/index.ts';
import { isReadOnly, record } from './cloudtrail/record.ts';
import * as config from './config/index.ts';
import * as ec2 from './ec2/index.ts';
import { ServiceError } from './errors.ts';
import * as events from './events/index.ts';
import * as groups from './groups/index.ts';
import * as kms from './kms/index.ts';
import * as logs from './logs/index.ts';
import * as s3 from './s3/index.ts';
import * as ssm from './ssm/index.ts';
import * as sts from './sts/index.ts';
import * as tagging from './tagging/index.ts';
import { readInput } from './wire/input.ts';

/** Who calls, and how: for records, and for operations that act for another one. */
export interface Caller {
  arn: string;
  userAgent: string;
}

/** Its input is checked against the model before it is called, so each declares its own type, that of the SDK. */
export type Operation = (account: Account, input: never, caller: Caller) => unknown;

export type Operations = Readonly<Record<string, Operation>>;

/** By the name of the service in `schemas/aws/`. */
export const services: Readonly<Record<string, Operations>> = {
  cloudtrail: cloudtrail.operations,
  config: config.operations,
  ec2: ec2.operations,
  events: events.operations,
  kms: kms.operations,
  logs: logs.operations,
  'resource-groups': groups.operations,
  resourcegroupstaggingapi: tagging.operations,
  s3: s3.operations,
  ssm: ssm.operations,
  sts: sts.operations,
};

export const jobs: Readonly<Record<string, JobRunner>> = { ...config.jobs, ...ec2.jobs, ...events.jobs, ...ssm.jobs };

/** Makes what an account does by itself from its first moment on, such as runs by a schedule. */
export function begin(account: Account): void {
  events.begin(account);
  ssm.begin(account);
}

/** True for an operation that the account offers. */
export function offers(service: string, operation: string): boolean {
  return Object.hasOwn(services, service) && Object.hasOwn(services[service] ?? {}, operation);
}

/** Checks the input of an operation and runs it; `body` is the input as JSON carries it. */
export async function call(
  account: Account,
  service: string,
  operation: string,
  body: unknown,
  caller: Caller,
): Promise<unknown> {
  const found = offers(service, operation) ? services[service]?.[operation] : undefined;
  const model = account.library.model(service);
  if (found === undefined || model === undefined)
    throw new ServiceError('UnknownOperationException', `The sandbox account does not offer ${service} ${operation}.`);
  try {
    const input = readInput(model, account.library.limits(service), operation, body);
    const run = found as (account: Account, input: unknown, caller: Caller) => unknown;
    const output = await run(account, input, caller);
    record(account, service, operation, body, caller, output);
    return output;
  } catch (error) {
    if (error instanceof ServiceError) record(account, service, operation, body, caller, error);
    throw error;
  } finally {
    if (!isReadOnly(operation)) account.changed();
  }
}
