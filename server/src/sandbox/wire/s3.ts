/**
 * The protocol of S3, as far as reading objects needs it: the operation in method, path and query, a list as XML, an object as
 * it is. Buckets are named in the path.
 */

import type { IncomingHttpHeaders } from 'node:http';
import type { ServiceError } from '../errors.ts';

export interface S3Request {
  operation: string;
  /** As JSON would carry it, so that one reader checks it. */
  input: Record<string, unknown>;
}

/** The operation that a request asks for; undefined for one that is not served. */
export function readS3(method: string, url: string, headers: IncomingHttpHeaders): S3Request | undefined {
  const { pathname, searchParams } = new URL(url, 'http://bucket');
  const [Bucket = '', ...rest] = pathname.slice(1).split('/').map(decoded);
  const Key = rest.join('/');
  if (method !== 'GET') return undefined;
  if (Bucket === '') return { operation: 'ListBuckets', input: {} };
  if (Key !== '') {
    const { range } = headers;
    return { operation: 'GetObject', input: { Bucket, Key, ...(range !== undefined && { Range: range }) } };
  }
  if (searchParams.get('list-type') !== '2') return undefined;
  const given = (name: string, member: string) => {
    const value = searchParams.get(name);
    return value === null ? {} : { [member]: member === 'MaxKeys' ? Number(value) : value };
  };
  return {
    operation: 'ListObjectsV2',
    input: {
      Bucket,
      ...given('prefix', 'Prefix'),
      ...given('start-after', 'StartAfter'),
      ...given('continuation-token', 'ContinuationToken'),
      ...given('max-keys', 'MaxKeys'),
    },
  };
}

/** A part of a path; as it is where it is not encoded as it should be. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

export interface S3Answer {
  status: number;
  headers: Record<string, string>;
  body: string | Uint8Array;
}

/** What `getObject` answers, as far as it is written. */
interface ObjectOutput {
  Body: Uint8Array;
  ContentType: string;
  ContentRange?: string;
  ETag: string;
  LastModified: Date;
}

export function writeS3(operation: string, output: unknown): S3Answer {
  if (operation !== 'GetObject') return { status: 200, headers: xmlType, body: resultXml(operation, output as object) };
  const { Body, ContentType, ContentRange, ETag, LastModified } = output as ObjectOutput;
  return {
    status: ContentRange === undefined ? 200 : 206,
    headers: {
      'content-type': ContentType,
      'accept-ranges': 'bytes',
      etag: ETag,
      'last-modified': LastModified.toUTCString(),
      ...(ContentRange !== undefined && { 'content-range': ContentRange }),
    },
    body: Body,
  };
}

const xmlType = { 'content-type': 'application/xml' };
const head = '<?xml version="1.0" encoding="UTF-8"?>\n';

/** S3 names its results by what they are. */
const results: Readonly<Record<string, string>> = {
  ListBuckets: 'ListAllMyBucketsResult',
  ListObjectsV2: 'ListBucketResult',
};

function resultXml(operation: string, output: object): string {
  const name = results[operation] ?? `${operation}Result`;
  const { Buckets } = output as { Buckets?: readonly object[] };
  // The one list that is not flat.
  const body = Buckets ? elementXml('Buckets', { Bucket: Buckets }) : membersXml(output);
  return `${head}<${name} xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${body}</${name}>`;
}

/** Lists are flat in S3: their name once for each item. */
function membersXml(output: object): string {
  return Object.entries(output)
    .flatMap(([name, value]) => (Array.isArray(value) ? value : [value]).map((each) => elementXml(name, each)))
    .join('');
}

function elementXml(name: string, value: unknown): string {
  if (value === undefined || value === null) return '';
  const inner =
    value instanceof Date
      ? value.toISOString()
      : typeof value === 'object'
        ? membersXml(value)
        : escaped(String(value));
  return `<${name}>${inner}</${name}>`;
}

export function writeS3Error({ code, message }: ServiceError, requestId: string): string {
  return `${head}<Error><Code>${escaped(code)}</Code><Message>${escaped(message)}</Message><RequestId>${requestId}</RequestId></Error>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (each) => `&#${each.charCodeAt(0)};`);
}
