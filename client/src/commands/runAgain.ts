/** "Run Again": the last run of a document or run file, or a run of the Runs view, once more with the same inputs. */

import { Uri } from 'vscode';
import { runAgainCommand } from '../../../server/src/protocol.ts';
import { connectionAt } from '../aws/place.ts';
import { begin, type Prepared, type RunAnswers } from '../runs/begin.ts';
import { requestOf } from '../runs/send.ts';
import { keyOfSubject, type RunSubject } from '../runs/subject.ts';
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
  return {
    connection,
    request,
    from: uri,
    ...(local && { local }),
    ...(await destructive(app, request.input.DocumentName)),
  };
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
  return { connection: subject.connection, request, ...(await destructive(app, request.input.DocumentName)) };
}

/** By its name alone: the ones that are well known are those of AWS. */
async function destructive(app: App, name: string): Promise<Pick<Prepared, 'runnable'>> {
  const text = await app.server.accounts?.text({ name });
  const runnable = text ? await app.server.runnable(text) : null;
  return runnable && !('refused' in runnable) ? { runnable } : {};
}
