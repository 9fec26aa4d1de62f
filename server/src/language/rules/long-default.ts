/**
 * A default that could not be given when a runbook is started: the API takes values of 1 to 512 characters and lists of at
 * most 50 items. Whether defaults are held to it no source says.
 */

import { parametersOf, textsOf } from '../declared.ts';
import { itemsOf, resolve } from '../syntax/node.ts';
import { blockMark } from '../words.ts';
import type { Rule } from './rule.ts';

const longest = 512;
const most = 50;

export const rule: Rule = {
  id: 'long-default',
  severity: 'information',
  summary: 'A default is longer than a value that can be given when the runbook is started.',
  kinds: ['automation', 'change-template'],
  check({ view }, report) {
    for (const { declaration, value } of parametersOf(view)) {
      const node = resolve(value);
      if (node === undefined) continue;
      const { name, entry } = declaration;
      if (itemsOf(node).length > most)
        report(entry.key, `The default of "${name}" has more items than the ${most} that a run can be given`);
      else if (textsOf(node).some(({ text }) => text.length > longest))
        report(
          node.type === 'scalar' ? blockMark(node) : entry.key,
          `The default of "${name}" is longer than the ${longest} characters that a run can be given`,
        );
    }
  },
};
