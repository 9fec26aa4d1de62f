/**
 * What was done in the account, as CloudTrail keeps it: one record for each call of an operation, whoever made it.
 *
 * Secrets are left out before a record is kept, as CloudTrail leaves them out. Old records make room for new ones.
 */

import { type Account, slice } from '../account.ts';
import { ServiceError } from '../errors.ts';
import type { Caller } from '../operations.ts';
import { pastRecords } from './past.ts';

export interface TrailRecord {
  id: string;
  at: number;
  service: string;
  operation: string;
  caller: string;
  userAgent: string;
  /** Both as JSON, and cut where they are long. */
  request: string;
  response: string;
  error?: { code: string; message: string };
}

const stored = slice<TrailRecord[]>('cloudtrail', pastRecords);

const mostRecords = 5_000;
const longestText = 512;
const mostItems = 50;

/** Members whose values are never shown. */
const secret = /^(?:token|tokenvalue|secretaccesskey|sessiontoken|password|commands|userdata)$/i;
const hidden = 'HIDDEN_DUE_TO_SECURITY_REASONS';

/** Every record, the oldest first. */
export function trailOf(account: Account): TrailRecord[] {
  return stored(account);
}

/** What is done with data, which CloudTrail keeps only where somebody asked for it. */
const ofData: ReadonlySet<string> = new Set(['s3 GetObject', 's3 ListObjectsV2', 'logs GetLogEvents']);

/** True for an operation that changes nothing. */
export function isReadOnly(operation: string): boolean {
  return /^(?:Describe|Get|List|Lookup|BatchGet|Select|Test)/.test(operation);
}

/** Keeps a record of a call. `outcome` is the output, or the error that it was refused with. */
export function record(
  account: Account,
  service: string,
  operation: string,
  input: unknown,
  { arn, userAgent }: Caller,
  outcome: unknown,
): void {
  if (ofData.has(`${service} ${operation}`)) return;
  const records = stored(account);
  const failed = outcome instanceof ServiceError;
  records.push({
    id: account.uuid(),
    at: account.now(),
    service,
    operation,
    caller: arn,
    userAgent,
    request: shown(operation, input),
    // As in CloudTrail, an answer is kept only of what changes something.
    response: failed || isReadOnly(operation) ? 'null' : shown(operation, outcome),
    ...(failed && { error: { code: outcome.code, message: outcome.message } }),
  });
  // In one go now and then, not one by one.
  if (records.length > mostRecords * 1.2) records.splice(0, records.length - mostRecords);
}

function shown(operation: string, value: unknown): string {
  const secrets = operation === 'PutParameter' ? /^value$/i : operation === 'SendCommand' ? /^parameters$/i : secret;
  const cut = (each: unknown, depth: number): unknown => {
    if (typeof each === 'string') return each.length > longestText ? `${each.slice(0, longestText)}…` : each;
    if (each instanceof Uint8Array) return hidden;
    if (typeof each !== 'object' || each === null || each instanceof Date) return each;
    if (depth > 8) return null;
    if (Array.isArray(each)) return each.slice(0, mostItems).map((item) => cut(item, depth + 1));
    return Object.fromEntries(
      Object.entries(each)
        .slice(0, mostItems)
        .map(([key, inner]) => [
          key.charAt(0).toLowerCase() + key.slice(1),
          secret.test(key) || secrets.test(key) ? hidden : cut(inner, depth + 1),
        ]),
    );
  };
  return JSON.stringify(cut(value, 0) ?? null);
}
