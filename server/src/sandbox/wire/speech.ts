/**
 * How a request speaks: JSON, with the operation in a header or in the path; a form, with an answer in XML; or the protocol of
 * S3. It is known before anything else is, since a refusal too is told in it.
 */

import type { IncomingHttpHeaders } from 'node:http';
import type { Library } from '../account.ts';
import { ServiceError } from '../errors.ts';
import { jsonType, readTarget, writeJson, writeJsonError } from './json.ts';
import { type Dialect, type Names, readForm, writeXml, writeXmlError } from './query.ts';
import { readRest, restServices } from './rest.ts';
import { readS3, writeS3, writeS3Error } from './s3.ts';

export interface Request {
  method: string;
  url: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: string | Uint8Array;
}

export interface Speech {
  /** Service and operation; undefined where nothing is served. @param signedFor - the service that the signature names. */
  asked(signedFor: string): { service: string; operation: string } | undefined;
  /** The input of the operation, as JSON would carry it. Throws for what cannot be read. */
  input(): unknown;
  output(operation: string, output: unknown, requestId: string): Answer;
  error(error: ServiceError, requestId: string): Answer;
}

/** What is spoken where nothing is known yet. */
export const plainJson: Speech = json('', Buffer.alloc(0));

/** Throws for a method that no protocol has. */
export function speechOf(request: Request, library: Pick<Library, 'model'>, names: Names): Speech {
  const { method, url, headers, body } = request;
  const service = serviceOf(headers.authorization);
  if (service === 's3') return s3(request);
  if (method !== 'POST') throw new ServiceError('UnknownOperationException', 'Requests are sent with POST.');
  const target = headers['x-amz-target'];
  if (typeof target === 'string') return json(target, body);
  return restServices.has(service) ? rest(url, body) : query(dialectOf(library, names, service), body);
}

function serviceOf(authorization: string | undefined): string {
  return /Credential=[^/]+\/\d+\/[^/]+\/([a-z0-9-]+)\//.exec(authorization ?? '')?.[1] ?? '';
}

function json(target: string, body: Buffer): Speech {
  const answer = (status: number, text: string): Answer => ({
    status,
    headers: { 'content-type': jsonType },
    body: text,
  });
  return {
    asked: () => {
      const found = readTarget(target);
      // The buckets of the account speak their own protocol.
      return found?.service === 's3' ? undefined : found;
    },
    input: () => parsed(body),
    output: (_operation, output) => answer(200, writeJson(output)),
    error: (error) => answer(error.status, writeJsonError(error)),
  };
}

/** JSON again, with the operation in the path. */
function rest(url: string, body: Buffer): Speech {
  const found = readRest(url);
  return {
    ...plainJson,
    asked: (service) => ({ service, operation: found?.operation ?? '' }),
    input() {
      const given = parsed(body);
      return typeof given !== 'object' || Array.isArray(given) ? given : { ...given, ...found?.input };
    },
  };
}

/** The body of a request as JSON; nothing is an empty object. */
export function parsed(body: Buffer): unknown {
  if (body.length === 0) return {};
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw new ServiceError('SerializationException', 'The body of the request is no JSON.');
  }
}

function query(dialect: Dialect, body: Buffer): Speech {
  const form = new URLSearchParams(body.toString('utf8'));
  const operation = form.get('Action') ?? '';
  const answer = (status: number, text: string): Answer => ({
    status,
    headers: { 'content-type': 'text/xml;charset=UTF-8' },
    body: text,
  });
  return {
    asked: (service) => ({ service, operation }),
    input: () => readForm(dialect, operation, form),
    output: (_operation, output, requestId) => answer(200, writeXml(dialect, operation, output, requestId)),
    error: (error, requestId) => answer(error.status, writeXmlError(dialect, error, requestId)),
  };
}

function dialectOf(library: Pick<Library, 'model'>, names: Names, service: string): Dialect {
  const model = library.model(service) ?? { id: service, ops: {}, shapes: {}, enums: {} };
  if (service === 'ec2') return { model, names, ec2: true, space: 'http://ec2.amazonaws.com/doc/2016-11-15/' };
  return { model, ec2: false, space: 'https://sts.amazonaws.com/doc/2011-06-15/' };
}

function s3({ method, url, headers }: Request): Speech {
  const found = readS3(method, url, headers);
  return {
    asked: () => found && { service: 's3', operation: found.operation },
    input: () => found?.input ?? {},
    output: (operation, output) => writeS3(operation, output),
    error: (error, requestId) => ({
      status: error.status,
      headers: { 'content-type': 'application/xml' },
      body: writeS3Error(error, requestId),
    }),
  };
}
