/**
 * Documents of the workspace that are run: published under their own name, or under a temporary one that is deleted when the
 * run has ended. Free of `vscode`.
 */

import { createHash } from 'node:crypto';
import type { DocumentFormat, SSM } from '@aws-sdk/client-ssm';
import type { RunKind } from './run.ts';

export type Publishing = Pick<
  SSM,
  'createDocument' | 'updateDocument' | 'describeDocument' | 'getDocument' | 'deleteDocument'
>;

/** A document as it stands in the workspace. */
export interface LocalDocument {
  name: string;
  text: string;
  kind: RunKind;
}

/** What runs then. */
export interface Published {
  name: string;
  version?: string;
}

function formatOf(text: string): DocumentFormat {
  return /^\s*\{/.test(text) ? 'JSON' : 'YAML';
}

/** `same`: what is published is this text. `none`: there is no document of this name. */
export async function compare(ssm: Publishing, { name, text }: LocalDocument): Promise<'same' | 'differs' | 'none'> {
  try {
    const { Content = '' } = await ssm.getDocument({ Name: name, DocumentFormat: formatOf(text) });
    return alike(Content) === alike(text) ? 'same' : 'differs';
  } catch (error) {
    if (isMissing(error)) return 'none';
    throw error;
  }
}

/** White space at the ends of lines and of the text does not count. */
function alike(text: string): string {
  return text.replace(/[ \t]*\r?\n/g, '\n').trim();
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && error.name === 'InvalidDocument';
}

/** Publishes it under its name: a new document, or a new version that becomes no default. */
export async function publish(ssm: Publishing, local: LocalDocument): Promise<Published> {
  const content = { Name: local.name, Content: local.text, DocumentFormat: formatOf(local.text) };
  if ((await compare(ssm, local)) === 'none') {
    await ssm.createDocument({ ...content, DocumentType: local.kind === 'command' ? 'Command' : 'Automation' });
    await ready(ssm, local.name, '1');
    return { name: local.name, version: '1' };
  }
  const { DocumentDescription } = await ssm.updateDocument({ ...content, DocumentVersion: '$LATEST' });
  const version = DocumentDescription?.DocumentVersion ?? '$LATEST';
  await ready(ssm, local.name, version);
  return { name: local.name, version };
}

/** `Opswright-Temporary-restart-1a2b3c4d`: what it is and of which text, for whoever finds one that was left behind. */
export function temporaryName({ name, text }: LocalDocument): string {
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 8);
  const plain = name.replace(/[^\w.-]+/g, '-').slice(0, 90);
  return `Opswright-Temporary-${plain}-${hash}`;
}

/** Publishes it under a temporary name. One that is there already has the same text. */
export async function publishTemporarily(ssm: Publishing, local: LocalDocument): Promise<Published> {
  const Name = temporaryName(local);
  try {
    await ssm.createDocument({
      ...{ Name, Content: local.text, DocumentFormat: formatOf(local.text) },
      DocumentType: local.kind === 'command' ? 'Command' : 'Automation',
    });
  } catch (error) {
    if (!(error instanceof Error && error.name === 'DocumentAlreadyExists')) throw error;
  }
  await ready(ssm, Name, '1');
  return { name: Name };
}

/** Deletes a temporary document; one that is gone already is no fault. */
export async function deleteTemporary(ssm: Publishing, Name: string): Promise<void> {
  if (!Name.startsWith('Opswright-Temporary-')) throw new Error(`"${Name}" is no temporary document`);
  try {
    await ssm.deleteDocument({ Name });
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}

/** The service takes a moment before a new version can be run. */
async function ready(ssm: Publishing, Name: string, DocumentVersion: string): Promise<void> {
  for (let tries = 0; tries < 20; tries++) {
    const { Document } = await ssm.describeDocument({ Name, DocumentVersion });
    if (Document?.Status === 'Failed') throw new Error(`"${Name}" was not published: ${Document.StatusInformation}`);
    if (Document?.Status !== 'Creating' && Document?.Status !== 'Updating') return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}
