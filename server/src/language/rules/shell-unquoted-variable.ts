/** A parameter's variable without quotes: the shell splits its value and expands its wildcards. */

import { embeddedScripts } from '../scripts/embedded.ts';
import { shellVariables } from '../scripts/shell.ts';
import { get, textOf } from '../syntax/node.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'shell-unquoted-variable',
  severity: 'warning',
  summary: 'A variable of a parameter without quotes in a shell script.',
  kinds: ['command'],
  check(subject, report) {
    for (const { language, text, at } of embeddedScripts(subject)) {
      if (language !== 'shell' || !text.includes('SSM_')) continue;
      for (const { name, start, end, quoted } of shellVariables(text)) {
        const declaration = name.startsWith('SSM_') ? subject.symbols.parameters.get(name.slice(4)) : undefined;
        if (quoted || textOf(get(declaration?.entry.value, 'interpolationType')) !== 'ENV_VAR') continue;
        const place = at(start, end);
        const written = text.slice(start, end);
        // In a JSON text or between double quotes of YAML a quote would have to be escaped.
        const plain =
          subject.document.text.slice(place.start, place.end) === written &&
          subject.document.text.charAt(place.start - 1) !== '"';
        const fixable = plain && subject.part.format === 'yaml' && text.includes('\n');
        report(
          place,
          `Without quotes the shell splits the value of ${written} at blanks; write "${written}"`,
          fixable ? { fixes: [{ title: `Change to "${written}"`, edits: [{ ...place, text: `"${written}"` }] }] } : {},
        );
      }
    }
  },
};
