/** Something has happened in the account: an event of one of its services, on the default bus. */

import type { JsonMap } from '../../simulator/index.ts';
import type { Account } from '../account.ts';

/** An event as rules see it, but for what the bus adds. */
export interface Happening {
  source: string;
  type: string;
  resources?: string[];
  detail: JsonMap;
  /** `default` where absent. */
  bus?: string;
  at?: number;
}

/** So long the bus takes at any pace; rules that cause one another shall not go round without time passing. */
const milliseconds = 20;

/** Sends an event; the bus takes it up a moment later. Returns the event's id. */
export function emit(account: Account, happening: Happening): string {
  const id = account.uuid();
  account.at(account.now() + milliseconds, 'events.deliver', JSON.stringify({ ...happening, id }));
  return id;
}
