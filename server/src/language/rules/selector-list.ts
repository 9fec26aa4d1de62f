/** A deep scan in a selector always gives a list; the type of its output is that of one value. */

import { isMany } from '../aws/select.ts';
import { selectorsOf } from '../aws/selectors.ts';
import { get } from '../syntax/node.ts';
import { replaceWith } from '../words.ts';
import type { Rule } from './rule.ts';

const single = new Set(['String', 'Integer', 'Boolean', 'StringMap']);

export const rule: Rule = {
  id: 'selector-list',
  severity: 'warning',
  summary: 'A selector that gives a list fills an output of a single value.',
  kinds: ['automation'],
  check(subject, report) {
    for (const { node, output, selector, selected } of selectorsOf(subject)) {
      if (output === undefined || !isMany(selector.segments)) continue;
      const type = get(output.node, 'Type');
      const declared = output.type ?? 'String';
      if (!single.has(declared)) continue;
      // A filter for one key is the documented way to one value.
      const filtered = selector.segments.every((each) => !each.deep && (each.kind !== 'elements' || each.filter));
      if (filtered && declared === 'String') continue;
      const maps = selected?.state === 'found' && /^\[*[#{@]/.test(selected.type);
      report(
        type?.type === 'scalar' ? type : node,
        `The selector gives a list, however many it finds; ${declared} holds it only when there is one`,
        type?.type === 'scalar' ? replaceWith(type, maps ? 'MapList' : 'StringList') : {},
      );
    }
  },
};
