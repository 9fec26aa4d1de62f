/**
 * Refactorings as code actions, and the conversion to YAML or JSON, for editors and for the commands of the client.
 *
 * A menu that the user has opened gets everything, what cannot be done with its reason; the light bulb gets what can be
 * done without much ado.
 */

import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { CodeAction, CodeActionContext, Connection, WorkspaceEdit } from 'vscode-languageserver/node';
import { CodeActionTriggerKind } from 'vscode-languageserver/node';
import { convert, isRefusal, type Lookups, type Range, type Refactoring, refactorings } from './language/index.ts';
import { pathOf } from './lspConfig.ts';
import { toEdits } from './lspConvert.ts';
import type { OpenDocuments, OursDocument } from './lspDocuments.ts';
import type { Features } from './lspFeatures.ts';
import { formCommands, formEdits } from './lspForms.ts';
import type { Answer } from './lspRequests.ts';
import { type ConvertAnswer, type ConvertParams, convertRequest } from './protocol.ts';

/** The kinds of what `refactorActions` gives. */
export const refactorKinds = ['refactor.extract', 'refactor.inline', 'refactor.rewrite', 'source.sortInputs'];

/** What can be done to a document at a place. */
export function refactorActions(
  open: OursDocument,
  range: Range,
  context: CodeActionContext,
  { features, lookups }: { features: Features; lookups: Lookups },
): CodeAction[] {
  const { only, triggerKind } = context;
  if (!features.fixes || !refactorKinds.some((kind) => isWanted(kind, only))) return [];
  const asked = only !== undefined || triggerKind === CodeActionTriggerKind.Invoked;
  const found = refactorings(open.document, range, { lookups, fileName: fileNameOf(open.text.uri) });
  const rewriting = asked && isWanted('refactor.rewrite', only);
  const made = [...found, ...(rewriting ? conversions(open) : [])]
    .filter(({ kind }) => isWanted(kind, only) && (only !== undefined || !kind.startsWith('source')))
    .flatMap((each) => toAction(each, open, features, asked));
  return [...made, ...(rewriting ? otherForms(open, range, features) : [])];
}

function otherForms(open: OursDocument, range: Range, features: Features): CodeAction[] {
  if (features.rewriteConfigRule) return formCommands(open, range, features);
  const beside = features.creating ? besideName(open.text.uri) : undefined;
  return formEdits(open, range, beside).flatMap((each) => toAction(each, open, features, true));
}

/** A kind is wanted when it, or one that it is a sort of, is asked for. */
function isWanted(kind: string, only: readonly string[] | undefined): boolean {
  return only === undefined || only.some((each) => each === '' || each === kind || kind.startsWith(`${each}.`));
}

function toAction(
  { title, kind, edits, file, refused }: Refactoring,
  { text }: OursDocument,
  features: Features,
  asked: boolean,
): CodeAction[] {
  if (refused !== undefined) return asked && features.disabled ? [{ title, kind, disabled: { reason: refused } }] : [];
  const changed = toEdits(edits, text);
  if (file === undefined) return [{ title, kind, edit: { changes: { [text.uri]: changed } } }];
  if (!features.creating) return [];
  const edit: WorkspaceEdit = { documentChanges: creation(besideOf(text.uri, file.name), file.text) };
  if (changed.length > 0)
    edit.documentChanges?.push({ textDocument: { uri: text.uri, version: text.version }, edits: changed });
  return [{ title, kind, edit }];
}

function creation(uri: string, newText: string): NonNullable<WorkspaceEdit['documentChanges']> {
  const start = { line: 0, character: 0 };
  return [
    { kind: 'create', uri },
    { textDocument: { uri, version: null }, edits: [{ range: { start, end: start }, newText }] },
  ];
}

/** To the other format, in a new file; an unsaved text is converted by the command of the client. */
function conversions({ document, text }: OursDocument): Refactoring[] {
  const fileName = fileNameOf(text.uri);
  if (fileName === undefined || document.format === 'terraform') return [];
  const to = document.format === 'yaml' ? 'json' : 'yaml';
  const title = `Convert to ${to.toUpperCase()} in a new file`;
  const converted = convert(document, to);
  if (isRefusal(converted)) return [{ title, kind: 'refactor.rewrite', edits: [], refused: converted.refused }];
  const file = { name: freeFile(text.uri, convertedName(fileName, to)), text: converted.text };
  const lost = converted.lost === undefined ? '' : `. ${converted.lost}`;
  return [{ title: title + lost, kind: 'refactor.rewrite', edits: [], file }];
}

/** `restart.ssm.yaml` as `restart.ssm.json`. */
function convertedName(fileName: string, to: 'yaml' | 'json'): string {
  return `${fileName.replace(/\.(?:ya?ml|json)$/i, '')}.${to}`;
}

/** Names of files beside one that is saved. */
function besideName(uri: string): ((ending: string) => string) | undefined {
  const name = fileNameOf(uri);
  return name === undefined ? undefined : (ending) => freeFile(uri, name.replace(/\.(?:ya?ml|json)$/i, '') + ending);
}

function freeFile(uri: string, name: string): string {
  const path = pathOf(uri);
  if (path === undefined) return name;
  for (let number = 2, free = name; ; number++) {
    if (!existsSync(join(dirname(path), free))) return free;
    free = name.replace(/(?=\.\w+$)/, `-${number}`);
  }
}

/** The name of the file; undefined for a text that is not saved anywhere. */
function fileNameOf(uri: string): string | undefined {
  const path = pathOf(uri);
  return path === undefined ? undefined : /[^/\\]+$/.exec(path)?.[0];
}

function besideOf(uri: string, name: string): string {
  return uri.replace(/[^/]*$/, encodeURIComponent(name));
}

/** Answers the command of the client. */
export function serveConversion(connection: Connection, documents: OpenDocuments, answer: Answer): void {
  connection.onRequest(convertRequest, ({ textDocument, to }: ConvertParams, token) =>
    answer('conversion', token, (): ConvertAnswer | null => {
      const open = documents.get(textDocument.uri);
      if (!open?.document) return null;
      const converted = convert(open.document, to);
      if (isRefusal(converted)) return { refused: converted.refused };
      return { text: converted.text, ...(converted.lost !== undefined && { lost: converted.lost }) };
    }),
  );
}
