/**
 * Files that are attached to a version of a document. The buckets of the account store nothing, so a file that a document
 * names is taken to lie where the request says, with the checksum that the document states; what can go wrong is a bucket
 * that is not there, a file that nothing names, and a document to copy from that has no such file.
 */

import type { AttachmentsSource } from '@aws-sdk/client-ssm';
import { attachedTo } from '../../language/attached.ts';
import type { Part } from '../../language/document.ts';
import type { Account } from '../account.ts';
import { estateOf } from '../config/estate.ts';
import { ServiceError } from '../errors.ts';

export interface StoredAttachment {
  name: string;
  sha256: string;
}

/** Files of a version, and why the service could not take them over: it says so in the status of the version. */
export interface TakenAttachments {
  files: StoredAttachment[];
  failure?: string;
}

/** Milliseconds in which the service copies files: until then a version is being created. */
export const copyTime = 400;

/** The files of a version of another document, as `AttachmentReference` names them. Throws where there is none. */
export type FilesOf = (name: string, version: string) => readonly StoredAttachment[];

/** Undefined for a document without files. Throws what the service refuses at once. */
export function takeAttachments(
  account: Account,
  part: Part | undefined,
  sources: readonly AttachmentsSource[],
  filesOf: FilesOf,
): TakenAttachments | undefined {
  const named = part ? attachedTo(part) : [];
  if (named.length === 0 && sources.length === 0) return undefined;
  if (sources.length === 0)
    throw new ServiceError('InvalidDocumentContent', 'The document names files, and the request has no attachments.');
  if (sources.length > 1 && sources.some(({ Key }) => Key === 'SourceUrl'))
    throw new ServiceError('ValidationException', 'An attachment source of the key SourceUrl stands for itself.');
  const given = new Map<string, StoredAttachment>();
  for (const { Key, Values: [value = ''] = [], Name } of sources) {
    if (Key === 'AttachmentReference') {
      const [, document = '', version = '', file = ''] = /^(.+)\/([^/]+)\/([^/]+)$/.exec(value) ?? [];
      const found = filesOf(document, version).find(({ name }) => name === file);
      if (found === undefined)
        throw new ServiceError('ValidationException', `The document version has no attachment: ${value}.`);
      given.set(Name ?? file, { ...found, name: Name ?? file });
      continue;
    }
    const [, bucket = '', key = ''] = /^s3:\/\/([^/]+)\/?(.*)$/.exec(value) ?? [];
    if (!estateOf(account).some(({ type, id }) => type === 'AWS::S3::Bucket' && id === bucket))
      return {
        files: [],
        failure: 'The specified S3 bucket does not exist. Verify that the URL of the S3 bucket is correct.',
      };
    const here = Key === 'SourceUrl' ? named : named.filter(({ name }) => name === (Name ?? key.split('/').at(-1)));
    for (const { name, sha256 = '' } of here) given.set(name, { name, sha256 });
  }
  const missing = named.filter(({ name }) => !given.has(name)).map(({ name }) => name);
  if (missing.length > 0)
    return { files: [], failure: `These files of the document are not attached: ${missing.join(', ')}.` };
  const other = named.find(({ name, sha256 }) => sha256 !== undefined && given.get(name)?.sha256 !== sha256);
  if (other !== undefined)
    return { files: [], failure: `The checksum of ${other.name} is not the one that the document states.` };
  return { files: [...given.values()] };
}
