/** A rule of the RDK whose source does not add up: a managed rule with code, or one that nothing triggers. */

import { given } from '../kinds/template.ts';
import { get } from '../syntax/node.ts';
import { isMissing } from '../words.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'rdk-source',
  severity: 'warning',
  summary: 'A rule of the Rule Development Kit with a source that does not add up.',
  kinds: ['rdk-rule'],
  check({ config, root }, report) {
    if (root.type !== 'map') return;
    for (const { node, owner, frequency, typesEntry } of config.rules) {
      for (const key of owner === 'AWS' ? ['SourceRuntime', 'CodeKey'] : []) {
        const entry = given(node, key);
        if (entry !== undefined)
          report(entry.key, `"${key}" has no use beside "SourceIdentifier": a managed rule has no code`);
      }
      const name = get(node, 'RuleName');
      if (name !== undefined && isMissing(root, 'Version'))
        report(name, '"Version" is not given; the kit writes "1.0"', { severity: 'information' });
      if (owner !== 'AWS' && frequency === undefined && typesEntry === undefined && name !== undefined)
        report(name, 'Nothing triggers this rule: it has neither "SourceEvents" nor "SourcePeriodic"', {
          severity: 'information',
        });
    }
  },
};
