/** Values of a remediation: more than the service takes, or none at all. */

import { valuesOf } from '../kinds/config.ts';
import { remediationKinds } from '../kinds/index.ts';
import { given } from '../kinds/template.ts';
import { get, resolve } from '../syntax/node.ts';
import type { Rule } from './rule.ts';

const most = 25;

export const rule: Rule = {
  id: 'remediation-values',
  severity: 'error',
  mayWarn: true,
  summary: 'More parameters of a remediation than the service takes, or one without a value.',
  kinds: remediationKinds,
  check({ config }, report) {
    for (const remediation of config.remediations) {
      const values = valuesOf(remediation);
      if (values.length > most && remediation.parameters !== undefined)
        report(
          remediation.parameters.key,
          `A remediation has at most ${most} parameters; this one has ${values.length}`,
        );
      for (const { value } of values) {
        const list = given(get(value, 'StaticValue'), 'Values');
        const items = resolve(list?.value);
        if (list !== undefined && items?.type === 'list' && items.items.length === 0)
          report(list.key, '"Values" is empty', { severity: 'warning' });
      }
    }
  },
};
