/** The edits that give a runbook a role to run with: `assumeRole`, and the parameter that it reads. */

import { entryAdded, fixWith } from './insertion.ts';
import type { Fix } from './problem.ts';
import type { Subject } from './rules/rule.ts';
import { entryOf, get, resolve } from './syntax/node.ts';

const name = 'AutomationAssumeRole';

/** The fix, to be spread into what a rule reports; nothing where the text is written in a way that it could spoil. */
export function roleFix({ root, written, symbols }: Pick<Subject, 'root' | 'written' | 'symbols'>): { fixes?: Fix[] } {
  const document = resolve(root);
  if (document?.type !== 'map') return {};
  const behind = entryOf(root, 'description') ?? entryOf(root, 'schemaVersion');
  const role = entryAdded(written, document, 'assumeRole', `{{ ${name} }}`, behind);
  const title = `Add "assumeRole" and the parameter "${name}"`;
  if (role === undefined) return {};
  if (symbols.parameters.has(name)) return fixWith(`Add "assumeRole: {{ ${name} }}"`, role);
  const parameter = { type: 'AWS::IAM::Role::Arn', description: 'The role that this runbook runs with.' };
  const parameters = get(root, 'parameters');
  if (parameters?.type === 'map') {
    const declared = entryAdded(written, parameters, name, parameter);
    return fixWith(title, declared && [...role, ...declared]);
  }
  if (entryOf(root, 'parameters') !== undefined) return {};
  const block = entryAdded(written, document, 'parameters', { [name]: parameter }, behind);
  const [first] = role;
  const [second] = block ?? [];
  // Two pieces put in at one place are one edit, so that their order is certain.
  return first === undefined || second === undefined
    ? {}
    : fixWith(title, [{ ...first, text: first.text + second.text }]);
}
