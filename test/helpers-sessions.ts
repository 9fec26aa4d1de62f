/**
 * Sessions of the client with pretend nodes, through the real SDK: `withNode` serves an account and names a node of it.
 * Importing this file does nothing.
 */

import assert from 'node:assert/strict';
import { createHash, randomFillSync } from 'node:crypto';
import { connect as dial, type Socket } from 'node:net';
import { DescribeInstanceInformationCommand, SSM, type StartSessionCommandInput } from '@aws-sdk/client-ssm';
import { answers, type Machine, managedNodes } from '../server/src/sandbox/fleet.ts';
import type { SessionCalls } from '../sessions/src/calls.ts';
import { type Connection, connect, type End, type Session } from '../sessions/src/connection.ts';
import { sdkCalls } from '../sessions/src/sdkCalls.ts';
import { type BadLine, badLine } from './helpers-line.ts';
import { clientSettings, type Sandbox, withSandbox } from './helpers-sandbox.ts';

export interface Node {
  sandbox: Sandbox;
  machine: Machine;
  line: BadLine;
  /** The calls for a session with the node. */
  calls(asked?: Omit<StartSessionCommandInput, 'Target'>): SessionCalls;
  /** What the node's end has told of frames that it dropped. */
  dropped: string[];
}

/** Serves an account and picks an online node; the session's line is as bad as told. */
export function withNode(use: (node: Node) => Promise<void>, share = 0, platform = 'Linux'): Promise<void> {
  const dropped: string[] = [];
  const log = (line: string): void => {
    if (line.includes('dropped')) dropped.push(line);
  };
  return withSandbox(
    async (sandbox) => {
      await sandbox.ssm.send(new DescribeInstanceInformationCommand({}));
      const machine = managedNodes(sandbox.account).find((each) => answers(each) && each.platform === platform);
      assert.ok(machine);
      const ssm = new SSM(clientSettings(sandbox.endpoint));
      const line = badLine(share);
      const calls: Node['calls'] = (asked = {}) => sdkCalls({ ...asked, Target: machine.id }, async () => ssm);
      await use({ sandbox, machine, line, calls, dropped });
      ssm.destroy();
      assert.deepEqual([...line.violations, ...dropped], []);
    },
    {},
    { log },
  );
}

export interface Opened {
  connection: Connection;
  text(): string;
  /** Resolves once the output matches. */
  until(pattern: RegExp): Promise<string>;
  session(): Session | undefined;
  ended: Promise<End>;
  /** Cuts and restorations of its line, and what its command left. */
  told: string[];
}

/** Opens a session and keeps what comes out of it as text. */
export async function openText({ machine, line, calls }: Node, asked = {}): Promise<Opened> {
  const decoder = new TextDecoder();
  const told: string[] = [];
  let text = '';
  let session: Session | undefined;
  let watching: () => void = () => undefined;
  let tell: (end: End) => void = () => undefined;
  const ended = new Promise<End>((resolve) => {
    tell = resolve;
  });
  const connection = await connect(
    { target: machine.id, calls: calls(asked), world: line.world },
    {
      opened: (given) => {
        session = given;
      },
      output(bytes, source) {
        text += source === 'error' ? `[${Buffer.from(bytes)}]` : decoder.decode(bytes, { stream: true });
        watching();
        return true;
      },
      exitCode: (code) => told.push(`exit ${code}`),
      cut: () => told.push('cut'),
      restored: () => told.push('restored'),
      ended: tell,
    },
  );
  const until = (pattern: RegExp): Promise<string> =>
    new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`no ${pattern} in ${JSON.stringify(text.slice(-2000))}`)), 30_000);
      watching = () => {
        // The end only: a long text would be searched again for each message.
        if (!pattern.test(text.slice(-4000))) return;
        clearTimeout(late);
        watching = () => undefined;
        resolve(text);
      };
      watching();
    });
  return { connection, text: () => text, until, session: () => session, ended, told };
}

/** Bytes that no compression and no luck can stand in for. */
export function noise(size: number): Buffer {
  return randomFillSync(Buffer.alloc(size));
}

/** What an echo on a local port sends back for these bytes, as its length and checksum. */
export function echoed(port: number, sent: Buffer): Promise<{ size: number; sha256: string }> {
  return new Promise((resolve, reject) => {
    const hash = createHash('sha256');
    let size = 0;
    const socket = dial(port, '127.0.0.1');
    socket.on('error', reject);
    socket.on('close', () => reject(new Error(`closed after ${size} of ${sent.length} bytes`)));
    socket.on('data', (data) => {
      hash.update(data);
      size += data.length;
      if (size < sent.length) return;
      socket.removeAllListeners('close').destroy();
      resolve({ size, sha256: hash.digest('hex') });
    });
    socket.write(sent);
  });
}

export function checksum(bytes: Buffer): { size: number; sha256: string } {
  return { size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
}

/** All that comes from a local port until it is closed, after this was sent. */
export function answerOf(port: number, sent: string, use: (socket: Socket) => void = () => undefined): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const socket = dial({ port, host: '127.0.0.1', allowHalfOpen: true });
    socket.on('error', reject);
    socket.on('data', (data) => {
      text += data;
    });
    socket.on('end', () => socket.end());
    socket.on('close', () => resolve(text));
    socket.write(sent);
    use(socket);
  });
}
