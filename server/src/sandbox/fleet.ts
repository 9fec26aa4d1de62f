/**
 * The machines of the account: EC2 instances, and servers elsewhere that are managed nodes too. Made by the seed, so that
 * the same account always looks the same; what is interesting (a lost connection, an old agent, a stopped instance) is in
 * every fleet of a dozen machines or more.
 */

import { type Account, randomOf, slice } from './account.ts';

export type PlatformType = 'Linux' | 'Windows' | 'MacOS';
export type InstanceState = 'pending' | 'running' | 'stopping' | 'stopped' | 'shutting-down' | 'terminated';

export interface Machine {
  /** `i-…` for an EC2 instance, `mi-…` for a server elsewhere. */
  id: string;
  name: string;
  platform: PlatformType;
  platformName: string;
  platformVersion: string;
  agentVersion: string;
  ping: 'Online' | 'ConnectionLost' | 'Inactive';
  /** How long ago it was heard of when its connection was lost, in milliseconds; 0 while it is online. */
  silent: number;
  registered: number;
  ip: string;
  tags: Record<string, string>;
  /** Of an EC2 instance alone. */
  state: InstanceState;
  instanceType: string;
  imageId: string;
  zone: string;
  subnetId: string;
  vpcId: string;
  role: string;
  rootVolumeId: string;
}

export const latestAgent = '3.3.3050.0';
const oldAgent = '3.1.1188.0';

/** A system that machines run. */
export interface Kind {
  platform: PlatformType;
  name: string;
  version: string;
  image: string;
}

export const kinds: readonly Kind[] = [
  { platform: 'Linux', name: 'Amazon Linux', version: '2023', image: 'ami-0a1f6c3e5d7b90241' },
  { platform: 'Linux', name: 'Ubuntu', version: '24.04', image: 'ami-0b2e7d4f6c8a01352' },
  {
    platform: 'Windows',
    name: 'Microsoft Windows Server 2022 Datacenter',
    version: '10.0.20348',
    image: 'ami-0c3d8e5a7f9b12463',
  },
  { platform: 'Linux', name: 'Red Hat Enterprise Linux', version: '9.4', image: 'ami-0d4c9f6b8e0a23574' },
  { platform: 'Linux', name: 'Amazon Linux', version: '2', image: 'ami-0e5b0a7c9d1f34685' },
];

const roles = ['web', 'web', 'app', 'app', 'worker', 'db', 'bastion'];
const environments = ['prod', 'prod', 'staging', 'dev'];

const machines = slice<Record<string, Machine>>('fleet', (account) =>
  Object.fromEntries(makeFleet(account).map((machine) => [machine.id, machine])),
);

/** Every machine by its id. */
export function fleetOf(account: Account): Record<string, Machine> {
  return machines(account);
}

/** The same in a list each, so that ten thousand are not gathered at each question. */
const lists = new WeakMap<Record<string, Machine>, Machine[]>();

/** Every machine, those that are gone too. */
export function machinesOf(account: Account): readonly Machine[] {
  const fleet = machines(account);
  let list = lists.get(fleet);
  if (list === undefined) {
    list = Object.values(fleet);
    lists.set(fleet, list);
  }
  return list;
}

/** A machine joins the fleet. */
export function addMachine(account: Account, machine: Machine): void {
  machines(account)[machine.id] = machine;
  lists.delete(machines(account));
}

/** The machines that Systems Manager manages: all that are not gone. */
export function managedNodes(account: Account): Machine[] {
  return machinesOf(account).filter(({ state }) => state !== 'terminated');
}

/** When a machine was last heard of. */
export function lastPing(machine: Machine, now: number): number {
  return machine.ping === 'Online' ? now - (now % 60_000) : now - machine.silent;
}

/** True for a machine that does what it is told. */
export function answers({ ping, state }: Machine): boolean {
  return ping === 'Online' && state === 'running';
}

function makeFleet(account: Account): Machine[] {
  const { seed, nodes, region } = account.settings;
  const random = randomOf(seed);
  const hex = (length: number): string => Array.from({ length }, () => Math.floor(random() * 16).toString(16)).join('');
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const now = account.now();
  const day = 86_400_000;
  const counts = new Map<string, number>();
  const vpcId = `vpc-${hex(17)}`;
  return Array.from({ length: nodes }, (_, index): Machine => {
    const kind = kinds[index % kinds.length] as Kind;
    const role = pick(roles);
    const environment = pick(environments);
    const number = (counts.get(`${environment}-${role}`) ?? 0) + 1;
    counts.set(`${environment}-${role}`, number);
    // The odd ones have fixed places, so that they are there whatever the seed is.
    const hybrid = index === 7 || index === 11;
    const lost = index === 5;
    const outdated = index === 3 || (index > 12 && random() < 0.04);
    const stopped = index === 9;
    const name = hybrid
      ? `store-${index === 7 ? 'berlin' : 'lyon'}-01`
      : `${environment}-${role}-${String(number).padStart(2, '0')}`;
    return {
      id: hybrid ? `mi-0${hex(16)}` : `i-0${hex(16)}`,
      name,
      platform: kind.platform,
      platformName: kind.name,
      platformVersion: kind.version,
      agentVersion: outdated ? oldAgent : latestAgent,
      ping: lost || stopped ? 'ConnectionLost' : 'Online',
      silent: lost ? 3 * 3_600_000 : stopped ? 2 * day : 0,
      registered: now - Math.floor((20 + random() * 400) * day),
      ip: hybrid ? `192.168.${index}.10` : `10.0.${1 + (index % 3)}.${10 + (index % 240)}`,
      tags: {
        Name: name,
        Environment: hybrid ? 'prod' : environment,
        Role: hybrid ? 'store' : role,
        'Patch Group': kind.platform === 'Windows' ? 'windows' : environment === 'prod' ? 'linux-prod' : 'linux',
      },
      state: stopped ? 'stopped' : 'running',
      instanceType: pick(['t3.micro', 't3.small', 'm6i.large', 'c6i.large']),
      imageId: kind.image,
      zone: `${region}${pick(['a', 'b', 'c'])}`,
      subnetId: `subnet-${hex(17)}`,
      vpcId,
      role: kind.platform === 'Windows' ? 'windows-node' : 'linux-node',
      rootVolumeId: `vol-0${hex(16)}`,
    };
  });
}
