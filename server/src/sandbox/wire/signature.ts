/**
 * Verifies Signature Version 4 of a request against the account's credentials.
 *
 * The signature covers method, path, query, the headers it names and the body, so that a page in a browser, which has no
 * secret, cannot drive the account. Source: AWS General Reference, Signature Version 4 signing process.
 */

import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { ServiceError } from '../errors.ts';

export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

export interface SignedRequest {
  method: string;
  /** Path and query as they came. */
  url: string;
  /** Names in lower case. */
  headers: Readonly<Record<string, string | undefined>>;
  body: Uint8Array;
}

/** What the signature names: the service decides who answers a request of the Query protocol. */
export interface Scope {
  region: string;
  service: string;
}

/** Requests may be off by as much as the real services allow. */
const skewMilliseconds = 15 * 60 * 1000;

/** The scope of a request that is signed by one of the account's keys. Throws a `ServiceError` for any other. */
export function verify(request: SignedRequest, credentials: Credentials, now: number): Scope {
  const header = request.headers.authorization;
  if (header === undefined) throw refused('MissingAuthenticationTokenException', 'Missing Authentication Token');
  const fields =
    /^AWS4-HMAC-SHA256\s+Credential=([^,\s]+),\s*SignedHeaders=([^,\s]+),\s*Signature=([0-9a-f]{64})$/.exec(
      header.trim(),
    );
  if (fields === null) throw refused('IncompleteSignatureException', 'The Authorization header cannot be read.');
  const [, credential = '', signed = '', signature = ''] = fields;
  const [key, date = '', region = '', service = '', ending] = credential.split('/');
  if (ending !== 'aws4_request') throw refused('IncompleteSignatureException', 'The credential scope cannot be read.');
  if (key !== credentials.accessKeyId || request.headers['x-amz-security-token'] !== credentials.sessionToken)
    throw refused('UnrecognizedClientException', 'The security token included in the request is invalid.');
  const stamp = request.headers['x-amz-date'] ?? '';
  const at = timeOf(stamp);
  if (at === undefined || !stamp.startsWith(date) || Math.abs(at - now) > skewMilliseconds)
    throw refused('InvalidSignatureException', 'Signature expired or not yet current: check the clock.');
  const names = signed.split(';');
  if (!names.includes('host')) throw refused('InvalidSignatureException', '"host" must be a signed header.');
  const scope = `${date}/${region}/${service}/aws4_request`;
  const text = ['AWS4-HMAC-SHA256', stamp, scope, sha256(canonical(request, names))].join('\n');
  const signingKey = [date, region, service, 'aws4_request'].reduce<string | Buffer>(
    hmac,
    `AWS4${credentials.secretAccessKey}`,
  );
  const expected = hmac(signingKey, text);
  if (!timingSafeEqual(expected, Buffer.from(signature, 'hex')))
    throw refused(
      'InvalidSignatureException',
      'The request signature we calculated does not match the signature you provided.',
    );
  return { region, service };
}

function refused(code: string, message: string): ServiceError {
  return new ServiceError(code, message, 403);
}

function timeOf(stamp: string): number | undefined {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(stamp)?.slice(1).map(Number);
  if (parts === undefined) return undefined;
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

function canonical({ method, url, headers, body }: SignedRequest, names: readonly string[]): string {
  const [path = '/', query = ''] = url.split('?', 2);
  const parameters = query
    .split('&')
    .filter((each) => each !== '')
    .map((each) => (each.includes('=') ? each : `${each}=`))
    .sort();
  const lines = names.map((name) => `${name}:${(headers[name] ?? '').trim().replace(/\s+/g, ' ')}\n`);
  const hash = headers['x-amz-content-sha256'] ?? sha256(body);
  // A body is hashed here as well, so that the header alone cannot vouch for it.
  const trusted = hash === 'UNSIGNED-PAYLOAD' ? hash : sha256(body);
  return [method, path, parameters.join('&'), lines.join(''), names.join(';'), trusted].join('\n');
}

function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

function hmac(key: string | Buffer, data: string): Buffer {
  return createHmac('sha256', key).update(data).digest();
}
