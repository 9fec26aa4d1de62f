/** The event rules that the account begins with. */

import type { Account } from '../account.ts';
import type { StoredRule } from './rules.ts';

type Demo = Pick<StoredRule, 'name' | 'description' | 'state' | 'targets'> & { pattern?: object; schedule?: string };

export function demoRules(account: Account): StoredRule[] {
  const role = `arn:aws:iam::${account.settings.accountId}:role/events`;
  const opsItem = account.arn('ssm', 'opsitem');
  const demos: Demo[] = [
    {
      name: 'instance-stopped',
      description: 'Somebody should know when an instance of production stops.',
      state: 'DISABLED',
      pattern: {
        source: ['aws.ec2'],
        'detail-type': ['EC2 Instance State-change Notification'],
        detail: { state: ['stopped', 'terminated'] },
      },
      targets: [{ Id: 'ops-item', Arn: opsItem, RoleArn: role }],
    },
    {
      name: 'public-bucket-found',
      description: 'A bucket that everyone can read is looked at.',
      state: 'ENABLED',
      pattern: {
        source: ['aws.config'],
        'detail-type': ['Config Rules Compliance Change'],
        detail: {
          configRuleName: ['s3-bucket-public-read-prohibited'],
          newEvaluationResult: { complianceType: ['NON_COMPLIANT'] },
        },
      },
      targets: [
        {
          Id: 'ops-item',
          Arn: opsItem,
          RoleArn: role,
          InputTransformer: {
            InputPathsMap: { bucket: '$.detail.resourceId' },
            InputTemplate:
              '{"title": "Bucket <bucket> can be read by everyone", "source": "AWS Config", "priority": 2}',
          },
        },
      ],
    },
    {
      name: 'automation-failed',
      description: 'A runbook has failed.',
      state: 'DISABLED',
      pattern: {
        source: ['aws.ssm'],
        'detail-type': ['EC2 Automation Execution Status-change Notification'],
        detail: { Status: ['Failed', 'TimedOut'] },
      },
      targets: [{ Id: 'ops-item', Arn: opsItem, RoleArn: role }],
    },
    {
      name: 'nightly-disk-report',
      description: 'Free disk space of the web servers, every night.',
      state: 'ENABLED',
      schedule: 'cron(30 2 * * ? *)',
      targets: [
        {
          Id: 'df',
          Arn: account.arn('ssm', 'document/AWS-RunShellScript'),
          RoleArn: role,
          Input: '{"commands":["df -h"]}',
          RunCommandParameters: { RunCommandTargets: [{ Key: 'tag:Role', Values: ['web'] }] },
        },
      ],
    },
  ];
  return demos.map(({ pattern, ...rest }) => ({
    ...rest,
    bus: 'default',
    revision: 1,
    ...(pattern !== undefined && { pattern: JSON.stringify(pattern) }),
  }));
}
