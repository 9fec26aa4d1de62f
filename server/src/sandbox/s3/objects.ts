/**
 * Objects in the buckets of the account, as far as they are output that commands keep there: listed and read as S3 does. Old
 * objects make room for new ones, since a pretend account is kept in memory.
 */

import { createHash } from 'node:crypto';
import type { GetObjectRequest, ListObjectsV2Request } from '@aws-sdk/client-s3';
import { type Account, slice } from '../account.ts';
import { ServiceError } from '../errors.ts';
import { pageOf } from '../pages.ts';
import { bucketNamed } from './buckets.ts';

interface StoredObject {
  bucket: string;
  key: string;
  text: string;
  written: number;
}

const objectsOf = slice<StoredObject[]>('s3.objects', () => []);

/** All objects together, in characters. */
const mostKept = 50_000_000;

/** Writes an object, or adds to one. Throws `NoSuchBucket`. */
export function appendObject(account: Account, bucket: string, key: string, text: string): void {
  bucketNamed(account, bucket);
  const objects = objectsOf(account);
  const at = objects.findIndex((each) => each.bucket === bucket && each.key === key);
  const before = at < 0 ? '' : (objects.splice(at, 1)[0]?.text ?? '');
  objects.push({ bucket, key, text: before + text, written: account.now() });
  let size = objects.reduce((sum, each) => sum + each.text.length, 0);
  while (size > mostKept && objects.length > 1) size -= objects.shift()?.text.length ?? 0;
}

export function listObjectsV2(account: Account, input: ListObjectsV2Request) {
  const { Bucket = '', Prefix = '', StartAfter = '', MaxKeys = 1000, ContinuationToken } = input;
  bucketNamed(account, Bucket);
  const found = objectsOf(account)
    .filter(({ bucket, key }) => bucket === Bucket && key.startsWith(Prefix) && key > StartAfter)
    .sort((a, b) => (a.key < b.key ? -1 : 1));
  const token = ContinuationToken === undefined ? {} : { NextToken: ContinuationToken };
  const error = { code: 'InvalidArgument' };
  const page = pageOf('ListObjectsV2', found, { MaxResults: MaxKeys, ...token }, 1000, error);
  return {
    Name: Bucket,
    Prefix,
    MaxKeys,
    KeyCount: page.items.length,
    IsTruncated: page.NextToken !== undefined,
    NextContinuationToken: page.NextToken,
    Contents: page.items.map(({ key, text, written }) => ({
      Key: key,
      LastModified: new Date(written),
      ETag: etagOf(text),
      Size: Buffer.byteLength(text),
      StorageClass: 'STANDARD',
    })),
  };
}

export function getObject(account: Account, { Bucket = '', Key = '', Range }: GetObjectRequest) {
  bucketNamed(account, Bucket);
  const found = objectsOf(account).find(({ bucket, key }) => bucket === Bucket && key === Key);
  if (found === undefined) throw new ServiceError('NoSuchKey', 'The specified key does not exist.', 404);
  const whole = Buffer.from(found.text);
  const [from, to] = rangeOf(Range, whole.length);
  const Body = new Uint8Array(whole.subarray(from, to));
  return {
    Body,
    AcceptRanges: 'bytes',
    ContentLength: Body.length,
    ContentType: 'text/plain',
    ...(Range !== undefined && { ContentRange: `bytes ${from}-${to - 1}/${whole.length}` }),
    ETag: etagOf(found.text),
    LastModified: new Date(found.written),
  };
}

/** From the first byte to the one behind the last. A range that cannot be read is passed over, as in HTTP. */
function rangeOf(range: string | undefined, length: number): [from: number, to: number] {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(range ?? '') ?? [];
  if (first === '' && last === '') return [0, length];
  const from = first === '' ? Math.max(0, length - Number(last)) : Number(first);
  if (from >= length) throw new ServiceError('InvalidRange', 'The requested range is not satisfiable', 416);
  return [from, first === '' || last === '' ? length : Math.min(length, Number(last) + 1)];
}

function etagOf(text: string): string {
  return `"${createHash('md5').update(text).digest('hex')}"`;
}
