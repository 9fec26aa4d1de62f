/** SelectResourceConfig: a query over everything that Config has recorded. */

import type { SelectResourceConfigRequest } from '@aws-sdk/client-config-service';
import type { Json } from '../../../simulator/index.ts';
import type { Account } from '../../account.ts';
import { ServiceError } from '../../errors.ts';
import { pageOfStream } from '../../pages.ts';
import { accountType, arnOfItem, type Item, itemsOfType, recordedTypes } from '../items.ts';
import { tokenError } from '../rules.ts';
import { type Condition, parseQuery } from './parse.ts';
import { type Row, runQuery } from './run.ts';

export function selectResourceConfig(
  account: Account,
  { Expression = '', Limit, NextToken }: SelectResourceConfigRequest,
) {
  const query = parseQuery(Expression);
  if ('fault' in query) throw new ServiceError('InvalidExpressionException', `${query.fault}.`);
  const types = typesIn(query.where) ?? recordedTypes(account).filter((type) => type !== accountType);
  const rows = function* (): Generator<Row, void> {
    for (const type of types) for (const item of itemsOfType(account, type)) yield rowOf(account, item);
  };
  const request = { MaxResults: Limit || 25, NextToken };
  const page = pageOfStream(`SelectResourceConfig ${Expression}`, runQuery(query, rows()), request, 100, tokenError);
  return {
    Results: page.items.map((each) => JSON.stringify(each)),
    QueryInfo: { SelectFields: query.select.map(({ name }) => ({ Name: name })) },
    NextToken: page.NextToken,
  };
}

/** The types that a condition leaves, where it names them: there is no need to look at others then. */
function typesIn(where: Condition | undefined): string[] | undefined {
  if (where?.type === 'and') return where.parts.map(typesIn).find((types) => types !== undefined);
  if (where?.type === 'compare' && where.field === 'resourceType' && where.operator === '=')
    return [String(where.value)];
  return where?.type === 'in' && where.field === 'resourceType' ? where.values.map(String) : undefined;
}

function rowOf(account: Account, item: Item): Row {
  const { accountId, region } = account.settings;
  return (property): Json | undefined => {
    switch (property) {
      case 'resourceId':
        return item.id;
      case 'resourceType':
        return item.type;
      case 'resourceName':
        return item.name === '' ? undefined : item.name;
      case 'arn':
        return arnOfItem(account, item);
      case 'accountId':
        return accountId;
      case 'awsRegion':
        return item.type.startsWith('AWS::IAM::') ? 'global' : region;
      case 'availabilityZone':
        return item.machine?.zone;
      case 'resourceCreationTime':
        return new Date(item.created).toISOString();
      case 'tags':
        return Object.entries(item.tags).map(([key, value]) => ({ key, value, tag: `${key}=${value}` }));
      case 'configuration':
        return item.configuration();
      default:
        return undefined;
    }
  };
}
