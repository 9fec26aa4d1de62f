/** `opswright ssm-proxy`: bytes of SSH to a pretend node, and its words when that does not come about. */

import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { test } from 'node:test';
import { DescribeSessionsCommand } from '@aws-sdk/client-ssm';
import { type Node, withNode } from '../helpers-sessions.ts';
import { run } from './fixtures/cli.ts';

const forever = new Promise<void>(() => undefined);

/** Runs the command against a pretend account, whose key the environment has. */
function proxy(node: Node, args: string[], raw = { input: new PassThrough(), output: new PassThrough() }) {
  const settings = { AWS_ACCESS_KEY_ID: 'AKIASANDBOX', AWS_SECRET_ACCESS_KEY: 'the-secret-of-tests' };
  Object.assign(process.env, settings);
  const { endpoint } = node.sandbox;
  const done = run(['ssm-proxy', ...args, '--region', 'eu-west-1', '--endpoint', endpoint], {
    cwd: '/',
    raw,
    ended: forever,
  });
  return { ...raw, done };
}

function until(output: PassThrough, words: string): Promise<string> {
  let text = '';
  return new Promise((resolve) => {
    output.on('data', (data) => {
      text += data;
      if (text.includes(words)) resolve(text);
    });
  });
}

test('the bytes of the node are all that is written, and the end of its connection ends the command', () =>
  withNode(async (node) => {
    const { input, output, done } = proxy(node, [node.machine.id, '22']);
    assert.equal(await until(output, '\n'), 'SSH-2.0-OpenSSH_9.6 pretend\r\n');
    input.write('SSH-2.0-test\r\n');
    assert.match(await until(output, 'banner'), /^A pretend node has no SSH behind its banner/);
    assert.deepEqual(await done, { status: 0, stdout: '', stderr: '' });
  }));

test('an input that ends lets the node answer, and then the session is over', () =>
  withNode(async (node) => {
    const { input, output, done } = proxy(node, [node.machine.id, '7']);
    input.end('echo this');
    assert.equal(await until(output, 'this'), 'echo this');
    assert.equal((await done).status, 0);
    const { Sessions } = await node.sandbox.ssm.send(new DescribeSessionsCommand({ State: 'Active' }));
    assert.deepEqual(Sessions, []);
  }));

test('what goes wrong is one line on standard error', () =>
  withNode(async (node) => {
    const { id } = node.machine;
    const nobody = await proxy(node, [id, '2222']).done;
    assert.deepEqual([nobody.status, nobody.stdout], [1, '']);
    assert.match(nobody.stderr, /^opswright: Unable to connect to specified port: [^\n]*2222[^\n]*\n$/);
    const odd = await proxy(node, ['i-\u001b[31m\u0007x', '22']).done;
    assert.match(odd.stderr, /^opswright: .*i- \[31m x[^\p{Cc}]*\n$/u);
    node.machine.ping = 'ConnectionLost';
    const away = await proxy(node, [id, '22']).done;
    assert.equal(away.status, 1);
    assert.match(away.stderr, new RegExp(`^opswright: ${id} is not connected to Systems Manager[^\n]*\n$`));
  }));

test('a process that is told to end while its session is being started ends it, and is at its end', () =>
  withNode(async (node) => {
    let listens = false;
    const world = {
      cwd: '/',
      raw: { input: new PassThrough(), output: new PassThrough() },
      get ended() {
        listens = true;
        return Promise.resolve();
      },
    };
    const options = ['--region', 'eu-west-1', '--endpoint', node.sandbox.endpoint];
    const { id } = node.machine;
    assert.deepEqual(await run(['ssm-proxy', id, '22', ...options], world), { status: 0, stdout: '', stderr: '' });
    const { Sessions } = await node.sandbox.ssm.send(new DescribeSessionsCommand({ State: 'Active' }));
    assert.deepEqual(Sessions, []);
    // Before there is a session, for one that is started when nobody listens would stay.
    listens = false;
    assert.equal((await run(['ssm-proxy', 'i-0123456789abcdef0', '22', ...options], world)).status, 1);
    assert.equal(listens, true);
  }));

for (const [args, words] of [
  [[], 'name a managed node and a port, such as: ssm-proxy i-… 22'],
  [['i-1', 'ssh'], '"ssh" is no port from 1 to 65535'],
  [['i-1', '22', 'more'], 'unexpected "more"'],
  [['i-1', '22', '--profil', 'x'], 'unknown option "--profil"; did you mean "--profile"?'],
] as const)
  test(`ssm-proxy ${args.join(' ')} is misuse`, async () => {
    const { status, stderr } = await run(['ssm-proxy', ...args], { cwd: '/' });
    assert.equal(status, 2);
    assert.equal(stderr, `opswright: ${words}\nSee opswright ssm-proxy --help.\n`);
  });
