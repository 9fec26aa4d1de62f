/**
 * Published documents as read-only texts. The URI says all that is needed to read one again: the connection, the name, the
 * version and the format; its path ends as a file of ours does, so that it has our language and all its features.
 *
 * A second scheme is for comparisons: there the server is not told of the text, whose problems would only repeat.
 */

import type { AttachmentContent } from '@aws-sdk/client-ssm';
import { Disposable, EventEmitter, type LogOutputChannel, Uri, window, workspace } from 'vscode';
import type { Connection } from '../aws/connection.ts';
import type { Connections } from '../aws/connections.ts';
import type { NamedFile } from './attachments.ts';
import { bareName } from './reference.ts';
import { opensAs } from './words.ts';

export const documentScheme = 'opswright-document';
const comparedScheme = 'opswright-compared';

/** One version of a document, in a format. */
export interface DocumentPlace {
  connection: string;
  name: string;
  /** A number, so that the text never changes. */
  version: string;
  /** `YAML`, `JSON` or `TEXT`. */
  format: string;
}

/** A version of a document as the service answers it. */
export interface PublishedText extends DocumentPlace {
  content: string;
  type?: string;
  /** The files that are attached to it. */
  attachments?: NamedFile[];
}

export interface DocumentTexts extends Disposable {
  /**
   * Asks for a version: a number, `$DEFAULT` (where absent) or `$LATEST`; as published, or written in a format. Throws what
   * the service answers, and for what is no text.
   */
  read(connection: Connection, name: string, wanted?: { version?: string; format?: string }): Promise<PublishedText>;
  /** Shows a version in an editor. */
  open(connection: Connection, name: string, wanted?: { version?: string; format?: string }): Promise<Uri>;
  /** A URI that shows a text for comparison. */
  compared(text: PublishedText): Uri;
}

const endings: Readonly<Record<string, string>> = { YAML: '.ssm.yaml', JSON: '.ssm.json', TEXT: '.txt' };

export function documentTexts(connections: Connections, log: LogOutputChannel): DocumentTexts {
  /** What was just read, until VS Code asks for it. */
  const fresh = new Map<string, string>();
  const changes = new EventEmitter<Uri>();

  const read: DocumentTexts['read'] = async (connection, name, { version, format } = {}) => {
    const { ssm } = await connections.clients(connection);
    const answer = await ssm.getDocument({
      Name: name,
      ...(version !== undefined && { DocumentVersion: version }),
      ...(format !== undefined && { DocumentFormat: format as 'YAML' }),
    });
    const {
      Content,
      DocumentVersion = version ?? '1',
      DocumentFormat = 'JSON',
      DocumentType,
      StatusInformation,
      AttachmentsContent = [],
    } = answer;
    if (!Content) throw new Error(noText(name, DocumentType, StatusInformation));
    return {
      connection: connection.id,
      name,
      version: DocumentVersion,
      format: DocumentFormat,
      content: Content,
      ...(DocumentType !== undefined && { type: DocumentType }),
      ...(AttachmentsContent.length > 0 && { attachments: AttachmentsContent.map(fileOf) }),
    };
  };

  function hold(scheme: string, text: PublishedText): Uri {
    const uri = uriOf(scheme, text);
    fresh.set(uri.toString(), text.content);
    // One that is open already would not be asked for: the document may have been deleted and made anew meanwhile.
    changes.fire(uri);
    return uri;
  }

  async function provide(uri: Uri): Promise<string> {
    const known = fresh.get(uri.toString());
    fresh.delete(uri.toString());
    if (known !== undefined) return known;
    const place = placeOf(uri);
    const connection = connections.open.find(({ id }) => id === place?.connection);
    if (place === undefined || connection === undefined)
      throw new Error(`This document is of the connection ${place?.connection}, which is not open.`);
    return (await read(connection, place.name, place)).content;
  }

  const provider = {
    onDidChange: changes.event,
    provideTextDocumentContent: (uri: Uri) =>
      provide(uri).catch((error) => {
        log.warn(`${uri.path} cannot be read`, error);
        throw error;
      }),
  };
  const registered = Disposable.from(
    changes,
    workspace.registerTextDocumentContentProvider(documentScheme, provider),
    workspace.registerTextDocumentContentProvider(comparedScheme, provider),
  );
  return {
    read,
    async open(connection, name, wanted) {
      const uri = hold(documentScheme, await read(connection, name, wanted));
      await window.showTextDocument(await workspace.openTextDocument(uri), { preview: true });
      return uri;
    },
    compared: (text) => hold(comparedScheme, text),
    dispose: () => registered.dispose(),
  };
}

function fileOf({ Name = '', Hash }: AttachmentContent): NamedFile {
  return { name: Name, ...(Hash !== undefined && Hash !== '' && { sha256: Hash.toLowerCase() }) };
}

function uriOf(scheme: string, { connection, name, version, format }: DocumentPlace): Uri {
  const ending = endings[format] ?? '.txt';
  return Uri.from({
    scheme,
    path: `/${connection.replaceAll('/', '-')}/${bareName(name)} v${version}${ending}`,
    query: new URLSearchParams({ connection, name, version, format }).toString(),
  });
}

/** What a URI of ours stands for; undefined for any other. */
export function placeOf({ scheme, query }: Uri): DocumentPlace | undefined {
  if (scheme !== documentScheme && scheme !== comparedScheme) return undefined;
  const given = new URLSearchParams(query);
  const [connection, name, version, format] = ['connection', 'name', 'version', 'format'].map((key) => given.get(key));
  return connection && name && version && format ? { connection, name, version, format } : undefined;
}

function noText(name: string, type: string | undefined, status: string | undefined): string {
  const why = status ?? opensAs(type) ?? 'The service has no text of it';
  return `${bareName(name)} cannot be opened as text. ${why}`;
}
