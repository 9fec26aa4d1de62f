/**
 * Updates retired runtimes in many files at once: reads each, open or not, and answers with one edit for all of them, which
 * the editor shows before anything is changed.
 */

import { readFile } from 'node:fs/promises';
import type { CancellationToken, TextEdit, WorkspaceEdit } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { writtenAs } from './formats.ts';
import { parse, runtimeEdits } from './language/index.ts';
import type { EditorConfig } from './lspConfig.ts';
import { pathOf } from './lspConfig.ts';
import { toRange } from './lspConvert.ts';
import { longestText, type OpenDocuments } from './lspDocuments.ts';
import type { Door } from './lspDoor.ts';
import { type UpdateRuntimesParams, updateRuntimesRequest } from './protocol.ts';

const annotation = 'runtimes';

/** Answers `opswright/updateRuntimes`. */
export function registerRuntimes({ connection, answer, documents }: Door, config: EditorConfig): void {
  connection.onRequest(
    updateRuntimesRequest,
    ({ uris }: UpdateRuntimesParams, token: CancellationToken): Promise<unknown> =>
      answer('runtimes', token, () => updateRuntimes(uris, documents, config)),
  );
}

/** The edit for the files that have something to update; files that the configuration leaves out are left alone. */
async function updateRuntimes(
  uris: readonly string[],
  documents: OpenDocuments,
  config: EditorConfig,
): Promise<WorkspaceEdit> {
  const changes: NonNullable<WorkspaceEdit['documentChanges']> = [];
  for (const uri of uris) {
    const open = documents.get(uri)?.text;
    const text = open ?? (await textOnDisk(uri));
    if (text === undefined || config.for(uri).ignored) continue;
    const edits = editsIn(text);
    if (edits.length === 0) continue;
    changes.push({
      textDocument: { uri, version: open?.version ?? null },
      edits: edits.map((edit) => ({ ...edit, annotationId: annotation })),
    });
  }
  return {
    documentChanges: changes,
    changeAnnotations: { [annotation]: { label: 'Update retired runtimes', needsConfirmation: true } },
  };
}

function editsIn(text: TextDocument): TextEdit[] {
  const content = text.getText();
  // Most files of a workspace are none of ours; this spares reading them as YAML.
  if (content.length > longestText || !content.includes('aws:executeScript')) return [];
  const edits = runtimeEdits(parse(content, writtenAs(text.uri, text.languageId)));
  return edits.map((edit) => ({ range: toRange(edit, text), newText: edit.text }));
}

/** Undefined for what is on no disk, or has gone in the meantime. */
async function textOnDisk(uri: string): Promise<TextDocument | undefined> {
  const path = pathOf(uri);
  if (path === undefined) return undefined;
  try {
    return TextDocument.create(uri, '', 0, await readFile(path, 'utf8'));
  } catch {
    return undefined;
  }
}
