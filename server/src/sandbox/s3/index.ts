/**
 * The buckets of the account: what runbooks change of them, so that a remediation really mends what a rule has found, and the
 * objects that commands have left there.
 */

import type { JsonMap } from '../../simulator/index.ts';
import type { Account } from '../account.ts';
import { resourceChanged } from '../config/evaluation.ts';
import { ServiceError } from '../errors.ts';
import type { Operations } from '../operations.ts';
import { bucketNamed, bucketsOf, bucketType } from './buckets.ts';
import { getObject, listObjectsV2 } from './objects.ts';

interface Named {
  Bucket?: string;
}

function change(account: Account, input: Named, configuration: JsonMap): object {
  const bucket = bucketNamed(account, input.Bucket ?? '');
  Object.assign(bucket.configuration, configuration);
  resourceChanged(account, bucketType, bucket.id);
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
  return bucketNamed(account, input.Bucket ?? '').configuration.versioning === 'Enabled' ? { Status: 'Enabled' } : {};
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
  const isWhole = bucketNamed(account, input.Bucket ?? '').configuration.blockPublicAccess === true;
  return { PublicAccessBlockConfiguration: Object.fromEntries(blocks.map((name) => [name, isWhole])) };
}

function putBucketAcl(account: Account, input: Named & { ACL?: string }) {
  const { ACL = 'private' } = input;
  const isPublic = ACL.startsWith('public-');
  if (isPublic && bucketNamed(account, input.Bucket ?? '').configuration.blockPublicAccess === true)
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

function listBuckets(account: Account) {
  const Buckets = bucketsOf(account).map(({ id, created }) => ({ Name: id, CreationDate: new Date(created) }));
  return { Buckets };
}

export const operations: Operations = {
  GetBucketVersioning: getBucketVersioning,
  GetObject: getObject,
  GetPublicAccessBlock: getPublicAccessBlock,
  ListBuckets: listBuckets,
  ListObjectsV2: listObjectsV2,
  PutBucketAcl: putBucketAcl,
  PutBucketEncryption: putBucketEncryption,
  PutBucketLogging: putBucketLogging,
  PutBucketVersioning: putBucketVersioning,
  PutPublicAccessBlock: putPublicAccessBlock,
};
