/**
 * Formatting, as an editor asks for it.
 *
 * An editor that lets us is told only of documents of ours, one by one: VS Code asks its user to choose when two programs
 * offer to format a file, and that question must not come up for files we would leave alone anyway. Plain JSON is left to
 * the editor's own formatter, which does the same.
 */

import type { Connection, Disposable, DocumentFilter, ServerCapabilities } from 'vscode-languageserver/node';
import {
  DocumentFormattingRequest,
  DocumentOnTypeFormattingRequest,
  DocumentRangeFormattingRequest,
  type FormattingOptions,
  type TextEdit,
} from 'vscode-languageserver/node';
import { type Edit, type FormatOptions, format, formatLine } from './language/index.ts';
import { toEdits, toOffsets } from './lspConvert.ts';
import type { OpenDocuments, OursDocument } from './lspDocuments.ts';
import type { Features } from './lspFeatures.ts';
import { type Answer, stackOf } from './lspRequests.ts';

/** A line is looked at once it is left. */
const onType = { firstTriggerCharacter: '\n' };

/** For an editor that has to be told at the start, and then asks about every file. */
export function formattingCapabilities({ ownFormatting }: Features): ServerCapabilities {
  if (ownFormatting) return {};
  return {
    documentFormattingProvider: true,
    documentRangeFormattingProvider: true,
    documentOnTypeFormattingProvider: onType,
  };
}

interface Options {
  connection: Connection;
  documents: OpenDocuments;
  answer: Answer;
  features: () => Features;
}

export function serveFormatting({ connection, documents, answer, features }: Options) {
  connection.onDocumentFormatting(({ textDocument, options }, token) =>
    answer('formatting', token, () => {
      const open = documents.ours(textDocument.uri);
      return open ? editsFor(open, { indent: indentOf(options) }) : null;
    }),
  );

  connection.onDocumentRangeFormatting(({ textDocument, range, options }, token) =>
    answer('range formatting', token, () => {
      const open = documents.ours(textDocument.uri);
      if (!open) return null;
      return editsFor(open, { indent: indentOf(options), range: toOffsets(range, open.text) });
    }),
  );

  connection.onDocumentOnTypeFormatting(({ textDocument, position }, token) =>
    answer('formatting while typing', token, () => {
      const open = documents.ours(textDocument.uri);
      if (!open || position.line === 0) return null;
      const left = open.text.offsetAt({ line: position.line - 1, character: 0 });
      return toTextEdits(formatLine(open.document, left), open);
    }),
  );

  const offer = offers(connection);
  return {
    /** To be called once the editor is ready. */
    ready: () => features().ownFormatting && offer.all([]),
    /** To be called for a document that was opened or changed. */
    changed(uri: string): void {
      if (features().ownFormatting && !offer.has(uri) && documents.ours(uri)?.document.format === 'yaml')
        offer.add(uri);
    },
    closed: (uri: string) => offer.remove(uri),
  };
}

function editsFor(open: OursDocument, options: FormatOptions): TextEdit[] | null {
  const formatted = format(open.document, options);
  return 'edits' in formatted ? toTextEdits(formatted.edits, open) : null;
}

function toTextEdits(edits: readonly Edit[], { text }: OursDocument): TextEdit[] {
  return toEdits([...edits], text);
}

function indentOf({ insertSpaces, tabSize }: FormattingOptions): string {
  return insertSpaces ? ' '.repeat(tabSize) : '\t';
}

/** What the editor is told: the documents that it may send here to be formatted. */
function offers(connection: Connection) {
  const uris = new Set<string>();
  let current: Promise<Disposable[]> = Promise.resolve([]);

  function all(more: readonly DocumentFilter[]): void {
    const documentSelector: DocumentFilter[] = [
      { language: 'ssm-yaml' },
      { language: 'ssm-run' },
      { language: 'ssm-json' },
      { language: 'guard' },
      { language: 'configql' },
      ...more,
    ];
    current = current.then(async (old) => {
      try {
        const { client } = connection;
        const now = await Promise.all([
          client.register(DocumentFormattingRequest.type, { documentSelector }),
          client.register(DocumentRangeFormattingRequest.type, { documentSelector }),
          client.register(DocumentOnTypeFormattingRequest.type, { documentSelector, ...onType }),
        ]);
        for (const each of old) each.dispose();
        return now;
      } catch (error) {
        connection.console.warn(`The editor refused to be offered formatting: ${stackOf(error)}`);
        return old;
      }
    });
  }
  const filters = (): DocumentFilter[] => [...uris].map(filterOf);
  return {
    all,
    has: (uri: string) => uris.has(uri),
    add(uri: string): void {
      uris.add(uri);
      all(filters());
    },
    remove(uri: string): void {
      if (uris.delete(uri)) all(filters());
    },
  };
}

/** The end of its path tells a document well enough: what else it matches is looked at when the editor asks. */
function filterOf(uri: string): DocumentFilter {
  const segments = uri.replace(/^[\w+.-]+:(?:\/\/[^/]*)?/, '').split('/');
  // Whatever is special in an address or a pattern may be anything.
  const end = segments
    .slice(-3)
    .join('/')
    .replace(/(?:%[\da-f]{2}|[[\]{}*?!,])+/gi, '*');
  return { language: 'yaml', pattern: `**/${end.replace(/^\//, '')}` };
}
