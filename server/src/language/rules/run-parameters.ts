/** Parameters of a run file that its document does not have, needs, or takes no such value for. */

import { isPath, runView } from '../kinds/run.ts';
import { hint, nearest } from '../nearest.ts';
import { serviceValues, valueFaults } from '../run/values.ts';
import { entryOf, type Node, resolve } from '../syntax/node.ts';
import { quotedAll, replaceWith } from '../words.ts';
import type { Rule } from './rule.ts';

/** True for no value at all, and for a list of none: neither is sent. */
function isEmpty(value: Node): boolean {
  const values = serviceValues(value);
  return values === undefined || (values.length === 0 && resolve(value)?.type === 'list');
}

export const rule: Rule = {
  id: 'run-parameters',
  severity: 'error',
  mayWarn: true,
  summary: 'The parameters of a run file are not those of its document.',
  kinds: ['run'],
  check({ part, root, lookups }, report) {
    const { call, parameters: entries, parameter } = runView(part);
    const document = call === undefined ? undefined : lookups.document?.(call.name);
    if (call === undefined || document === undefined) return;
    const given = resolve(entryOf(root, 'parameters')?.value);
    if (given !== undefined && given.type !== 'map' && !(given.type === 'scalar' && given.value === null)) return;
    const names = Object.keys(document.parameters);
    // Of a document that is named, another version may be published than the one that is known.
    const severity = isPath(call.node.text) ? 'error' : 'warning';
    const meant = new Set<string>();
    for (const { key, value } of entries) {
      const declared = Object.hasOwn(document.parameters, key.text) ? document.parameters[key.text] : undefined;
      if (declared !== undefined) {
        if (declared.required && isEmpty(value))
          report(key, `"${call.name}" needs a value of "${key.text}"`, { severity });
        for (const { message, certainty, fixes, start, end } of valueFaults(key.text, declared, value, key))
          report({ start, end }, message, {
            severity: certainty === 'refused' ? severity : 'warning',
            ...(fixes && { fixes }),
          });
        continue;
      }
      const guess = nearest(key.text, names);
      if (guess !== undefined) meant.add(guess);
      report(key, `"${call.name}" has no parameter "${key.text}"${hint(key.text, names)}`, {
        severity: document.published && guess === undefined ? 'information' : severity,
        ...replaceWith(key, guess),
      });
    }
    const role = entryOf(root, 'role') === undefined ? undefined : 'AutomationAssumeRole';
    const target = parameter === undefined ? undefined : nearest(parameter.text, names);
    const filled = new Set([target, role, ...meant]);
    const missing = names.filter(
      (each) =>
        document.parameters[each]?.required && !filled.has(each) && !entries.some(({ key }) => key.text === each),
    );
    const merged = given?.type === 'map' && given.entries.some((entry) => entry.merged);
    if (missing.length > 0 && !merged)
      report(
        call.place,
        `"${call.name}" needs ${quotedAll(missing)}, which ${missing.length === 1 ? 'is' : 'are'} not given`,
        { severity },
      );
  },
};
