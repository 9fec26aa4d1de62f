/**
 * Which text of a document of the workspace is run: what is published under its name, where that is the same or somebody
 * wants it; or this one, published first under its own name as by *Publish Document*, or under a temporary one.
 */

import { type TextDocument, Uri, window, workspace } from 'vscode';
import type { PublishableDocument } from '../../../server/src/protocol.ts';
import type { Connection } from '../aws/connection.ts';
import type { App } from '../commands/index.ts';
import { sameText } from '../documents/local.ts';
import { unlessMissing } from '../documents/missing.ts';
import { attachmentsFor, publish } from '../documents/publish.ts';
import { soundText, tellRefusal } from '../documents/sound.ts';
import type { Prepared, RunAnswers } from './begin.ts';
import { publishTemporarily } from './temporaryDocument.ts';

/** What was decided; nothing is published yet. */
export interface RunText {
  how: 'real' | 'temporary' | 'published';
  /** The name of the document in the account. */
  name: string;
  document: TextDocument;
  found: PublishableDocument;
}

/** What is run then. */
export interface Runnable {
  name: string;
  /** Absent for the one that the request names. */
  version?: string;
  temporary: boolean;
}

type Local = NonNullable<Prepared['local']>;

/** Undefined where somebody thinks better of it, or is told why this text cannot be run. */
export async function chooseText(
  { server, documents }: App,
  { connection, request }: Prepared,
  local: Local,
  answers: RunAnswers,
): Promise<RunText | undefined> {
  const uri = Uri.parse(local.uri);
  const document = await workspace.openTextDocument(uri);
  const name = documents.kept.publishedAs(connection, uri) ?? local.name;
  const found = await server.publishable(local.uri);
  if (found === null || 'refused' in found) {
    void window.showWarningMessage(found?.refused ?? `There is no document in ${local.name} that can be run.`);
    return undefined;
  }
  const { DocumentVersion: version } = request.input;
  const { format } = found;
  const wanted = { format, ...(version !== undefined && { version }) };
  const published = await unlessMissing(documents.texts.read(connection, name, wanted));
  if (published && sameText(published.content, found.text)) return { how: 'published', name, document, found };
  const how = answers.publish ?? (await askHow(name, connection, published !== undefined));
  if (how === undefined) return undefined;
  // Warnings are no reason not to try it, and publishing asks about them itself.
  if (how === 'temporary' && !(await soundText(server, document, true))) return undefined;
  return { how, name, document, found };
}

/** Publishes it where that was decided; undefined where it came to nothing. */
export async function publishText(
  app: App,
  { connection, request }: Prepared,
  { how, name, document, found }: RunText,
  answers: RunAnswers,
): Promise<Runnable | undefined> {
  if (how === 'published') return { name, temporary: false };
  const { connections, documents, server } = app;
  const { confirmed = false } = answers;
  const beforehand = {
    ...{ name, type: request.kind === 'command' ? 'Command' : 'Automation', makeDefault: false, versionName: '' },
    ...(answers.attachments !== undefined && { attachments: answers.attachments }),
    ...{ confirmed, despiteWarnings: confirmed },
  };
  if (how === 'real') {
    const made = await publish({ connections, documents, server, connection, document, answers: beforehand });
    if (made) void app.trees.of('opswright.documents').refresh();
    return made && !made.unusable ? { name: made.name, version: made.version, temporary: false } : undefined;
  }
  const attachments = await attachmentsFor({ documents, connection, document, answers: beforehand }, name, found);
  if (attachments === undefined) return undefined;
  const { text, format } = found;
  const { ssm } = await connections.clients(connection);
  try {
    const own = await publishTemporarily(ssm, { name, text, format, kind: request.kind, attachments });
    return { name: own, temporary: true };
  } catch (error) {
    return tellRefusal(documents.problems, document, { error, name, text });
  }
}

async function askHow(name: string, { id }: Connection, isThere: boolean): Promise<RunText['how'] | undefined> {
  const items = [
    {
      label: '$(clock) Run under a Temporary Name',
      detail: `Published as Opswright-Temporary-${name}-…, and deleted when the run has ended.`,
      how: 'temporary' as const,
    },
    {
      label: '$(cloud-upload) Publish and Run',
      detail: isThere
        ? `A new version of "${name}" in ${id}, after a look at the difference; the default stays as it is.`
        : `A new document "${name}" in ${id}.`,
      how: 'real' as const,
    },
    {
      label: '$(cloud) Run What Is Published',
      detail: 'Without the changes that you have here.',
      how: 'published' as const,
    },
  ];
  const picked = await window.showQuickPick(isThere ? items : items.slice(0, 2), {
    title: `Run ${name}`,
    placeHolder: isThere
      ? `"${name}" here differs from what is published in ${id}.`
      : `"${name}" is not published in ${id}.`,
    ignoreFocusOut: true,
  });
  return picked?.how;
}
