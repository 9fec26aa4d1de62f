/**
 * What an instance is beside what the fleet keeps of it: encryption of its disk, its metadata options, its public address.
 * Told from the digits of its ids, so that ten thousand of them take no room and the same one is always the same.
 */

import type { Machine } from '../fleet.ts';

/** A digit from 0 to 15; `place` counts from the end of the id. */
function digit(id: string, place: number): number {
  return Number.parseInt(id.at(-place) ?? '0', 16);
}

export function isEncrypted(volumeId: string): boolean {
  return digit(volumeId, 1) > 1;
}

export function volumeSize(volumeId: string): number {
  return [8, 16, 30, 100][digit(volumeId, 2) % 4] ?? 8;
}

/** Whether its metadata service asks for tokens (IMDSv2). */
export function requiresTokens({ id }: Machine): boolean {
  return digit(id, 1) > 2;
}

export function isMonitored({ id }: Machine): boolean {
  return digit(id, 2) > 7;
}

/** An instance that does not run has lost its address. */
export function publicAddress({ id, state, tags }: Machine): string | undefined {
  if (state !== 'running') return undefined;
  return tags.Role === 'bastion' || (tags.Role === 'web' && digit(id, 3) < 3)
    ? `203.0.113.${10 + digit(id, 4) * 15 + digit(id, 5)}`
    : undefined;
}

export function missesPatches({ id }: Machine): boolean {
  return digit(id, 6) < 3;
}

export function failsAssociation({ id, ping }: Machine): boolean {
  return ping !== 'Online' || digit(id, 7) === 0;
}
