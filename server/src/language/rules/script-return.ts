/** A Selector that takes a key which the handler never returns. */

import { hint, nearest } from '../nearest.ts';
import { scriptOf } from '../scripts/embedded.ts';
import { keysReturned, readPython } from '../scripts/python.ts';
import { get, itemsOf, textOf } from '../syntax/node.ts';
import { replaceWith } from '../words.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'script-return',
  severity: 'hint',
  summary: 'An output selects a key that the script does not return.',
  kinds: ['automation'],
  check(subject, report) {
    for (const step of subject.view.all) {
      const script = step.action === 'aws:executeScript' ? scriptOf(subject, step) : undefined;
      if (script?.language !== 'python' || script.placeholder) continue;
      const { faults, functions, names } = readPython(script.text);
      const handler = functions.findLast((each) => each.name === textOf(get(step.inputs, 'Handler'))?.trim());
      if (faults.length > 0 || handler === undefined || names.has(handler.name)) continue;
      const keys = keysReturned(handler);
      if (keys === undefined) continue;
      for (const item of itemsOf(get(step.node, 'outputs'))) {
        const selector = get(item, 'Selector');
        const key = /^\$\.Payload\.([\w-]+)/.exec(textOf(selector) ?? '')?.[1];
        const guess = key === undefined ? undefined : nearest(key, keys);
        if (selector !== undefined && key !== undefined && !keys.has(key))
          report(
            selector,
            `"${handler.name}" returns no "${key}"${hint(key, [...keys])}`,
            selector.type === 'scalar' ? replaceWith(selector, guess && selector.text.replace(key, guess)) : {},
          );
      }
    }
  },
};
