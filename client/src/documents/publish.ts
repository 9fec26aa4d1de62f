/**
 * Publishes a text: a new document, or a new version of one that is there. Nothing is sent before the text is free of errors
 * and, where something is published already, before somebody has seen the difference. Commands and runs go the same way.
 *
 * Each question can be answered beforehand, so that suites and other commands need no one to click.
 */

import type { AttachmentsSource, DocumentDescription, DocumentFormat, DocumentType, SSM } from '@aws-sdk/client-ssm';
import { ProgressLocation, type TextDocument, window } from 'vscode';
import type { PublishableDocument } from '../../../server/src/protocol.ts';
import type { Connection } from '../aws/connection.ts';
import type { Connections } from '../aws/connections.ts';
import type { Server } from '../languageClient.ts';
import { hasAll, sourcesOfText } from './attachments.ts';
import { compareWithFile } from './compare.ts';
import type { Documents } from './index.ts';
import { describeLatest, sameText } from './local.ts';
import { nameFault } from './names.ts';
import {
  askAttachments,
  askDefault,
  askName,
  askSchema,
  askType,
  askVersionName,
  confirmVersion,
} from './publishQuestions.ts';
import { settled } from './settled.ts';
import { say, soundText, tellRefusal } from './sound.ts';
import type { PublishedText } from './texts.ts';

/** What is known beforehand; what is absent is asked. */
export interface PublishAnswers {
  name?: string;
  /** Of a new document whose text fits several types. */
  type?: string;
  /** Of a document that is there already. */
  makeDefault?: boolean;
  /** Empty for none. */
  versionName?: string;
  /** Where its files are, as one would type it. */
  attachments?: string;
  despiteWarnings?: boolean;
  /** The difference has been seen. */
  confirmed?: boolean;
}

export interface Published {
  name: string;
  version: string;
  /** False for a version that was there with this text. */
  made: boolean;
  /** The service has made it and cannot use it: somebody was told why. */
  unusable?: true;
}

export interface Publication {
  connections: Connections;
  documents: Documents;
  server: Server;
  connection: Connection;
  document: TextDocument;
  answers: PublishAnswers;
}

/** Undefined when nothing was published: somebody stepped back, or was told why not. */
export async function publish(publication: Publication): Promise<Published | undefined> {
  const { connections, documents, connection, document, answers } = publication;
  const found = await textToSend(publication);
  if (found === undefined) return undefined;

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
    return published;
  } catch (error) {
    return tellRefusal(documents.problems, document, { error, name, text: found.text });
  } finally {
    documents.local.forget(name);
  }
}

/**
 * The text as the file says it, saved. Undefined where somebody was told why it is not sent.
 *
 * @param checked - what was read before the questions: where somebody has mended it since, the new text is checked as well.
 */
async function textToSend(
  { server, document, answers }: Publication,
  checked?: PublishableDocument,
): Promise<PublishableDocument | undefined> {
  if (document.isDirty && !document.isUntitled) await document.save();
  const now = checked && (await server.publishable(document.uri.toString()));
  if (now && 'text' in now && now.text === checked.text) return checked;
  return soundText(server, document, answers.despiteWarnings);
}

async function create(
  publication: Publication,
  ssm: SSM,
  found: PublishableDocument,
  name: string,
): Promise<Published | undefined> {
  const { connection, answers } = publication;
  const [only = ''] = found.types;
  const isPlain = found.types.length === 1 && found.unrecognised !== true;
  const type = answers.type ?? (isPlain ? only : await askType(found.types, name, found.unrecognised === true));
  if (type === undefined) return undefined;
  const requires = type === 'ApplicationConfiguration' ? await askSchema(ssm, name) : [];
  const sources = requires && (await attachmentsFor(publication, name, found));
  if (sources === undefined) return undefined;
  const versionName = answers.versionName ?? (await askVersionName(`${name} is new in ${connection.id}`));
  if (versionName === undefined) return undefined;
  const sent = await textToSend(publication, found);
  if (sent === undefined) return undefined;
  const failure = await working(`publishing ${name}`, async () => {
    const { DocumentDescription } = await ssm.createDocument({
      ...contentOf(sent, name, versionName, sources),
      DocumentType: type as DocumentType,
      ...(requires?.length && { Requires: requires }),
    });
    return settled(ssm, name, '1', DocumentDescription);
  });
  if (failure !== undefined) return unusable(name, '1', failure);
  void window.showInformationMessage(`${name} is published in ${connection.id}, as a new document.`);
  return { name, version: '1', made: true };
}

