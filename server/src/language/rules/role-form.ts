/** `assumeRole` that is neither the ARN of a role nor one parameter. */

import { halfOpenedIn, wholeExpression } from '../expressions.ts';
import { get } from '../syntax/node.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'role-form',
  severity: 'error',
  summary: 'assumeRole is neither the ARN of a role nor one parameter.',
  kinds: ['automation', 'change-template'],
  check({ root, symbols }, report) {
    const role = get(root, 'assumeRole');
    if (role?.type !== 'scalar' || role.value === null || role.text.trim() === '') return;
    // An ARN may be put together from references, such as the account.
    if (wholeExpression(role.text) !== undefined || /^\s*arn:/.test(role.text) || role.text.includes('{{')) return;
    // A brace that is missing is told as such.
    if (halfOpenedIn(role.text).length > 0) return;
    const name = role.text.trim();
    if (symbols.parameters.has(name)) {
      const text = `"{{ ${name} }}"`;
      const fixes = [{ title: `Change to ${text}`, edits: [{ start: role.start, end: role.end, text }] }];
      report(role, `"${name}" is the name of a parameter: write ${text}`, { fixes });
    } else report(role, `"${name}" is no role: write its ARN, or one {{ parameter }}`);
  },
};
