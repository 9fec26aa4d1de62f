/** What a session is to whoever has opened it: its kind, what it tells while it goes on, and how it ended. */

import type { SessionType } from '../../channel/src/payloads.ts';

export interface Session {
  sessionType: SessionType;
  /** Empty where there was no handshake. */
  agentVersion: string;
  /** Of a port session: its document's properties with the parameters filled in. */
  properties: Readonly<Record<string, unknown>>;
  /** What the node wants the user to read, such as that the session is encrypted. */
  notice: string;
}

/**
 * How a session ended. `ended`: it came to its end; `told`: the service or node ended it and says why; `user`: it was closed
 * here; `lost`: its line could not be restored; `failed`: it could not begin.
 */
export interface End {
  cause: 'ended' | 'told' | 'user' | 'lost' | 'failed';
  /** A sentence. */
  words: string;
}

export interface ConnectionEvents {
  /** The session has begun. */
  opened(session: Session): void;
  /** Takes bytes of the node, in order. False: not ready for them; `ready` asks again. */
  output(bytes: Uint8Array, source: 'output' | 'error'): boolean;
  flag?(flag: number): void;
  exitCode?(code: number): void;
  /** All that was written is on its way: the source may be read again. */
  drained?(): void;
  cut?(reason: string): void;
  restored?(): void;
  ended(end: End): void;
}
