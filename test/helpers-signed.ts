/**
 * `ask`: one request to the pretend account over a connection of its own, signed by hand, so that every part of it can be
 * wrong; and `setFaults`, for tests that start the account as a process. Importing this file does nothing.
 */

import assert from 'node:assert/strict';
import { createHash, createHmac } from 'node:crypto';
import { request } from 'node:http';

export interface Answer {
  status: number;
  type: string;
  body: string;
}

export interface Keys {
  accessKeyId: string;
  secretAccessKey: string;
}

export interface Request {
  method?: string;
  path?: string;
  headers?: Record<string, string>;
  body?: string;
  /** Signed as this service; unsigned when absent. */
  service?: string;
  keys: Keys;
}

export function ask(endpoint: string, asked: Request): Promise<Answer> {
  const { host, hostname, port } = new URL(endpoint);
  const { method = 'POST', path: target = '/', body = '', service } = asked;
  const headers: Record<string, string> = { host, ...asked.headers };
  if (service !== undefined) sign(headers, method, target, body, service, asked.keys);
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, method, path: target, headers, agent: false }, (response) => {
      let text = '';
      response.on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, type: response.headers['content-type'] ?? '', body: text }),
      );
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

function sign(
  headers: Record<string, string>,
  method: string,
  target: string,
  body: string,
  service: string,
  { accessKeyId, secretAccessKey }: Keys,
): void {
  const stamp = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
  headers['x-amz-date'] = stamp;
  const names = Object.keys(headers).sort();
  const hash = (text: string) => createHash('sha256').update(text).digest('hex');
  const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();
  const lines = names.map((name) => `${name}:${headers[name]?.trim()}\n`).join('');
  const canonical = [method, target, '', lines, names.join(';'), hash(body)].join('\n');
  const date = stamp.slice(0, 8);
  const scope = `${date}/eu-west-1/${service}/aws4_request`;
  const key = [date, 'eu-west-1', service, 'aws4_request'].reduce<string | Buffer>(hmac, `AWS4${secretAccessKey}`);
  const signature = hmac(key, ['AWS4-HMAC-SHA256', stamp, scope, hash(canonical)].join('\n')).toString('hex');
  headers.authorization = `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=${names.join(';')}, Signature=${signature}`;
}

/** What can go wrong in an account that was started with `--faults`; `opswright sandbox --help` describes it. */
export interface Faults {
  Denied?: string[];
  Expired?: boolean;
  Throttle?: number;
  Latency?: number;
  LostNodes?: string[];
  LostAnswers?: string[];
  AwayFor?: number;
}

/** Has things go wrong in an account, in place of what did before. Rejects where it does not take faults. */
export async function setFaults(endpoint: string, keys: Keys, faults: Faults): Promise<void> {
  const headers = { 'x-amz-target': 'OpswrightSandbox.SetFaults', 'content-type': 'application/x-amz-json-1.1' };
  const { status, body } = await ask(endpoint, { headers, body: JSON.stringify(faults), service: 'ssm', keys });
  assert.equal(status, 200, body);
}
