/**
 * What an account says of something, as read-only texts: `opswright-aws:/<connection>/<kind>/<id>.<extension>`. A text is
 * read anew from its address alone, so that it is there again after the window was reloaded.
 */

import { Disposable, EventEmitter, type TextDocument, type TextDocumentContentProvider, Uri, workspace } from 'vscode';
import type { Connection } from './aws/connection.ts';
import type { Connections } from './aws/connections.ts';
import { readFault } from './aws/fault.ts';

export const awsScheme = 'opswright-aws';

/** What an address names. */
export interface AwsText {
  connection: Connection;
  /** What it is, such as `node`: says who reads it. */
  kind: string;
  id: string;
  /** Of the file name, which decides on colours: `json`, `yaml`, `md`, `txt`. */
  extension: string;
}

export type ReadText = (text: AwsText) => Promise<string>;

export interface AwsDocuments extends Disposable {
  /** Reads a text, anew if it is open already. Whoever shows it decides how. */
  open(text: AwsText): Promise<TextDocument>;
  /** Says who reads the texts of a kind. */
  serve(kind: string, read: ReadText): void;
}

export function awsDocuments(connections: Connections): AwsDocuments {
  const changes = new EventEmitter<Uri>();
  const readers = new Map<string, ReadText>();

  async function contentOf(uri: Uri): Promise<string> {
    const text = named(uri, connections.open);
    if (!text) return `The connection of ${uri.path} is not open. Choose it, and open this again.\n`;
    try {
      return (await readers.get(text.kind)?.(text)) ?? '';
    } catch (error) {
      const { title, detail } = readFault(error);
      return `${title}\n\n${detail}\n`;
    }
  }

  const provider: TextDocumentContentProvider = { onDidChange: changes.event, provideTextDocumentContent: contentOf };
  const subscriptions = Disposable.from(changes, workspace.registerTextDocumentContentProvider(awsScheme, provider));
  return {
    open(text) {
      const uri = addressOf(text);
      changes.fire(uri);
      return Promise.resolve(workspace.openTextDocument(uri));
    },
    serve: (kind, read) => void readers.set(kind, read),
    dispose: () => subscriptions.dispose(),
  };
}

/** The address of a text. */
function addressOf({ connection, kind, id, extension }: AwsText): Uri {
  const parts = [connection.id, kind, `${id}.${extension}`].map((part) => part.replaceAll('/', '∕'));
  return Uri.from({ scheme: awsScheme, path: `/${parts.join('/')}` });
}

function named(uri: Uri, open: readonly Connection[]): AwsText | undefined {
  const [, id = '', kind = '', name = ''] = uri.path.split('/').map((part) => part.replaceAll('∕', '/'));
  const connection = open.find((each) => each.id === id);
  const dot = name.lastIndexOf('.');
  return connection && { connection, kind, id: name.slice(0, dot), extension: name.slice(dot + 1) };
}
