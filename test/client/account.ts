/**
 * A pretend account for a suite, in another process, and a connection to it through a profile as a person has one. Trees are
 * read as text.
 */

import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { commands, extensions } from 'vscode';
import { type Connection, profileConnection } from '../../client/src/aws/connection.ts';
import type { App } from '../../client/src/commands/index.ts';
import type { Element, Tree } from '../../client/src/views/tree.ts';
import { type Faults, type Keys, setFaults } from '../helpers-signed.ts';
import type { Answered, Asked } from './accountProcess.ts';
import { until } from './editor.ts';

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
  /** Answers again, after `AwayFor` has taken it away. */
  comeBack(): Promise<void>;
}

let accounts: ChildProcess | undefined;
let count = 0;
let folder: string | undefined;

/** Has something done with an account, in the process of all of them, which goes with the extension host. */
function ask(asked: Asked): Promise<Answered['place']> {
  accounts ??= fork(path.join(root(), 'out/test/client/accountProcess.js'), { execArgv: [] });
  const child = accounts;
  return new Promise((resolve, reject) => {
    const hear = ({ id, place, fault }: Answered) => {
      if (id !== asked.id) return;
      child.off('message', hear);
      if (fault === undefined) resolve(place);
      else reject(new Error(fault));
    };
    child.on('message', hear);
    child.send(asked);
  });
}

function root(): string {
  return extensions.getExtension('opswright.opswright')?.extensionPath ?? '';
}

/**
 * With all views out of sight, so that nothing calls but the test.
 *
 * @param options - of `opswright sandbox`, such as `--nodes` and `200`.
 */
export async function withAccount(options: string[], use: (account: PretendAccount) => Promise<void>): Promise<void> {
  const { connections } = await app();
  const id = ++count;
  const profile = `pretend-${id}`;
  let port = 0;
  let keys: Keys = { accessKeyId: '', secretAccessKey: '' };

  async function start(): Promise<{ endpoint: string; region: string }> {
    const place = await ask({ id, what: 'start', port, options });
    assert.ok(place);
    const { endpoint, region, accessKeyId, secretAccessKey } = place;
    port = Number(new URL(endpoint).port);
    keys = { accessKeyId, secretAccessKey };
    signIn();
    return { endpoint, region };
  }

  function signIn(): void {
    const { accessKeyId, secretAccessKey } = keys;
    const lines = [`[${profile}]`, `aws_access_key_id = ${accessKeyId}`, `aws_secret_access_key = ${secretAccessKey}`];
    writeFileSync(credentialsFile(), `${lines.join('\n')}\n`);
  }

  const end = async () => void (await ask({ id, what: 'end' }));

  const { endpoint, region } = await start();
  const connection = profileConnection(profile, region, endpoint);
  const others = [...connections.open];
  try {
    for (const other of others) connections.close(other);
    await hideViews();
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
      comeBack: async () => void (await ask({ id, what: 'comeBack' })),
    });
  } finally {
    connections.close(connection);
    await end();
  }
}

/**
 * Where profiles are from now on, instead of what the person has. The same for all tests: what watches it does so for a while
 * after it was needed. It goes with the temporary folder of the suites.
 */
function credentialsFile(): string {
  folder ??= mkdtempSync(path.join(os.tmpdir(), 'opswright-aws-'));
  process.env.AWS_CONFIG_FILE = path.join(folder, 'config');
  process.env.AWS_SHARED_CREDENTIALS_FILE = path.join(folder, 'credentials');
  return process.env.AWS_SHARED_CREDENTIALS_FILE;
}

/** Shows the files in their place. */
export async function hideViews(): Promise<void> {
  const { trees } = await app();
  for (const name of ['documents', 'fleet', 'runs', 'compliance', 'tunnels']) {
    const { view } = trees.of(`opswright.${name}`);
    if (view.visible) await commands.executeCommand('workbench.view.explorer');
    await until(view.onDidChangeVisibility, () => !view.visible);
  }
}

/** What the Runs view asks by itself, whichever view a test looks at. */
const ofRuns = new Set(['DescribeAutomationExecutions', 'ListCommands']);

/**
 * Lists the operations that are called from now on in the connections that are open, without those of the Runs view. What one
 * was asked that is closed may be answered as late as now.
 */
export function listCalls(connections: App['connections']): { calls: string[]; dispose(): void } {
  const calls: string[] = [];
  const open = connections.open.map(({ id }) => id);
  const listening = connections.onCall(({ connection, call }) => {
    if (open.includes(connection.id) && !ofRuns.has(call.operation)) calls.push(call.operation);
  });
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
