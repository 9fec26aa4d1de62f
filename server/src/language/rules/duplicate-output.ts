/** Two outputs of a step under one name: only one of them can be read. */

import { renamed } from '../words.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'duplicate-output',
  severity: 'warning',
  summary: 'A step declares two outputs of the same name.',
  kinds: ['automation', 'change-template'],
  check({ view }, report) {
    for (const { outputs } of view.all) {
      const taken = new Set(outputs.map(({ name }) => name));
      const seen = new Map<string, { start: number; end: number }>();
      for (const { name, nameNode } of outputs) {
        const first = seen.get(name);
        if (first === undefined) seen.set(name, { start: nameNode.start, end: nameNode.end });
        else
          report(nameNode, `This step has another output named "${name}"`, {
            related: [{ ...first, message: 'The first one is here' }],
            ...renamed(nameNode, name, taken),
          });
      }
    }
  },
};
