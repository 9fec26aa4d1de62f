/** A condition with two operators: which of them counts is nowhere said. */

import { definition } from '../catalogue.ts';
import { conditionsOf } from '../jumps.ts';
import { entriesOf } from '../syntax/node.ts';
import type { Rule } from './rule.ts';

// A misspelt key is no second operator.
const condition = definition('automation.schema.json#condition').properties ?? {};
const operators = new Set(Object.keys(condition).filter((key) => key !== 'Variable'));

export const rule: Rule = {
  id: 'condition-operators',
  severity: 'warning',
  summary: 'A condition has more than one operator.',
  kinds: ['automation', 'change-template'],
  check({ view }, report) {
    for (const step of view.all) {
      for (const condition of conditionsOf(step)) {
        const [first, second] = entriesOf(condition).filter(({ key }) => operators.has(key.text));
        if (first === undefined || second === undefined) continue;
        report(
          second.key,
          `A condition has one operator; "${first.key.text}" is there already. Join two conditions with "And" or "Or"`,
        );
      }
    }
  },
};
