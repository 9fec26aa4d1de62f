/** A Command document of an older schema: no order of steps, no preconditions, no parameters as variables. */

import { pluginNamed } from '../catalogue.ts';
import { get, textOf } from '../syntax/node.ts';
import { replaceWith } from '../words.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'old-schema',
  severity: 'information',
  summary: 'A Command document of schemaVersion 1.2 or 2.0.',
  kinds: ['command'],
  check({ root, view }, report) {
    const node = get(root, 'schemaVersion');
    const version = textOf(node);
    if (node?.type !== 'scalar' || version === undefined || !/^(?:1\.2|2\.0)/.test(version)) return;
    // A policy of State Manager is of 2.0, and stays so; what cannot be read may be one.
    const policy = (action: string | undefined): boolean =>
      pluginNamed(action) === undefined || /^aws:(?:softwareInventory|refreshAssociation)$/.test(action ?? '');
    if (version !== '1.2' && (view.all.length === 0 || view.all.some(({ action }) => policy(action)))) return;
    const lacks = version === '1.2' ? 'steps in order, preconditions' : 'preconditions';
    report(
      node,
      `schemaVersion ${version} has no ${lacks} and no parameters as variables of a script; 2.2 has`,
      version === '1.2' ? {} : replaceWith(node, '2.2'),
    );
  },
};
