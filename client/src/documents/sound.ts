/** The text of a document as it is sent: read by the server, and free of errors. What stands against it is told here. */

import { commands, type TextDocument, window } from 'vscode';
import type { PublishableDocument } from '../../../server/src/protocol.ts';
import { count } from '../format.ts';
import type { Server } from '../languageClient.ts';
import type { ServiceProblems } from './problems.ts';
import { refusalOf } from './refusal.ts';

/** Undefined where somebody was told why it is not published, or thought better of it. */
export async function soundText(
  server: Server,
  document: TextDocument,
  despiteWarnings = false,
): Promise<PublishableDocument | undefined> {
  const found = await server.publishable(document.uri.toString());
  if (found === null || 'refused' in found)
    return say('warning', found?.refused ?? 'Only documents that Opswright looks at can be published.');
  const file = document.uri.path.split('/').at(-1);
  const { errors, warnings } = found;
  if (errors > 0)
    return say('error', `Not published: ${file} has ${count(errors, 'error')}, which the service refuses.`, document);
  if (warnings === 0 || despiteWarnings) return found;
  const words = `${file} has ${count(warnings, 'warning')}.`;
  const choice = await window.showWarningMessage(words, 'Publish Anyway', 'Open Problems');
  if (choice === 'Open Problems') await openProblems(document);
  return choice === 'Publish Anyway' ? found : undefined;
}

/** Shows what the service has against a text, at the text where it is about a place. Throws what is not about the document. */
export function tellRefusal(
  problems: ServiceProblems,
  document: TextDocument,
  { error, name, text }: { error: unknown; name: string; text: string },
): undefined {
  const refusal = refusalOf(error, name, text);
  if (refusal === undefined) throw error;
  if (refusal.line !== undefined) problems.show(document, refusal.line, refusal.message);
  return say('error', `Not published. ${refusal.message}`, refusal.line === undefined ? undefined : document);
}

/** Says why nothing is published; with a document, its problems are one click away. */
export function say(how: 'information' | 'warning' | 'error', words: string, document?: TextDocument): undefined {
  const show = {
    information: window.showInformationMessage,
    warning: window.showWarningMessage,
    error: window.showErrorMessage,
  }[how];
  void show(words, ...(document ? ['Open Problems'] : [])).then((choice) =>
    choice && document ? openProblems(document) : undefined,
  );
  return undefined;
}

async function openProblems(document: TextDocument): Promise<void> {
  await window.showTextDocument(document);
  await commands.executeCommand('workbench.actions.view.problems');
}
