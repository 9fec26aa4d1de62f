/** A Runtime that the guide no longer lists. */

import type { Step } from '../kinds/steps.ts';
import type { Fix } from '../problem.ts';
import { runtimeNamed } from '../scripts/embedded.ts';
import { get } from '../syntax/node.ts';
import { replaceFix } from '../words.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'runtime-retired',
  severity: 'warning',
  summary: 'A Runtime that is gone from the public list, or not on it yet.',
  kinds: ['automation'],
  check({ view }, report) {
    const all = everyRuntime(view.all);
    for (const { action, inputs } of view.all) {
      const node = action === 'aws:executeScript' ? get(inputs, 'Runtime') : undefined;
      if (node?.type !== 'scalar') continue;
      const runtime = runtimeNamed(node.text);
      if (runtime?.state === 'retired') {
        const fixes = replaceFix(node, runtime.use);
        report(node, `${node.text} is retired; use "${runtime.use}"`, {
          tag: 'deprecated',
          fixes: [...(fixes ?? []), ...(all === undefined ? [] : [all])],
        });
      } else if (runtime?.state === 'unverified')
        report(node, `${node.text} is not in the public list of runtimes`, { severity: 'information' });
    }
  },
};

/** The fix that updates the runtimes of all steps at once; undefined where there is only one to update. */
function everyRuntime(steps: readonly Step[]): Fix | undefined {
  const edits = steps.flatMap(({ action, inputs }) => {
    const node = action === 'aws:executeScript' ? get(inputs, 'Runtime') : undefined;
    const runtime = node?.type === 'scalar' ? runtimeNamed(node.text) : undefined;
    return node?.type === 'scalar' && runtime?.state === 'retired'
      ? (replaceFix(node, runtime.use) ?? []).flatMap((fix) => fix.edits)
      : [];
  });
  return edits.length < 2 ? undefined : { title: `Update the runtime of all ${edits.length} steps`, edits };
}
