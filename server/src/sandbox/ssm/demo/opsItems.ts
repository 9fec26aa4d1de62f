/** The OpsItems that a new account has: what is odd about the fleet, and work that was done. */

import type { Account } from '../../account.ts';
import { digitsOf } from '../../chance.ts';
import { managedNodes } from '../../fleet.ts';
import type { StoredOpsItem } from '../opsItems.ts';

const hour = 3_600_000;

export function firstOpsItems(account: Account): Record<string, StoredOpsItem> {
  const nodes = managedNodes(account);
  const node = (index: number) => nodes[index % Math.max(1, nodes.length)];
  const about = (index: number): StoredOpsItem['data'] => {
    const machine = node(index);
    if (machine === undefined) return {};
    const arn = machine.id.startsWith('mi-')
      ? account.arn('ssm', `managed-instance/${machine.id}`)
      : account.arn('ec2', `instance/${machine.id}`);
    return { '/aws/resources': { Type: 'SearchableString', Value: JSON.stringify([{ arn }]) } };
  };
  const made = (
    hoursAgo: number,
    title: string,
    given: Pick<StoredOpsItem, 'source' | 'description'> & Partial<StoredOpsItem>,
  ): StoredOpsItem => {
    const created = account.now() - hoursAgo * hour;
    const by = `arn:aws:iam::${account.settings.accountId}:user/operator`;
    return {
      id: `oi-${digitsOf(account, 12, 'opsitem', title)}`,
      title,
      type: '/aws/issue',
      status: 'Open',
      created,
      createdBy: by,
      modified: created,
      modifiedBy: by,
      version: 1,
      data: {},
      related: [],
      notify: [],
      times: {},
      ...given,
    };
  };
  const name = (index: number): string => node(index)?.name ?? 'a node';
  const list = [
    made(3, `Lost connection to ${name(5)}`, {
      source: 'ssm',
      description: 'The agent has not been heard of for a while.',
      severity: '2',
      priority: 1,
      category: 'Availability',
      data: about(5),
    }),
    made(26, `Outdated agent on ${name(3)}`, {
      source: 'ssm',
      description: 'AWS-UpdateSSMAgent brings it to the latest version.',
      severity: '3',
      priority: 3,
      category: 'Security',
      data: {
        ...about(3),
        '/aws/automations': {
          Type: 'SearchableString',
          Value: '[{"automationId":"AWS-UpdateSSMAgent","automationType":"AWS:SSM:Automation"}]',
        },
      },
    }),
    made(50, 'Critical patches are missing in production', {
      source: 'Patch Manager',
      description: 'The patch scan of production found nodes that lack critical patches.',
      severity: '1',
      priority: 2,
      category: 'Security',
      status: 'InProgress',
    }),
    made(75, `${name(9)} is stopped and still paid for`, {
      source: 'cost-review',
      description: 'Nobody has started it for two days.',
      severity: '4',
      category: 'Cost',
      data: about(9),
    }),
    made(190, 'Certificate of the shop runs out', {
      source: 'acm',
      description: 'It was renewed.',
      severity: '2',
      category: 'Recovery',
      status: 'Resolved',
    }),
  ];
  return Object.fromEntries(list.map((item) => [item.id, item]));
}
