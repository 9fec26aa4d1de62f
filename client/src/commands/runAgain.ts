/** "Run Again": the last run of a document or run file, or a run of the Runs view, once more with the same inputs. */

import { Uri } from 'vscode';
import { type DocumentSource, runAgainCommand } from '../../../server/src/protocol.ts';
import type { Connection } from '../aws/connection.ts';
import { readFault } from '../aws/fault.ts';
import { connectionAt } from '../aws/place.ts';
import { begin, type Prepared, type RunAnswers } from '../runs/begin.ts';
import { requestOf } from '../runs/send.ts';
import { keyOfSubject, type RunSubject } from '../runs/subject.ts';
import type { RunRequest } from '../runs/targets.ts';
import { originOf } from '../runs/temporaryDocument.ts';
import type { App, Command } from './index.ts';

export const runAgain: Command = {
  id: runAgainCommand,
  deed: 'run it again',
  async run(app, given: string | Uri | RunSubject, answers?: RunAnswers | RunSubject[]) {
    const again =
      typeof given === 'string' || given instanceof Uri ? await ofText(app, given.toString()) : await ofRun(app, given);
    return begin(app, again, Array.isArray(answers) ? {} : answers);
  },
};

async function ofText(app: App, uri: string): Promise<Prepared> {
  const last = app.runs.lasts.of(uri);
  if (!last) throw new Error('This was not run yet, or is forgotten; run it anew.');
  const connection = await connectionAt(app.connections, { account: last.connection });
  if (!connection) throw new Error(`There is no connection "${last.connection}" any more.`);
  const { request, local } = last;
  const source = local ?? (await publishedText(app, connection, request));
  return { connection, request, from: uri, ...(local && { local }), ...(await knownOf(app, source)) };
}

async function ofRun(app: App, subject: RunSubject): Promise<Prepared> {
  const key = keyOfSubject(subject);
  const known = app.runs.store.get(key);
  // A list does not tell the parameters of an automation.
  const run = known && ('steps' in known || key.kind === 'command') ? known : await app.runs.store.read(key);
  const request = requestOf(run);
  if (originOf(request.input.DocumentName) !== undefined)
    throw new Error(
      `"${request.input.DocumentName}" was published for that run alone. Run the document it was made from.`,
    );
  const { connection } = subject;
  return { connection, request, ...(await knownOf(app, await publishedText(app, connection, request))) };
}

/** Undefined where it may not be read: it may be run all the same. */
async function publishedText(app: App, { id }: Connection, { input }: RunRequest): Promise<DocumentSource | undefined> {
  const { DocumentName: name, DocumentVersion: version } = input;
  try {
    const wanted = { name, account: id, ...(version !== undefined && { version }) };
    return (await app.server.accounts?.text(wanted, 'patient')) ?? undefined;
  } catch (error) {
    if (readFault(error).kind === 'denied') return undefined;
    throw error;
  }
}

/** What is known of the document, such as that it destroys something. */
async function knownOf(app: App, source: DocumentSource | undefined): Promise<Pick<Prepared, 'runnable'>> {
  const runnable = source ? await app.server.runnable(source) : null;
  return runnable && !('refused' in runnable) ? { runnable } : {};
}
