/**
 * The servers as an editor meets them: a process each, over standard input and output, debounce included.
 *
 * Both get the same documents and edits, in turn, one waiting while the other works. Every document gets fresh
 * processes, so that the memory is that of this document.
 */

import { spawnSync } from 'node:child_process';
import type { BenchDocument } from './documents.ts';
import { type Editor, startEditor } from './editor.ts';
import { type Program, startServer } from './lspClient.ts';
import { type Effort, type Runner, type Sample, takeTurns } from './measure.ts';

/** The programs of the servers; `theirs` is absent where the peer is not installed. */
export type Servers = Partial<Record<'ours' | 'theirs', Program>> & { ours: Program };

export type Both = { ours: Sample; theirs?: Sample };

/** From starting the process to the answer to `initialize`, and a process of Node that does nothing. */
export async function measureStarts(servers: Servers, effort: Effort): Promise<Both & { node: Sample }> {
  const runners: Record<string, Runner> = {};
  for (const [name, program] of Object.entries(servers)) runners[name] = () => start(program);
  runners.node = () => void spawnSync(process.execPath, ['-e', '0']);
  return (await takeTurns(runners, effort)) as Both & { node: Sample };
}

async function start(program: Program): Promise<number> {
  const begin = performance.now();
  const server = await startServer(program);
  const time = performance.now() - begin;
  await server.stop();
  return time;
}

export interface WireRow {
  label: string;
  open: Both;
  edit: Both;
  complete: Both;
  hover: Both;
  /** MB after all of it. */
  memory: { ours?: number | undefined; theirs?: number | undefined };
  found: Record<string, Editor['found']>;
}

export async function measureWire(document: BenchDocument, servers: Servers, effort: Effort): Promise<WireRow> {
  const editors: Record<string, Editor> = {};
  for (const [name, program] of Object.entries(servers)) editors[name] = await startEditor(program, document);
  const turns = async (what: 'open' | 'edit' | 'complete' | 'hover', share = 1): Promise<Both> => {
    const runners = Object.entries(editors).map(([name, editor]): [string, Runner] => [name, editor[what]]);
    const rounds = Math.ceil(effort.rounds * share);
    return (await takeTurns(Object.fromEntries(runners), { ...effort, rounds })) as Both;
  };
  const edit = await turns('edit');
  const complete = await turns('complete');
  const hover = await turns('hover');
  const open = await turns('open', 0.5);
  const memory = Object.fromEntries(Object.entries(editors).map(([name, { server }]) => [name, server.memory()]));
  const found = Object.fromEntries(Object.entries(editors).map(([name, editor]) => [name, editor.found]));
  for (const { server } of Object.values(editors)) await server.stop();
  return { label: document.label, open, edit, complete, hover, memory, found };
}
