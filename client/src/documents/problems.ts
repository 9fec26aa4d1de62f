/** What the service had against a text, shown at it until the text is changed or published again. */

import { Diagnostic, DiagnosticSeverity, Disposable, languages, type TextDocument, workspace } from 'vscode';

export interface ServiceProblems extends Disposable {
  show(document: TextDocument, line: number, message: string): void;
  clear(document: TextDocument): void;
}

export function serviceProblems(): ServiceProblems {
  const collection = languages.createDiagnosticCollection('opswright-service');
  const subscriptions = Disposable.from(
    collection,
    workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length > 0) collection.delete(document.uri);
    }),
    workspace.onDidCloseTextDocument(({ uri }) => collection.delete(uri)),
  );
  return {
    show(document, line, message) {
      const { range } = document.lineAt(Math.min(line, document.lineCount - 1));
      const problem = new Diagnostic(range, message, DiagnosticSeverity.Error);
      problem.source = 'Systems Manager';
      collection.set(document.uri, [problem]);
    },
    clear: ({ uri }) => collection.delete(uri),
    dispose: () => subscriptions.dispose(),
  };
}
