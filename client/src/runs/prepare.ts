/** What a run file comes to, with the document that it names fetched where that is needed. */

import { Range, Selection, Uri, window, workspace } from 'vscode';
import type { RunFileRequest } from '../../../server/src/protocol.ts';
import { currentConnection } from '../aws/currentConnection.ts';
import { connectionAt, type Place } from '../aws/place.ts';
import type { App } from '../commands/index.ts';
import type { Prepared } from './begin.ts';

/** Undefined after its first fault was shown in its text, or while no connection is open. Rejects where the account has no such document. */
export async function prepare(app: App, uri: string): Promise<Prepared | undefined> {
  let answer = await app.server.runRequest({ runFile: { uri } });
  const place: Place = answer?.document ?? {};
  const account = place.account ?? (await currentConnection(app))?.id;
  if (account === undefined) return undefined;
  const connection = await connectionAt(app.connections, { ...place, account });
  if (!connection) {
    const where = place.region === undefined ? '' : ` in ${place.region}`;
    throw new Error(`There is no connection "${account}"${where}; name one that is open or a profile, or choose one.`);
  }
  const named = answer?.document;
  const text = named && !answer?.local ? await app.server.accounts?.text(named, 'patient') : undefined;
  if (answer?.unknown) {
    if (!text) throw new Error(`There is no document "${named?.name}" in ${connection.id}, or it may not be read.`);
    answer = await app.server.runRequest({ runFile: { uri }, document: text });
  }
  if (!answer?.request) {
    await showFault(uri, answer);
    return undefined;
  }
  const { request, local } = answer;
  const runnable = await app.server.runnable(
    local ? { uri: local.uri } : (text ?? { name: named?.name ?? '', text: '' }),
  );
  return {
    ...{ connection, request, from: uri },
    ...(local && { local }),
    ...(runnable && !('refused' in runnable) && { runnable }),
  };
}

async function showFault(uri: string, answer: RunFileRequest | null): Promise<void> {
  const fault = answer?.problems.find(({ severity }) => severity === 'error');
  const message = fault?.message ?? 'This run file names nothing to run.';
  const editor = await window.showTextDocument(await workspace.openTextDocument(Uri.parse(uri)));
  if (fault) {
    const { start, end } = fault.range;
    const range = new Range(start.line, start.character, end.line, end.character);
    editor.selection = new Selection(range.start, range.end);
    editor.revealRange(range);
  }
  void window.showErrorMessage(`Not sent: ${message}.`.replace(/\.\.$/, '.'));
}
