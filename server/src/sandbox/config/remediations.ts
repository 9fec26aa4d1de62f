/** Remediations of Config rules as they are configured, by the name of the rule; each rule has one at most. */

import type { RemediationConfiguration } from '@aws-sdk/client-config-service';
import { type Account, slice } from '../account.ts';
import { demoPack } from './demoPack.ts';

export type Remediation = RemediationConfiguration & { ConfigRuleName: string };

type Demo = readonly [rule: string, document: string, parameter: string, type: string, fixed?: Record<string, string>];

/** Each mends what its rule finds in the account, so that the resource keeps the rule from then on. */
const demos: readonly Demo[] = [
  ['ec2-instance-no-public-ip', 'AWS-StopEC2Instance', 'InstanceId', 'AWS::EC2::Instance'],
  ['s3-bucket-versioning-enabled', 'AWS-ConfigureS3BucketVersioning', 'BucketName', 'AWS::S3::Bucket'],
  ['s3-bucket-public-read-prohibited', 'AWS-DisableS3BucketPublicReadWrite', 'S3BucketName', 'AWS::S3::Bucket'],
  [
    's3-bucket-logging-enabled',
    'AWS-ConfigureS3BucketLogging',
    'BucketName',
    'AWS::S3::Bucket',
    { TargetBucket: 'shop-access-logs' },
  ],
];

export const remediationsOf = slice<Record<string, Remediation>>('config.remediations', (account) =>
  Object.fromEntries([
    ...demoPack(account).remediations.map((each) => [each.ConfigRuleName, filled(account, each)] as const),
    ...demos
      .filter(([, document]) => Object.hasOwn(account.library.documents(), document))
      .map(
        ([rule, document, parameter, type, fixed = {}]) =>
          [
            rule,
            filled(account, {
              ConfigRuleName: rule,
              TargetType: 'SSM_DOCUMENT',
              TargetId: document,
              Parameters: {
                AutomationAssumeRole: { StaticValue: { Values: [remediationRole(account)] } },
                [parameter]: { ResourceValue: { Value: 'RESOURCE_ID' } },
                ...Object.fromEntries(
                  Object.entries(fixed).map(([name, value]) => [name, { StaticValue: { Values: [value] } }]),
                ),
              },
              ResourceType: type,
              Automatic: false,
            }),
          ] as const,
      ),
  ]),
);

function remediationRole({ settings }: Account): string {
  return `arn:aws:iam::${settings.accountId}:role/config-remediation`;
}

/** A remediation with what the service adds. */
export function filled(account: Account, given: Remediation): Remediation {
  return {
    ...given,
    Automatic: given.Automatic ?? false,
    MaximumAutomaticAttempts: given.MaximumAutomaticAttempts ?? 5,
    RetryAttemptSeconds: given.RetryAttemptSeconds ?? 60,
    Arn: account.arn('config', `remediation-configuration/${given.ConfigRuleName}/${account.uuid()}`),
  };
}
