/**
 * What went wrong in a call, in words a person can act on. Free of `vscode` and of the SDK, so that tests need neither.
 *
 * The names are those of the services and of the SDK's credential providers; what is in none of the lists is shown as the
 * service says it.
 */

import { shortened } from '../format.ts';
import type { Connection } from './connection.ts';

/** `signedOut`: credentials are missing or over. `denied`: they lack a permission. `unreachable`: nobody answered. */
export type FaultKind = 'signedOut' | 'denied' | 'unreachable' | 'throttled' | 'refused';

export interface Fault {
  readonly kind: FaultKind;
  /** One short line, for a tree or the status bar. */
  readonly title: string;
  /** What it means and what to do: one or two sentences. */
  readonly detail: string;
  /** For `denied`: the IAM action that is missing, such as `ssm:ListDocuments`. */
  readonly action?: string;
}

/** The call that failed, as in IAM: the prefix of the service and the operation. */
export interface Call {
  /** Such as `ssm`. */
  readonly service: string;
  /** Such as `ListDocuments`. */
  readonly operation: string;
}

const signedOut = new Set([
  'CredentialsProviderError',
  'ExpiredToken',
  'ExpiredTokenException',
  'InvalidClientTokenId',
  'InvalidGrantException',
  'RequestExpired',
  'TokenProviderError',
  'UnauthorizedException',
  'UnrecognizedClientException',
]);
const clock = new Set(['InvalidSignatureException', 'RequestTimeTooSkewed', 'SignatureDoesNotMatch']);
const denied = new Set(['AccessDenied', 'AccessDeniedException', 'UnauthorizedOperation']);
/** Calls whose permission has another name (service authorization reference of Amazon S3). */
const actions: Readonly<Record<string, string>> = {
  's3:HeadBucket': 's3:ListBucket',
  's3:HeadObject': 's3:GetObject',
  's3:ListBuckets': 's3:ListAllMyBuckets',
  's3:ListObjects': 's3:ListBucket',
  's3:ListObjectsV2': 's3:ListBucket',
};
const throttled = new Set([
  'PriorRequestNotComplete',
  'ProvisionedThroughputExceededException',
  'RateExceeded',
  'RequestLimitExceeded',
  'RequestThrottled',
  'RequestThrottledException',
  'SlowDown',
  'ThrottledException',
  'Throttling',
  'ThrottlingException',
  'TooManyRequestsException',
]);
const unreachable = new Set([
  'EAI_AGAIN',
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
  'NetworkingError',
  'TimeoutError',
  'UnsureError',
]);

/**
 * What `LimitExceededException` is called here: the SDK takes it for throttling and tries for many seconds, but none of the services
 * that are called means that by it.
 */
export const limitReached = 'LimitReached';

/** Where an error came from. */
interface Origin extends Call {
  connection?: Connection;
}

const origins = new WeakMap<object, Origin>();

/** Keeps which call an error came from, for whoever reads it later. */
export function rememberCall(error: unknown, origin: Origin): void {
  if (typeof error === 'object' && error !== null) origins.set(error, origin);
}

function originOf(error: unknown): Origin | undefined {
  return typeof error === 'object' && error !== null ? origins.get(error) : undefined;
}

/** The connection whose call has failed; undefined for any other error. */
export function connectionOfFault(error: unknown): Connection | undefined {
  return originOf(error)?.connection;
}

/** Reads an error of the SDK, or any other. */
export function readFault(error: unknown): Fault {
  const { name, code, message } = partsOf(error);
  const is = (names: ReadonlySet<string>) => names.has(name) || names.has(code);
  // Providers of credentials wrap what kept them from signing in, and keep no more of it than its message.
  const offline = name === 'CredentialsProviderError' && [...unreachable].some((word) => message.includes(word));
  if (is(signedOut) && !offline) return signedOutFault(name, message);
  if (is(clock))
    return {
      kind: 'signedOut',
      title: 'The signature was refused',
      detail: `${sentence(message)} Check that the clock of this machine is right and that the secret key is the one of the access key.`,
    };
  if (is(denied)) return deniedFault(message, originOf(error));
  if (is(throttled))
    return {
      kind: 'throttled',
      title: 'Too many requests',
      detail: 'The account is asked more often than it allows, by all who use it together. Try again in a moment.',
    };
  if (offline || is(unreachable))
    return {
      kind: 'unreachable',
      title: 'No answer',
      detail: `${sentence(message || code)} Check the network, a proxy or VPN, and that the service exists in this Region.`,
    };
  return { kind: 'refused', title: firstSentence(message) || name, detail: sentence(message || name) };
}

function signedOutFault(name: string, message: string): Fault {
  const over = /expired/i.test(`${name} ${message}`);
  return {
    kind: 'signedOut',
    title: over ? 'Signed out' : 'Not signed in',
    detail: over
      ? 'The credentials of this connection have expired. Sign in again, or choose another connection.'
      : `${sentence(message)} Sign in, or choose another connection.`,
  };
}

/** The service names the action in its message, mostly; else it is the one of the call. */
function deniedFault(message: string, call: Call | undefined): Fault {
  const named = /not authorized to perform:? ([\w-]+:\w+)/i.exec(message)?.[1];
  const called = call && `${call.service}:${call.operation}`;
  const action = named ?? (called && (actions[called] ?? called));
  return {
    kind: 'denied',
    title: action ? `Not allowed: ${action}` : 'Not allowed',
    detail:
      `${action ? `The credentials of this connection lack the IAM action ${action}.` : 'The credentials of this connection lack a permission.'} ${sentence(message)}`.trim(),
    ...(action !== undefined && { action }),
  };
}

function partsOf(error: unknown): { name: string; code: string; message: string } {
  if (typeof error !== 'object' || error === null) return { name: 'Error', code: '', message: String(error) };
  const { name = 'Error', code, message = '', errors } = error as Partial<Record<string, unknown>>;
  // Node tries several addresses and gathers their failures; the first is as good as any.
  const inner: unknown = Array.isArray(errors) ? errors[0] : undefined;
  const { code: innerCode, message: innerMessage } =
    inner instanceof Error ? partsOf(inner) : { code: '', message: '' };
  return {
    name: String(name),
    code: typeof code === 'string' ? code : innerCode,
    message: String(message || innerMessage),
  };
}

function firstSentence(text: string): string {
  const [first = ''] = text.split(/(?<=[.!?])\s|\n/);
  return shortened(first, 120);
}

function sentence(text: string): string {
  const plain = text.trim();
  return plain === '' || /[.!?]$/.test(plain) ? plain : `${plain}.`;
}
