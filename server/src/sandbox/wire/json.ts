/** The protocol AWS JSON 1.1: the operation in a header, input and output as JSON, times as seconds since 1970. */

import type { ServiceError } from '../errors.ts';

export const jsonType = 'application/x-amz-json-1.1';

/** The services by what stands before the dot of `X-Amz-Target`. */
const prefixes: Readonly<Record<string, string>> = {
  AmazonSSM: 'ssm',
  StarlingDoveService: 'config',
  AWSEvents: 'events',
  Logs_20140328: 'logs',
  TrentService: 'kms',
  'com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101': 'cloudtrail',
  CloudTrail_20131101: 'cloudtrail',
  ResourceGroupsTaggingAPI_20170126: 'resourcegroupstaggingapi',
};

/** Service and operation of a target such as `AmazonSSM.SendCommand`; undefined for an unknown service. */
export function readTarget(target: string): { service: string; operation: string } | undefined {
  const dot = target.lastIndexOf('.');
  const prefix = target.slice(0, dot);
  const service = Object.hasOwn(prefixes, prefix) ? prefixes[prefix] : undefined;
  return service === undefined ? undefined : { service, operation: target.slice(dot + 1) };
}

/** An output as JSON; members that are undefined are left out. */
export function writeJson(output: unknown): string {
  return JSON.stringify(encoded(output) ?? {});
}

function encoded(value: unknown): unknown {
  if (value instanceof Date) return value.getTime() / 1000;
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(encoded);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => (inner === undefined ? [] : [[key, encoded(inner)]])),
  );
}

export function writeJsonError({ code, message }: ServiceError): string {
  return JSON.stringify({ __type: code, message, Message: message });
}
