/**
 * Sessions of Session Manager as its API shows them: started by a Session document, resumed, ended, listed. What runs in
 * one is behind its data channel, in `../sessions/`.
 */

import type {
  DescribeSessionsRequest,
  ResumeSessionRequest,
  Session,
  StartSessionRequest,
  TerminateSessionRequest,
} from '@aws-sdk/client-ssm';
import type { SessionType } from '../../../../channel/src/payloads.ts';
import { plainOf } from '../../simulator/json.ts';
import { type Account, slice } from '../account.ts';
import { ServiceError } from '../errors.ts';
import { answers } from '../fleet.ts';
import type { Caller } from '../operations.ts';
import { pageOf } from '../pages.ts';
import { dropTokens, liveOf, newToken } from '../sessions/live.ts';
import { pastSessions } from './demo/sessions.ts';
import { documentNamed, parsed, versionOf } from './documents.ts';
import { nodeNamed } from './nodes.ts';

export interface StoredSession {
  id: string;
  target: string;
  document: string;
  sessionType: SessionType;
  properties: Record<string, unknown>;
  reason: string | undefined;
  owner: string;
  started: number;
  /** When the client last sent something. */
  used: number;
  idleMinutes: number;
  mostMinutes: number | undefined;
  /** The key of KMS that the preferences have sessions encrypted with. */
  kmsKeyId?: string;
  /** The user of the node that shells run as; empty where nobody is named. */
  runAs?: string;
  ended?: number;
  details?: string;
}

const stored = slice<Record<string, StoredSession>>('ssm.sessions', pastSessions);

const preferences = 'SSM-SessionManagerRunShell';
const mostActive = 200;
const minute = 60_000;

interface SessionDocument {
  sessionType?: SessionType;
  parameters?: Record<string, { type?: string; default?: unknown; allowedPattern?: string; allowedValues?: unknown[] }>;
  properties?: Record<string, unknown>;
  inputs?: {
    idleSessionTimeout?: unknown;
    maxSessionDuration?: unknown;
    kmsKeyId?: unknown;
    runAsEnabled?: unknown;
    runAsDefaultUser?: unknown;
  };
}

export function startSession(account: Account, input: StartSessionRequest, { arn }: Caller) {
  const { Target: target = '', DocumentName: name = preferences, Parameters: given = {}, Reason: reason } = input;
  const machine = nodeNamed(account, target);
  if (!answers(machine)) throw new ServiceError('TargetNotConnected', `${target} is not connected.`);
  const document = contentOf(account, name);
  if (document.sessionType === undefined) throw new ServiceError('InvalidDocument', `${name} is no Session document.`);
  const active = Object.values(stored(account)).filter(({ ended }) => ended === undefined).length;
  if (active >= mostActive)
    throw new ServiceError('ThrottlingException', `The sandbox account has at most ${mostActive} sessions at once.`);
  const inputs = document.inputs ?? contentOf(account, preferences).inputs ?? {};
  const values = valuesOf(document, given);
  const id = `${arn.split('/').at(-1)}-0${account.hex(16)}`;
  const now = account.now();
  stored(account)[id] = {
    id,
    target,
    document: name,
    sessionType: document.sessionType,
    properties: filled(document.properties ?? {}, values) as Record<string, unknown>,
    reason,
    owner: arn,
    started: now,
    used: now,
    idleMinutes: Number(inputs.idleSessionTimeout) || 20,
    mostMinutes: Number(inputs.maxSessionDuration) || undefined,
    ...(typeof inputs.kmsKeyId === 'string' && inputs.kmsKeyId !== '' && { kmsKeyId: inputs.kmsKeyId }),
    ...(inputs.runAsEnabled === true && { runAs: String(inputs.runAsDefaultUser ?? '') }),
  };
  watch(account, id);
  return { SessionId: id, TokenValue: newToken(account, id), StreamUrl: streamUrl(account, id) };
}

function contentOf(account: Account, name: string): SessionDocument {
  const document = documentNamed(account, name);
  if (document.type !== 'Session') throw new ServiceError('InvalidDocument', `${name} is no Session document.`);
  const content = plainOf(parsed(versionOf(document), document.type).parts[0]?.root);
  return (typeof content === 'object' && content !== null ? content : {}) as SessionDocument;
}

/** The value of each parameter. Throws `InvalidParameters`. */
function valuesOf({ parameters = {} }: SessionDocument, given: Record<string, string[]>): Map<string, unknown> {
  const refuse = (message: string): never => {
    throw new ServiceError('InvalidParameters', message);
  };
  for (const name of Object.keys(given))
    if (!Object.hasOwn(parameters, name)) refuse(`Parameter ${name} is not declared in the document.`);
  return new Map(
    Object.entries(parameters).map(([name, { type, default: fallback, allowedPattern, allowedValues }]) => {
      const values = Object.hasOwn(given, name) ? given[name] : undefined;
      if (values === undefined && fallback === undefined) refuse(`Parameter ${name} has no value.`);
      for (const value of values ?? []) {
        if (allowedPattern !== undefined && !fits(allowedPattern, value))
          refuse(`Parameter ${name} does not match its allowedPattern ${allowedPattern}.`);
        if (allowedValues !== undefined && !allowedValues.includes(value))
          refuse(`Parameter ${name} is none of its allowedValues.`);
      }
      return [name, values === undefined ? fallback : type === 'StringList' ? values : values[0]];
    }),
  );
}

