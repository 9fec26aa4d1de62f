/** An allowedPattern that the agent finds anywhere in a value: what stands around it passes too. */

import { parametersOf, patternOf } from '../declared.ts';
import { rangeIn } from '../expressions.ts';
import { anchorage } from '../patternMatch.ts';
import type { Fix } from '../problem.ts';
import type { ScalarNode } from '../syntax/node.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'unanchored-pattern',
  severity: 'warning',
  summary: 'An allowedPattern is not bound to both ends of the value, so it lets more through than it seems.',
  kinds: ['command', 'session'],
  check({ view, symbols }, report) {
    const pasted = new Set(
      symbols.uses.flatMap(({ place, expression }) => (place === 'script' ? [expression.body] : [])),
    );
    for (const declared of parametersOf(view)) {
      const found = patternOf(declared);
      if (found === undefined || found.pattern.faults.length > 0 || found.node.text === '') continue;
      const bound = anchorage(found.pattern);
      if (bound === 'both') continue;
      const { node } = found;
      report(
        rangeIn(node, 0, node.text.length),
        // The service checks too, perhaps the whole value; where the value becomes part of a script, perhaps is not enough.
        'The agent looks for the pattern anywhere in the value; bind it to both ends: "^(…)$"',
        {
          severity: bound === 'none' && pasted.has(declared.declaration.name) ? 'warning' : 'information',
          ...anchored(node),
        },
      );
    }
  },
};

function anchored(node: ScalarNode): { fixes?: Fix[] } {
  const { text } = node;
  if (/[\n^$]/.test(text) || node.style === 'literal' || node.style === 'folded') return {};
  const group = text.includes('|') ? ['^(', ')$'] : ['^', '$'];
  const { start, end } = rangeIn(node, 0, text.length);
  const edits = [
    { start, end: start, text: group[0] ?? '' },
    { start: end, end, text: group[1] ?? '' },
  ];
  return { fixes: [{ title: 'Bind it to both ends', edits }] };
}
