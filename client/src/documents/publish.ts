/**
 * Publishes a text: a new document, or a new version of one that is there. Nothing is sent before the text is free of errors
 * and, where something is published already, before somebody has seen the difference.
 *
 * Each question can be answered beforehand, so that suites and other commands need no one to click.
 */

import { setTimeout as sleep } from 'node:timers/promises';
import type { DocumentDescription, SSM } from '@aws-sdk/client-ssm';
import { commands, ProgressLocation, type TextDocument, window } from 'vscode';
import type { PublishableDocument } from '../../../server/src/protocol.ts';
import type { Connection } from '../aws/connection.ts';
import type { Connections } from '../aws/connections.ts';
import { count } from '../format.ts';
import type { Server } from '../languageClient.ts';
import { compareWithFile } from './compare.ts';
import type { Documents } from './index.ts';
import { describeLatest, fits, sameText } from './local.ts';
import { nameFault, versionNameFault } from './names.ts';
import { refusalOf } from './refusal.ts';

/** What is known beforehand; what is absent is asked. */
export interface PublishAnswers {
  name?: string;
  /** Of a document that is there already. */
  makeDefault?: boolean;
  /** Empty for none. */
  versionName?: string;
  despiteWarnings?: boolean;
  /** The difference has been seen. */
  confirmed?: boolean;
}

export interface Published {
  name: string;
  version: string;
}

interface Publication {
  connections: Connections;
  documents: Documents;
  server: Server;
  connection: Connection;
  document: TextDocument;
  answers: PublishAnswers;
}

/** Undefined when nothing was published: somebody stepped back, or was told why not. */
export async function publish(publication: Publication): Promise<Published | undefined> {
  const { connections, documents, server, connection, document, answers } = publication;
  // What is published is what the file says from then on.
  if (document.isDirty && !document.isUntitled) await document.save();
  const found = await server.publishable(document.uri.toString());
  if (found === null || 'refused' in found)
    return say('warning', found?.refused ?? 'Only documents that Opswright looks at can be published.');
  if (!(await isSound(found, answers, document))) return undefined;

  const kept = documents.kept.publishedAs(connection, document.uri);
  const name = answers.name ?? (await askName(kept ?? found.name, connection));
  if (name === undefined) return undefined;
  const fault = nameFault(name);
  if (fault !== undefined) return say('error', `${name} is no name of a document: ${fault}.`);

  const before = await describeLatest(connections, connection, name);
  const { ssm } = await connections.clients(connection);
  documents.problems.clear(document);
  try {
    const published = before
      ? await update(publication, ssm, found, before)
      : await create(publication, ssm, found, name);
    if (published === undefined) return undefined;
    await documents.kept.rememberName(connection, document.uri, name);
    documents.local.forget(name);
    return published;
  } catch (error) {
    const refusal = refusalOf(error, name, found.text);
    if (refusal === undefined) throw error;
    if (refusal.line !== undefined) documents.problems.show(document, refusal.line, refusal.message);
    return say('error', `Not published. ${refusal.message}`, refusal.line === undefined ? undefined : document);
  }
}

async function create(
  { connection, answers }: Publication,
  ssm: SSM,
  { type, format, text }: PublishableDocument,
  name: string,
): Promise<Published | undefined> {
  if (type === 'Package')
    return say(
      'warning',
      'A package is published with its archives, which lie in S3. Use "aws ssm create-document --attachments" for the first version.',
    );
  const versionName = answers.versionName ?? (await askVersionName(`${name} is new in ${connection.id}`));
  if (versionName === undefined) return undefined;
  await working(`publishing ${name}`, () =>
    ssm.createDocument({
      Name: name,
      Content: text,
      DocumentType: type as 'Automation',
      DocumentFormat: format,
      ...(versionName !== '' && { VersionName: versionName }),
    }),
  );
  void window.showInformationMessage(`${name} is published in ${connection.id}, as a new document.`);
  return { name, version: '1' };
}

