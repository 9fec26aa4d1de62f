/** Whatever is sent to the account: the answer has the shape of an AWS error, and the account goes on. */

import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { DescribeInstanceInformationCommand } from '@aws-sdk/client-ssm';
import { randomOf } from '../../server/src/sandbox/account.ts';
import { services } from '../../server/src/sandbox/operations.ts';
import { startSandbox } from '../../server/src/sandbox.ts';
import { credentials, withSandbox } from '../helpers-sandbox.ts';
import { type Answer, ask as askSigned, type Request as SignedRequest } from '../helpers-signed.ts';
import { thorough } from '../sample.ts';

interface Request extends Omit<SignedRequest, 'keys'> {
  secret?: string;
}

/** Sends one request, signed with the secret of the account or another one. */
function ask(endpoint: string, { secret, ...asked }: Request): Promise<Answer> {
  const keys = { ...credentials, ...(secret !== undefined && { secretAccessKey: secret }) };
  return askSigned(endpoint, { ...asked, keys });
}

function assertRefused(answer: Answer, what: string): void {
  assert.ok(answer.status >= 400 && answer.status < 500, `${what}: ${answer.status} ${answer.body}`);
  if (answer.type.includes('json')) assert.equal(typeof JSON.parse(answer.body).__type, 'string', what);
  else assert.match(answer.body, /<Code>\w[\w.]*<\/Code>/, what);
}

const list = { 'x-amz-target': 'AmazonSSM.DescribeInstanceInformation', 'content-type': 'application/x-amz-json-1.1' };
const form = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };

const refused: Record<string, Request> = {
  'no signature': { headers: list, body: '{}' },
  'the signature of another secret': { headers: list, body: '{}', service: 'ssm', secret: 'guessed' },
  'an Authorization header that is noise': { headers: { ...list, authorization: 'AWS4-HMAC-SHA256 \u00ff,,,=' } },
  'a body that is no JSON': { headers: list, body: '{"MaxResults":', service: 'ssm' },
  'a body that is a list': { headers: list, body: '[]', service: 'ssm' },
  'a member of another type': { headers: list, body: '{"Filters":"all"}', service: 'ssm' },
  'lists in lists without end': {
    headers: list,
    body: `{"Filters":${'['.repeat(9000)}${']'.repeat(9000)}}`,
    service: 'ssm',
  },
  'a target of no service': { headers: { 'x-amz-target': 'Nobody.Knows' }, body: '{}', service: 'ssm' },
  'a target without a dot': { headers: { 'x-amz-target': 'AmazonSSM' }, body: '{}', service: 'ssm' },
  'a target named like what every object has': {
    headers: { 'x-amz-target': 'AmazonSSM.constructor' },
    body: '{}',
    service: 'ssm',
  },
  'a service named like what every object has': {
    headers: { 'x-amz-target': '__proto__.toString' },
    body: '{}',
    service: 'ssm',
  },
  'an action named like what every object has': { headers: form, body: 'Action=constructor', service: 'sts' },
  'an action of no service': { headers: form, body: 'Action=GetCallerIdentity', service: 'iam' },
  'a form whose names are very deep': {
    headers: form,
    body: `Action=DescribeInstances&${'a.'.repeat(500)}b=1`,
    service: 'ec2',
  },
  'a form without an action': { headers: form, body: '', service: 'ec2' },
  'a path that climbs': { path: '/../../etc/passwd', headers: list, body: '{"Nonsense', service: 'ssm' },
  'a path that is a whole address': { path: 'http://example.com/', headers: list, body: '{"', service: 'ssm' },
  'a page of a browser': { headers: { ...list, origin: 'https://example.com' }, body: '{}', service: 'ssm' },
  'the name of another host': { headers: { ...list, host: 'example.com' }, body: '{}', service: 'ssm' },
  GET: { method: 'GET', headers: list, service: 'ssm' },
  OPTIONS: { method: 'OPTIONS', headers: { origin: 'https://example.com' } },
  'a body that is too large': { headers: list, body: 'x'.repeat(1024 * 1024 + 1), service: 'ssm' },
  'a time beyond all calendars': {
    headers: { ...list, 'x-amz-target': 'AmazonSSM.CreateActivation' },
    body: '{"IamRole":"role","ExpirationDate":1e300}',
    service: 'ssm',
  },
};

test('what is wrong with a request is told as AWS tells it', () =>
  withSandbox(async ({ endpoint, ssm }) => {
    for (const [what, asked] of Object.entries(refused)) assertRefused(await ask(endpoint, asked), what);
    await ssm.send(new DescribeInstanceInformationCommand({}));
  }));

test('what is no HTTP, and a body that stops half-way, end their connection alone', () =>
  withSandbox(async ({ endpoint, ssm }) => {
    const { hostname, port } = new URL(endpoint);
    const raw = (text: string, leave: boolean): Promise<string> =>
      new Promise((resolve) => {
        let got = '';
        const socket = connect(Number(port), hostname, () => socket.write(text, () => leave && socket.destroy()));
        socket.on('data', (chunk) => {
          got += chunk;
        });
        socket.on('error', () => undefined);
        socket.on('close', () => resolve(got));
      });
    const noise = await raw('\x16\x03\x01 this is no HTTP\r\n\r\n', false);
    assert.match(noise, /^HTTP\/1\.1 400 /);
    assert.match(noise, /"__type":"MalformedHttpRequestException"/);
    await raw(`POST / HTTP/1.1\r\nHost: ${hostname}:${port}\r\nContent-Length: 5000\r\n\r\n{"half`, true);
    const wide = await raw(`POST / HTTP/1.1\r\nHost: ${hostname}\r\nX-Much: ${'x'.repeat(40_000)}\r\n\r\n`, false);
    assert.match(wide, /^HTTP\/1\.1 4\d\d /);
    await ssm.send(new DescribeInstanceInformationCommand({}));
  }));

