/** What is kept of documents between windows: pins, what files were published as; and the filter of the view. */

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
  /** Where the files lie in S3 that it names, as somebody typed it. */
  filesOf(connection: Connection, uri: Uri): string | undefined;
  rememberFiles(connection: Connection, uri: Uri, text: string): Promise<void>;
}

const pinsKey = 'documents.pins';
const namesKey = 'documents.names';
const filesKey = 'documents.files';

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

  const ofFile = (key: string, { id }: Connection, uri: Uri) =>
    memory.get<Record<string, string>>(key, {})[`${id} ${uri}`];

  async function rememberOfFile(key: string, { id }: Connection, uri: Uri, value: string): Promise<void> {
    await memory.update(key, { ...memory.get<Record<string, string>>(key, {}), [`${id} ${uri}`]: value });
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
    publishedAs: (connection, uri) => ofFile(namesKey, connection, uri),
    rememberName: (connection, uri, name) => rememberOfFile(namesKey, connection, uri, name),
    filesOf: (connection, uri) => ofFile(filesKey, connection, uri),
    rememberFiles: (connection, uri, text) => rememberOfFile(filesKey, connection, uri, text),
    dispose: () => Disposable.from(pinned, filtered).dispose(),
  };
}