async function update(
  publication: Publication,
  ssm: SSM,
  { type, format, text }: PublishableDocument,
  before: DocumentDescription,
): Promise<Published | undefined> {
  const { documents, connection, document, answers } = publication;
  const { Name: name = '', LatestVersion = '1', DefaultVersion, DocumentType, TargetType } = before;
  if (!fits(type, DocumentType))
    return say(
      'error',
      `${name} is published as ${DocumentType}, and this is ${type}: a type never changes. Choose another name.`,
    );
  const latest = await documents.texts.read(connection, name, { version: LatestVersion });
  if (sameText(latest.content, text))
    return say('information', `${name} is published like this: version ${LatestVersion}.`);

  const makeDefault = answers.makeDefault ?? (await askDefault(before));
  if (makeDefault === undefined) return undefined;
  const versionName = answers.versionName ?? (await askVersionName(`The next version of ${name}`));
  if (versionName === undefined) return undefined;
  if (!answers.confirmed) {
    await compareWithFile(documents.texts, connection, { name, version: LatestVersion }, document.uri);
    if (!(await confirm(before, makeDefault, connection))) return undefined;
  }
  const version = await working(`publishing ${name}`, async () => {
    const { DocumentDescription } = await ssm.updateDocument({
      Name: name,
      Content: text,
      DocumentFormat: format,
      DocumentVersion: '$LATEST',
      ...(TargetType && { TargetType }),
      ...(versionName !== '' && { VersionName: versionName }),
    });
    const made = DocumentDescription?.DocumentVersion ?? DocumentDescription?.LatestVersion ?? '';
    if (makeDefault) {
      await settled(ssm, name, made, DocumentDescription);
      await ssm.updateDocumentDefaultVersion({ Name: name, DocumentVersion: made });
    }
    return made;
  });
  const which = makeDefault ? 'the default now' : `the default stays version ${DefaultVersion}`;
  void window.showInformationMessage(`${name} is published in ${connection.id} as version ${version}; ${which}.`);
  return { name, version };
}

/** Waits for a version that the service is still making; only then can it be the default. */
async function settled(ssm: SSM, name: string, version: string, now: DocumentDescription | undefined): Promise<void> {
  let { Status, StatusInformation } = now ?? {};
  for (let tries = 0; (Status === 'Creating' || Status === 'Updating') && tries < 20; tries++) {
    await sleep(1000);
    ({ Status, StatusInformation } =
      (await ssm.describeDocument({ Name: name, DocumentVersion: version })).Document ?? {});
  }
  if (Status === 'Failed')
    throw new Error(`Version ${version} of ${name} was made, but is not usable. ${StatusInformation ?? ''}`.trim());
}

async function isSound(
  { errors, warnings }: PublishableDocument,
  { despiteWarnings }: PublishAnswers,
  document: TextDocument,
): Promise<boolean> {
  const file = document.uri.path.split('/').at(-1);
  if (errors > 0) {
    say('error', `Not published: ${file} has ${count(errors, 'error')}, which the service refuses.`, document);
    return false;
  }
  if (warnings === 0 || despiteWarnings) return true;
  const choice = await window.showWarningMessage(
    `${file} has ${count(warnings, 'warning')}.`,
    'Publish Anyway',
    'Open Problems',
  );
  if (choice === 'Open Problems') await openProblems(document);
  return choice === 'Publish Anyway';
}

function askName(value: string, { id }: Connection): Thenable<string | undefined> {
  return window.showInputBox({
    title: `Publish in ${id}`,
    prompt: 'The name of the document. One that is there gets a new version, after a look at the difference.',
    value,
    ignoreFocusOut: true,
    validateInput: nameFault,
  });
}

function askVersionName(title: string): Thenable<string | undefined> {
  return window.showInputBox({
    title,
    prompt: 'A name for the version, such as 1.4.0; it never changes. Leave it empty for none.',
    ignoreFocusOut: true,
    validateInput: versionNameFault,
  });
}

async function askDefault({ Name, DefaultVersion, LatestVersion }: DocumentDescription): Promise<boolean | undefined> {
  const keep = {
    label: `Keep version ${DefaultVersion} the default`,
    description: 'runs take the new one when told to',
    makeDefault: false,
  };
  const make = {
    label: 'Make the new version the default',
    description: 'runs and associations take it',
    makeDefault: true,
  };
  const usual = DefaultVersion === LatestVersion ? [make, keep] : [keep, make];
  return (await window.showQuickPick(usual, { title: `A new version of ${Name}`, ignoreFocusOut: true }))?.makeDefault;
}

async function confirm(
  { Name, LatestVersion, AttachmentsInformation = [] }: DocumentDescription,
  makeDefault: boolean,
  { id }: Connection,
): Promise<boolean> {
  const next = Number(LatestVersion) + 1;
  const names = AttachmentsInformation.map(({ Name: each }) => each).join(', ');
  const words = [
    `Publish ${Name} in ${id} as version ${next}${makeDefault ? ', the default' : ''}?`,
    names && `Its attachments (${names}) are left alone: none are sent.`,
  ];
  return (await window.showInformationMessage(words.filter(Boolean).join(' '), 'Publish', 'Cancel')) === 'Publish';
}

function working<T>(title: string, work: () => Promise<T>): Thenable<T> {
  return window.withProgress({ location: ProgressLocation.Window, title: `Opswright: ${title}` }, work);
}

/** Says why nothing is published; with a document, its problems are one click away. */
function say(how: 'information' | 'warning' | 'error', words: string, document?: TextDocument): undefined {
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
