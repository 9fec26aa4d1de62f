/** `variable:name` where the variables block has no such name. */

import { hint } from '../nearest.ts';
import { entryOf, resolve } from '../syntax/node.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'unknown-variable',
  severity: 'error',
  summary: 'A variable is read or changed that is not declared.',
  kinds: ['automation', 'change-template'],
  check({ view, symbols, known }, report) {
    if (!known('variables')) return;
    const names = [...symbols.variables.keys()];
    for (const { expression, body } of symbols.uses) {
      const { reference } = expression;
      // Behind a dot or bracket a part of the value is read.
      const name = reference.form === 'variable' ? (/^\s*([^.[\s]*)/.exec(reference.name)?.[1] ?? '') : undefined;
      if (name !== undefined && !symbols.variables.has(name))
        report(body, `No variable "${name}" is declared${hint(name, names)}`);
    }
    for (const { action, inputs } of view.all) {
      const node = action === 'aws:updateVariable' ? resolve(entryOf(inputs, 'Name')?.value) : undefined;
      const name = node?.type === 'scalar' ? /^variable:(.+)$/.exec(node.text)?.[1] : undefined;
      if (node !== undefined && name !== undefined && !symbols.variables.has(name))
        report(node, `No variable "${name}" is declared${hint(name, names)}`);
    }
  },
};
