/** A resource in a conformance pack that is neither a rule nor a remediation; a pack takes nothing else. */

import { textRange } from '../kinds/template.ts';
import { nearest } from '../nearest.ts';
import { entryOf } from '../syntax/node.ts';
import { changeFix } from '../words.ts';
import type { Rule } from './rule.ts';

const types = ['AWS::Config::ConfigRule', 'AWS::Config::RemediationConfiguration'];

export const rule: Rule = {
  id: 'pack-resource-type',
  severity: 'error',
  summary: 'A resource of a type that a conformance pack does not take.',
  kinds: ['conformance-pack'],
  check({ config }, report) {
    for (const { type, typeNode, entry } of config.template?.resources ?? []) {
      if (type === undefined || typeNode === undefined || types.includes(type)) continue;
      const guess = nearest(type, types);
      report(
        typeNode,
        `A conformance pack has no "${type}"; ${guess === undefined ? 'only rules and remediations' : `did you mean "${guess}"?`}`,
        changeFix(textRange(typeNode), entryOf(entry.value, 'Properties') === undefined ? undefined : guess),
      );
    }
  },
};
