/** Values to wait for, or to insist on, that the property never has. */

import { plainText } from '../aws/calls.ts';
import { valuesOf } from '../aws/members.ts';
import type { TypeCode } from '../aws/model.ts';
import { selectorsOf } from '../aws/selectors.ts';
import { hint, nearest } from '../nearest.ts';
import { get, itemsOf, type ScalarNode } from '../syntax/node.ts';
import { replaceFix } from '../words.ts';
import type { Report, Rule } from './rule.ts';

export const rule: Rule = {
  id: 'api-desired-values',
  severity: 'warning',
  summary: 'A desired value that the property never has.',
  kinds: ['automation'],
  check(subject, report) {
    for (const { step, output, call, selected } of selectorsOf(subject)) {
      if (output !== undefined) continue;
      const model = call?.model;
      const type: TypeCode | undefined = selected?.state === 'found' ? selected.type : undefined;
      const values = model === undefined || type === undefined ? undefined : valuesOf(model, type);
      const desired = itemsOf(get(step.inputs, 'DesiredValues'));
      // One value that never comes does no harm beside one that does.
      const hopeless = desired.every((item) => values?.includes(plainText(item)?.text ?? '') === false);
      for (const item of desired) {
        const value = plainText(item);
        if (value === undefined) continue;
        if (/^(?:true|false)$/i.test(value.text)) checkBoolean(value, type, report);
        else if (values !== undefined && values.length > 0 && !values.includes(value.text)) {
          const fixes = replaceFix(value, nearest(value.text, values));
          report(value, `"${value.text}" is not among the known values${hint(value.text, values)}`, {
            severity: hopeless ? 'warning' : 'information',
            ...(fixes && { fixes }),
          });
        }
      }
    }
  },
};

/** Values are compared as Python writes them: `True`. A text of the answer may well be "true". */
function checkBoolean(value: ScalarNode, type: TypeCode | undefined, report: Report): void {
  if (type !== 'b' || value.text === 'True' || value.text === 'False') return;
  const text = value.text.toLowerCase() === 'true' ? 'True' : 'False';
  const fixes = replaceFix(value, value.style === 'plain' ? `"${text}"` : text);
  report(value, `A Boolean is compared as "${text}", with a capital`, fixes && { fixes });
}