async function update(
  publication: Publication,
  ssm: SSM,
  found: PublishableDocument,
  before: DocumentDescription,
): Promise<Published | undefined> {
  const { documents, connection, document, answers } = publication;
  const { Name: name = '', LatestVersion = '1', DefaultVersion, DocumentType, TargetType } = before;
  if (DocumentType !== undefined && !found.versionOf.includes(DocumentType)) {
    const other = found.unrecognised ? 'this does not look like one' : `this is ${found.types[0]}`;
    return say(
      'error',
      `${name} is published as ${DocumentType}, and ${other}: a type never changes. Choose another name.`,
    );
  }
  const latest = await documents.texts.read(connection, name, { version: LatestVersion });
  if (sameText(latest.content, found.text)) {
    say('information', `${name} is published like this: version ${LatestVersion}.`);
    return { name, version: LatestVersion, made: false };
  }
  const makeDefault = answers.makeDefault ?? (await askDefault(before));
  if (makeDefault === undefined) return undefined;
  const sources = await attachmentsFor(publication, name, found, latest);
  if (sources === undefined) return undefined;
  const versionName = answers.versionName ?? (await askVersionName(`The next version of ${name}`));
  if (versionName === undefined) return undefined;
  if (!answers.confirmed) {
    await compareWithFile(documents.texts, connection, { name, version: LatestVersion }, document.uri);
    const { attachments: files = [] } = found;
    if (!(await confirmVersion(before, connection, { makeDefault, files }))) return undefined;
  }
  const sent = await textToSend(publication, found);
  if (sent === undefined) return undefined;
  const { version, failure } = await working(`publishing ${name}`, async () => {
    const { DocumentDescription } = await ssm.updateDocument({
      ...contentOf(sent, name, versionName, sources),
      DocumentVersion: '$LATEST',
      ...(TargetType && { TargetType }),
    });
    const made = DocumentDescription?.DocumentVersion ?? DocumentDescription?.LatestVersion ?? '';
    const failure = await settled(ssm, name, made, DocumentDescription);
    if (makeDefault && failure === undefined)
      await ssm.updateDocumentDefaultVersion({ Name: name, DocumentVersion: made });
    return { version: made, failure };
  });
  if (failure !== undefined) return unusable(name, version, failure);
  const which = makeDefault ? 'the default now' : `the default stays version ${DefaultVersion}`;
  void window.showInformationMessage(`${name} is published in ${connection.id} as version ${version}; ${which}.`);
  return { name, version, made: true };
}

function unusable(name: string, version: string, failure: string): Published {
  say('error', `${failure} Mend that, delete what was made in the Documents view, and publish again.`);
  return { name, version, made: true, unusable: true };
}

function contentOf(
  { text, format }: PublishableDocument,
  name: string,
  versionName: string,
  sources: AttachmentsSource[],
) {
  return {
    Name: name,
    Content: text,
    DocumentFormat: format as DocumentFormat,
    ...(sources.length > 0 && { Attachments: sources }),
    ...(versionName !== '' && { VersionName: versionName }),
  };
}

/** Where the files are that the text names; none where it names none. */
export async function attachmentsFor(
  { documents, connection, document, answers }: Pick<Publication, 'documents' | 'connection' | 'document' | 'answers'>,
  name: string,
  { attachments: files = [] }: PublishableDocument,
  latest?: PublishedText,
): Promise<AttachmentsSource[] | undefined> {
  if (files.length === 0) return [];
  if (answers.attachments !== undefined) {
    const given = sourcesOfText(answers.attachments, files);
    if ('fault' in given) throw new Error(`${given.fault}.`);
    return given;
  }
  const folder = documents.kept.filesOf(connection, document.uri) ?? '';
  const asBefore = latest !== undefined && hasAll(latest.attachments ?? [], files);
  const asked = await askAttachments(name, files, asBefore ? `${name}/${latest.version}` : folder);
  if (asked?.text.startsWith('s3:')) await documents.kept.rememberFiles(connection, document.uri, asked.text);
  return asked?.sources;
}

function working<T>(title: string, work: () => Promise<T>): Thenable<T> {
  return window.withProgress({ location: ProgressLocation.Window, title: `Opswright: ${title}` }, work);
}
