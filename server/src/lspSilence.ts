/**
 * Code actions that silence what is no error: by a comment, in the whole file, or in the configuration of the project.
 *
 * The configuration is the one that holds for the document; without any, one is made at the root of its workspace folder.
 */

import { dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { CodeAction, WorkspaceEdit } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { ruleTurnedOff } from './configWords.ts';
import {
  type Document,
  type Fix,
  isSilenceable,
  type Problem,
  silencedHere,
  silencedInFile,
} from './language/index.ts';
import { type EditorConfig, pathOf } from './lspConfig.ts';
import { toDiagnostic, toEdits } from './lspConvert.ts';
import type { Features } from './lspFeatures.ts';

export interface SilenceOptions {
  features: Features;
  config: EditorConfig;
  /** The folders that are open, by their URIs. */
  folders: readonly string[];
  /** A text as it is in the editor; undefined for one that is not open. */
  textOf(uri: string): string | undefined;
}

/** The ways to silence the problems at a place, each offered once. */
export function silenceActions(
  document: Document,
  text: TextDocument,
  problems: readonly Problem[],
  options: SilenceOptions,
): CodeAction[] {
  const { features } = options;
  const offered = new Set<string>();
  return problems.filter(isSilenceable).flatMap((problem): CodeAction[] => {
    const own = (edits: Fix['edits'] | undefined): WorkspaceEdit | undefined =>
      edits && { changes: { [text.uri]: toEdits(edits, text) } };
    const ways: [title: string, edit: WorkspaceEdit | undefined][] = [
      [`Silence "${problem.rule}" here`, own(silencedHere(document, problem))],
      [`Silence "${problem.rule}" in this file`, own(silencedInFile(document, problem))],
      [`Silence "${problem.rule}" in the project`, inProject(text.uri, problem.rule, options)],
    ];
    return ways.flatMap(([title, edit]) => {
      if (edit === undefined || offered.has(title)) return [];
      offered.add(title);
      return [{ title, kind: 'quickfix', diagnostics: [toDiagnostic(problem, text, features)], edit }];
    });
  });
}

function inProject(uri: string, rule: string, options: SilenceOptions): WorkspaceEdit | undefined {
  const path = pathOf(uri);
  if (path === undefined) return undefined;
  const { source } = options.config.for(uri);
  const fileUri = pathToFileURL(source?.path ?? join(rootOf(path, options.folders), '.opswrightrc.yaml')).href;
  const written = options.textOf(fileUri) ?? source?.text;
  const edits = ruleTurnedOff(written ?? '', rule);
  if (edits === undefined) return undefined;
  const changed = toEdits(edits, TextDocument.create(fileUri, 'yaml', 0, written ?? ''));
  if (written !== undefined) return { changes: { [fileUri]: changed } };
  if (!options.features.creating) return undefined;
  return {
    documentChanges: [
      { kind: 'create', uri: fileUri, options: { ignoreIfExists: true } },
      { textDocument: { uri: fileUri, version: null }, edits: changed },
    ],
  };
}

/** The innermost open folder around a file, else its own. */
function rootOf(path: string, folders: readonly string[]): string {
  const around = folders
    .flatMap((folder) => pathOf(folder) ?? [])
    .filter((folder) => !relative(folder, path).startsWith('..'))
    .sort((a, b) => b.length - a.length);
  return around[0] ?? dirname(path);
}
