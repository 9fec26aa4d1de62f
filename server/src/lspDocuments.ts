/**
 * The one cache: what each open text means, parsed at most once per version and shared by all requests.
 *
 * Entries hang on the text document itself, so that they go when it is closed and a reopened file never meets an old
 * entry. Nothing is parsed before somebody asks.
 */

import type { TextDocuments } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { isRunFile, writtenAs } from './formats.ts';
import { check, type Document, type Lookups, type Problem, parse } from './language/index.ts';
import { callerOf, configProblems, type EditorConfig, isConfig, pathOf } from './lspConfig.ts';

/** Longer texts are left alone: no person wrote them, and the service takes 64 KB. */
export const longestText = 2 * 1024 * 1024;

/** One open text in its current version. */
export interface OpenDocument {
  text: TextDocument;
  version: number;
  /** What it means; undefined for a text that is too long to be looked at. */
  document: Document | undefined;
  /** At least one part of it is a document of ours. */
  ours: boolean;
  /** The editor was told that it is a Systems Manager document, whatever it looks like. */
  named: boolean;
  /** It is an `.opswrightrc.yaml`. */
  config: boolean;
  /** The configuration leaves it out. Known once the problems are. */
  ignored?: boolean;
  problems?: Problem[];
}

export type OursDocument = OpenDocument & { document: Document };

export function openDocuments(
  texts: TextDocuments<TextDocument>,
  config: EditorConfig,
  lookupsFor: (file: string | undefined) => Lookups,
) {
  const cache = new WeakMap<TextDocument, OpenDocument>();
  /** URIs of what is open, by path. */
  const onDisk = new Map<string, string>();
  texts.onDidOpen(({ document: { uri } }) => onDisk.set(pathOf(uri) ?? '', uri));
  texts.onDidClose(({ document: { uri } }) => onDisk.delete(pathOf(uri) ?? ''));

  function get(uri: string): OpenDocument | undefined {
    const text = texts.get(uri);
    if (!text) return undefined;
    const known = cache.get(text);
    if (known?.version === text.version) return known;
    const open = read(text);
    cache.set(text, open);
    return open;
  }

  return {
    get,
    uris: () => texts.keys(),

    /** What is open for a file on disk. */
    ofFile: (path: string) => onDisk.get(path),

    /** The document, if it is open, short enough and one of ours. */
    ours(uri: string): OursDocument | undefined {
      const open = get(uri);
      return open?.document && open.ours ? (open as OursDocument) : undefined;
    },

    /** Its problems, found at most once per version and configuration. */
    problems(open: OpenDocument): Problem[] {
      open.problems ??= findProblems(open, config, this.lookups(open));
      return open.problems;
    },

    /** What may be looked up for a document. */
    lookups: (open: OpenDocument): Lookups => lookupsFor(callerOf(open.text.uri)),

    /** Makes every document be checked anew, after a change of configuration. */
    forgetProblems(): void {
      for (const text of texts.all()) delete cache.get(text)?.problems;
    },
  };
}

export type OpenDocuments = ReturnType<typeof openDocuments>;

function read(text: TextDocument): OpenDocument {
  const content = text.getText();
  const document = content.length > longestText ? undefined : parse(content, writtenAs(text.uri, text.languageId));
  return {
    text,
    version: text.version,
    document,
    ours: document?.parts.some((part) => part.kind) ?? false,
    named: text.languageId.startsWith('ssm-') || isRunFile(text.uri),
    config: isConfig(text.uri),
  };
}

function findProblems(open: OpenDocument, config: EditorConfig, lookups: Lookups): Problem[] {
  if (!open.document) return [];
  if (open.config) return configProblems(open.document.text);
  if (!open.ours) return [];
  const { severities, actions, region, ignored } = config.for(open.text.uri);
  open.ignored = ignored;
  return ignored ? [] : check(open.document, { severities, actions, region, lookups });
}
