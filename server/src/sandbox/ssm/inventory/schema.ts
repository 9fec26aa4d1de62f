/** The types of inventory that nodes report, with their attributes. */

import type { InventoryAttributeDataType, InventoryItemSchema } from '@aws-sdk/client-ssm';

const types: Readonly<Record<string, { version: string; attributes: string }>> = {
  'AWS:InstanceInformation': {
    version: '1.0',
    attributes:
      'AgentType AgentVersion ComputerName InstanceId InstanceStatus IpAddress PlatformName PlatformType PlatformVersion ResourceType',
  },
  'AWS:Application': {
    version: '1.1',
    attributes: 'Name ApplicationType Publisher Version Release Epoch InstalledTime Architecture URL Summary PackageId',
  },
  'AWS:AWSComponent': {
    version: '1.0',
    attributes: 'Name ApplicationType Publisher Version InstalledTime Architecture URL',
  },
  'AWS:Network': { version: '1.0', attributes: 'Name SubnetMask Gateway DHCPServer DNSServer MacAddress IPV4 IPV6' },
  'AWS:InstanceDetailedInformation': {
    version: '1.0',
    attributes: 'CPUModel #CPUCores #CPUs #CPUSpeedMHz #CPUSockets CPUHyperThreadEnabled OSServicePack KernelVersion',
  },
  'AWS:Service': {
    version: '1.0',
    attributes: 'Name DisplayName ServiceType Status StartType DependentServices ServicesDependedOn',
  },
  'AWS:WindowsUpdate': { version: '1.0', attributes: 'HotFixId Description InstalledTime InstalledBy' },
};

export const typeNames: readonly string[] = Object.keys(types);

export function versionOf(type: string): string | undefined {
  return Object.hasOwn(types, type) ? types[type]?.version : undefined;
}

/** A type with its attributes; a `#` before a name in the table above marks a number. */
export function schemaOf(type: string): InventoryItemSchema {
  const { version = '1.0', attributes = '' } = types[type] ?? {};
  return {
    TypeName: type,
    Version: version,
    DisplayName: type.slice(4),
    Attributes: attributes.split(' ').map((name) => ({
      Name: name.replace('#', ''),
      DataType: (name.startsWith('#') ? 'number' : 'string') as InventoryAttributeDataType,
    })),
  };
}
