/** A default that its own allowedPattern refuses. An empty one is left alone: by custom it means "not given". */

import { parametersOf, patternOf, textsOf } from '../declared.ts';
import { finds } from '../patternMatch.ts';
import { literalFit } from '../types.ts';
import { shorten } from '../words.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'default-pattern',
  severity: 'warning',
  summary: 'The default of a parameter does not match its allowedPattern.',
  kinds: ['automation', 'change-template', 'command', 'session'],
  check({ view }, report) {
    for (const declared of parametersOf(view)) {
      const { value, type } = declared;
      if (value === undefined || (type !== 'String' && type !== 'StringList')) continue;
      const found = patternOf(declared);
      if (found === undefined || literalFit(value, type) === 'never') continue;
      for (const node of textsOf(value)) {
        // A default such as "arn:aws:iam::{AccountId}:role/x" is there to be filled in by hand.
        if (node.text === '' || /\{[^{}]+\}|<[^<>]+>/.test(node.text)) continue;
        if (finds(found.pattern, node.text) !== false) continue;
        const place = node.text.includes('\n') ? { start: node.start, end: node.start + 1 } : node;
        const { start, end } = found.node;
        const related = found.node.text.includes('\n') ? [] : [{ start, end, message: 'The pattern is here' }];
        report(place, `The default "${shorten(node.text)}" does not match the allowedPattern`, { related });
      }
    }
  },
};
