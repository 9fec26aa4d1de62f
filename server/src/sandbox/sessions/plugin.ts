/** What runs at the node's end of a session: a shell, a command or a port. `nodeEnd.ts` starts it and hands it messages. */

import type { Message } from '../../../../channel/src/message.ts';
import type { Account } from '../account.ts';
import type { Machine } from '../fleet.ts';

export interface Session {
  account: Account;
  machine: Machine;
  /** The document's properties with the parameters filled in. */
  properties: Readonly<Record<string, unknown>>;
  /** The user that the preferences have shells run as. */
  runAs: string | undefined;
  /** Sends bytes of a stream, or a flag. */
  send(payloadType: number, payload: Uint8Array): void;
  /** The plugin that was not ready for a message is now. */
  ready(): void;
  /** The session is over; the reason, or nothing for an ordinary end. */
  end(reason?: string): void;
}

export interface Plugin {
  /** Takes what the client sends, in order. False: not ready for it yet, so that the client holds back. */
  take(message: Message): boolean;
  /** The session is over: whatever still runs stops. */
  stop?(): void;
}
