/** The outline of a policy: its variables and rules, with the conditions of those; and what of it can be folded. */

import type { Part } from '../document.ts';
import type { Fold, OutlineItem } from '../outline.ts';
import type { Range } from '../problem.ts';
import { policyOf } from './policy.ts';
import type { Statement } from './tree.ts';
import { eachStatement } from './types.ts';

export function policyOutline({ root }: Part): OutlineItem[] {
  const policy = policyOf(root);
  const item = (each: Statement): OutlineItem[] => {
    const range = policy.place(each);
    if (each.type === 'let')
      return [
        { name: each.name.text, detail: '', kind: 'variable', range, selection: policy.place(each.name), children: [] },
      ];
    if (each.type === 'rule') {
      const children = each.body.statements.flatMap(item);
      const parameters = each.parameters.map(({ text }) => text).join(', ');
      const detail = parameters === '' ? conditionText(policy.text, each.conditions) : `(${parameters})`;
      return [{ name: each.name.text, detail, kind: 'step', range, selection: policy.place(each.name), children }];
    }
    if (each.type === 'type')
      return [
        { name: each.name.text, detail: '', kind: 'section', range, selection: policy.place(each.name), children: [] },
      ];
    return [];
  };
  return policy.statements.flatMap(item);
}

function conditionText(text: string, conditions: readonly Statement[]): string {
  const [first, ...more] = conditions;
  if (first === undefined) return '';
  const line = text.slice(first.start, first.end).split('\n', 1)[0] ?? '';
  return `when ${line.length > 50 ? `${line.slice(0, 49)}…` : line}${more.length > 0 ? ' …' : ''}`;
}

/** Blocks and lists over more than one line; comments are folded as everywhere. */
export function policyFolds({ root }: Part): Fold[] {
  const policy = policyOf(root);
  const found: Fold[] = [];
  const add = (range: Range): void => {
    if (policy.text.slice(range.start, range.end).includes('\n'))
      found.push({ ...policy.place(range), kind: 'region' });
  };
  eachStatement(policy, (each) => {
    if ('body' in each) add({ start: each.start, end: each.body.end });
    else if (each.type === 'let' && each.value !== undefined) add(each);
    if ('message' in each && each.message !== undefined) add(each.message);
  });
  return found;
}
