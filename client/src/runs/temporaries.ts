/**
 * Documents that were published for one run alone. They are deleted when it has ended; what a closed window left behind, or
 * could not be deleted, is deleted the next time its account is worked with.
 */

import { Disposable, type LogOutputChannel, type Memento } from 'vscode';
import type { Connection } from '../aws/connection.ts';
import type { Connections } from '../aws/connections.ts';
import { isFinal } from './phase.ts';
import { nameOf, type RunKey, type RunKind } from './run.ts';
import type { RunStore, Stop } from './store.ts';
import { deleteTemporary } from './temporaryDocument.ts';

export interface Temporaries extends Stop {
  /** Deletes the document when the run has ended. */
  keep(key: RunKey, document: string): void;
  /** Deletes one that nothing was sent with; later, where that is not possible now. */
  discard(connection: Connection, document: string): Promise<void>;
  /** Resolves once none is being deleted: the next one may have the same name. */
  quiet(): Promise<void>;
}

interface Kept {
  connection: string;
  kind: RunKind;
  /** Of the run; empty where there was none. */
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
  const watches = new Map<string, Stop & { connection: Connection }>();
  const removals = new Set<Promise<boolean>>();
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
    void tryToRemove(key.connection, document);
  }

  function tryToRemove(connection: Connection, document: string): Promise<boolean> {
    const removal = remove(connection, document)
      .then(
        () => true,
        (error) => {
          log.warn(`"${document}" was not deleted yet`, error);
          return false;
        },
      )
      .finally(() => removals.delete(removal));
    removals.add(removal);
    return removal;
  }

  function remember(kept: Kept): void {
    void memory.update(memoryKey, [...all(), kept]);
  }

  function watch(key: RunKey): void {
    const { connection } = key;
    if (!watches.has(nameOf(key))) watches.set(nameOf(key), { connection, ...store.watch(key, 'state') });
  }

  const listening = store.onChange(({ key }) => {
    if (!watches.has(nameOf(key))) return;
    const kept = all().find(({ connection, id }) => connection === key.connection.id && id === key.id);
    if (kept) settle(key, kept.document);
  });

  /** Looks after what an earlier window left behind in this account. */
  function sweep(connection: Connection): void {
    for (const { kind, id, document } of all().filter((each) => each.connection === connection.id)) {
      const key = { connection, kind, id };
      const run = store.get(key);
      // A demo account is another one each time: it has neither the run nor the document of an earlier one.
      if (id === '' || (!run && connection.kind === 'demo')) void tryToRemove(connection, document);
      else if (run && isFinal(run.status)) settle(key, document);
      else watch(key);
    }
  }

  function sweepAll(): void {
    for (const [name, { connection }] of watches) if (!connections.open.includes(connection)) watches.delete(name);
    for (const connection of connections.open) sweep(connection);
  }

  sweepAll();
  const opening = connections.onChange(sweepAll);
  // What could not be deleted while nobody answered.
  const recovering = connections.onState((connection) => {
    if (connections.faultOf(connection) === undefined) sweep(connection);
  });
  return {
    keep(key, document) {
      remember({ connection: key.connection.id, kind: key.kind, id: key.id, document });
      watch(key);
    },
    async discard(connection, document) {
      if (await tryToRemove(connection, document)) return;
      remember({ connection: connection.id, kind: 'command', id: '', document });
    },
    async quiet() {
      await Promise.all(removals);
    },
    dispose() {
      Disposable.from(listening, opening, recovering, ...watches.values()).dispose();
    },
  };
}
