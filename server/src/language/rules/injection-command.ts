/** A free-text parameter pasted into a script: whoever starts the document runs any command on the nodes with it. */

import { entryAdded, fixWith } from '../insertion.ts';
import type { Fix } from '../problem.ts';
import { guardOf, isFreeText, tightPattern } from '../scripts/guards.ts';
import type { Use } from '../symbols.ts';
import { entryOf, get, resolve, textOf } from '../syntax/node.ts';
import type { Rule, Subject } from './rule.ts';

const actions = ['aws:runShellScript', 'aws:runPowerShellScript', 'aws:runCommand'];

export const rule: Rule = {
  id: 'injection-command',
  severity: 'warning',
  summary: 'A parameter that takes any text is pasted into a script.',
  kinds: ['automation', 'command', 'session'],
  check(subject, report) {
    // What guards a parameter may stand where the text cannot be read.
    if (!subject.known('parameters')) return;
    const told = new Set<string>();
    for (const use of subject.symbols.uses) {
      const { expression, range, place, step } = use;
      const runs = subject.kind === 'session' || actions.includes(step?.action ?? '');
      if (place !== 'script' || !runs || !pastes(use)) continue;
      const { reference } = expression;
      const declaration = reference.form === 'name' ? subject.symbols.parameters.get(reference.name) : undefined;
      if (declaration === undefined || told.has(declaration.name) || !isFreeText(declaration)) continue;
      told.add(declaration.name);
      const guard = guardOf(declaration);
      if (guard.state === 'guarded' || guard.state === 'variable') continue;
      const { name } = declaration;
      if (guard.state === 'pattern')
        report(
          range,
          `"${name}" is pasted into the script, and its allowedPattern lets ${JSON.stringify(guard.admits)} through`,
          { severity: 'hint' },
        );
      else
        report(
          range,
          `"${name}" takes any text and is pasted into the script, so it can run any command; give it allowedValues or an allowedPattern`,
          guards(subject, name),
        );
    }
  },
};

/** A parameter that is a whole command of its own is meant to be one. */
function pastes({ whole, expression, node }: Use): boolean {
  if (whole) return false;
  const line = node.text.slice(node.text.lastIndexOf('\n', expression.start) + 1).split('\n', 1)[0] ?? '';
  return !/^\s*\{\{[^{}]*\}\}\s*$/.test(line);
}

/**
 * A pattern that keeps signs of the shell out, unless the default would not fit it; and, where the agent knows it, the way to
 * hand the value over as a variable.
 */
function guards({ symbols, written, root, kind }: Subject, name: string): { fixes?: Fix[] } {
  const declaration = resolve(symbols.parameters.get(name)?.entry.value);
  const type = entryOf(declaration, 'type');
  if (declaration?.type !== 'map' || type === undefined) return {};
  const value = entryOf(declaration, 'default');
  const given = textOf(value?.value);
  const fits = value === undefined || (given !== undefined && new RegExp(tightPattern).test(given));
  const pattern = fits ? entryAdded(written, declaration, 'allowedPattern', tightPattern, type) : undefined;
  const passable =
    kind === 'command' && textOf(get(root, 'schemaVersion')) === '2.2' && textOf(type.value) === 'String';
  const alone = passable ? entryAdded(written, declaration, 'interpolationType', 'ENV_VAR', type) : undefined;
  // Agents that do not know it yet paste all the same.
  const [first] = pattern ?? [];
  const variable = alone?.map((edit) => (first === undefined ? edit : { ...edit, text: edit.text + first.text }));
  const fixes = [
    ...(fixWith(`Add an allowedPattern to "${name}"`, pattern).fixes ?? []),
    ...(fixWith(`Pass "${name}" as a variable: "interpolationType: ENV_VAR"`, variable).fixes ?? []),
  ];
  return fixes.length === 0 ? {} : { fixes };
}
