/** The same account twice in a list of accounts. */

import { ruleKinds } from '../kinds/index.ts';
import { get, itemsOf, type Node, resolve } from '../syntax/node.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'duplicate-account',
  severity: 'warning',
  summary: 'An account that stands twice in a list.',
  kinds: [...ruleKinds, 'conformance-pack-request'],
  check({ config }, report) {
    const lists: (Node | undefined)[] = [
      ...config.rules.flatMap(({ node, source }) => [
        get(node, 'ExcludedAccounts'),
        get(source?.value, 'DebugLogDeliveryAccounts'),
      ]),
      ...config.packs.map(({ node }) => get(node, 'ExcludedAccounts')),
    ];
    for (const list of lists) {
      const seen = new Set<string>();
      for (const item of itemsOf(list)) {
        const account = resolve(item);
        if (account?.type !== 'scalar' || account.value === null || account.tag !== undefined) continue;
        if (seen.has(account.text)) report(account, `"${account.text}" is already in this list`);
        seen.add(account.text);
      }
    }
  },
};
