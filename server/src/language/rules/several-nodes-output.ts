/** Output of aws:runCommand read where it ran on several nodes: it is empty then. */

import type { Step } from '../kinds/steps.ts';
import { readsOf } from '../symbols.ts';
import { get, itemsOf, resolve } from '../syntax/node.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'several-nodes-output',
  severity: 'warning',
  summary: 'The output of aws:runCommand is read, and the command runs on several nodes.',
  kinds: ['automation'],
  check({ symbols }, report) {
    for (const { use, source } of readsOf('Output', symbols)) {
      if (source.action !== 'aws:runCommand' || !severalNodes(source)) continue;
      report(
        use.body,
        `"Output" is empty when a command runs on several nodes, as "${source.name}" does; read the output of each invocation instead`,
      );
    }
  },
};

function severalNodes({ inputs }: Step): boolean {
  const nodes = get(inputs, 'InstanceIds');
  if (nodes?.type === 'list') return nodes.items.length > 1;
  // A target by node ids can be a single one; a target by tag is never known to be.
  return itemsOf(get(inputs, 'Targets')).some((target) => {
    const key = resolve(get(target, 'Key'));
    return key?.type === 'scalar' && key.text.startsWith('tag:');
  });
}
