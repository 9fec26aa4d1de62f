/** Documents of the workspace under a name for one run alone. Free of `vscode`. */

import { createHash } from 'node:crypto';
import type { AttachmentsSource, DocumentDescription, DocumentFormat, SSM } from '@aws-sdk/client-ssm';
import { unlessMissing } from '../documents/missing.ts';
import { settled } from '../documents/settled.ts';
import type { RunKind } from './run.ts';

/** A document as it stands in the workspace. */
export interface TemporaryDocument {
  /** What it is called there. */
  name: string;
  text: string;
  format: DocumentFormat;
  kind: RunKind;
  /** Where the files are that it names. */
  attachments: AttachmentsSource[];
}

const prefix = 'Opswright-Temporary-';

/** `Opswright-Temporary-restart-1a2b3c4d`: what it is and of which text, for whoever finds one that was left behind. */
function temporaryName({ name, text }: Pick<TemporaryDocument, 'name' | 'text'>): string {
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 8);
  const plain = name.replace(/[^\w.-]+/g, '-').slice(0, 90);
  return `${prefix}${plain}-${hash}`;
}

/** The name of the text that such a document was made from; undefined for any other document. */
export function originOf(name: string): string | undefined {
  return new RegExp(`^${prefix}(.+)-[0-9a-f]{8}$`).exec(name)?.[1];
}

/** Publishes it, and waits until it can be run; returns its name. One that is there already has the same text. */
export async function publishTemporarily(
  ssm: Pick<SSM, 'createDocument' | 'describeDocument' | 'deleteDocument'>,
  document: TemporaryDocument,
): Promise<string> {
  const Name = temporaryName(document);
  const { text, format, kind, attachments } = document;
  const input = {
    ...{ Name, Content: text, DocumentFormat: format },
    DocumentType: kind === 'command' ? ('Command' as const) : ('Automation' as const),
    ...(attachments.length > 0 && { Attachments: attachments }),
  };
  let made: DocumentDescription | undefined;
  try {
    made = (await ssm.createDocument(input)).DocumentDescription;
  } catch (error) {
    if (!(error instanceof Error && error.name === 'DocumentAlreadyExists')) throw error;
    // Another run may just now have begun to make it.
    made = { Status: 'Creating' };
  }
  const failure = await settled(ssm, Name, '1', made);
  if (failure === undefined) return Name;
  await deleteTemporary(ssm, Name);
  throw new Error(failure);
}

/** Deletes a temporary document; one that is gone already is no fault. */
export async function deleteTemporary(ssm: Pick<SSM, 'deleteDocument'>, Name: string): Promise<void> {
  if (!Name.startsWith(prefix)) throw new Error(`"${Name}" is no temporary document`);
  await unlessMissing(ssm.deleteDocument({ Name }));
}