const prefixes = [
  ['ssm', 'AmazonSSM'],
  ['config', 'StarlingDoveService'],
  ['events', 'AWSEvents'],
  ['kms', 'TrentService'],
] as const;

test('every operation takes made-up input without a fault of ours', () =>
  withSandbox(async ({ account, endpoint }) => {
    const random = randomOf(20260105);
    const pick = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)] as T;
    const words = [
      '',
      'x',
      '*',
      '$LATEST',
      '../..',
      '__proto__',
      'i-0123456789abcdef0',
      '{{ a }}',
      '\u0000',
      '💥',
      '{}',
      '-1',
    ];
    const made = (type: string, depth: number): unknown => {
      if (random() < 0.05) return pick([null, 1, 'x', [], {}, true]);
      const sign = type.charAt(0);
      if (sign === '[') return Array.from({ length: Math.floor(random() * 3) }, () => made(type.slice(1), depth));
      if (sign === '{') return { [pick(words)]: made(type.slice(1), depth) };
      if (sign === '#') return depth > 4 ? {} : structure(type.slice(1), depth + 1);
      if (sign === 'n') return pick([0, 1, 50, -1, 1.5, 1e21]);
      if (sign === 't') return pick([0, 1767603600, -1, 1e300]);
      if (sign === 'b') return random() < 0.5;
      if (sign === 'e') return pick(model?.enums[type.slice(1)] ?? words);
      return pick(words);
    };
    let model = account.library.model('ssm');
    const structure = (shape: string, depth: number): Record<string, unknown> =>
      Object.fromEntries(
        Object.entries(model?.shapes[shape] ?? {})
          .filter(([name]) => name.endsWith('!') || random() < 0.4)
          .map(([name, type]) => [name.replace(/!$/, ''), made(type, depth)]),
      );
    const faults: string[] = [];
    for (const [service, prefix] of prefixes) {
      model = account.library.model(service);
      for (const operation of Object.keys(services[service] ?? {}))
        for (let round = 0; round < (thorough ? 12 : 4); round++) {
          const body = JSON.stringify(structure(model?.ops[operation]?.[0] ?? '', 0));
          const headers = { 'x-amz-target': `${prefix}.${operation}` };
          const { status } = await ask(endpoint, { headers, body, service });
          if (status >= 500) faults.push(`${operation} ${body}`);
        }
    }
    assert.deepEqual(faults, []);
  }, {}));

test('the log has neither secrets nor bodies nor signatures', async () => {
  const lines: string[] = [];
  await withSandbox(
    async ({ endpoint }) => {
      const headers = { ...list, 'x-amz-target': 'AmazonSSM.PutParameter' };
      const body = JSON.stringify({ Name: 'p', Type: 'SecureString', Value: 'hunter-two' });
      assert.equal((await ask(endpoint, { headers, body, service: 'ssm' })).status, 200);
      await ask(endpoint, { headers, body: `${body}}`, service: 'ssm' });
      await ask(endpoint, { headers, body, service: 'ssm', secret: 'guessed' });
    },
    {},
    { log: (line) => lines.push(line) },
  );
  assert.ok(lines.length >= 3);
  assert.doesNotMatch(lines.join('\n'), /hunter|secret-of|Signature=|Credential=/);
});

test('a share of requests is refused as throttled', () =>
  withSandbox(
    async ({ endpoint }) => {
      const answers: number[] = [];
      for (let count = 0; count < 60; count++)
        answers.push((await ask(endpoint, { headers: list, body: '{}', service: 'ssm' })).status);
      const throttled = answers.filter((status) => status === 400).length;
      assert.ok(throttled > 15 && throttled < 45, String(throttled));
    },
    {},
    { faults: { throttle: 0.5 } },
  ));

test('an account is kept in a file, and one that is torn is set aside', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'opswright-state-'));
  const file = path.join(folder, 'account.json');
  const lines: string[] = [];
  const start = () => startSandbox({ state: file, settings: { nodes: 3 }, log: (line) => lines.push(line) });
  try {
    await (await start()).stop();
    const kept = await readFile(file, 'utf8');
    assert.equal(JSON.parse(kept).settings.nodes, 3);
    await (await start()).stop();
    assert.deepEqual(lines, []);
    await writeFile(file, kept.slice(0, kept.length / 2));
    await (await start()).stop();
    assert.match(lines.join('\n'), /no account that can be read\. It is kept as /);
    const aside = (await readdir(folder)).find((name) => name.includes('unreadable'));
    assert.equal(await readFile(path.join(folder, aside ?? ''), 'utf8'), kept.slice(0, kept.length / 2));
    assert.equal(JSON.parse(await readFile(file, 'utf8')).format, 1);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

test('how fast time goes is of a start, and not kept with the account', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'opswright-state-'));
  const state = path.join(folder, 'account.json');
  const pace = async () => JSON.parse(await readFile(state, 'utf8')).settings.pace;
  try {
    await (await startSandbox({ state, settings: { nodes: 3, pace: 0.1 } })).stop();
    assert.equal(await pace(), 0.1);
    await (await startSandbox({ state })).stop();
    assert.equal(await pace(), 1);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
