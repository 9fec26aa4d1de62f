/**
 * A pretend account for a suite, as a child process, and a connection to it through a profile as a person has one. Trees are
 * read as text.
 */

import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { extensions } from 'vscode';
import { type Connection, profileConnection } from '../../client/src/aws/connection.ts';
import type { App } from '../../client/src/commands/index.ts';
import type { Element, Tree } from '../../client/src/views/tree.ts';
import { type Faults, type Keys, setFaults } from '../helpers-signed.ts';

/** What the extension hands to suites: see `activate`. */
export async function app(): Promise<App> {
  const extension = extensions.getExtension<App>('opswright.opswright');
  assert.ok(extension, 'The extension is not there');
  return extension.activate();
}

export interface PretendAccount {
  endpoint: string;
  connection: Connection;
  /** What it was opened with. */
  readonly keys: Keys;
  /** Ends it, so that nobody answers. */
  end(): Promise<void>;
  /** Starts it again at the same address, with other keys. */
  again(): Promise<void>;
  /** Writes the file of the profile anew, as one does who signs in. */
  signIn(): void;
  /** Has things go wrong from now on; only for one that was started with `--faults`. */
  goWrong(faults: Faults): Promise<void>;
}

let count = 0;

/** @param options - of `opswright sandbox`, such as `--nodes` and `200`. */
export async function withAccount(options: string[], use: (account: PretendAccount) => Promise<void>): Promise<void> {
  const { connections } = await app();
  const folder = mkdtempSync(path.join(os.tmpdir(), 'opswright-aws-'));
  const profile = `pretend-${++count}`;
  const before = { AWS_SHARED_CREDENTIALS_FILE: process.env.AWS_SHARED_CREDENTIALS_FILE };
  process.env.AWS_SHARED_CREDENTIALS_FILE = path.join(folder, 'credentials');
  let child: ChildProcess | undefined;
  let port = '0';
  let keys: Keys = { accessKeyId: '', secretAccessKey: '' };

  async function start(): Promise<{ endpoint: string; region: string }> {
    const extension = extensions.getExtension('opswright.opswright');
    const program = path.join(extension?.extensionPath ?? '', 'dist/cli.js');
    child = fork(program, ['sandbox', '--quiet', '--port', port, ...options], { silent: true, execArgv: [] });
    child.stderr?.pipe(process.stderr);
    assert.ok(child.stdout);
    const [line] = await once(createInterface({ input: child.stdout }), 'line');
    const { endpoint, region, accessKeyId, secretAccessKey } = JSON.parse(line);
    port = new URL(endpoint).port;
    keys = { accessKeyId, secretAccessKey };
    signIn();
    return { endpoint, region };
  }

  function signIn(): void {
    const { accessKeyId, secretAccessKey } = keys;
    const lines = [`[${profile}]`, `aws_access_key_id = ${accessKeyId}`, `aws_secret_access_key = ${secretAccessKey}`];
    writeFileSync(path.join(folder, 'credentials'), `${lines.join('\n')}\n`);
  }

  async function end(): Promise<void> {
    const ending = child;
    child = undefined;
    if (!ending) return;
    ending.kill();
    await once(ending, 'exit');
  }

  const { endpoint, region } = await start();
  const connection = profileConnection(profile, region, endpoint);
  const others = [...connections.open];
  try {
    for (const other of others) connections.close(other);
    connections.choose(connection);
    await use({
      endpoint,
      connection,
      get keys() {
        return keys;
      },
      end,
      async again() {
        await start();
      },
      signIn,
      goWrong: (faults) => setFaults(endpoint, keys, faults),
    });
  } finally {
    connections.close(connection);
    await end();
    if (before.AWS_SHARED_CREDENTIALS_FILE === undefined) delete process.env.AWS_SHARED_CREDENTIALS_FILE;
    else process.env.AWS_SHARED_CREDENTIALS_FILE = before.AWS_SHARED_CREDENTIALS_FILE;
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What the Runs view asks by itself, whichever view a test looks at. */
const ofRuns = new Set(['DescribeAutomationExecutions', 'ListCommands']);

/** Lists the operations that are called from now on, without those of the Runs view. */
export function listCalls(connections: App['connections']): { calls: string[]; dispose(): void } {
  const calls: string[] = [];
  const listening = connections.onCall(({ call }) => !ofRuns.has(call.operation) && calls.push(call.operation));
  return { calls, dispose: () => listening.dispose() };
}

/** The children of a node, or the top of a tree. */
export async function childrenOf(tree: Tree, element?: Element): Promise<Element[]> {
  return (await tree.getChildren(element)) ?? [];
}

/** The node with these labels, one below the other. */
export async function elementAt(tree: Tree, ...labels: string[]): Promise<Element> {
  let found: Element | undefined;
  for (const label of labels) {
    const children = await childrenOf(tree, found);
    found = children.find(({ node }) => node.label === label);
    assert.ok(found, `No "${label}" among ${children.map(({ node }) => node.label).join(', ')}`);
  }
  assert.ok(found);
  return found;
}

/** What a person reads below a node: label and description of each line. */
export async function linesOf(tree: Tree, ...labels: string[]): Promise<string[]> {
  const element = labels.length > 0 ? await elementAt(tree, ...labels) : undefined;
  const children = await childrenOf(tree, element);
  return children.map(({ node }) => [node.label, node.description].filter(Boolean).join(' — '));
}
