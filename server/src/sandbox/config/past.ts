/**
 * What was done to resources in the weeks before the account began: who changed what, when, and how the resource was before.
 * The history of Config and the records of CloudTrail tell it alike.
 */

import type { JsonMap } from '../../simulator/index.ts';
import { type Account, slice } from '../account.ts';
import { machinesOf } from '../fleet.ts';

export interface PastChange {
  type: string;
  id: string;
  /** Milliseconds since 1970. */
  at: number;
  /** The ARN of the user. */
  by: string;
  service: string;
  operation: string;
  request: JsonMap;
  /** What the configuration had before instead. */
  before: JsonMap;
}

type Row = Omit<PastChange, 'at' | 'by'> & { daysAgo: number; user: string };

const bucket = (id: string, operation: string, more: JsonMap) => ({
  type: 'AWS::S3::Bucket',
  id,
  service: 's3',
  operation,
  request: { Bucket: id, ...more },
});

const rows: readonly Row[] = [
  {
    ...bucket('scratch-dev', 'PutBucketAcl', { ACL: 'public-read' }),
    daysAgo: 3.2,
    user: 'chiara',
    before: { public: false, blockPublicAccess: true },
  },
  {
    ...bucket('shop-uploads', 'PutBucketVersioning', { VersioningConfiguration: { Status: 'Suspended' } }),
    daysAgo: 9.4,
    user: 'deployer',
    before: { versioning: 'Enabled' },
  },
  {
    ...bucket('shop-access-logs', 'PutBucketLogging', { BucketLoggingStatus: {} }),
    daysAgo: 16.1,
    user: 'bjorn',
    before: { logging: true },
  },
  {
    type: 'AWS::EC2::SecurityGroup',
    id: 'sg-0d4f7192b35e608a4',
    daysAgo: 12.6,
    user: 'alice',
    service: 'ec2',
    operation: 'AuthorizeSecurityGroupIngress',
    request: { GroupId: 'sg-0d4f7192b35e608a4', IpProtocol: 'tcp', FromPort: 3389, ToPort: 3389, CidrIp: '0.0.0.0/0' },
    before: { openPorts: [22] },
  },
  {
    type: 'AWS::RDS::DBInstance',
    id: 'db-playground',
    daysAgo: 20.3,
    user: 'chiara',
    service: 'rds',
    operation: 'ModifyDBInstance',
    request: { DBInstanceIdentifier: 'db-playground', PubliclyAccessible: true, ApplyImmediately: true },
    before: { publiclyAccessible: false },
  },
  {
    type: 'AWS::Lambda::Function',
    id: 'legacy-report',
    daysAgo: 27.7,
    user: 'deployer',
    service: 'lambda',
    operation: 'AddPermission20150331v2',
    request: {
      FunctionName: 'legacy-report',
      StatementId: 'everyone',
      Action: 'lambda:InvokeFunction',
      Principal: '*',
    },
    before: { public: false },
  },
];

const day = 86_400_000;

/** Every change, the oldest first. */
export const pastChanges = slice<PastChange[]>('config.past', (account) => {
  const now = account.now();
  const by = (user: string): string => `arn:aws:iam::${account.settings.accountId}:user/${user}`;
  const stopped = machinesOf(account).filter(
    ({ id, state, silent }) => id.startsWith('i-') && state === 'stopped' && silent >= day,
  );
  return [
    ...rows.map(({ daysAgo, user, ...row }) => ({ ...row, at: now - Math.round(daysAgo * day), by: by(user) })),
    ...stopped.map(({ id, silent }) => ({
      type: 'AWS::EC2::Instance',
      id,
      at: now - silent,
      by: by('bjorn'),
      service: 'ec2',
      operation: 'StopInstances',
      request: { InstanceIds: [id] },
      before: { state: { name: 'running' } },
    })),
  ].sort((a, b) => a.at - b.at);
});

/** The changes of one resource, the oldest first. */
export function pastOf(account: Account, type: string, id: string): PastChange[] {
  return pastChanges(account).filter((change) => change.type === type && change.id === id);
}
