/** The buckets of the account: those that AWS Config sees. */

import type { Account } from '../account.ts';
import { estateOf, type Resource } from '../config/estate.ts';
import { ServiceError } from '../errors.ts';

export const bucketType = 'AWS::S3::Bucket';

export function bucketsOf(account: Account): Resource[] {
  return estateOf(account).filter(({ type }) => type === bucketType);
}

/** Throws `NoSuchBucket`. */
export function bucketNamed(account: Account, name: string): Resource {
  const found = bucketsOf(account).find(({ id }) => id === name);
  if (found === undefined) throw new ServiceError('NoSuchBucket', 'The specified bucket does not exist', 404);
  return found;
}
