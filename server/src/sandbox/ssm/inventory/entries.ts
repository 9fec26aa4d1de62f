/** What a node reports of each type: made up by the seed, and what somebody has put. */

import type { InventoryItemSchema } from '@aws-sdk/client-ssm';
import { type Account, slice } from '../../account.ts';
import { chance } from '../../chance.ts';
import { lastPing, type Machine, managedNodes } from '../../fleet.ts';
import { operatingSystemOf } from '../patches/catalogue.ts';
import { patchesOf } from '../patches/state.ts';
import { typeNames, versionOf } from './schema.ts';

export type Entry = Record<string, string>;

export interface PutItem {
  version: string;
  captured: string;
  entries: Entry[];
}

/** By node and type. */
export const putItems = slice<Record<string, Record<string, PutItem>>>('ssm.inventory', (account) =>
  Object.fromEntries(
    managedNodes(account)
      .filter(({ id }) => id.startsWith('mi-'))
      .map((machine, index) => [machine.id, { 'Custom:ShopFloor': shopFloor(machine, index) }]),
  ),
);

/** What the servers in the shops report of themselves. */
function shopFloor({ registered }: Machine, index: number): PutItem {
  const entries = [{ Rack: `B${index + 1}`, UninterruptiblePower: index === 0 ? 'yes' : 'no', Owner: 'store-it' }];
  return { version: '1.0', captured: new Date(registered).toISOString().replace(/\.\d+Z$/, 'Z'), entries };
}

export interface Item {
  type: string;
  version: string;
  captured: string;
  entries: Entry[];
}

const day = 86_400_000;

/** When a node was last asked, a round time of the last hours. */
function capturedAt(account: Account, machine: Machine): string {
  const at = lastPing(machine, account.now());
  return new Date(at - (at % (day / 2))).toISOString().replace('.000Z', 'Z');
}

/** One type of what a node reports; undefined for a type that it has nothing of. */
export function itemOf(account: Account, machine: Machine, type: string): Item | undefined {
  const put = putItems(account)[machine.id]?.[type];
  if (put !== undefined) return { type, ...put };
  const version = versionOf(type);
  const entries = Object.hasOwn(made, type) ? made[type]?.(account, machine) : undefined;
  return version === undefined || entries === undefined || entries.length === 0
    ? undefined
    : { type, version, captured: capturedAt(account, machine), entries };
}

/** True for a type that some node reports, custom ones too. */
export function isType(account: Account, type: string): boolean {
  return typeNames.includes(type) || Object.values(putItems(account)).some((items) => Object.hasOwn(items, type));
}

/** The schemas of the types that somebody has put, told from what is there. */
export function customSchemas(account: Account): InventoryItemSchema[] {
  const found = new Map<string, { version: string; names: Set<string> }>();
  for (const items of Object.values(putItems(account)))
    for (const [type, { version, entries }] of Object.entries(items)) {
      if (!type.startsWith('Custom:')) continue;
      const names = found.get(type)?.names ?? new Set();
      for (const name of entries.flatMap((entry) => Object.keys(entry))) names.add(name);
      found.set(type, { version, names });
    }
  return [...found].map(([TypeName, { version, names }]) => ({
    TypeName,
    Version: version,
    DisplayName: TypeName,
    Attributes: [...names].map((Name) => ({ Name, DataType: 'string' as const })),
  }));
}

const linuxApplications: readonly (readonly [name: string, version: string, publisher: string])[] = [
  ['bash', '5.2.15', 'GNU'],
  ['curl', '8.5.0', 'cURL'],
  ['openssl', '3.0.8', 'OpenSSL'],
  ['python3', '3.9.20', 'Python'],
  ['openssh-server', '8.7p1', 'OpenBSD'],
  ['chrony', '4.3', 'Chrony'],
  ['git', '2.40.1', 'Git'],
  ['vim-minimal', '9.1.785', 'Vim'],
];
const byRole: Readonly<Record<string, readonly (readonly [name: string, version: string, publisher: string])[]>> = {
  web: [['nginx', '1.26.2', 'nginx']],
  app: [['java-17-amazon-corretto', '17.0.13', 'Amazon']],
  worker: [['redis6', '6.2.14', 'Redis']],
  db: [['postgresql15-server', '15.8', 'PostgreSQL']],
  bastion: [['fail2ban', '1.0.2', 'Fail2Ban']],
  store: [['cups', '2.3.3', 'OpenPrinting']],
};
const windowsApplications: typeof linuxApplications = [
  ['Amazon SSM Agent', '3.3.3050.0', 'Amazon Web Services'],
  ['aws-cfn-bootstrap', '2.0.31', 'Amazon Web Services'],
  ['Microsoft Edge', '131.0.2903', 'Microsoft Corporation'],
  ['PowerShell 7-x64', '7.4.6', 'Microsoft Corporation'],
  ['7-Zip', '24.08', 'Igor Pavlov'],
];

