/**
 * The credentials of a profile or the environment, which may be others than a moment ago: keys are rotated, a person signs in
 * again. What a service has refused is read anew once, and the call goes on when there is something else to call with.
 */

import { fromNodeProviderChain } from '@aws-sdk/credential-providers';
import { readFault } from './fault.ts';

interface Identity {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export interface Credentials {
  /** For the SDK. */
  provide(): Promise<Identity & { expiration: Date }>;
  /** Grows each time they have become others. */
  readonly turn: number;
  /** True when they are others by now than those of a turn; reads them anew for that. */
  renewed(turn: number): Promise<boolean>;
}

/** @param profile - undefined for what the environment says. @param askCode - for profiles that need a second factor. */
export function profileCredentials(
  profile: string | undefined,
  askCode: (device: string) => Promise<string>,
): Credentials {
  const chain = () =>
    fromNodeProviderChain({
      ...(profile !== undefined && { profile }),
      mfaCodeProvider: askCode,
      // Somebody who signs in again, or edits a file, is heard without a restart.
      ignoreCache: true,
      // No Region for it: IAM Identity Center would be asked in that of the connection, and not in its own.
    });
  return renewable(chain);
}

/** @param chain - makes a provider that has read nothing yet, and keeps what it has read until that expires. */
export function renewable(chain: () => () => Promise<Identity>): Credentials {
  let now = chain();
  let turn = 0;
  let reading: Promise<void> | undefined;

  async function readAnew(): Promise<void> {
    const next = chain();
    const [before, after] = await Promise.all([now().catch(() => undefined), next()]);
    if (before && isSame(before, after)) return;
    now = next;
    turn++;
  }

  return {
    // The SDK asks again each time for what is about to expire, and never for anything else.
    provide: async () => ({ ...(await now()), expiration: new Date() }),
    get turn() {
      return turn;
    },
    async renewed(of) {
      if (of === turn) {
        reading ??= readAnew().finally(() => {
          reading = undefined;
        });
        // Whoever cannot sign in is told by the call that was refused.
        await reading.catch(() => undefined);
      }
      return of !== turn;
    },
  };
}

function isSame(one: Identity, other: Identity): boolean {
  const parts = ['accessKeyId', 'secretAccessKey', 'sessionToken'] as const;
  return parts.every((part) => one[part] === other[part]);
}

/** A service has refused the credentials; not: there are none. */
export function isRefusedKey(error: unknown): boolean {
  const isService = error instanceof Error && '$metadata' in error;
  return isService && readFault(error).kind === 'signedOut';
}
