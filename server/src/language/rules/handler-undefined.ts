/** A Handler that names no function of the script. */

import { hint, nearest } from '../nearest.ts';
import { scriptOf } from '../scripts/embedded.ts';
import { readPython } from '../scripts/python.ts';
import { get } from '../syntax/node.ts';
import { replaceFix } from '../words.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'handler-undefined',
  severity: 'error',
  mayWarn: true,
  summary: 'The script does not define the function that Handler names.',
  kinds: ['automation'],
  check(subject, report) {
    for (const step of subject.view.all) {
      const script = step.action === 'aws:executeScript' ? scriptOf(subject, step) : undefined;
      const handler = get(step.inputs, 'Handler');
      if (script?.language !== 'python' || script.placeholder || script.text.trim() === '') continue;
      if (handler?.type !== 'scalar' || handler.value === null || handler.unknown || handler.text.includes('{{'))
        continue;
      const name = handler.text.trim();
      const { faults, functions, names } = readPython(script.text);
      const defined = functions.map((each) => each.name);
      if (faults.length > 0 || defined.includes(name) || names.has(name) || names.has('*')) continue;
      // The form for attached files; what it does beside a script, no source says.
      if (name.includes('.') && get(step.inputs, 'Attachment') !== undefined) continue;
      // A function may make another one of the top level.
      if (new RegExp(`\\bglobal\\b[^\\n]*\\b${name.replace(/\W/g, '\\$&')}\\b`).test(script.text)) continue;
      const last = name.split('.').at(-1) ?? name;
      const severity = last !== name && defined.includes(last) ? 'warning' : 'error';
      const fixes = replaceFix(handler, nearest(last, defined) ?? (defined.length === 1 ? defined[0] : undefined));
      report(
        handler,
        `The script defines no function "${name}" at its top level${hint(name, defined)}`,
        fixes === undefined ? { severity } : { severity, fixes },
      );
    }
  },
};
