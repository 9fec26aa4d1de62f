/** A free-text parameter pasted into a script: whoever starts the document runs any command on the nodes with it. */

import type { Fix } from '../problem.ts';
import { guardOf, isFreeText } from '../scripts/guards.ts';
import { insertAfter } from '../scripts/insert.ts';
import type { Use } from '../symbols.ts';
import { entryOf, get, resolve, textOf } from '../syntax/node.ts';
import type { Rule, Subject } from './rule.ts';

const actions = ['aws:runShellScript', 'aws:runPowerShellScript', 'aws:runCommand'];
const tight = '^[A-Za-z0-9_.,:=@/+-]*$';

export const rule: Rule = {
  id: 'injection-command',
  severity: 'warning',
  summary: 'A parameter that takes any text is pasted into a script.',
  kinds: ['automation', 'command'],
  check(subject, report) {
    const told = new Set<string>();
    for (const use of subject.symbols.uses) {
      const { expression, range, place, step } = use;
      if (place !== 'script' || !actions.includes(step?.action ?? '') || !pastes(use)) continue;
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
      else {
        const fixes = patternFix(subject, name);
        report(
          range,
          `"${name}" takes any text and is pasted into the script, so it can run any command; give it allowedValues or an allowedPattern`,
          fixes === undefined ? {} : { fixes },
        );
      }
    }
  },
};

/** A parameter that is a whole command of its own is meant to be one. */
function pastes({ whole, expression, node }: Use): boolean {
  if (whole) return false;
  const line = node.text.slice(node.text.lastIndexOf('\n', expression.start) + 1).split('\n', 1)[0] ?? '';
  return !/^\s*\{\{[^{}]*\}\}\s*$/.test(line);
}

/** A pattern that keeps signs of the shell out, unless the default would not fit it. */
function patternFix({ symbols, document }: Subject, name: string): Fix[] | undefined {
  const declaration = resolve(symbols.parameters.get(name)?.entry.value);
  const type = entryOf(declaration, 'type');
  const value = entryOf(declaration, 'default');
  if (declaration?.type !== 'map' || type === undefined) return undefined;
  const given = textOf(value?.value);
  if (value !== undefined && (given === undefined || !new RegExp(tight).test(given))) return undefined;
  if (get(declaration, 'default')?.type === 'list') return undefined;
  const edits = insertAfter(document, declaration, type, 'allowedPattern', tight);
  return edits === undefined ? undefined : [{ title: `Add an allowedPattern to "${name}"`, edits }];
}
