/** The Config rules that the account begins with: two dozen, most of them with findings. */

import type { ConfigRule, MaximumExecutionFrequency } from '@aws-sdk/client-config-service';

interface Demo {
  name: string;
  identifier: string;
  description: string;
  parameters?: Record<string, string>;
  types?: string[];
  frequency?: MaximumExecutionFrequency;
}

const demos: readonly Demo[] = [
  {
    name: 'required-tags',
    identifier: 'REQUIRED_TAGS',
    description: 'Instances and buckets say whose they are.',
    parameters: { tag1Key: 'Environment', tag1Value: 'prod,staging', tag2Key: 'Role' },
    types: ['AWS::EC2::Instance', 'AWS::S3::Bucket'],
  },
  {
    name: 'desired-instance-type',
    identifier: 'DESIRED_INSTANCE_TYPE',
    description: 'Only types of instances that the team has reserved.',
    parameters: { instanceType: 't3.micro,t3.small,m6i.large' },
  },
  {
    name: 'ec2-stopped-instance',
    identifier: 'EC2_STOPPED_INSTANCE',
    description: 'No instance stays stopped for longer than a day.',
    parameters: { AllowedDays: '1' },
    frequency: 'TwentyFour_Hours',
  },
  {
    name: 'ec2-instance-managed-by-systems-manager',
    identifier: 'EC2_INSTANCE_MANAGED_BY_SSM',
    description: 'Every running instance answers Systems Manager.',
    types: ['AWS::EC2::Instance'],
  },
  {
    name: 'ec2-imdsv2-check',
    identifier: 'EC2_IMDSV2_CHECK',
    description: 'The metadata service of instances asks for tokens.',
  },
  {
    name: 'ec2-instance-no-public-ip',
    identifier: 'EC2_INSTANCE_NO_PUBLIC_IP',
    description: 'Instances have no public address.',
  },
  {
    name: 'ec2-instance-profile-attached',
    identifier: 'EC2_INSTANCE_PROFILE_ATTACHED',
    description: 'Every instance has a role.',
  },
  {
    name: 'ec2-managedinstance-platform-check',
    identifier: 'EC2_MANAGEDINSTANCE_PLATFORM_CHECK',
    description: 'The SSM Agent of Linux nodes is recent.',
    parameters: { platformType: 'Linux', agentVersion: '3.2.0.0' },
  },
  {
    name: 'ec2-managedinstance-patch-compliance',
    identifier: 'EC2_MANAGEDINSTANCE_PATCH_COMPLIANCE_STATUS_CHECK',
    description: 'No managed node misses a patch that was approved.',
  },
  {
    name: 'ec2-managedinstance-association-compliance',
    identifier: 'EC2_MANAGEDINSTANCE_ASSOCIATION_COMPLIANCE_STATUS_CHECK',
    description: 'The associations of managed nodes succeed.',
  },
  {
    name: 'encrypted-volumes',
    identifier: 'ENCRYPTED_VOLUMES',
    description: 'Attached volumes are encrypted.',
  },
  {
    name: 's3-bucket-versioning-enabled',
    identifier: 'S3_BUCKET_VERSIONING_ENABLED',
    description: 'Buckets keep old versions.',
  },
  {
    name: 's3-bucket-logging-enabled',
    identifier: 'S3_BUCKET_LOGGING_ENABLED',
    description: 'Access to buckets is logged.',
  },
  {
    name: 's3-bucket-public-read-prohibited',
    identifier: 'S3_BUCKET_PUBLIC_READ_PROHIBITED',
    description: 'No bucket can be read by everyone.',
    frequency: 'Six_Hours',
  },
  {
    name: 's3-bucket-ssl-requests-only',
    identifier: 'S3_BUCKET_SSL_REQUESTS_ONLY',
    description: 'Buckets are reached by TLS only.',
  },
  {
    name: 'restricted-ssh',
    identifier: 'INCOMING_SSH_DISABLED',
    description: 'No security group opens SSH to the world.',
  },
  {
    name: 'restricted-common-ports',
    identifier: 'RESTRICTED_INCOMING_TRAFFIC',
    description: 'No security group opens well-known ports to the world.',
  },
  {
    name: 'vpc-flow-logs-enabled',
    identifier: 'VPC_FLOW_LOGS_ENABLED',
    description: 'Networks write flow logs.',
    frequency: 'Twelve_Hours',
  },
  {
    name: 'rds-storage-encrypted',
    identifier: 'RDS_STORAGE_ENCRYPTED',
    description: 'Databases are encrypted.',
  },
  {
    name: 'rds-instance-public-access-check',
    identifier: 'RDS_INSTANCE_PUBLIC_ACCESS_CHECK',
    description: 'No database can be reached from the internet.',
  },
  {
    name: 'db-instance-backup-enabled',
    identifier: 'DB_INSTANCE_BACKUP_ENABLED',
    description: 'Databases have backups.',
  },
  {
    name: 'iam-user-mfa-enabled',
    identifier: 'IAM_USER_MFA_ENABLED',
    description: 'Users sign in with a second factor.',
    frequency: 'TwentyFour_Hours',
  },
  {
    name: 'access-keys-rotated',
    identifier: 'ACCESS_KEYS_ROTATED',
    description: 'Access keys are not older than 90 days.',
    parameters: { maxAccessKeyAge: '90' },
    frequency: 'TwentyFour_Hours',
  },
  {
    name: 'cloudtrail-enabled',
    identifier: 'CLOUD_TRAIL_ENABLED',
    description: 'A trail records what is done.',
    frequency: 'TwentyFour_Hours',
  },
  {
    name: 'dynamodb-pitr-enabled',
    identifier: 'DYNAMODB_PITR_ENABLED',
    description: 'Tables can be restored to any point in time.',
  },
];

/** The rules of a new account, as the API gives them. */
export function demoRules(): (ConfigRule & { ConfigRuleName: string })[] {
  return demos.map(({ name, identifier, description, parameters, types, frequency }) => {
    return {
      ConfigRuleName: name,
      Description: description,
      Source: { Owner: 'AWS', SourceIdentifier: identifier },
      ...(parameters !== undefined && { InputParameters: JSON.stringify(parameters) }),
      ...(types !== undefined && { Scope: { ComplianceResourceTypes: types } }),
      ...(frequency !== undefined && { MaximumExecutionFrequency: frequency }),
    };
  });
}
