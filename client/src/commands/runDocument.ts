/**
 * "Run Document…": the document of a lens, a menu or in front, or one that is picked. A runbook that needs nothing runs at
 * once; any other opens a run file, filled in with what is known.
 */

import { Uri, window } from 'vscode';
import { type DocumentSource, type RunFileInputs, runDocumentCommand } from '../../../server/src/protocol.ts';
import type { Connection } from '../aws/connection.ts';
import { currentConnection } from '../aws/currentConnection.ts';
import { begin, type RunAnswers } from '../runs/begin.ts';
import { inputsOf } from '../runs/lastInputs.ts';
import { openRunFile } from '../runs/open.ts';
import { pickDocument } from '../runs/pickDocument.ts';
import type { App, Command } from './index.ts';

/** From a tree: a published document, nodes to run something on, or both. */
interface Given {
  connection?: Connection;
  document?: string | { name: string };
  version?: string;
  /** Of a document of the workspace. */
  uri?: string | Uri;
  /** Of one node. */
  nodeId?: string;
  platform?: string;
  targets?: RunFileInputs;
}

interface Source {
  document: DocumentSource;
  /** For what is remembered. */
  from: string;
}

export const runDocument: Command = {
  id: runDocumentCommand,
  deed: 'run the document',
  async run(app, given?: string | Uri | Given, others?: Given[] | RunAnswers) {
    const subject = given instanceof Uri || typeof given !== 'object' ? undefined : given;
    const connection = subject?.connection ?? (await currentConnection(app));
    if (!connection) return undefined;
    const targets = targetsOf(subject, Array.isArray(others) ? others : [], connection);
    const source = await sourceOf(app, connection, given);
    if (!source) return undefined;
    const runnable = await app.server.runnable(source.document);
    if (runnable === null) throw new Error('There is no document here that can be run.');
    if ('refused' in runnable) {
      void window.showWarningMessage(runnable.refused);
      return undefined;
    }
    const nothing = runnable.kind === 'automation' && runnable.parameters.every(({ required }) => !required);
    if (nothing && !targets) {
      const uri = 'uri' in source.document ? source.document.uri : undefined;
      const version = 'uri' in source.document ? undefined : subject?.version;
      const DocumentVersion = version === undefined ? {} : { DocumentVersion: version };
      const input = { DocumentName: runnable.name, ...DocumentVersion };
      const local = uri === undefined ? {} : { local: { uri, name: runnable.name } };
      const request = { kind: 'automation' as const, input };
      return begin(app, { connection, request, ...local, from: source.from, runnable }, answersIn(others));
    }
    const last = app.runs.lasts.of(source.from);
    const before: RunFileInputs = last ? inputsOf(last.request) : {};
    const { ids: _ids, tags: _tags, group: _group, ...untargeted } = before;
    const inputs = targets ? { ...untargeted, ...targets } : before;
    const account = connection === app.connections.current ? {} : { account: connection.id };
    await openRunFile(app.server, { document: source.document, inputs, ...account });
    return undefined;
  },
};

function answersIn(given: Given[] | RunAnswers | undefined): RunAnswers {
  return given === undefined || Array.isArray(given) ? {} : given;
}

async function sourceOf(
  app: App,
  connection: Connection,
  given: string | Uri | Given | undefined,
): Promise<Source | undefined> {
  if (typeof given === 'string' || given instanceof Uri)
    return { document: { uri: given.toString() }, from: given.toString() };
  const front = window.activeTextEditor?.document;
  if (given === undefined && front && app.ours.has(front.uri)) {
    const uri = front.uri.toString();
    return { document: { uri }, from: uri };
  }
  if (given?.uri !== undefined) return { document: { uri: given.uri.toString() }, from: given.uri.toString() };
  const named = typeof given?.document === 'object' ? given.document.name : given?.document;
  const name = named ?? (await pickDocument(app, connection, given?.platform));
  if (name === undefined) return undefined;
  const { ssm } = await app.connections.clients(connection);
  const version = given?.version;
  const found = await ssm.getDocument({ Name: name, ...(version !== undefined && { DocumentVersion: version }) });
  const document = { name, text: found.Content ?? '', ...(version !== undefined && { version }) };
  return { document, from: name };
}

/** The nodes of a menu: one, or all that are selected. */
function targetsOf(given: Given | undefined, others: readonly Given[], { id }: Connection): RunFileInputs | undefined {
  if (others.some((each) => each.nodeId !== undefined && each.connection?.id !== id))
    throw new Error('Nodes of several connections are selected, and a run is of one. Select nodes of one connection.');
  const ids = [...new Set([given, ...others].flatMap((each) => each?.nodeId ?? []))];
  if (ids.length > 0) return { ids };
  return given?.targets;
}
