/**
 * Calls that must not be made twice: where the line breaks before the answer, nobody knows whether the service has done it, and
 * the SDK would just do it again. They fail with an `UnsureError` instead, for whoever has called to find out.
 */

/** Operations that change something and take no token by which the service would know them again. */
const operations: ReadonlySet<string> = new Set(['SendCommand']);

const broken: ReadonlySet<string> = new Set(['ECONNRESET', 'EPIPE', 'ETIMEDOUT']);
const statuses: ReadonlySet<number> = new Set([500, 502, 504]);

interface Failure {
  name?: string;
  code?: string;
  message?: string;
  $metadata?: { httpStatusCode?: number };
}

/** True where the service may have done what was asked. */
function mayHaveArrived({ name, code = '', message = '', $metadata }: Failure): boolean {
  const status = $metadata?.httpStatusCode;
  if (status !== undefined) return statuses.has(status);
  // Nobody was there to ask.
  if (/establish/i.test(message)) return false;
  return broken.has(code) || name === 'TimeoutError';
}

/** Wraps one try of a call, inside of the SDK's own retries. */
export function sentOnce<A, B>(
  next: (args: A) => Promise<B>,
  { commandName = '' }: { commandName?: string },
): (args: A) => Promise<B> {
  if (!operations.has(commandName.replace(/Command$/, ''))) return next;
  return async (args) => {
    try {
      return await next(args);
    } catch (error) {
      if (typeof error !== 'object' || error === null || !mayHaveArrived(error)) throw error;
      const { message = 'The connection was lost' } = error as Failure;
      // Without its cause: the SDK would find that it may be tried again.
      throw Object.assign(new Error(message), { name: 'UnsureError' });
    }
  };
}

export function isUnsure(error: unknown): boolean {
  return error instanceof Error && error.name === 'UnsureError';
}
