/**
 * `withProxy`: a pretend account behind TLS, at a name that no resolver knows, and a proxy that alone leads to it. Whoever
 * gets an answer there has gone through the proxy. Importing this file does nothing.
 */

import { createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { once } from 'node:events';
import { createServer as createHttp, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createHttps } from 'node:https';
import { type AddressInfo, connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { ask, type Keys } from './helpers-signed.ts';

/** Where the account is to be reached. */
export const hiddenHost = 'account.pretend.test';

export interface Proxied {
  /** The address of the account, by its name. */
  endpoint: string;
  /** The address of the proxy, without what it asks for. */
  proxy: string;
  /** The certificate that the account shows, for those who are to trust it. */
  certificate: string;
  /** What the proxy was asked for: `HOST:PORT`, in order. */
  asked: string[];
  /** What it was told of the one who asks; empty for nothing. */
  told: string[];
}

/** The account itself: its `http` address, and the keys that open it. */
export interface Hidden {
  endpoint: string;
  keys: Keys;
}

export async function withProxy({ endpoint, keys }: Hidden, use: (proxied: Proxied) => Promise<void>): Promise<void> {
  const { key, certificate } = selfSigned(hiddenHost);
  const front = createHttps({ key, cert: certificate }, (asked, answer) => {
    pass(endpoint, keys, asked, answer).catch(() => answer.destroy());
  });
  front.on('upgrade', (asked: IncomingMessage, socket: Duplex, head: Buffer) => upgrade(endpoint, asked, socket, head));
  const [asked, told]: string[][] = [[], []];
  const proxy = createHttp((_, answer) => answer.writeHead(405).end());
  const port = await portOf(front);
  proxy.on('connect', ({ url = '', headers }: IncomingMessage, socket: Socket) => {
    asked?.push(url);
    told?.push(headers['proxy-authorization'] ?? '');
    const there = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      join(socket, there);
    });
  });
  const open = new Set<Socket>();
  for (const server of [front, proxy]) server.on('connection', (socket: Socket) => open.add(socket));
  try {
    await use({
      endpoint: `https://${hiddenHost}`,
      proxy: `http://127.0.0.1:${await portOf(proxy)}`,
      certificate,
      asked: asked ?? [],
      told: told ?? [],
    });
  } finally {
    for (const server of [front, proxy]) server.close();
    for (const socket of open) socket.destroy();
  }
}

async function portOf(server: Server): Promise<number> {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return (server.address() as AddressInfo).port;
}

/** Hands a request on, signed anew: the account answers only to its own name. Sessions are to come the same way as calls. */
async function pass(endpoint: string, keys: Keys, asked: IncomingMessage, answer: ServerResponse): Promise<void> {
  const { method = '', url = '', headers } = asked;
  let sent = '';
  for await (const part of asked.setEncoding('utf8')) sent += part;
  const service = /\/([a-z]+)\/aws4_request/.exec(headers.authorization ?? '')?.[1] ?? '';
  const kept = Object.entries(headers).filter(([name]) => name === 'content-type' || name === 'x-amz-target');
  const given = Object.fromEntries(kept.map(([name, value]) => [name, String(value)]));
  const { status, type, body } = await ask(endpoint, { method, path: url, headers: given, body: sent, service, keys });
  const there = body.replace(/ws:\/\/[^/"]+/, `wss://${hiddenHost}`);
  answer.writeHead(status, { 'content-type': type }).end(there);
}

function upgrade(endpoint: string, asked: IncomingMessage, socket: Duplex, head: Buffer): void {
  const { hostname, port } = new URL(endpoint);
  const there = connect(Number(port), hostname, () => {
    const lines = [`GET ${asked.url} HTTP/1.1`, `Host: ${hostname}:${port}`];
    for (let at = 0; at < asked.rawHeaders.length; at += 2)
      if (!/^host$/i.test(asked.rawHeaders[at] ?? ''))
        lines.push(`${asked.rawHeaders[at]}: ${asked.rawHeaders[at + 1]}`);
    there.write(`${lines.join('\r\n')}\r\n\r\n`);
    there.write(head);
    join(socket, there);
  });
}

function join(one: Duplex, other: Duplex): void {
  one.pipe(other).pipe(one);
  for (const [each, another] of [
    [one, other],
    [other, one],
  ] as const)
    each.on('error', () => another.destroy()).on('close', () => another.destroy());
}

/** A key and a certificate that nobody has signed but itself: X.509 by hand, since Node makes none. */
export function selfSigned(host: string): { key: string; certificate: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const signature = sequence(der(6, Buffer.from('2a8648ce3d040302', 'hex')));
  const name = sequence(der(0x31, sequence(der(6, Buffer.from('550403', 'hex')), der(12, Buffer.from(host)))));
  const alternative = sequence(der(6, Buffer.from('551d11', 'hex')), der(4, sequence(der(0x82, Buffer.from(host)))));
  const wanted = sequence(
    der(0xa0, der(2, Buffer.from([2]))),
    der(2, Buffer.from([1])),
    signature,
    name,
    sequence(...['20200101000000Z', '20991231235959Z'].map((time) => der(0x18, Buffer.from(time)))),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(alternative)),
  );
  const bits = Buffer.concat([Buffer.from([0]), signed(wanted, privateKey)]);
  const certificate = sequence(wanted, signature, der(3, bits)).toString('base64').replace(/.{64}/g, '$&\n');
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    certificate: `-----BEGIN CERTIFICATE-----\n${certificate}\n-----END CERTIFICATE-----\n`,
  };
}

const signed = (bytes: Buffer, key: KeyObject): Buffer => createSign('sha256').update(bytes).sign(key);
const sequence = (...parts: Buffer[]): Buffer => der(0x30, Buffer.concat(parts));

function der(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const sizes = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...sizes]), content]);
}
