/** A precondition that can hold on no node, or on every one: the agent compares its two texts and nothing else. */

import { expressionsIn } from '../expressions.ts';
import { get, itemsOf, resolve, type ScalarNode } from '../syntax/node.ts';
import { replaceWith } from '../words.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'precondition-form',
  severity: 'error',
  summary: 'The two arguments of a precondition are not a platform test and not a parameter test.',
  kinds: ['command'],
  check({ view }, report) {
    for (const { node } of view.all) {
      const list = get(get(node, 'precondition'), 'StringEquals');
      const [first, second, third] = itemsOf(list).map(resolve);
      if (
        first?.type !== 'scalar' ||
        second?.type !== 'scalar' ||
        third !== undefined ||
        first.unknown ||
        second.unknown
      )
        continue;
      const both: readonly ScalarNode[] = [first, second];
      const braced = both.find(({ text }) => /^\s*\{\{\s*platformType\s*\}\}\s*$/.test(text));
      const platform = both.find(({ text }) => text === 'platformType');
      if (braced !== undefined)
        report(braced, '"platformType" is written without braces', replaceWith(braced, 'platformType'));
      else if (first.text === second.text)
        report(second, 'The two arguments are the same text, so the agent fails the step');
      else if (platform === undefined && !both.some(({ text }) => expressionsIn(text).length > 0)) {
        report(first, 'Neither argument is "platformType" or holds a {{ parameter }}, so the agent fails the step');
      }
    }
  },
};
