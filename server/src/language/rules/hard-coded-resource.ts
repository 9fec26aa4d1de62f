/** An account or a Region written into the inputs of a runbook: it works in that place alone. */

import { rangeIn } from '../expressions.ts';
import { entriesOf, itemsOf, type Node, resolve, type ScalarNode } from '../syntax/node.ts';
import type { Rule } from './rule.ts';

/** ARNs with an account or a Region. Ids, such as of an image, are too often what a runbook is written for. */
const arn = /\barn:aws[a-z-]*:[a-z0-9-]+:(?:[a-z]{2}-[a-z-]+-\d:|[a-z0-9-]*:\d{12}:)[\w:/.*-]*/g;

export const rule: Rule = {
  id: 'hard-coded-resource',
  severity: 'hint',
  summary: 'An ARN in the inputs of a step holds for one account or Region.',
  kinds: ['automation'],
  check({ view }, report) {
    const told = new Set<string>();
    for (const { inputs } of view.all) {
      for (const node of textsIn(inputs)) {
        for (const { 0: found, index } of node.text.matchAll(arn)) {
          // The accounts of samples stand for whatever account it will be.
          if (told.has(found) || /:(?:111122223333|123456789012):/.test(found)) continue;
          told.add(found);
          report(
            rangeIn(node, index, index + found.length),
            `This names one account or Region; with {{ global:ACCOUNT_ID }}, {{ global:REGION }} and {{ global:AWS_PARTITION }} it works in others`,
          );
        }
      }
    }
  },
};

/** The texts of inputs, without scripts, which have ways of their own, and the steps of a loop, which are steps. */
function* textsIn(node: Node | undefined, depth = 0): Generator<ScalarNode> {
  const value = node?.type === 'alias' ? undefined : resolve(node);
  if (value === undefined || depth > 20) return;
  if (value.type === 'scalar') {
    if (value.value !== null && !value.unknown && !value.text.includes('\n')) yield value;
  } else if (value.type === 'list') for (const item of itemsOf(value)) yield* textsIn(item, depth + 1);
  else
    for (const { key, value: inner } of entriesOf(value)) {
      if (key.text !== 'Script' && key.text !== 'Steps') yield* textsIn(inner, depth + 1);
    }
}
