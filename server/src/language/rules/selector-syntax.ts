/** A `Selector` or `PropertySelector` that is not JSONPath, or that the guide does not describe. */

import { selectorsOf } from '../aws/selectors.ts';
import { rangeIn } from '../expressions.ts';
import { replaceFix } from '../words.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'selector-syntax',
  severity: 'error',
  mayWarn: true,
  summary: 'A selector is not JSONPath as Automation takes it.',
  kinds: ['automation'],
  check(subject, report) {
    for (const { node, selector } of selectorsOf(subject)) {
      for (const { start, end, grave, message, fix } of selector.faults) {
        const fixes = replaceFix(node, fix);
        const place = node.text === '' ? node : rangeIn(node, start, end);
        report(place, message, { ...(!grave && { severity: 'information' }), ...(fixes && { fixes }) });
      }
      // The guide asks for it; documents of AWS leave it out, and run.
      if (selector.faults.length === 0 && !selector.rooted) {
        const dot = /^\s*[.[]/.test(node.text) ? '$' : '$.';
        const fixes = replaceFix(node, dot + node.text.trim());
        report(node, 'A selector begins with "$"', { severity: 'information', ...(fixes && { fixes }) });
      }
    }
  },
};
