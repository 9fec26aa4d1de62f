/**
 * Failures of runs as problems in the document that was run, each at its step, until it is dismissed or the document is run
 * anew.
 */

import {
  CodeAction,
  CodeActionKind,
  Diagnostic,
  DiagnosticSeverity,
  Disposable,
  languages,
  Range,
  type TextEditor,
  TextEditorRevealType,
  type Uri,
  window,
  workspace,
} from 'vscode';
import type { DocumentStep } from '../../../server/src/protocol.ts';

const source = 'Opswright run';

export interface Failures extends Disposable {
  /** Opens a document at a step, with what went wrong there. @param message - nothing is marked without one. */
  show(uri: Uri, step: DocumentStep | undefined, message?: string): Promise<TextEditor>;
  dismiss(uri: Uri): void;
}

export function runFailures(): Failures {
  const problems = languages.createDiagnosticCollection('opswright-run');
  const actions = languages.registerCodeActionsProvider('*', {
    provideCodeActions({ uri }, _range, { diagnostics }) {
      const own = diagnostics.filter((each) => each.source === source);
      if (own.length === 0) return [];
      const action = new CodeAction('Dismiss the failure of the run', CodeActionKind.QuickFix);
      action.diagnostics = own;
      action.command = { title: action.title, command: 'opswright.dismissFailure', arguments: [uri] };
      return [action];
    },
  });
  return {
    async show(uri, step, message) {
      const document = await workspace.openTextDocument(uri);
      const place = step?.selection;
      const range = place
        ? new Range(place.start.line, place.start.character, place.end.line, place.end.character)
        : new Range(0, 0, 0, 0);
      const editor = await window.showTextDocument(document, { selection: new Range(range.start, range.start) });
      editor.revealRange(range, TextEditorRevealType.InCenterIfOutsideViewport);
      if (message !== undefined) {
        const problem = new Diagnostic(range, message, DiagnosticSeverity.Error);
        problem.source = source;
        problems.set(uri, [problem]);
      }
      return editor;
    },
    dismiss: (uri) => problems.delete(uri),
    dispose: () => Disposable.from(problems, actions).dispose(),
  };
}
