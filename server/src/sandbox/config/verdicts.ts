/**
 * What the sandbox finds out itself: managed rules that are answered from the state of the account. Every other rule has
 * results that are made up by the seed, and each of them says so.
 */

import type { Account } from '../account.ts';
import {
  failsAssociation,
  isEncrypted,
  isMonitored,
  missesPatches,
  publicAddress,
  requiresTokens,
} from '../ec2/facts.ts';
import type { Item } from './items.ts';

export type Parameters = Readonly<Record<string, string>>;

/** Why a resource breaks the rule; `undefined` for one that keeps it, `'-'` for one that the rule does not concern. */
type Verdict = string | undefined;

export const unconcerned = '-';

type Check = (item: Item, parameters: Parameters, account: Account) => Verdict;

/** A rule that asks for one property. */
function wants(property: string, value: boolean | string, why: string): Check {
  return (item) => (item.configuration()[property] === value ? undefined : why);
}

const lists = new WeakMap<Parameters, Record<string, string[]>>();

/** A list of a parameter, read once for all the resources that a rule looks at. */
function listed(parameters: Parameters, name: string): string[] {
  const known = lists.get(parameters) ?? {};
  lists.set(parameters, known);
  known[name] ??= (parameters[name] ?? '').split(',').flatMap((each) => each.trim() || []);
  return known[name];
}

function number(parameters: Parameters, name: string, fallback: number): number {
  const value = Number(parameters[name] ?? fallback);
  return Number.isFinite(value) ? value : fallback;
}

function openTo(ports: (parameters: Parameters) => number[]): Check {
  return (item, parameters) => {
    const open = item.configuration().openPorts;
    const wrong = Array.isArray(open) ? ports(parameters).filter((port) => open.includes(port)) : [];
    return wrong.length === 0 ? undefined : `Open to 0.0.0.0/0: port ${wrong.join(', ')}.`;
  };
}

const day = 86_400_000;

