/** The text that a run went by: that of the workspace where it was started from there, else the published one. */

import { Uri } from 'vscode';
import type { App } from '../commands/index.ts';
import { type AutomationRun, nameOf } from './run.ts';

/** As far as it is still there. Rejects where the account has it no more. */
export async function textOfRun(app: App, { key, document, automation }: AutomationRun): Promise<Uri> {
  const source = app.runs.sources.get(nameOf(key));
  if (source !== undefined) return Uri.parse(source);
  const { DocumentVersion } = automation;
  return app.documents.texts.open(key.connection, document, {
    ...(DocumentVersion && { version: DocumentVersion }),
  });
}
