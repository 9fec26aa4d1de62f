/**
 * Documents of the workspace against what is published: not there, the same, or different.
 *
 * One `DescribeDocument` for each that is shown, kept until somebody refreshes; a file that is saved is compared anew without
 * a call. The hash decides where it agrees; where it does not, the texts do, because the service may have written the
 * content anew.
 */

import { createHash } from 'node:crypto';
import type { DocumentDescription } from '@aws-sdk/client-ssm';
import { Uri, workspace } from 'vscode';
import type { LocalDocument } from '../../../server/src/protocol.ts';
import type { Connection } from '../aws/connection.ts';
import type { Connections } from '../aws/connections.ts';
import type { Server } from '../languageClient.ts';
import type { KeptDocuments } from './kept.ts';
import { unlessMissing } from './missing.ts';
import type { DocumentTexts } from './texts.ts';

export interface LocalState {
  /** `foreign`: the name is taken by a document of another type. */
  state: 'unpublished' | 'same' | 'differs' | 'foreign';
  /** The name that it was looked for under. */
  name: string;
  /** What is published: the latest version, with the default one. */
  published?: DocumentDescription;
}

export interface LocalDocuments {
  /** Those of the workspace, by name; starts the language server where it does not run. */
  list(): Promise<LocalDocument[]>;
  /** How a document of the workspace stands to an account. */
  stateOf(connection: Connection, document: LocalDocument): Promise<LocalState>;
  /** Asks the account anew the next time: about one name, or all. */
  forget(name?: string): void;
}

/** The latest version of a document; undefined when there is none of the name. */
export async function describeLatest(
  connections: Connections,
  connection: Connection,
  name: string,
): Promise<DocumentDescription | undefined> {
  const { ssm } = await connections.clients(connection);
  return (await unlessMissing(ssm.describeDocument({ Name: name, DocumentVersion: '$LATEST' })))?.Document;
}

interface Options {
  connections: Connections;
  kept: KeptDocuments;
  server: Server;
  texts: DocumentTexts;
}

export function localDocuments({ connections, kept, server, texts }: Options): LocalDocuments {
  const published = new Map<string, Promise<DocumentDescription | undefined>>();
  /** By file and the time it was changed. */
  const files = new Map<string, { changed: number; text: string }>();
  /** By hash: the text that was published. */
  const contents = new Map<string, Promise<string>>();

  function latest(connection: Connection, name: string): Promise<DocumentDescription | undefined> {
    const key = `${connection.id} ${name}`;
    const known = published.get(key);
    if (known) return known;
    const asked = describeLatest(connections, connection, name);
    published.set(key, asked);
    asked.catch(() => published.get(key) === asked && published.delete(key));
    return asked;
  }

  async function textOf(uri: Uri): Promise<string> {
    const { mtime } = await workspace.fs.stat(uri);
    const known = files.get(uri.toString());
    if (known?.changed === mtime) return known.text;
    const text = new TextDecoder().decode(await workspace.fs.readFile(uri));
    files.set(uri.toString(), { changed: mtime, text });
    return text;
  }

  async function isSame(connection: Connection, { Name = '', Hash, LatestVersion }: DocumentDescription, text: string) {
    if (Hash === createHash('sha256').update(text).digest('hex')) return true;
    const key = `${connection.id} ${Name} ${Hash}`;
    const content =
      contents.get(key) ?? texts.read(connection, Name, version(LatestVersion)).then((read) => read.content);
    contents.set(key, content);
    content.catch(() => contents.delete(key));
    return sameText(await content, text);
  }

  return {
    async list() {
      const all = await server.localDocuments();
      return (all ?? []).sort((a, b) => (a.name < b.name ? -1 : 1));
    },
    async stateOf(connection, { uri, name, types }) {
      const file = Uri.parse(uri);
      const wanted = kept.publishedAs(connection, file) ?? name;
      const found = await latest(connection, wanted);
      if (found === undefined) return { state: 'unpublished', name: wanted };
      if (found.DocumentType !== undefined && !types.includes(found.DocumentType))
        return { state: 'foreign', name: wanted, published: found };
      const same = await isSame(connection, found, await textOf(file));
      return { state: same ? 'same' : 'differs', name: wanted, published: found };
    },
    forget(name) {
      for (const key of published.keys()) if (name === undefined || key.endsWith(` ${name}`)) published.delete(key);
      server.accounts?.forget();
    },
  };
}

function version(number: string | undefined): { version: string } {
  return { version: number ?? '$LATEST' };
}

/** The same but for how lines end, and a last line without an end. */
export function sameText(a: string, b: string): boolean {
  const plain = (text: string): string => text.replaceAll('\r\n', '\n').trimEnd();
  return plain(a) === plain(b);
}
