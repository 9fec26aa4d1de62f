/**
 * The conformance pack that the account begins with: deployed weeks ago, with rules of its own, a parameter and a
 * remediation. Its rules, its remediation and the pack itself are kept where those of every other pack are.
 */

import type { ConfigRule, RemediationConfiguration } from '@aws-sdk/client-config-service';
import type { Account } from '../account.ts';
import { digitsOf } from '../chance.ts';
import type { StoredPack } from './packs.ts';
import { readPack } from './packTemplate.ts';

const name = 'storage-baseline';

const template = `Parameters:
  MaxAccessKeyAge:
    Type: String
    Default: "90"
Resources:
  VolumesAreEncrypted:
    Type: AWS::Config::ConfigRule
    Properties:
      ConfigRuleName: volumes-are-encrypted
      Description: Attached volumes are encrypted.
      Source:
        Owner: AWS
        SourceIdentifier: ENCRYPTED_VOLUMES
  BucketsKeepVersions:
    Type: AWS::Config::ConfigRule
    Properties:
      ConfigRuleName: buckets-keep-versions
      Description: Buckets keep old versions.
      Scope:
        ComplianceResourceTypes:
          - AWS::S3::Bucket
      Source:
        Owner: AWS
        SourceIdentifier: S3_BUCKET_VERSIONING_ENABLED
  TablesAreRecoverable:
    Type: AWS::Config::ConfigRule
    Properties:
      ConfigRuleName: tables-are-recoverable
      Source:
        Owner: AWS
        SourceIdentifier: DYNAMODB_PITR_ENABLED
  BucketsAreEncrypted:
    Type: AWS::Config::ConfigRule
    Properties:
      ConfigRuleName: buckets-are-encrypted
      Source:
        Owner: AWS
        SourceIdentifier: S3_BUCKET_SERVER_SIDE_ENCRYPTION_ENABLED
  KeysAreRotated:
    Type: AWS::Config::ConfigRule
    Properties:
      ConfigRuleName: keys-are-rotated
      InputParameters:
        maxAccessKeyAge:
          Ref: MaxAccessKeyAge
      Source:
        Owner: AWS
        SourceIdentifier: ACCESS_KEYS_ROTATED
  TurnVersionsOn:
    Type: AWS::Config::RemediationConfiguration
    Properties:
      ConfigRuleName: buckets-keep-versions
      ResourceType: AWS::S3::Bucket
      TargetType: SSM_DOCUMENT
      TargetId: AWS-ConfigureS3BucketVersioning
      Parameters:
        BucketName:
          ResourceValue:
            Value: RESOURCE_ID
`;

/** The rules and remediations of a pack in the account; what the pack declares is named after its id there. */
export function namedAfter(
  id: string,
  { rules, remediations }: Pick<ReturnType<typeof readPack>, 'rules' | 'remediations'>,
): {
  rules: (ConfigRule & { ConfigRuleName: string })[];
  remediations: (RemediationConfiguration & { ConfigRuleName: string })[];
} {
  const nameOf = (rule: string): string => `${rule}-${id}`;
  return {
    rules: rules.map(({ logicalId, rule }) => ({
      ...rule,
      ConfigRuleName: nameOf(rule.ConfigRuleName ?? logicalId),
      CreatedBy: 'config-conforms.amazonaws.com',
    })),
    remediations: remediations.map((remediation) => ({
      ...remediation,
      ConfigRuleName: nameOf(remediation.ConfigRuleName ?? ''),
    })),
  };
}

export function demoPack(account: Account) {
  const id = `conformance-pack-${digitsOf(account, 9, 'pack', name)}`;
  const content = namedAfter(id, readPack(template, { MaxAccessKeyAge: '60' }, {}));
  const requested = account.now() - 33 * 86_400_000;
  const pack: StoredPack = {
    name,
    id,
    template,
    parameters: { MaxAccessKeyAge: '60' },
    state: 'CREATE_COMPLETE',
    requested,
    completed: requested + 8_000,
    rules: content.rules.map(({ ConfigRuleName }) => ConfigRuleName),
  };
  return { ...content, pack };
}
