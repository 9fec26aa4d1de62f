/** Pages of a list, with tokens that say where the next one begins and what they belong to. */

import { ServiceError } from './errors.ts';

export interface PageRequest {
  MaxResults?: number | undefined;
  NextToken?: string | undefined;
}

export interface Page<T> {
  items: T[];
  NextToken?: string;
}

/**
 * One page of a list. `what` names the list, so that a token of another operation is refused; `most` is the largest page the
 * service gives, and the size of one that asks for no size.
 */
export function pageOf<T>(
  what: string,
  list: readonly T[],
  { MaxResults, NextToken }: PageRequest,
  most = 50,
  error: { code: string } = { code: 'InvalidNextToken' },
): Page<T> {
  const from = NextToken === undefined || NextToken === '' ? 0 : readToken(what, NextToken, error.code);
  const size = Math.max(1, Math.min(MaxResults ?? most, most));
  const items = list.slice(from, from + size);
  const next = from + items.length;
  return next < list.length ? { items, NextToken: tokenOf(what, next) } : { items };
}

/**
 * The same of a stream, which is read no further than the page: a list over ten thousand nodes is not made for ten of them.
 */
export function pageOfStream<T>(
  what: string,
  stream: Iterable<T>,
  { MaxResults, NextToken }: PageRequest,
  most = 50,
  error: { code: string } = { code: 'InvalidNextToken' },
): Page<T> {
  const from = NextToken === undefined || NextToken === '' ? 0 : readToken(what, NextToken, error.code);
  const size = Math.max(1, Math.min(MaxResults ?? most, most));
  const items: T[] = [];
  let at = 0;
  for (const item of stream) {
    if (at >= from + size) return { items, NextToken: tokenOf(what, at) };
    if (at >= from) items.push(item);
    at++;
  }
  return { items };
}

function tokenOf(what: string, at: number): string {
  return Buffer.from(JSON.stringify([what, at])).toString('base64url');
}

function readToken(what: string, token: string, code: string): number {
  try {
    const [of, at]: [string, number] = JSON.parse(Buffer.from(token, 'base64url').toString('utf8'));
    if (of === what && Number.isInteger(at) && at >= 0) return at;
  } catch {
    // Refused below, like a token of another list.
  }
  throw new ServiceError(code, 'The specified token is not valid.');
}
