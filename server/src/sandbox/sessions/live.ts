/**
 * What an account knows of its sessions only while it is served: where it is served, tokens that were given out, and the
 * open channels. None of it is kept in the state: a token in a file would be a secret in a file.
 */

import { randomBytes } from 'node:crypto';
import type { Account } from '../account.ts';

interface Live {
  /** Such as `ws://127.0.0.1:4566`; empty while the account is not served. */
  origin: string;
  /** The session that each unused token opens. */
  tokens: Map<string, string>;
  /** How to end each session whose channel has been opened. */
  channels: Map<string, { end(reason: string): void }>;
}

const lives = new WeakMap<Account, Live>();

export function liveOf(account: Account): Live {
  let live = lives.get(account);
  if (live === undefined) {
    live = { origin: '', tokens: new Map(), channels: new Map() };
    lives.set(account, live);
  }
  return live;
}

/** A token that opens the channel of a session once; those given out before for it are void. */
export function newToken(account: Account, session: string): string {
  const { tokens } = liveOf(account);
  dropTokens(account, session);
  const token = randomBytes(48).toString('base64url');
  tokens.set(token, session);
  return token;
}

/** True for the token of a session, the first time. */
export function takeToken(account: Account, session: string, token: string): boolean {
  const { tokens } = liveOf(account);
  return tokens.get(token) === session && tokens.delete(token);
}

export function dropTokens(account: Account, session: string): void {
  const { tokens } = liveOf(account);
  for (const [token, of] of tokens) if (of === session) tokens.delete(token);
}
