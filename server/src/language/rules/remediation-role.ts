/** A remediation that runs by itself without a role: PutRemediationConfigurations wants AutomationAssumeRole, fixed. */

import { valuesOf } from '../kinds/config.ts';
import { remediationKinds } from '../kinds/index.ts';
import { isFilledIn } from '../kinds/template.ts';
import { get, resolve } from '../syntax/node.ts';
import { isMissing } from '../words.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'remediation-role',
  severity: 'error',
  summary: 'A remediation runs by itself and has no AutomationAssumeRole.',
  kinds: remediationKinds,
  check({ config }, report) {
    for (const { node, automatic, parameters } of config.remediations) {
      const value = resolve(automatic?.value);
      if (automatic === undefined || value?.type !== 'scalar' || !/^true$/i.test(value.text)) continue;
      const map = resolve(parameters?.value);
      if (map === undefined ? !isMissing(node, 'Parameters') : map.type !== 'map' || isFilledIn(map)) continue;
      if (
        map?.type === 'map' &&
        (map.entries.some(({ merged }) => merged) || !isMissing(map, 'AutomationAssumeRole'))
      ) {
        const role = valuesOf({ parameters }).find(({ key }) => key.text === 'AutomationAssumeRole');
        if (role !== undefined && get(role.value, 'ResourceValue') !== undefined)
          report(role.key, 'The role of an automatic remediation has to be a StaticValue');
      } else
        report(
          parameters?.key ?? automatic.key,
          'A remediation that is "Automatic" needs the parameter "AutomationAssumeRole"',
        );
    }
  },
};
