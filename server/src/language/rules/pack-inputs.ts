/** Values that a request gives to a conformance pack: a name twice, or one that the template lacks; and what it misses. */

import { given, textRange } from '../kinds/template.ts';
import { hint, nearest } from '../nearest.ts';
import { entriesOf, get } from '../syntax/node.ts';
import { changeFix, quotedAll } from '../words.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'pack-inputs',
  severity: 'error',
  mayWarn: true,
  summary: 'Input parameters of a conformance pack that do not fit its template.',
  kinds: ['conformance-pack-request', 'cloudformation-template'],
  check({ config }, report) {
    for (const { node, inputs, template } of config.packs) {
      const names = inputs.map(({ name }) => name?.text);
      inputs.forEach(({ name }, index) => {
        if (name === undefined) return;
        if (names.indexOf(name.text) < index) report(name.place, `"${name.text}" is given twice`);
        else if (template !== undefined && !template.parameters.has(name.text)) {
          const free = [...template.parameters.keys()].filter((each) => !names.includes(each));
          report(name.place, `The template has no parameter "${name.text}"${hint(name.text, free)}`, {
            severity: 'warning',
            ...changeFix(textRange(name.node), nearest(name.text, free)),
          });
        }
      });
      if (template === undefined || names.includes(undefined)) continue;
      const missing = [...template.parameters].filter(
        ([name, { value }]) =>
          get(value, 'Default') === undefined &&
          !names.some(
            (each) =>
              each === name ||
              (each !== undefined && nearest(each, [name]) !== undefined && !template.parameters.has(each)),
          ),
      );
      const list = get(node, 'ConformancePackInputParameters');
      if (missing.length === 0 || (list !== undefined && list.type !== 'list')) continue;
      const entry =
        given(node, 'ConformancePackInputParameters') ?? entriesOf(node).find(({ key }) => key.text === 'TemplateBody');
      if (entry !== undefined)
        report(
          entry.key,
          `The template needs a value for ${quotedAll(missing.map(([name]) => name))}, which ${missing.length === 1 ? 'has' : 'have'} no default`,
          { severity: 'warning' },
        );
    }
  },
};
