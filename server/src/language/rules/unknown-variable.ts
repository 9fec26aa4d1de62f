/** `variable:name` where the variables block has no such name. */

import { rangeIn } from '../expressions.ts';
import { hint, nearest } from '../nearest.ts';
import type { Range } from '../problem.ts';
import { entryOf, resolve } from '../syntax/node.ts';
import { changeFix } from '../words.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'unknown-variable',
  severity: 'error',
  summary: 'A variable is read or changed that is not declared.',
  kinds: ['automation', 'change-template'],
  check({ view, symbols, known }, report) {
    if (!known('variables')) return;
    const names = [...symbols.variables.keys()];
    const missing = (place: Range, name: string): void =>
      report(place, `No variable "${name}" is declared${hint(name, names)}`, changeFix(place, nearest(name, names)));
    for (const { expression, body } of symbols.uses) {
      const { reference } = expression;
      // Behind a dot or bracket a part of the value is read.
      const name = reference.form === 'variable' ? (/^\s*([^.[\s]*)/.exec(reference.name)?.[1] ?? '') : undefined;
      if (name === undefined || symbols.variables.has(name)) continue;
      const start = body.start + expression.body.indexOf(name, 'variable:'.length);
      const place = { start, end: Math.min(body.end, start + name.length) };
      missing(name === '' ? body : place, name);
    }
    for (const { action, inputs } of view.all) {
      const node = action === 'aws:updateVariable' ? resolve(entryOf(inputs, 'Name')?.value) : undefined;
      const name = node?.type === 'scalar' ? /^variable:(.+)$/.exec(node.text)?.[1] : undefined;
      if (node?.type === 'scalar' && name !== undefined && !symbols.variables.has(name))
        missing(rangeIn(node, 'variable:'.length, node.text.length), name);
    }
  },
};
