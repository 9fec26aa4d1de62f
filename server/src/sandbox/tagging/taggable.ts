/** Everything in the account that has tags, with its ARN, read from where it lives. */

import type { TagFilter } from '@aws-sdk/client-resource-groups-tagging-api';
import type { Account } from '../account.ts';
import { accountType, arnOfItem, itemsOfType, recordedTypes } from '../config/items.ts';
import { tagsOf as ec2TagsOf } from '../ec2/tags.ts';
import { machinesOf } from '../fleet.ts';
import { documentsOf } from '../ssm/documents.ts';
import { parametersOf } from '../ssm/parameters.ts';
import { tagsOf } from '../ssm/tags.ts';

export interface Tagged {
  arn: string;
  /** As filters name it, such as `ec2:instance`. */
  type: string;
  /** As AWS Config and resource groups name it, such as `AWS::EC2::Instance`. */
  resourceType: string;
  tags: Readonly<Record<string, string>>;
}

/** True for what has all these tags; a key alone stands for any value. */
export function hasTags({ tags }: Pick<Tagged, 'tags'>, filters: readonly TagFilter[]): boolean {
  return filters.every(
    ({ Key = '', Values = [] }) =>
      Object.hasOwn(tags, Key) && (Values.length === 0 || Values.includes(tags[Key] ?? '')),
  );
}

/** One after the other: a fleet is large. Terminated instances are not among them. */
export function* taggedResources(account: Account): Generator<Tagged, void> {
  for (const { id, tags, state } of machinesOf(account))
    if (state !== 'terminated')
      yield id.startsWith('mi-')
        ? {
            arn: account.arn('ssm', `managed-instance/${id}`),
            type: 'ssm:managed-instance',
            resourceType: 'AWS::SSM::ManagedInstance',
            tags,
          }
        : {
            arn: account.arn('ec2', `instance/${id}`),
            type: 'ec2:instance',
            resourceType: 'AWS::EC2::Instance',
            tags,
          };
  for (const type of recordedTypes(account)) {
    if (type === accountType || type === 'AWS::EC2::Instance' || type.startsWith('AWS::SSM::')) continue;
    for (const item of itemsOfType(account, type)) {
      const arn = arnOfItem(account, item);
      const tags = type.startsWith('AWS::EC2::') ? { ...ec2TagsOf(account, item.id), ...item.tags } : item.tags;
      if (Object.keys(tags).length > 0) yield { arn, type: typeOf(arn), resourceType: type, tags };
    }
  }
  yield* ofSystemsManager(account, 'Document', 'document', Object.keys(documentsOf(account)));
  yield* ofSystemsManager(account, 'Parameter', 'parameter', Object.keys(parametersOf(account)));
}

function* ofSystemsManager(account: Account, kind: string, word: string, names: string[]): Generator<Tagged, void> {
  for (const name of names) {
    const list = tagsOf(account).get(kind, name);
    const tags = Object.fromEntries(list.map(({ Key = '', Value = '' }) => [Key, Value]));
    const arn = account.arn('ssm', `${word}/${name.replace(/^\//, '')}`);
    if (list.length > 0) yield { arn, type: `ssm:${word}`, resourceType: `AWS::SSM::${kind}`, tags };
  }
}

/** `arn:aws:rds:eu-west-1:123456789012:db:orders` is of the type `rds:db`, a bucket of the type `s3`. */
function typeOf(arn: string): string {
  const [, , service = '', , , resource = '', more] = arn.split(':');
  const word = more === undefined && !resource.includes('/') ? '' : resource.split('/')[0];
  return word === '' ? service : `${service}:${word}`;
}
