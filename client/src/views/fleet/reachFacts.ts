/** Finds out what is known of a node that does not answer: each call may fail, and what it would have told stays unknown. */

import type { Clients } from '../../aws/clients.ts';
import { readFault } from '../../aws/fault.ts';
import { isHybrid } from './nodeLine.ts';
import type { ReachFacts } from './reach.ts';

const defaultRoleSetting = '/ssm/managed-instance/default-ec2-instance-management-role';

export async function reachFacts({ ssm, config }: Clients, id: string): Promise<ReachFacts> {
  const refused: string[] = [];
  const ask = async <T>(what: string, asked: Promise<T>): Promise<T | undefined> =>
    asked.catch((error) => {
      refused.push(`${what}: ${readFault(error).title}`);
      return undefined;
    });
  const hybrid = isHybrid(id);
  const [information, property, status, recorded, setting] = await Promise.all([
    ask(
      'The list of managed nodes',
      ssm.describeInstanceInformation({ Filters: [{ Key: 'InstanceIds', Values: [id] }] }),
    ),
    ask(
      'The properties of the node',
      ssm.describeInstanceProperties({ InstancePropertyFilterList: [{ key: 'InstanceIds', valueSet: [id] }] }),
    ),
    ask('The status of its channel', ssm.getConnectionStatus({ Target: id })),
    hybrid
      ? undefined
      : ask(
          'The instance as AWS Config has recorded it',
          config.batchGetResourceConfig({ resourceKeys: [{ resourceType: 'AWS::EC2::Instance', resourceId: id }] }),
        ),
    hybrid ? undefined : ask('Default Host Management', ssm.getServiceSetting({ SettingId: defaultRoleSetting })),
  ]);
  const node = information?.InstanceInformationList?.[0];
  const more = property?.InstanceProperties?.[0];
  const item = recorded?.baseConfigurationItems?.[0];
  const instance = readItem(item?.configuration);
  const endpoint = instance?.metadataOptions?.httpEndpoint;
  const role = setting?.ServiceSetting?.SettingValue;
  return {
    id,
    now: Date.now(),
    managed: information && node !== undefined,
    name: more?.Name || node?.ComputerName,
    ping: node?.PingStatus,
    lastPing: node?.LastPingDateTime?.getTime(),
    agent: node?.AgentVersion,
    latestAgent: node?.IsLatestVersion,
    platform: node?.PlatformName,
    platformVersion: node?.PlatformVersion,
    state: more?.InstanceState || instance?.state?.name,
    recorded: recorded && recordedAs(item?.configurationItemStatus),
    role:
      node?.IamRole || more?.InstanceRole || instance?.iamInstanceProfile?.arn?.split('/').at(-1) || (instance && ''),
    defaultRole: setting && (role === '$None' ? '' : role),
    connected: status && status.Status === 'connected',
    subnet: instance?.subnetId,
    vpc: instance?.vpcId,
    metadata: endpoint === undefined ? undefined : endpoint !== 'disabled',
    refused,
  };
}

function recordedAs(status: string | undefined): ReachFacts['recorded'] {
  // A resource whose type is no more recorded is listed with a status that says so.
  if (!status || status === 'ResourceNotRecorded') return 'unseen';
  return status.startsWith('ResourceDeleted') ? 'deleted' : 'present';
}

/** What is looked at of an instance as AWS Config writes it. */
interface RecordedInstance {
  state?: { name?: string };
  iamInstanceProfile?: { arn?: string };
  metadataOptions?: { httpEndpoint?: string };
  subnetId?: string;
  vpcId?: string;
}

function readItem(configuration: string | undefined): RecordedInstance | undefined {
  if (!configuration) return undefined;
  try {
    return JSON.parse(configuration);
  } catch {
    // Then nothing is known from there.
    return undefined;
  }
}
