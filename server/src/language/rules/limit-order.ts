/** A smallest size above the largest, or below nothing: no value can meet it. */

import { numberOf, parametersOf, scalarOf } from '../declared.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'limit-order',
  severity: 'error',
  summary: 'A minimum of a parameter is above its maximum, or a limit is negative.',
  kinds: ['automation', 'change-template', 'command', 'session'],
  check({ view }, report) {
    for (const declared of parametersOf(view)) {
      for (const unit of ['Items', 'Chars']) {
        const [min, max] = [`min${unit}`, `max${unit}`];
        const least = numberOf(declared, min);
        const most = numberOf(declared, max);
        for (const key of [min, max]) {
          const node = scalarOf(declared, key);
          if (node !== undefined && (numberOf(declared, key) ?? 0) < 0) report(node, `"${key}" cannot be negative`);
        }
        const node = scalarOf(declared, min);
        if (node === undefined || least === undefined || most === undefined || most < 0) continue;
        if (least > most) report(node, `"${min}" is above "${max}", which is ${most}: no value can have both`);
      }
    }
  },
};
