/**
 * Pushes diagnostics: one timer per open document, and the only debounce there is.
 *
 * An opened document is checked in the next turn, a changed one once typing pauses for a moment too short to notice.
 * What is sent always belongs to the version that is current when it is sent. A file that is none of ours hears nothing,
 * unless it was one of ours a moment ago and has to be cleared.
 */

import type { Connection } from 'vscode-languageserver/node';
import { toDiagnostic } from './lspConvert.ts';
import type { OpenDocuments } from './lspDocuments.ts';
import type { Features } from './lspFeatures.ts';
import { stackOf } from './lspRequests.ts';
import { failedStatus, statusOf } from './lspStatus.ts';
import { type DocumentStatus, statusNotification } from './protocol.ts';

/** Runs something later and returns how to call it off. */
export type After = (milliseconds: number, run: () => void) => () => void;

export const afterMilliseconds: After = (milliseconds, run) => {
  const timer = setTimeout(run, milliseconds);
  return () => clearTimeout(timer);
};

/** Shorter than a frame, and longer than the gap between the edits of one command. */
export const debounceMilliseconds = 10;

interface Options {
  connection: Pick<Connection, 'sendDiagnostics' | 'sendNotification' | 'console'>;
  documents: OpenDocuments;
  after: After;
  features: () => Features;
  /** Told after each check of a document. */
  checked: (uri: string) => void;
}

export function pushDiagnostics({ connection, documents, after, features, checked }: Options) {
  const waiting = new Map<string, () => void>();
  /** The documents checked so far, and whether the editor may show marks of ours in them. */
  const marked = new Map<string, boolean>();

  function schedule(uri: string, milliseconds: number): void {
    waiting.get(uri)?.();
    waiting.set(
      uri,
      after(milliseconds, () => {
        waiting.delete(uri);
        run(uri);
      }),
    );
  }

  /** Everything between here and sending is synchronous, so that the version cannot change on the way. */
  function run(uri: string): void {
    try {
      const open = documents.get(uri);
      if (!open) return;
      const problems = documents.problems(open);
      const ours = open.ours || open.config;
      if (ours || marked.get(uri)) {
        const diagnostics = problems.map((problem) => toDiagnostic(problem, open.text, features()));
        send(connection.sendDiagnostics({ uri, version: open.version, diagnostics }));
      }
      marked.set(uri, ours);
      tell(() => statusOf(open, problems));
      if (open.ours) checked(uri);
    } catch (error) {
      connection.console.error(`Internal error in check of ${uri}: ${stackOf(error)}`);
      // Old marks at places that have moved are worse than none; the status says why there are none.
      clear(uri);
      tell(() => failedStatus(uri));
    }
  }

  function tell(status: () => DocumentStatus): void {
    if (features().status) send(connection.sendNotification(statusNotification, status()));
  }

  function clear(uri: string): void {
    if (marked.get(uri)) send(connection.sendDiagnostics({ uri, diagnostics: [] }));
    marked.delete(uri);
  }

  /** A message that cannot be sent has nobody left to read it: the editor has gone, and the process is about to. */
  function send(sent: Promise<void>): void {
    sent.catch((error) => connection.console.error(`A message was lost: ${stackOf(error)}`));
  }

  return {
    /** Also for a document just opened, which the library reports as changed. */
    changed: (uri: string) => schedule(uri, marked.has(uri) ? debounceMilliseconds : 0),
    closed(uri: string): void {
      waiting.get(uri)?.();
      waiting.delete(uri);
      clear(uri);
    },
    all(): void {
      for (const uri of documents.uris()) schedule(uri, debounceMilliseconds);
    },
    stop(): void {
      for (const cancel of waiting.values()) cancel();
      waiting.clear();
    },
  };
}
