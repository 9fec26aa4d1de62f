/** `opswright ssm-proxy` as it is shipped, on a machine whose only way out is a proxy of the environment. */

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { DescribeSessionsCommand } from '@aws-sdk/client-ssm';
import { hiddenHost, type Proxied, withProxy } from '../helpers-proxy.ts';
import { credentials } from '../helpers-sandbox.ts';
import { withNode } from '../helpers-sessions.ts';

interface Ran {
  status: number;
  stdout: string;
  stderr: string;
}

/** Runs the program against the account that is hidden; its input ends once it has written something. */
async function ran(t: TestContext, { endpoint, certificate }: Proxied, target: string, env: object): Promise<Ran> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'opswright-proxy-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  await writeFile(path.join(folder, 'certificate.pem'), certificate);
  const args = ['dist/cli.js', 'ssm-proxy', target, '22', '--region', 'eu-west-1', '--endpoint', endpoint];
  const { accessKeyId, secretAccessKey } = credentials;
  const keys = { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey };
  const trust = { NODE_EXTRA_CA_CERTS: path.join(folder, 'certificate.pem') };
  const { PATH } = process.env;
  const child = spawn(process.execPath, args, { env: { PATH, ...keys, ...trust, ...env } });
  t.after(() => child.kill('SIGKILL'));
  const texts = { stdout: '', stderr: '' };
  child.stdout.on('data', (data) => {
    texts.stdout += data;
    child.stdin.end('SSH-2.0-test\r\n');
  });
  child.stderr.on('data', (data) => {
    texts.stderr += data;
  });
  const [status] = await once(child, 'close');
  return { status, ...texts };
}

test('SSH goes through the proxy of the environment, with what it wants to know of the caller', (t) =>
  withNode((node) =>
    withProxy({ endpoint: node.sandbox.endpoint, keys: credentials }, async (proxied) => {
      const HTTPS_PROXY = proxied.proxy.replace('//', '//somebody:pass%20word@');
      const { status, stdout, stderr } = await ran(t, proxied, node.machine.id, { HTTPS_PROXY });
      assert.match(stdout, /^SSH-2\.0-OpenSSH_9\.6 pretend\r\n/, stderr);
      assert.deepEqual([status, stderr], [0, '']);
      // The calls, and the socket of the session.
      assert.ok(proxied.asked.length >= 2);
      assert.deepEqual([...new Set(proxied.asked)], [`${hiddenHost}:443`]);
      const basic = `Basic ${Buffer.from('somebody:pass word').toString('base64')}`;
      assert.deepEqual([...new Set(proxied.told)], [basic]);
    }),
  ));

test('a host that NO_PROXY names is sought without it', (t) =>
  withNode((node) =>
    withProxy({ endpoint: node.sandbox.endpoint, keys: credentials }, async (proxied) => {
      const env = { HTTPS_PROXY: proxied.proxy, NO_PROXY: '.pretend.test' };
      const { status, stdout, stderr } = await ran(t, proxied, node.machine.id, env);
      assert.deepEqual([status, stdout], [1, '']);
      assert.match(stderr, /^opswright: getaddrinfo [^\n]*account\.pretend\.test\n$/);
      assert.deepEqual(proxied.asked, []);
    }),
  ));

test('a proxy that cannot be used is told without what it says', (t) =>
  withNode((node) =>
    withProxy({ endpoint: node.sandbox.endpoint, keys: credentials }, async (proxied) => {
      const env = { https_proxy: 'socks5://somebody:secret@127.0.0.1:1080' };
      const { status, stderr } = await ran(t, proxied, node.machine.id, env);
      assert.equal(status, 1);
      assert.equal(
        stderr,
        'opswright: the proxy that the environment names is one of the kind socks5://; it takes http://HOST:PORT\n',
      );
    }),
  ));

for (const signal of ['SIGTERM', 'SIGHUP', 'SIGINT'] as const)
  test(`SSH that ends the program with ${signal} leaves no session behind`, (t) => {
    if (process.platform === 'win32') return t.skip('Windows has no such signals');
    return withNode(async ({ machine, sandbox }) => {
      const args = [
        'dist/cli.js',
        'ssm-proxy',
        machine.id,
        '22',
        '--region',
        'eu-west-1',
        '--endpoint',
        sandbox.endpoint,
      ];
      const { accessKeyId, secretAccessKey } = credentials;
      const keys = { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey };
      const child = spawn(process.execPath, args, { env: { PATH: process.env.PATH, ...keys } });
      t.after(() => child.kill('SIGKILL'));
      let told = '';
      child.stderr.on('data', (data) => {
        told += data;
      });
      await once(child.stdout, 'data');
      child.kill(signal);
      const [status] = await once(child, 'close');
      assert.deepEqual([status, told], [0, '']);
      const { Sessions } = await sandbox.ssm.send(new DescribeSessionsCommand({ State: 'Active' }));
      assert.deepEqual(Sessions, []);
    });
  });
