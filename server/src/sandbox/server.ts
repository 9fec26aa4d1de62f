/**
 * Serves the account on a loopback port: finds out who is asked, verifies the signature, calls the operation and writes its
 * output or error in the protocol of the service.
 *
 * A page in a browser must not be able to drive it: it listens on 127.0.0.1 only, refuses foreign Host headers and any
 * Origin, and takes nothing that is not signed with the account's own key. Whatever comes in, the answer has the shape of
 * the service's errors, and the process goes on.
 */

import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Account } from './account.ts';
import { ServiceError } from './errors.ts';
import { type Faults, faultsTarget, loseNodes, losesAnswer, readFaults, refuseByFault } from './faults.ts';
import { type Caller, call } from './operations.ts';
import { liveOf } from './sessions/live.ts';
import { serveSessions } from './sessions/nodeEnd.ts';
import { refuseForeign } from './wire/foreign.ts';
import { jsonType, writeJsonError } from './wire/json.ts';
import type { Names } from './wire/query.ts';
import { type Credentials, verify } from './wire/signature.ts';
import { type Answer, plainJson, speechOf } from './wire/speech.ts';

/** The largest request of the services offered is a document of 64 KB, written in JSON. */
const largestBody = 1024 * 1024;

export interface ServerOptions {
  port: number;
  credentials: Credentials;
  names: Names;
  /** What goes wrong from the start. */
  faults?: Faults;
  /** Offers the operation that sets faults. */
  takesFaults?: boolean;
  log?: (line: string) => void;
}

export interface Serving {
  /** Such as `http://127.0.0.1:4566`. */
  endpoint: string;
  server: Server;
  /** Has things go wrong, in place of what did before; none when empty. */
  setFaults(faults: Faults): void;
  /** Resolves once no connection is left. */
  close(): Promise<void>;
}

/** Starts serving an account; resolves once it listens. */
export async function serveAccount(account: Account, options: ServerOptions): Promise<Serving> {
  let faults: Faults = options.faults ?? {};
  const setFaults = (given: Faults): void => {
    faults = given;
    loseNodes(account, given.lostNodes);
    if (given.awayFor !== undefined) goAway(given.awayFor);
  };
  const server = createServer({ maxHeaderSize: 16 * 1024 }, (request, response) => {
    answer(account, { ...options, faults, setFaults }, request, response).catch((error) => {
      options.log?.(stackOf(error));
      response.destroy();
    });
  });
  server.on('clientError', refuseNoise);
  server.requestTimeout = 30_000;
  // Longer than a client keeps a connection that it does not use: one that is closed under a request is an error there.
  server.keepAliveTimeout = 65_000;
  await listen(server, options.port);
  const { port } = server.address() as AddressInfo;
  liveOf(account).origin = `ws://127.0.0.1:${port}`;
  const sessions = serveSessions(account, server, options.log);
  const shut = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  let away: NodeJS.Timeout | undefined;
  let back: NodeJS.Timeout | undefined;
  const goAway = (milliseconds: number): void => {
    clearTimeout(away);
    clearTimeout(back);
    // The answer that says so is still on its way.
    away = setTimeout(() => {
      sessions.drop();
      void shut();
    }, 20);
    back = setTimeout(() => {
      listen(server, port).catch((error: Error) => options.log?.(`The account cannot come back: ${error.message}`));
    }, milliseconds + 20);
  };
  loseNodes(account, faults.lostNodes);
  return {
    endpoint: `http://127.0.0.1:${port}`,
    server,
    setFaults,
    close() {
      clearTimeout(away);
      clearTimeout(back);
      sessions.close();
      return shut();
    },
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/** Answers what Node could not read as HTTP. */
function refuseNoise(error: Error & { code?: string }, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const body = writeJsonError(new ServiceError('MalformedHttpRequestException', 'The request is no HTTP request.'));
  socket.end(
    `HTTP/1.1 400 Bad Request\r\nContent-Type: ${jsonType}\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
  );
}

/** What a request needs to know of how it is served. */
type Served = ServerOptions & Pick<Serving, 'setFaults'> & { faults: Faults };

async function answer(
  account: Account,
  options: Served,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const requestId = randomUUID();
  const started = performance.now();
  let speech = plainJson;
  let what = '';
  try {
    refuseForeign(request.headers);
    const { method = '', url = '/', headers } = request;
    const body = await readBody(request);
    speech = speechOf({ method, url, headers, body }, account.library, options.names);
    const texts = headers as Record<string, string | undefined>;
    // Signatures are of the real time, whatever time it is in the account.
    const scope = verify({ method, url, headers: texts, body }, options.credentials, Date.now());
    if (headers['x-amz-target'] === faultsTarget && options.takesFaults === true) {
      options.setFaults(readFaults(speech.input()));
      await send(response, { faults: {} }, speech.output('', {}, requestId), requestId);
      return;
    }
    const asked = speech.asked(scope.service);
    if (asked === undefined) {
      const named = headers['x-amz-target'] ?? `${scope.service} ${method}`;
      throw new ServiceError('UnknownOperationException', `There is no service behind ${named}.`);
    }
    const { service, operation } = asked;
    what = `${service} ${operation}`;
    const caller = callerOf(account, options, texts);
    refuseByFault(account, options.faults, service, operation, caller.arn);
    const output = await call(account, service, operation, speech.input(), caller);
    if (losesAnswer(options.faults, service, operation)) {
      options.log?.(`${what} answer lost`);
      response.destroy();
      return;
    }
    await send(response, options, speech.output(operation, output, requestId), requestId);
    options.log?.(`${what} 200 ${(performance.now() - started).toFixed(1)} ms`);
  } catch (error) {
    const told =
      error instanceof ServiceError
        ? error
        : new ServiceError('InternalServerError', 'An internal error occurred.', 500);
    // Bodies, tokens and signatures are never written to the log.
    options.log?.(`${what} ${told.status} ${told.code}${error === told ? '' : ` ${stackOf(error)}`}`);
    await send(response, options, speech.error(told, requestId), requestId);
  }
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > largestBody) throw new ServiceError('RequestEntityTooLargeException', 'The request is too large.', 413);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function callerOf(
  account: Account,
  { credentials }: ServerOptions,
  headers: Record<string, string | undefined>,
): Caller {
  const name = credentials.accessKeyId.startsWith('ASIA') ? 'assumed-role/Sandbox/user' : 'user/sandbox';
  return {
    arn: `arn:aws:${name.startsWith('user') ? 'iam' : 'sts'}::${account.settings.accountId}:${name}`,
    userAgent: headers['user-agent'] ?? '',
  };
}

async function send(
  response: ServerResponse,
  { faults: { latency = 0 } }: Pick<Served, 'faults'>,
  { status, headers, body }: Answer,
  requestId: string,
): Promise<void> {
  if (latency > 0) await new Promise((resolve) => setTimeout(resolve, latency));
  if (response.destroyed) return;
  response.writeHead(status, {
    ...headers,
    'content-length': Buffer.byteLength(body),
    'x-amzn-requestid': requestId,
    // What is left of a request that was refused early must not be taken for the next one.
    ...(status === 413 && { connection: 'close' }),
  });
  response.end(body);
}
