/**
 * Where the files lie that a document names: a folder in S3, an address for each file, or a version of a document that has
 * them attached already. Free of `vscode`, so that tests need no editor.
 */

import type { AttachmentsSource } from '@aws-sdk/client-ssm';
import { count } from '../format.ts';

/** A file that a document names, or that a version has. */
export interface NamedFile {
  name: string;
  /** In lower case; absent where nobody says it. */
  sha256?: string;
}

/** The most that one request takes. */
const most = 20;

/**
 * The sources of a request, for what somebody typed: `s3://bucket/folder`, `s3://bucket/a.zip, s3://bucket/b.zip`, or
 * `Document/3`; or what is wrong with it.
 */
export function sourcesOfText(text: string, files: readonly NamedFile[]): AttachmentsSource[] | { fault: string } {
  const words = text.split(/[\s,]+/).filter(Boolean);
  const [first] = words;
  if (first === undefined) return { fault: 'Say where the files are' };
  const strange = words.find((word) => !/^s3:\/\/[a-z0-9][a-z0-9.-]{2,62}(?:\/.*)?$/.test(word));
  if (strange === undefined) return ofS3(words, files);
  if (words.length > 1) return { fault: `"${strange}" is no address in S3, such as s3://bucket/folder` };
  const [, document, version] = /^((?:arn:[^/]+\/)?[\w.-]{3,128})\/(\d+)$/.exec(first) ?? [];
  if (document === undefined || version === undefined)
    return { fault: `"${first}" is neither an address such as s3://bucket/folder nor a version such as Name/3` };
  if (files.length > most) return { fault: `One by one there may be ${most} files; put them into a folder in S3` };
  return files.map(({ name }) => ({
    Key: 'AttachmentReference',
    Values: [`${document}/${version}/${name}`],
    Name: name,
  }));
}

function ofS3(addresses: readonly string[], files: readonly NamedFile[]): AttachmentsSource[] | { fault: string } {
  const named = new Map(addresses.map((address) => [lastOf(address), address]));
  const missing = files.filter(({ name }) => !named.has(name)).map(({ name }) => name);
  const [folder] = addresses;
  if (addresses.length === 1 && missing.length === files.length)
    return [{ Key: 'SourceUrl', Values: [(folder ?? '').replace(/\/+$/, '')] }];
  const strange = addresses.find((address) => !files.some(({ name }) => name === lastOf(address)));
  if (strange !== undefined) return { fault: `The document names no file "${lastOf(strange)}"` };
  if (missing.length > 0) return { fault: `There is no address for ${missing.join(', ')}` };
  if (files.length > most) return { fault: `One by one there may be ${most} files; put them into a folder in S3` };
  return files.map(({ name }) => ({ Key: 'S3FileUrl', Values: [named.get(name) ?? ''], Name: name }));
}

function lastOf(address: string): string {
  return address.split('/').at(-1) ?? '';
}

/** Whether a version has all files that a document names, as far as checksums tell. */
export function hasAll(version: readonly NamedFile[], files: readonly NamedFile[]): boolean {
  return files.every(({ name, sha256 }) => {
    const there = version.find((each) => each.name === name);
    return there !== undefined && (sha256 === undefined || there.sha256 === undefined || there.sha256 === sha256);
  });
}

/** `app.zip and tools.zip`, or `app.zip and 4 files more`. */
export function filesInWords(files: readonly NamedFile[]): string {
  const [first = '', second] = files.map(({ name }) => name);
  if (second === undefined) return first;
  return files.length === 2 ? `${first} and ${second}` : `${first} and ${count(files.length - 1, 'file')} more`;
}
