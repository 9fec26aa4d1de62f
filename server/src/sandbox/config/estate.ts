/** What the account has beside its machines, as AWS Config sees it: buckets, databases, users and the like. */

import type { JsonMap } from '../../simulator/index.ts';
import { type Account, randomOf, slice } from '../account.ts';

export interface Resource {
  type: string;
  id: string;
  name: string;
  created: number;
  tags: Record<string, string>;
  configuration: JsonMap;
}

type Row = readonly [id: string, configuration: JsonMap, tags?: Record<string, string>];

const prod = { Environment: 'prod', Owner: 'platform' };
const dev = { Environment: 'dev' };

function bucket(versioning: boolean, logging: boolean, isPublic: boolean, tlsOnly = true): JsonMap {
  return {
    versioning: versioning ? 'Enabled' : 'Off',
    logging,
    public: isPublic,
    tlsOnly,
    blockPublicAccess: !isPublic,
    encryption: 'AES256',
  };
}

function database(engine: string, encrypted: boolean, isPublic: boolean, multiAZ: boolean, retention: number): JsonMap {
  return {
    engine,
    storageEncrypted: encrypted,
    publiclyAccessible: isPublic,
    multiAZ,
    backupRetentionPeriod: retention,
    dBInstanceClass: 'db.t3.medium',
  };
}

function user(mfa: boolean, keyAge: number, inlinePolicies: number): JsonMap {
  return { mfaActive: mfa, accessKeyAgeInDays: keyAge, inlinePolicies };
}

const rows: Readonly<Record<string, readonly Row[]>> = {
  'AWS::S3::Bucket': [
    ['shop-assets', bucket(true, true, true), prod],
    ['shop-uploads', bucket(false, true, false), prod],
    ['shop-invoices', bucket(true, true, false), prod],
    ['shop-access-logs', bucket(true, false, false, false), prod],
    ['analytics-raw', bucket(false, false, false), { Environment: 'staging', Owner: 'data' }],
    ['scratch-dev', bucket(false, false, true, false), dev],
  ],
  'AWS::RDS::DBInstance': [
    ['db-orders', database('postgres', true, false, true, 14), prod],
    ['db-catalogue', database('postgres', true, false, false, 7), prod],
    ['db-reporting', database('mysql', false, false, false, 1), { Environment: 'staging', Owner: 'data' }],
    ['db-playground', database('mysql', false, true, false, 0), dev],
  ],
  'AWS::EC2::SecurityGroup': [
    ['sg-0a1c4e6f80b2d3571', { groupName: 'web', openPorts: [443], default: false }, prod],
    ['sg-0b2d5f70913c4e682', { groupName: 'app', openPorts: [], default: false }, prod],
    ['sg-0c3e6081a24d5f793', { groupName: 'bastion', openPorts: [22], default: false }, prod],
    ['sg-0d4f7192b35e608a4', { groupName: 'old-jump-host', openPorts: [22, 3389], default: false }, dev],
    ['sg-0e508203c46f719b5', { groupName: 'default', openPorts: [], default: true }],
  ],
  'AWS::EC2::VPC': [['vpc-0d5a8c1e7b3f90246', { cidrBlock: '10.0.0.0/16', flowLogs: false, isDefault: false }, prod]],
  'AWS::IAM::User': [
    ['AIDASANDBOXDEPLOYER01', { userName: 'deployer', ...user(false, 210, 1) }],
    ['AIDASANDBOXALICE00001', { userName: 'alice', ...user(true, 35, 0) }],
    ['AIDASANDBOXBJORN00001', { userName: 'bjorn', ...user(true, 120, 0) }],
    ['AIDASANDBOXCHIARA0001', { userName: 'chiara', ...user(false, 12, 0) }],
  ],
  'AWS::Lambda::Function': [
    ['orders-export', { runtime: 'nodejs22.x', public: false, timeout: 30, memorySize: 256 }, prod],
    ['image-resize', { runtime: 'python3.13', public: false, timeout: 60, memorySize: 1024 }, prod],
    ['legacy-report', { runtime: 'python3.8', public: true, timeout: 900, memorySize: 512 }, dev],
  ],
  'AWS::DynamoDB::Table': [
    ['carts', { pointInTimeRecovery: true, billingMode: 'PAY_PER_REQUEST' }, prod],
    ['sessions', { pointInTimeRecovery: false, billingMode: 'PAY_PER_REQUEST' }, prod],
  ],
  'AWS::KMS::Key': [
    ['5f1c2a3b-8d4e-4f60-9a71-b2c3d4e5f601', { description: 'Disks', keyRotation: true }, prod],
    ['7b3e4c5d-af60-4182-9c93-d4e5f6071823', { description: 'Sessions', keyRotation: true }, prod],
    ['6a2d3b4c-9e5f-4071-8b82-c3d4e5f60712', { description: 'Exports', keyRotation: false }, prod],
  ],
};

const made = slice<Resource[]>('config.estate', (account) => {
  const random = randomOf(account.settings.seed * 31 + 7);
  return Object.entries(rows).flatMap(([type, list]) =>
    list.map(([id, configuration, tags = {}]): Resource => {
      const name = configuration.groupName ?? configuration.userName;
      return {
        type,
        id,
        name: typeof name === 'string' ? name : id,
        created: account.now() - Math.floor((30 + random() * 500) * 86_400_000),
        tags: { ...tags },
        configuration: { ...configuration },
      };
    }),
  );
});

/** The configuration that a resource of the estate began with. */
export function firstConfiguration(type: string, id: string): JsonMap | undefined {
  return rows[type]?.find(([each]) => each === id)?.[1];
}

export function estateOf(account: Account): readonly Resource[] {
  return made(account);
}
