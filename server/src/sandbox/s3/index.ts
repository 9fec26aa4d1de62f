/**
 * The buckets of the account, as far as runbooks change them: so a remediation really mends what a rule has found. They are
 * what AWS Config sees of them; S3's own protocol is not served, and nothing is stored in them.
 */

import type { JsonMap } from '../../simulator/index.ts';
import type { Account } from '../account.ts';
import { estateOf, type Resource } from '../config/estate.ts';
import { resourceChanged } from '../config/evaluation.ts';
import { ServiceError } from '../errors.ts';
import type { Operations } from '../operations.ts';

interface Named {
  Bucket?: string;
}

const type = 'AWS::S3::Bucket';

function bucketNamed(account: Account, { Bucket = '' }: Named): Resource {
  const found = estateOf(account).find((each) => each.type === type && each.id === Bucket);
  if (found === undefined) throw new ServiceError('NoSuchBucket', 'The specified bucket does not exist', 404);
  return found;
}

function change(account: Account, input: Named, configuration: JsonMap): object {
  const bucket = bucketNamed(account, input);
  Object.assign(bucket.configuration, configuration);
  resourceChanged(account, type, bucket.id);
  return {};
}

interface VersioningInput extends Named {
  VersioningConfiguration?: { Status?: string };
}

function putBucketVersioning(account: Account, input: VersioningInput) {
  return change(account, input, {
    versioning: input.VersioningConfiguration?.Status === 'Enabled' ? 'Enabled' : 'Off',
  });
}

function getBucketVersioning(account: Account, input: Named) {
  return bucketNamed(account, input).configuration.versioning === 'Enabled' ? { Status: 'Enabled' } : {};
}

interface BlockInput extends Named {
  PublicAccessBlockConfiguration?: Record<string, boolean | undefined>;
}

const blocks = ['BlockPublicAcls', 'IgnorePublicAcls', 'BlockPublicPolicy', 'RestrictPublicBuckets'] as const;

/** All four blocks together keep everybody out, whatever its ACL and its policy let in. */
function putPublicAccessBlock(account: Account, input: BlockInput) {
  const isWhole = blocks.every((name) => input.PublicAccessBlockConfiguration?.[name] === true);
  return change(account, input, { blockPublicAccess: isWhole, ...(isWhole && { public: false }) });
}

function getPublicAccessBlock(account: Account, input: Named) {
  const isWhole = bucketNamed(account, input).configuration.blockPublicAccess === true;
  return { PublicAccessBlockConfiguration: Object.fromEntries(blocks.map((name) => [name, isWhole])) };
}

function putBucketAcl(account: Account, input: Named & { ACL?: string }) {
  const { ACL = 'private' } = input;
  const isPublic = ACL.startsWith('public-');
  if (isPublic && bucketNamed(account, input).configuration.blockPublicAccess === true)
    throw new ServiceError('AccessDenied', 'Access Denied: public access to the bucket is blocked.', 403);
  return change(account, input, { public: isPublic });
}

function putBucketLogging(account: Account, input: Named & { BucketLoggingStatus?: { LoggingEnabled?: object } }) {
  return change(account, input, { logging: input.BucketLoggingStatus?.LoggingEnabled !== undefined });
}

interface EncryptionInput extends Named {
  ServerSideEncryptionConfiguration?: {
    Rules?: { ApplyServerSideEncryptionByDefault?: { SSEAlgorithm?: string } }[];
  };
}

function putBucketEncryption(account: Account, input: EncryptionInput) {
  const [rule] = input.ServerSideEncryptionConfiguration?.Rules ?? [];
  return change(account, input, { encryption: rule?.ApplyServerSideEncryptionByDefault?.SSEAlgorithm ?? 'AES256' });
}

export const operations: Operations = {
  GetBucketVersioning: getBucketVersioning,
  GetPublicAccessBlock: getPublicAccessBlock,
  PutBucketAcl: putBucketAcl,
  PutBucketEncryption: putBucketEncryption,
  PutBucketLogging: putBucketLogging,
  PutBucketVersioning: putBucketVersioning,
  PutPublicAccessBlock: putPublicAccessBlock,
};
