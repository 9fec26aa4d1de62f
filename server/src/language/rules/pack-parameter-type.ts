/** A type of parameter that conformance packs are not known to have: AWS uses String alone, the guide names five more. */

import { get } from '../syntax/node.ts';
import type { Rule } from './rule.ts';

const ofGuide = ['String', 'int', 'double', 'CSV', 'boolean', 'StringMap'];

export const rule: Rule = {
  id: 'pack-parameter-type',
  severity: 'warning',
  summary: 'A parameter of a conformance pack of a type that packs may not have.',
  kinds: ['conformance-pack'],
  check({ config }, report) {
    for (const { value } of config.template?.parameters.values() ?? []) {
      const type = get(value, 'Type');
      if (type?.type !== 'scalar' || type.value === null || type.text === 'String') continue;
      if (ofGuide.includes(type.text))
        report(type, `Conformance packs of AWS use the type String alone, not "${type.text}"`, {
          severity: 'information',
        });
      else report(type, `"${type.text}" is no type of a pack's parameter; expected "String"`);
    }
  },
};
