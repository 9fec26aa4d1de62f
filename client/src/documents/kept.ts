/** What is kept of documents between windows: pins, the names that files were published under; and the filter of the view. */

import { Disposable, type Event, EventEmitter, type Memento, type Uri } from 'vscode';
import type { Connection } from '../aws/connection.ts';
import type { DocumentReference } from './reference.ts';

export interface KeptDocuments extends Disposable {
  readonly onPins: Event<void>;
  readonly onFilter: Event<void>;
  pins(connection: Connection): readonly DocumentReference[];
  pin(connection: Connection, document: DocumentReference): Promise<void>;
  unpin(connection: Connection, name: string): Promise<void>;
  /** As typed; empty for none. It ends with the window. */
  filter: string;
  /** The name that a file was published under in an account. */
  publishedAs(connection: Connection, uri: Uri): string | undefined;
  rememberName(connection: Connection, uri: Uri, name: string): Promise<void>;
}

const pinsKey = 'documents.pins';
const namesKey = 'documents.names';

export function keptDocuments(memory: Memento): KeptDocuments {
  const pinned = new EventEmitter<void>();
  const filtered = new EventEmitter<void>();
  let filter = '';
  const all = () => memory.get<Record<string, DocumentReference[]>>(pinsKey, {});
  const pins = ({ id }: Connection) => all()[id] ?? [];
  const without = (connection: Connection, name: string) => pins(connection).filter((each) => each.name !== name);

  async function keep({ id }: Connection, now: DocumentReference[]): Promise<void> {
    await memory.update(pinsKey, { ...all(), [id]: now });
    pinned.fire();
  }

  return {
    onPins: pinned.event,
    onFilter: filtered.event,
    pins,
    // Versions come and go, and a pin is not asked for again.
    pin: (connection, { version: _, versionName: __, ...document }) =>
      keep(connection, [...without(connection, document.name), document]),
    unpin: (connection, name) => keep(connection, without(connection, name)),
    get filter() {
      return filter;
    },
    set filter(text) {
      if (filter === text) return;
      filter = text;
      filtered.fire();
    },
    publishedAs: ({ id }, uri) => memory.get<Record<string, string>>(namesKey, {})[`${id} ${uri}`],
    async rememberName({ id }, uri, name) {
      await memory.update(namesKey, { ...memory.get<Record<string, string>>(namesKey, {}), [`${id} ${uri}`]: name });
    },
    dispose: () => Disposable.from(pinned, filtered).dispose(),
  };
}