function application(machine: Machine, [Name, Version, Publisher]: (typeof linuxApplications)[number]): Entry {
  return {
    Name,
    ApplicationType: machine.platform === 'Windows' ? 'Application' : 'System Environment/Base',
    Publisher,
    Version,
    InstalledTime: new Date(machine.registered).toISOString().replace(/\.\d+Z$/, 'Z'),
    Architecture: 'x86_64',
    URL: '',
  };
}

const made: Readonly<Record<string, (account: Account, machine: Machine) => Entry[]>> = {
  'AWS:InstanceInformation': (_, machine) => [
    {
      AgentType: 'amazon-ssm-agent',
      AgentVersion: machine.agentVersion,
      ComputerName: machine.name,
      InstanceId: machine.id,
      InstanceStatus: machine.state === 'stopped' ? 'Stopped' : machine.ping === 'Online' ? 'Active' : 'ConnectionLost',
      IpAddress: machine.ip,
      PlatformName: machine.platformName,
      PlatformType: machine.platform,
      PlatformVersion: machine.platformVersion,
      ResourceType: machine.id.startsWith('mi-') ? 'ManagedInstance' : 'EC2Instance',
    },
  ],
  'AWS:Application': (account, machine) => {
    const all =
      machine.platform === 'Windows'
        ? windowsApplications
        : [...linuxApplications, ...(byRole[machine.tags.Role ?? ''] ?? [])];
    const random = chance(account, machine.id, 'applications');
    // Not every node has all of them.
    return all.filter((_, index) => index < 4 || random() < 0.8).map((each) => application(machine, each));
  },
  'AWS:AWSComponent': (_, machine) => [application(machine, ['amazon-ssm-agent', machine.agentVersion, 'Amazon.com'])],
  'AWS:Network': (account, machine) => {
    const random = chance(account, machine.id, 'network');
    const pair = (): string =>
      Math.floor(random() * 256)
        .toString(16)
        .padStart(2, '0')
        .toUpperCase();
    return [
      {
        Name: machine.platform === 'Windows' ? 'Ethernet' : 'ens5',
        SubnetMask: '255.255.255.0',
        Gateway: machine.ip.replace(/\d+$/, '1'),
        DHCPServer: '',
        DNSServer: machine.ip.replace(/\d+\.\d+$/, '0.2'),
        MacAddress: `0A:${[pair(), pair(), pair(), pair(), pair()].join(':')}`,
        IPV4: machine.ip,
        IPV6: '',
      },
    ];
  },
  'AWS:InstanceDetailedInformation': (_, machine) => [
    {
      CPUModel: 'Intel(R) Xeon(R) Platinum 8259CL CPU @ 2.50GHz',
      CPUCores: machine.instanceType.endsWith('large') ? '2' : '1',
      CPUs: '2',
      CPUSpeedMHz: '2500',
      CPUSockets: '1',
      CPUHyperThreadEnabled: 'true',
      OSServicePack: '',
      KernelVersion: machine.platform === 'Windows' ? machine.platformVersion : '6.1.109-118',
    },
  ],
  'AWS:Service': (_, machine) =>
    machine.platform !== 'Windows'
      ? []
      : ['AmazonSSMAgent', 'W32Time', 'WinRM', 'Spooler'].map((Name) => ({
          Name,
          DisplayName: Name,
          ServiceType: 'Win32OwnProcess',
          Status: Name === 'Spooler' ? 'Stopped' : 'Running',
          StartType: 'Automatic',
          DependentServices: '',
          ServicesDependedOn: '',
        })),
  'AWS:WindowsUpdate': (account, machine) =>
    operatingSystemOf(machine) !== 'WINDOWS'
      ? []
      : patchesOf(account, machine)
          .filter(({ installed }) => installed !== undefined)
          .map(({ kb, classification, installed }) => ({
            HotFixId: kb,
            Description: classification,
            InstalledTime: new Date(installed ?? 0).toISOString().replace(/\.\d+Z$/, 'Z'),
            InstalledBy: 'NT AUTHORITY\\SYSTEM',
          })),
};
