/**
 * Volumes: the root disk of each instance, which is told by its machine, and those that somebody has created, which are kept.
 */

import { type Account, slice } from '../account.ts';
import { type Machine, machinesOf } from '../fleet.ts';
import { isEncrypted, volumeSize } from './facts.ts';

export interface Disk {
  id: string;
  size: number;
  type: string;
  encrypted: boolean;
  zone: string;
  created: number;
  state: 'creating' | 'available' | 'in-use';
  snapshot?: string;
  attached?: { instance: string; device: string; since: number; root: boolean };
}

/** The volumes that are no root disks, by their id. */
export const ownDisks = slice<Record<string, Disk>>('ec2.volumes', () => ({}));

function rootOf({ id: instance, rootVolumeId: id, zone, registered }: Machine): Disk {
  return {
    id,
    size: volumeSize(id),
    type: 'gp3',
    encrypted: isEncrypted(id),
    zone,
    created: registered,
    state: 'in-use',
    attached: { instance, device: '/dev/xvda', since: registered, root: true },
  };
}

/** Every volume; root disks are gone with their instances. */
export function* disksOf(account: Account): Generator<Disk, void> {
  for (const machine of machinesOf(account))
    if (machine.id.startsWith('i-') && machine.state !== 'terminated') yield rootOf(machine);
  yield* Object.values(ownDisks(account));
}

export function diskOf(account: Account, id: string): Disk | undefined {
  if (Object.hasOwn(ownDisks(account), id)) return ownDisks(account)[id];
  for (const disk of disksOf(account)) if (disk.id === id) return disk;
  return undefined;
}

/** What an instance that is gone leaves behind: its own disks, free for others. */
export function freeDisks(account: Account, instance: string): void {
  for (const disk of Object.values(ownDisks(account)))
    if (disk.attached?.instance === instance) {
      delete disk.attached;
      disk.state = 'available';
    }
}
