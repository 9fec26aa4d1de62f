/** Two steps of one name: jumps and references cannot tell them apart. */

import type { Step } from '../kinds/steps.ts';
import { renamed } from '../words.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'duplicate-step',
  severity: 'error',
  mayWarn: true,
  summary: 'Two steps have the same name.',
  check({ view }, report) {
    const taken = new Set(view.all.map(({ name }) => name ?? ''));
    const seen = new Map<string, Step>();
    for (const step of view.all) {
      if (step.name === undefined || step.nameNode === undefined) continue;
      const first = seen.get(step.name);
      if (first?.nameNode === undefined) seen.set(step.name, step);
      else {
        // Whether a name may come again in the body of another loop, no source says.
        const severity = first.loop === step.loop ? 'error' : 'warning';
        report(step.nameNode, `Another step is named "${step.name}"`, {
          severity,
          related: [{ ...place(first.nameNode), message: 'The first one is here' }],
          ...renamed(step.nameNode, step.name, taken),
        });
      }
    }
  },
};

function place({ start, end }: { start: number; end: number }): { start: number; end: number } {
  return { start, end };
}
