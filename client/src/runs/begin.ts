/**
 * From a request to a run: the document is published if it has to be, the targets are counted, somebody is asked once where it
 * matters, and then it is sent and followed.
 */

import { Uri, window, workspace } from 'vscode';
import type { RunnableDocument } from '../../../server/src/protocol.ts';
import type { Connection } from '../aws/connection.ts';
import type { App } from '../commands/index.ts';
import { colourGraph } from './colourGraph.ts';
import { followRun } from './follow.ts';
import { nameOf, type RunKey } from './run.ts';
import { chooseText, publishText, type Runnable } from './runText.ts';
import { send } from './send.ts';
import { mostCounted, previewTargets, type RunRequest, type TargetPreview, targetWords } from './targets.ts';

/** Answers to what would be asked, for suites and for other commands. */
export interface RunAnswers {
  /** What to do with a document of the workspace that is not published as it stands. */
  publish?: 'real' | 'temporary' | 'published';
  /** Where the files are that such a document names. */
  attachments?: string;
  /** Nothing is asked before it is sent. */
  confirmed?: boolean;
}

export interface Prepared {
  connection: Connection;
  request: RunRequest;
  /** The document in the workspace, and what it is called. */
  local?: { uri: string; name: string };
  /** Of what it was run: the document or the run file, for "Run again". */
  from?: string;
  /** What is known of the document; absent where it could not be read. */
  runnable?: RunnableDocument;
}

/** Runs it; undefined when somebody thinks better of it. */
export async function begin(app: App, prepared: Prepared, answers: RunAnswers = {}): Promise<RunKey | undefined> {
  const { connection, local } = prepared;
  const clients = await app.connections.clients(connection);
  const chosen = local && (await chooseText(app, prepared, local, answers));
  if (local && !chosen) return undefined;
  const most = workspace.getConfiguration('opswright.run').get<number>('confirmAbove', 10);
  const preview = await previewTargets(clients, prepared.request, Math.max(most, mostCounted));
  if (!answers.confirmed && !(await confirm(prepared, preview, most))) return undefined;

  if (chosen) await app.runs.temporaries.quiet();
  const published = chosen && (await publishText(app, prepared, chosen, answers));
  if (chosen && !published) return undefined;
  const request = published ? named(prepared.request, published) : prepared.request;
  let temporary = published?.temporary ? published.name : undefined;
  try {
    const isKnown = (id: string) => app.runs.store.get({ connection, kind: 'command', id }) !== undefined;
    // Asked for again: somebody may have taken time to answer, and have signed in anew meanwhile.
    const sender = await app.connections.clients(connection);
    const run = app.runs.store.begun(await send(sender, connection, request, { isKnown, now: Date.now }));
    if (temporary !== undefined) app.runs.temporaries.keep(run.key, temporary);
    temporary = undefined;
    if (local) {
      app.runs.failures.dismiss(Uri.parse(local.uri));
      app.runs.sources.set(nameOf(run.key), local.uri);
    }
    if (prepared.from !== undefined) remember(app, prepared, preview);
    followRun(app, run);
    if (local) {
      app.runs.latest.set(local.uri, run.key);
      if (app.graph.shows(local.uri)) colourGraph(app, run.key, local.uri);
    }
    return run.key;
  } finally {
    // What was not sent leaves nothing behind.
    if (temporary !== undefined) await app.runs.temporaries.discard(connection, temporary);
  }
}

/** The request for another document, or another version of it. */
function named({ kind, input }: RunRequest, { name, version, temporary }: Runnable): RunRequest {
  const { DocumentVersion: asked, ...rest } = input;
  const wanted = temporary ? undefined : (version ?? asked);
  return {
    kind,
    input: { ...rest, DocumentName: name, ...(wanted !== undefined && { DocumentVersion: wanted }) },
  } as RunRequest;
}

/** Asks once where it matters: many targets or some that nobody can count, a document that destroys something or is not known. */
async function confirm(
  { connection, request, runnable }: Prepared,
  preview: TargetPreview | undefined,
  most: number,
): Promise<boolean> {
  const many = preview === undefined || preview.more || preview.names.length > most;
  if (request.kind === 'command' && preview?.names.length === 0) {
    void window.showWarningMessage(`No managed node of ${connection.id} fits the targets; nothing was sent.`);
    return false;
  }
  if (!many && runnable && runnable.destructive === undefined) return true;
  const { DocumentName } = request.input;
  const on = preview && preview.names.length === 0 ? '' : ` on ${targetWords(preview)}`;
  const places = request.kind === 'automation' ? (request.input.TargetLocations ?? []) : [];
  const elsewhere =
    places.length > 0 ? `, in ${places.flatMap(({ Accounts, Regions }) => [...Accounts, ...Regions]).join(', ')}` : '';
  const does = runnable ? runnable.destructive : 'What it does is not known: its text could not be read.';
  const detail = [`In ${connection.id}, ${connection.region}${elsewhere}.`, does].filter(Boolean).join('\n');
  const run = { title: 'Run' };
  return (await window.showWarningMessage(`Run ${DocumentName}${on}?`, { modal: true, detail }, run)) === run;
}

/** Keeps what was run, and tells the server for its lens. */
function remember(app: App, prepared: Prepared, preview: TargetPreview | undefined): void {
  const { from = '', connection, request, local } = prepared;
  const on = preview && preview.names.length > 0 ? `${targetWords(preview)}, ` : '';
  const where = `${on}${connection.id}`;
  for (const each of new Set([from, local ? local.uri : request.input.DocumentName])) {
    app.runs.lasts.keep(each, { connection: connection.id, request, ...(local && { local }) });
    // A published document has no lens to tell it.
    if (each !== request.input.DocumentName) app.server.tellLastRun({ uri: each, where });
  }
}
