/** The signature of the request that opens a socket: when there is one, and what it says. */

import assert from 'node:assert/strict';
import { createHash, createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { SSMClient } from '@aws-sdk/client-ssm';
import type { SessionCalls } from '../../sessions/src/calls.ts';
import { openWebSocket } from '../../sessions/src/nodeWorld.ts';
import { signatureFor } from '../../sessions/src/signature.ts';
import { begin, token } from './fixtures/byHand.ts';

/** Calls that sign, and what was signed. */
function signing(): { signed: string[]; calls: Pick<SessionCalls, 'sign'> } {
  const signed: string[] = [];
  const sign = async (url: string) => {
    signed.push(url);
    return { authorization: `of ${signed.length}` };
  };
  return { signed, calls: { sign } };
}

test('a socket is signed for once the service has refused one that was not, and not signed for where that is refused too', async () => {
  const { signed, calls } = signing();
  const { node, last, pass, sockets } = await begin(undefined, calls);
  last().events.closed('Unexpected server response: 403', true);
  await pass(1_000);
  last().events.closed('Unexpected server response: 403', true);
  await pass(1_000);
  assert.equal(sockets.length, 3);
  last().events.closed('Unexpected server response: 403', true);
  await pass(1_000);
  node.accept();
  node.channel.send(1, Buffer.from('$ '));
  // It goes on as it has worked.
  last().events.closed('gone');
  await pass(1_000);
  assert.deepEqual(
    sockets.map(({ headers }) => headers?.authorization),
    [undefined, 'of 1', undefined, 'of 2', 'of 3'],
  );
  assert.deepEqual(signed, ['ws://first', 'ws://first', 'ws://again']);
});

test('a socket that is closed at once without a word is signed for the next time; one that was cut later is not', async () => {
  const { calls } = signing();
  const { node, last, pass, sockets } = await begin(undefined, calls);
  node.accept();
  last().events.closed('the connection was closed');
  await pass(1_000);
  assert.equal(last().headers?.authorization, 'of 1');
  const other = await begin(undefined, signing().calls);
  other.node.accept();
  other.node.channel.send(1, Buffer.from('$ '));
  other.last().events.closed('gone');
  await other.pass(1_000);
  assert.equal(other.last().headers, undefined);
  assert.equal(sockets.length, 2);
});

test('an address that is signed already is opened as it is, and credentials that are lacking are told', async () => {
  const { signed, calls } = signing();
  const url = 'wss://x/?X-Amz-Signature=00';
  const presigned = await begin(undefined, {
    ...calls,
    start: async () => ({ sessionId: 's', streamUrl: url, token }),
  });
  presigned.last().events.closed('Unexpected server response: 403', true);
  await presigned.pass(1_000);
  assert.deepEqual(signed, []);
  assert.equal(presigned.sockets.length, 2);

  const sign = () => Promise.reject(new Error('Could not load credentials from any providers'));
  const without = await begin(undefined, { sign });
  without.last().events.closed('Unexpected server response: 403', true);
  await without.pass(60_000);
  assert.match(without.end()?.words ?? '', /could not be reached: Could not load credentials/);
});

test('a refusal of the service is told from other failures', async () => {
  let status = 403;
  const server = createServer().on('upgrade', (_, socket) => socket.end(`HTTP/1.1 ${status} No\r\n\r\n`));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const refused = () =>
    new Promise((resolve) => {
      openWebSocket(`ws://127.0.0.1:${port}/`, {
        opened: () => resolve('opened'),
        frame: () => undefined,
        alive: () => undefined,
        closed: (_, known) => resolve(known),
      });
    });
  assert.equal(await refused(), true);
  status = 500;
  assert.equal(await refused(), false);
  server.close();
});

test('the signature is over the host, the date, the token of the role and the query as it is read', async () => {
  const credentials = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'the-secret', sessionToken: 'of-a-role' };
  const client = new SSMClient({ region: 'eu-west-1', credentials });
  const host = 'ssmmessages.eu-west-1.amazonaws.com';
  const url = `wss://${host}/v1/data-channel/somebody@example.com-0abc?role=publish_subscribe&cell-number=AAE+k/N0==`;
  const { authorization = '', ...headers } = await signatureFor(url, client.config);
  client.destroy();
  const date = headers['x-amz-date'] ?? '';
  assert.deepEqual(headers, { 'x-amz-date': date, 'x-amz-security-token': 'of-a-role' });
  assert.ok(Math.abs(Date.parse(date.replace(/(\d{4})(\d\d)(\d\dT\d\d)(\d\d)/, '$1-$2-$3:$4:')) - Date.now()) < 60_000);
  const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
  const canonical = [
    'GET',
    '/v1/data-channel/somebody%40example.com-0abc',
    'cell-number=AAE%20k%2FN0%3D%3D&role=publish_subscribe',
    `host:${host}`,
    `x-amz-date:${date}`,
    'x-amz-security-token:of-a-role',
    '',
    'host;x-amz-date;x-amz-security-token',
    sha256(''),
  ].join('\n');
  const scope = `${date.slice(0, 8)}/eu-west-1/ssmmessages/aws4_request`;
  const key = scope
    .split('/')
    .reduce<string | Buffer>((made, part) => createHmac('sha256', made).update(part).digest(), 'AWS4the-secret');
  const signature = createHmac('sha256', key)
    .update(['AWS4-HMAC-SHA256', date, scope, sha256(canonical)].join('\n'))
    .digest('hex');
  assert.equal(
    authorization,
    `AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE/${scope}, SignedHeaders=host;x-amz-date;x-amz-security-token, Signature=${signature}`,
  );
});

test('the headers arrive with the request', async () => {
  const headers = await new Promise((resolve) => {
    const server = createServer().on('upgrade', (request, socket) => {
      socket.destroy();
      server.close();
      resolve(request.headers.authorization);
    });
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      const quiet = {
        opened: () => undefined,
        frame: () => undefined,
        alive: () => undefined,
        closed: () => undefined,
      };
      openWebSocket(`ws://127.0.0.1:${port}/`, quiet, { headers: { authorization: 'of somebody' } });
    });
  });
  assert.equal(headers, 'of somebody');
});
