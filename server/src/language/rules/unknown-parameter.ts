/** `{{ Name }}` where nothing of that name is declared; the service refuses the document. */

import { expressionFacts } from '../catalogue.ts';
import { entryAdded, fixWith } from '../insertion.ts';
import { hint, nearest } from '../nearest.ts';
import type { Fix } from '../problem.ts';
import { tightPattern } from '../scripts/guards.ts';
import type { Use } from '../symbols.ts';
import { entryOf, get, resolve } from '../syntax/node.ts';
import { inputType } from '../types.ts';
import { changeFix } from '../words.ts';
import type { Rule, Subject } from './rule.ts';

export const rule: Rule = {
  id: 'unknown-parameter',
  severity: 'error',
  summary: 'A reference names a parameter that is not declared.',
  kinds: ['automation', 'change-template', 'command', 'session'],
  check(subject, report) {
    const { kind, symbols, known } = subject;
    if (!known('parameters')) return;
    const runbook = kind === 'automation' || kind === 'change-template';
    const { parameters, variables, steps, uses } = symbols;
    for (const use of uses) {
      const { expression, body, place } = use;
      const { reference } = expression;
      if (reference.form !== 'name' || !expression.closed || place === 'parameter-default' || place === 'key') continue;
      const { name } = reference;
      if (parameters.has(name) || variables.has(name)) continue;
      // In a precondition `{{ platformType }}` is told by precondition-form.
      if (place === 'precondition' && name === 'platformType') continue;
      if (runbook && Object.hasOwn(expressionFacts.pseudoParameters, name)) continue;
      // A script of a runbook runs as it is written where no parameter is pasted: its braces may be its own.
      if (runbook && place === 'script') continue;
      const names = [...parameters.keys(), ...variables.keys()];
      const guess = nearest(name, names);
      // A parameter whose name is refused is the fault; it was meant to have this one.
      if (guess === undefined && names.some((each) => !/^[\w-]+$/.test(each))) continue;
      if (guess === undefined && runbook && steps.has(name)) {
        report(body, `"${name}" is a step; write the output to read as "{{ ${name}.OutputName }}"`);
      } else
        report(body, `No parameter "${name}" is declared${hint(name, names)}`, {
          fixes: [...(changeFix(body, guess).fixes ?? []), ...(declaring(subject, use, name).fixes ?? [])],
        });
    }
  },
};

/** Declares the parameter, of the type that the place of the reference wants. */
function declaring(
  { root, written }: Subject,
  { whole, step, path, node, place }: Use,
  name: string,
): { fixes?: Fix[] } {
  const document = resolve(root);
  const [key = ''] = path;
  const direct = whole && step !== undefined && node.parent === resolve(step.inputs);
  const wanted = direct ? inputType(step, key) : 'String';
  const parameter = {
    type: wanted === 'unknown' ? 'String' : wanted,
    // Whoever gives the value of text that is pasted into a script could run any command.
    ...(place === 'script' && { allowedPattern: tightPattern }),
  };
  if (document?.type !== 'map' || !/^[A-Za-z0-9]+$/.test(name)) return {};
  const parameters = get(root, 'parameters');
  const title = `Declare the parameter "${name}"`;
  if (parameters?.type === 'map') return fixWith(title, entryAdded(written, parameters, name, parameter));
  if (entryOf(root, 'parameters') !== undefined) return {};
  const behind = entryOf(root, 'assumeRole') ?? entryOf(root, 'description') ?? entryOf(root, 'schemaVersion');
  return fixWith(title, entryAdded(written, document, 'parameters', { [name]: parameter }, behind));
}
