/** Code actions that apply many fixes at once: of one rule beside the mark, or of the whole document when it is saved. */

import type { CodeAction, CodeActionContext } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { type Problem, safeEdits } from './language/index.ts';
import { toDiagnostic, toEdits } from './lspConvert.ts';
import type { Features } from './lspFeatures.ts';
import { updateRuntimesCommand } from './protocol.ts';

export const fixAllKind = 'source.fixAll.opswright';

/** True when the editor asks for this kind of action, or for one that includes it. */
export function asksForFixAll({ only }: CodeActionContext): boolean {
  return only?.some((kind) => kind === fixAllKind || fixAllKind.startsWith(`${kind}.`)) ?? false;
}

/** One action with all fixes that change nothing of what the document does; none where there are none. */
export function fixAllActions(problems: readonly Problem[], text: TextDocument): CodeAction[] {
  const edits = safeEdits(problems);
  if (edits.length === 0) return [];
  const title = 'Apply all fixes that change no behaviour';
  return [{ title, kind: fixAllKind, edit: { changes: { [text.uri]: toEdits(edits, text) } } }];
}

/** Where a runtime is retired, the way to update it in all documents of the workspace. */
export function workspaceActions(here: readonly Problem[], text: TextDocument, features: Features): CodeAction[] {
  const retired = here.find(({ rule, fixes }) => rule === 'runtime-retired' && fixes !== undefined);
  if (retired === undefined || !features.updateRuntimes) return [];
  const title = 'Update retired runtimes in all documents of the workspace';
  const diagnostics = [toDiagnostic(retired, text, features)];
  return [{ title, kind: 'quickfix', diagnostics, command: { title, command: updateRuntimesCommand } }];
}

/** For each of the problems at a place whose fix is safe: the same for all of its rule in the document. */
export function alikeActions(
  here: readonly Problem[],
  all: readonly Problem[],
  text: TextDocument,
  features: Features,
): CodeAction[] {
  return [...new Set(here.map(({ rule }) => rule))].flatMap((rule): CodeAction[] => {
    const safe = (problem: Problem): boolean =>
      problem.rule === rule && problem.fixes?.some((fix) => fix.safe === true) === true;
    const [problem] = here.filter(safe);
    const count = all.filter(safe).length;
    if (problem === undefined || count < 2) return [];
    return [
      {
        title: `Do so for all ${count} of "${rule}" in this document`,
        kind: 'quickfix',
        diagnostics: [toDiagnostic(problem, text, features)],
        edit: { changes: { [text.uri]: toEdits(safeEdits(all, rule), text) } },
      },
    ];
  });
}
