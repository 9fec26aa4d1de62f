/** What is asked before a document is published, one question a function; undefined for somebody who steps back. */

import type { AttachmentsSource, DocumentDescription, DocumentRequires, SSM } from '@aws-sdk/client-ssm';
import { type QuickPickItem, window } from 'vscode';
import type { Connection } from '../aws/connection.ts';
import { filesInWords, type NamedFile, sourcesOfText } from './attachments.ts';
import { nameFault, versionNameFault } from './names.ts';
import { bareName } from './reference.ts';
import { iconOf, useOf } from './words.ts';

export function askName(value: string, { id }: Connection): Thenable<string | undefined> {
  return window.showInputBox({
    title: `Publish in ${id}`,
    prompt: 'The name of the document. One that is there gets a new version, after a look at the difference.',
    value,
    ignoreFocusOut: true,
    validateInput: nameFault,
  });
}

/** @param unrecognised - nothing in the text says that it is a document at all. */
export async function askType(
  types: readonly string[],
  name: string,
  unrecognised: boolean,
): Promise<string | undefined> {
  const items = types.map((type): QuickPickItem & { type: string } => {
    return { label: `$(${iconOf(type)}) ${type}`, description: useOf(type), type };
  });
  const placeHolder = `${unrecognised ? 'Nothing in the text says what it is' : 'The text fits more than one type'}; a type never changes`;
  return (await window.showQuickPick(items, { title: `Type of ${name}`, placeHolder, ignoreFocusOut: true }))?.type;
}

export function askVersionName(title: string): Thenable<string | undefined> {
  return window.showInputBox({
    title,
    prompt: 'A name for the version, such as 1.4.0; it never changes. Leave it empty for none.',
    ignoreFocusOut: true,
    validateInput: versionNameFault,
  });
}

/** @param value - what is proposed: what the last version has, or the folder of the last time. */
export async function askAttachments(
  name: string,
  files: readonly NamedFile[],
  value: string,
): Promise<{ text: string; sources: AttachmentsSource[] } | undefined> {
  const text = await window.showInputBox({
    title: `Files of ${name}: ${filesInWords(files)}`,
    prompt: 'A folder in S3 that has them, the address of each, or NAME/VERSION of a document that has them already.',
    placeHolder: 's3://bucket/folder',
    value,
    ignoreFocusOut: true,
    validateInput: (typed) => {
      const read = sourcesOfText(typed, files);
      return 'fault' in read ? read.fault : undefined;
    },
  });
  const sources = text === undefined ? undefined : sourcesOfText(text, files);
  return text === undefined || sources === undefined || 'fault' in sources ? undefined : { text, sources };
}

export async function askDefault({
  Name,
  DefaultVersion,
  LatestVersion,
}: DocumentDescription): Promise<boolean | undefined> {
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

/** The schema that an application configuration is held against, among those of the account. Throws where there is none. */
export async function askSchema(ssm: SSM, name: string): Promise<DocumentRequires[] | undefined> {
  const Filters = [{ Key: 'DocumentType', Values: ['ApplicationConfigurationSchema'] }];
  const lists = await Promise.all(
    ['Self', 'Private'].map((owner) =>
      ssm.listDocuments({ Filters: [...Filters, { Key: 'Owner', Values: [owner] }], MaxResults: 50 }),
    ),
  );
  const items = lists.flatMap(({ DocumentIdentifiers = [] }) =>
    DocumentIdentifiers.map(({ Name = '', DocumentVersion = '' }) => ({
      label: bareName(Name),
      description: `version ${DocumentVersion}`,
      requires: { Name, Version: DocumentVersion },
    })),
  );
  if (items.length === 0)
    throw new Error(
      'An application configuration is held against a schema, and the account has none. Publish one as ApplicationConfigurationSchema first.',
    );
  const picked = await window.showQuickPick(items, {
    title: `Schema of ${name}`,
    placeHolder: 'Which schema is it held against?',
    ignoreFocusOut: true,
  });
  return picked && [picked.requires];
}

/** After the difference was shown. */
export async function confirmVersion(
  { Name, LatestVersion, AttachmentsInformation = [] }: DocumentDescription,
  { id }: Connection,
  { makeDefault, files }: { makeDefault: boolean; files: readonly NamedFile[] },
): Promise<boolean> {
  const next = Number(LatestVersion) + 1;
  const before = AttachmentsInformation.map(({ Name: each = '' }) => ({ name: each }));
  const words = [
    `Publish ${Name} in ${id} as version ${next}${makeDefault ? ', the default' : ''}?`,
    before.length > 0 && files.length === 0 && `It names no files: ${filesInWords(before)} will not be attached to it.`,
  ];
  return (await window.showInformationMessage(words.filter(Boolean).join(' '), 'Publish', 'Cancel')) === 'Publish';
}