const checks: Readonly<Record<string, Check>> = {
  REQUIRED_TAGS({ tags }, parameters) {
    const missing = [1, 2, 3, 4, 5, 6].flatMap((number) => {
      const key = parameters[`tag${number}Key`];
      if (key === undefined) return [];
      const values = listed(parameters, `tag${number}Value`);
      const value = Object.hasOwn(tags, key) ? tags[key] : undefined;
      return value !== undefined && (values.length === 0 || values.includes(value)) ? [] : [key];
    });
    return missing.length === 0 ? undefined : `Missing or wrong tag: ${missing.join(', ')}.`;
  },
  DESIRED_INSTANCE_TYPE: ({ machine }, parameters) =>
    listed(parameters, 'instanceType').includes(machine?.instanceType ?? '') ? undefined : 'Not a type that is wanted.',
  EC2_STOPPED_INSTANCE({ machine }, parameters) {
    const days = number(parameters, 'AllowedDays', 30);
    return machine?.state === 'stopped' && machine.silent >= days * day
      ? `Stopped for ${days} days or more.`
      : undefined;
  },
  EC2_INSTANCE_MANAGED_BY_SSM: ({ machine }) =>
    machine?.state !== 'running'
      ? unconcerned
      : machine.ping === 'Online'
        ? undefined
        : 'The SSM Agent does not answer.',
  EC2_IMDSV2_CHECK: ({ machine }) =>
    machine === undefined || requiresTokens(machine) ? undefined : 'IMDSv2 is not required.',
  EC2_INSTANCE_PROFILE_ATTACHED: ({ machine }) => (machine?.role ? undefined : 'No instance profile.'),
  EC2_INSTANCE_NO_PUBLIC_IP: ({ machine }) =>
    machine === undefined || publicAddress(machine) === undefined ? undefined : 'Has a public address.',
  EC2_INSTANCE_DETAILED_MONITORING_ENABLED: ({ machine }) =>
    machine === undefined || isMonitored(machine) ? undefined : 'Detailed monitoring is off.',
  EC2_MANAGEDINSTANCE_PATCH_COMPLIANCE_STATUS_CHECK: ({ machine }) =>
    machine !== undefined && missesPatches(machine) ? 'Patches are missing.' : undefined,
  EC2_MANAGEDINSTANCE_ASSOCIATION_COMPLIANCE_STATUS_CHECK: ({ machine }) =>
    machine !== undefined && failsAssociation(machine) ? 'An association failed.' : undefined,
  EC2_MANAGEDINSTANCE_PLATFORM_CHECK({ machine }, parameters) {
    if (machine === undefined || machine.platform !== parameters.platformType) return unconcerned;
    const { agentVersion, platformName, platformVersion } = parameters;
    if (agentVersion !== undefined && older(machine.agentVersion, agentVersion.replace(/\+$/, '')))
      return `SSM Agent ${machine.agentVersion} is older than ${agentVersion}.`;
    if (platformName !== undefined && machine.platformName !== platformName) return 'Another platform.';
    return platformVersion !== undefined && machine.platformVersion !== platformVersion
      ? 'Another version.'
      : undefined;
  },
  ENCRYPTED_VOLUMES({ id, machine, configuration }) {
    // A root disk is told by its id, which is quicker; the rule is about volumes that are attached.
    if (machine !== undefined) return isEncrypted(id) ? undefined : 'The volume is not encrypted.';
    const { encrypted, attachments } = configuration();
    if (Array.isArray(attachments) && attachments.length === 0) return unconcerned;
    return encrypted === true ? undefined : 'The volume is not encrypted.';
  },
  EC2_VOLUME_INUSE_CHECK({ machine, configuration }) {
    const { attachments } = machine === undefined ? configuration() : {};
    return Array.isArray(attachments) && attachments.length === 0 ? 'The volume is not attached.' : undefined;
  },
  S3_BUCKET_VERSIONING_ENABLED: wants('versioning', 'Enabled', 'Versioning is off.'),
  S3_BUCKET_LOGGING_ENABLED: wants('logging', true, 'Access logging is off.'),
  S3_BUCKET_PUBLIC_READ_PROHIBITED: wants('public', false, 'The bucket can be read by everyone.'),
  S3_BUCKET_LEVEL_PUBLIC_ACCESS_PROHIBITED: wants('blockPublicAccess', true, 'Public access is not blocked.'),
  S3_BUCKET_SSL_REQUESTS_ONLY: wants('tlsOnly', true, 'Requests without TLS are let in.'),
  S3_BUCKET_SERVER_SIDE_ENCRYPTION_ENABLED: wants('encryption', 'AES256', 'Not encrypted.'),
  INCOMING_SSH_DISABLED: openTo(() => [22]),
  RESTRICTED_INCOMING_TRAFFIC: openTo((parameters) => [
    ...[20, 21, 3389, 3306, 4333].map((port, index) => number(parameters, `blockedPort${index + 1}`, port)),
    ...listed(parameters, 'blockedPorts').map(Number),
  ]),
  VPC_FLOW_LOGS_ENABLED: wants('flowLogs', true, 'No flow log.'),
  RDS_STORAGE_ENCRYPTED: wants('storageEncrypted', true, 'The storage is not encrypted.'),
  RDS_INSTANCE_PUBLIC_ACCESS_CHECK: wants('publiclyAccessible', false, 'Can be reached from the internet.'),
  RDS_MULTI_AZ_SUPPORT: wants('multiAZ', true, 'In one Availability Zone only.'),
  DB_INSTANCE_BACKUP_ENABLED: (item) =>
    Number(item.configuration().backupRetentionPeriod) > 0 ? undefined : 'Backups are off.',
  IAM_USER_MFA_ENABLED: wants('mfaActive', true, 'No MFA device.'),
  IAM_USER_NO_POLICIES_CHECK: (item) =>
    item.configuration().inlinePolicies === 0 ? undefined : 'Has policies of its own.',
  ACCESS_KEYS_ROTATED: (item, parameters) =>
    Number(item.configuration().accessKeyAgeInDays) <= number(parameters, 'maxAccessKeyAge', 90)
      ? undefined
      : 'An access key is too old.',
  LAMBDA_FUNCTION_PUBLIC_ACCESS_PROHIBITED: wants('public', false, 'Everyone may call it.'),
  LAMBDA_FUNCTION_SETTINGS_CHECK: (item, parameters) =>
    listed(parameters, 'runtime').includes(String(item.configuration().runtime)) ? undefined : 'Not a runtime allowed.',
  DYNAMODB_PITR_ENABLED: wants('pointInTimeRecovery', true, 'No point-in-time recovery.'),
  CMK_BACKING_KEY_ROTATION_ENABLED: wants('keyRotation', true, 'The key is not rotated.'),
  CLOUD_TRAIL_ENABLED: () => undefined,
  ROOT_ACCOUNT_MFA_ENABLED: () => undefined,
  IAM_PASSWORD_POLICY: () => 'Passwords may have fewer than 14 characters.',
};

function older(version: string, wanted: string): boolean {
  const [a, b] = [version, wanted].map((each) => each.split('.').map(Number)) as [number[], number[]];
  const at = b.findIndex((part, index) => part !== (a[index] ?? 0));
  return at >= 0 && (a[at] ?? 0) < (b[at] ?? 0);
}

/** The check of a managed rule that the sandbox can make; undefined for other rules. */
export function checkOf(identifier: string): Check | undefined {
  return Object.hasOwn(checks, identifier) ? checks[identifier] : undefined;
}
