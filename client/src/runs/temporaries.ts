/**
 * Documents that were published for one run alone. They are deleted when it has ended; what a closed window left behind is
 * deleted the next time its account is worked with.
 */

import type { LogOutputChannel, Memento } from 'vscode';
import type { Connection } from '../aws/connection.ts';
import type { Connections } from '../aws/connections.ts';
import { isFinal } from './phase.ts';
import { nameOf, type RunKey, type RunKind } from './run.ts';
import type { RunStore, Stop } from './store.ts';
import { deleteTemporary } from './temporaryDocument.ts';

export interface Temporaries extends Stop {
  /** Deletes the document when the run has ended. */
  keep(key: RunKey, document: string): void;
  /** Deletes it now. */
  remove(connection: Connection, document: string): Promise<void>;
  /** Looks after what an earlier window left behind in this account. */
  sweep(connection: Connection): void;
}

interface Kept {
  connection: string;
  kind: RunKind;
  id: string;
  document: string;
}

const memoryKey = 'temporaryDocuments';

export function temporaries(options: {
  connections: Connections;
  store: RunStore;
  memory: Memento;
  log: LogOutputChannel;
}): Temporaries {
  const { connections, store, memory, log } = options;
  const watches = new Map<string, Stop>();
  const all = (): Kept[] => memory.get<Kept[]>(memoryKey, []);
  const forget = (document: string, connection: string): void =>
    void memory.update(
      memoryKey,
      all().filter((each) => each.document !== document || each.connection !== connection),
    );

  async function remove(connection: Connection, document: string): Promise<void> {
    const { ssm } = await connections.clients(connection);
    await deleteTemporary(ssm, document);
    forget(document, connection.id);
  }

  /** Deletes the document once no run uses it any more. */
  function settle(key: RunKey, document: string): void {
    const run = store.get(key);
    if (run && !isFinal(run.status) && !run.gone) return;
    watches.get(nameOf(key))?.dispose();
    watches.delete(nameOf(key));
    const others = all().filter((each) => each.document === document && each.id !== key.id);
    if (others.some(({ id, kind }) => watches.has(nameOf({ connection: key.connection, kind, id })))) return;
    remove(key.connection, document).catch((error) => log.warn(`"${document}" was not deleted`, error));
  }

  function watch(key: RunKey): void {
    if (!watches.has(nameOf(key))) watches.set(nameOf(key), store.watch(key, 'state'));
  }

  const listening = store.onChange(({ key }) => {
    if (!watches.has(nameOf(key))) return;
    const kept = all().find(({ connection, id }) => connection === key.connection.id && id === key.id);
    if (kept) settle(key, kept.document);
  });
  return {
    keep(key, document) {
      void memory.update(memoryKey, [
        ...all(),
        { connection: key.connection.id, kind: key.kind, id: key.id, document },
      ]);
      watch(key);
    },
    remove,
    sweep(connection) {
      for (const { kind, id, connection: of } of all()) if (of === connection.id) watch({ connection, kind, id });
    },
    dispose() {
      listening.dispose();
      for (const stop of watches.values()) stop.dispose();
    },
  };
}
