/** A policy of AWS Config that is written for a template: an item has no `Resources`, so that it never applies. */

import { eachQuery, eachStatement } from '../guard/types.ts';
import { policyRule } from './policyRule.ts';

export const rule = policyRule(
  {
    id: 'guard-template-shape',
    severity: 'warning',
    summary: 'The policy of a Config rule goes through a template, where it gets a configuration item.',
  },
  (policy, report, { part }) => {
    if (!part.embedded) return;
    let told = false;
    const tell = (range: { start: number; end: number }, what: string): void => {
      if (!told)
        report(
          range,
          `${what} of a template; a Config rule gets one configuration item, with "resourceType" and "configuration" at its top`,
        );
      told = true;
    };
    eachQuery(policy, ({ query: { segments }, path }) => {
      const [first, second] = segments;
      const top = path?.length === 0 && first?.type === 'key' && first.name === 'Resources';
      if (first !== undefined && top && second !== undefined) tell(first, '"Resources" is a section');
    });
    eachStatement(policy, (each) => {
      if (each.type === 'type') tell(each.name, `"${each.name.text}" is a block for the resources`);
    });
  },
);
