/**
 * An editor with one document open in one server: what is timed over the wire, as functions that return milliseconds.
 *
 * An edit is one letter that goes or comes back, sent as one incremental change. After each thing timed the editor waits
 * for the diagnostics that are still due, so that nothing left over runs into the next measurement.
 */

import type { BenchDocument } from './documents.ts';
import { type Program, type Server, startServer } from './lspClient.ts';

export interface Editor {
  server: Server;
  /** Open to diagnostics, then closes. */
  open(): Promise<number>;
  /** Edit to the diagnostics of that version. */
  edit(): Promise<number>;
  /** Edit and completion sent together, to the answer. */
  complete(): Promise<number>;
  hover(): Promise<number>;
  /** Problems with and without the letter, and items offered; told while measuring. */
  found: { sound?: number; faulty?: number; items?: number };
}

type Items = unknown[] | { items: unknown[] } | null;

/** Starts a server and opens the document in it. */
export async function startEditor(program: Program, document: BenchDocument): Promise<Editor> {
  const server = await startServer(program);
  const { text, offset, letter, format } = document;
  const uri = `file:///bench/document.${format}`;
  const line = text.slice(0, offset).split('\n').length - 1;
  const character = offset - (text.lastIndexOf('\n', offset - 1) + 1);
  const before = { line, character };
  const after = { line, character: character + 1 };
  const found: Editor['found'] = {};
  let version = 1;
  let sound = true;

  async function open(): Promise<number> {
    const start = performance.now();
    const due = server.diagnostics(uri, version);
    const textDocument = { uri, languageId: `ssm-${format}`, version, text };
    server.notify('textDocument/didOpen', { textDocument });
    found.sound = (await due).diagnostics.length;
    return performance.now() - start;
  }

  function change(): void {
    version++;
    const contentChanges = sound
      ? [{ range: { start: before, end: after }, text: '' }]
      : [{ range: { start: before, end: before }, text: letter }];
    sound = !sound;
    server.notify('textDocument/didChange', { textDocument: { uri, version }, contentChanges });
  }

  async function edit(): Promise<number> {
    const start = performance.now();
    const due = server.diagnostics(uri, version + 1);
    change();
    const { diagnostics } = await due;
    const time = performance.now() - start;
    found[sound ? 'sound' : 'faulty'] = diagnostics.length;
    return time;
  }

  async function complete(): Promise<number> {
    const start = performance.now();
    const due = server.diagnostics(uri, version + 1);
    change();
    const position = sound ? after : before;
    const result = await server.request<Items>('textDocument/completion', { textDocument: { uri }, position });
    const time = performance.now() - start;
    if (!sound) found.items = (Array.isArray(result) ? result : (result?.items ?? [])).length;
    await due;
    return time;
  }

  async function hover(): Promise<number> {
    const start = performance.now();
    await server.request('textDocument/hover', { textDocument: { uri }, position: before });
    return performance.now() - start;
  }

  async function reopen(): Promise<number> {
    const cleared = server.diagnostics(uri);
    server.notify('textDocument/didClose', { textDocument: { uri } });
    await cleared;
    version = 1;
    sound = true;
    return open();
  }

  await open();
  return { server, open: reopen, edit, complete, hover, found };
}
