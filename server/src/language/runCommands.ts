/** What `aws:runCommand` steps tell about the nodes they run on. */

import type { Step } from './kinds/steps.ts';
import { get, itemsOf, resolve } from './syntax/node.ts';

/** True for a step that surely runs on several nodes, of which no single output comes back. */
export function severalNodes({ inputs }: Step): boolean {
  const nodes = get(inputs, 'InstanceIds');
  if (nodes?.type === 'list') return nodes.items.length > 1;
  // A target by node ids can be a single one; a target by tag is never known to be.
  return itemsOf(get(inputs, 'Targets')).some((target) => {
    const key = resolve(get(target, 'Key'));
    return key?.type === 'scalar' && key.text.startsWith('tag:');
  });
}