function fits(pattern: string, value: string): boolean {
  try {
    return new RegExp(pattern).test(value);
  } catch {
    // A pattern of another dialect is not held against the value.
    return true;
  }
}

/** A part of the document with its references filled in; a text that is one reference takes the value as it is. */
function filled(part: unknown, values: ReadonlyMap<string, unknown>): unknown {
  if (Array.isArray(part)) return part.map((item) => filled(item, values));
  if (typeof part === 'object' && part !== null)
    return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, filled(value, values)]));
  if (typeof part !== 'string') return part;
  const whole = /^\{\{\s*([\w.-]+)\s*\}\}$/.exec(part)?.[1];
  if (whole !== undefined && values.has(whole)) return values.get(whole);
  return part.replace(/\{\{\s*([\w.-]+)\s*\}\}/g, (text, name: string) => String(values.get(name) ?? text));
}

function streamUrl(account: Account, id: string): string {
  return `${liveOf(account).origin}/v1/data-channel/${id}?role=publish_subscribe`;
}

export function resumeSession(account: Account, { SessionId: id = '' }: ResumeSessionRequest) {
  if (!Object.hasOwn(stored(account), id))
    throw new ServiceError('DoesNotExistException', `Session ${id} does not exist.`);
  // Without a token: the session is over, and the client says so.
  if (activeSession(account, id) === undefined) return { SessionId: id };
  return { SessionId: id, TokenValue: newToken(account, id), StreamUrl: streamUrl(account, id) };
}

export function terminateSession(account: Account, { SessionId: id = '' }: TerminateSessionRequest) {
  sessionOver(account, id, '');
  liveOf(account).channels.get(id)?.end('');
  return { SessionId: id };
}

/** A session that is not over. */
export function activeSession(account: Account, id: string): StoredSession | undefined {
  const session = Object.hasOwn(stored(account), id) ? stored(account)[id] : undefined;
  return session?.ended === undefined ? session : undefined;
}

/** The client has sent something: the idle time begins anew. */
export function sessionUsed(account: Account, id: string): void {
  const session = activeSession(account, id);
  if (session !== undefined) session.used = account.now();
}

/** Writes down that a session has ended, and why. */
export function sessionOver(account: Account, id: string, details: string): void {
  const session = activeSession(account, id);
  if (session === undefined) return;
  session.ended = account.now();
  session.details = details;
  dropTokens(account, id);
}

export const sessionJobs = { 'ssm.session.watch': watch };

/** Ends a session that was idle for long, or has lasted for as long as it may; else looks again when it could be. */
function watch(account: Account, id: string): void {
  const session = activeSession(account, id);
  if (session === undefined) return;
  const { used, started, idleMinutes, mostMinutes } = session;
  const idle = used + idleMinutes * minute;
  const latest = mostMinutes === undefined ? Number.POSITIVE_INFINITY : started + mostMinutes * minute;
  const now = account.now();
  if (now < idle && now < latest) {
    account.at(Math.min(idle, latest), 'ssm.session.watch', id);
    return;
  }
  const reason =
    now >= latest ? `It has lasted for ${mostMinutes} minutes.` : `It was idle for ${idleMinutes} minutes.`;
  sessionOver(account, id, reason);
  liveOf(account).channels.get(id)?.end(reason);
}

export function describeSessions(account: Account, { State, Filters = [], ...asked }: DescribeSessionsRequest) {
  const sessions = Object.values(stored(account))
    .filter(({ ended }) => (State === 'Active') === (ended === undefined))
    .filter((session) => Filters.every(({ key = '', value = '' }) => passes(account, session, key, value)))
    .sort((a, b) => b.started - a.started);
  const page = pageOf(`DescribeSessions ${State}`, sessions, asked, 200);
  return { Sessions: page.items.map((session) => described(account, session)), NextToken: page.NextToken };
}

function passes(account: Account, session: StoredSession, key: string, value: string): boolean {
  switch (key) {
    case 'InvokedAfter':
      return session.started > Date.parse(value);
    case 'InvokedBefore':
      return session.started < Date.parse(value);
    case 'Target':
      return session.target === value;
    case 'Owner':
      return session.owner === value;
    case 'Status':
      return statusOf(account, session) === value;
    case 'SessionId':
      return session.id === value;
    default:
      return value === 'Standard';
  }
}

function statusOf(account: Account, { id, ended }: StoredSession): NonNullable<Session['Status']> {
  if (ended !== undefined) return 'Terminated';
  return liveOf(account).channels.has(id) ? 'Connected' : 'Connecting';
}

function described(account: Account, session: StoredSession): Session {
  return {
    SessionId: session.id,
    Target: session.target,
    Status: statusOf(account, session),
    StartDate: new Date(session.started),
    EndDate: session.ended === undefined ? undefined : new Date(session.ended),
    DocumentName: session.document,
    Owner: session.owner,
    Reason: session.reason,
    Details: session.details,
    AccessType: 'Standard',
    ...(session.mostMinutes !== undefined && { MaxSessionDuration: String(session.mostMinutes) }),
  };
}
