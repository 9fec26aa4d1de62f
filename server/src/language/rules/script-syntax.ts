/** A script that its own language cannot read: lost indentation, a quote or bracket that is never closed, Python 2. */

import { embeddedScripts, runtimeNamed } from '../scripts/embedded.ts';
import { powershellFaults } from '../scripts/powershell.ts';
import { readPython } from '../scripts/python.ts';
import { shellFaults } from '../scripts/shell.ts';
import { get, textOf } from '../syntax/node.ts';
import type { Rule } from './rule.ts';

const readers = {
  python: (text: string) => readPython(text).faults,
  shell: shellFaults,
  powershell: powershellFaults,
};
const names = { python: 'Python', shell: 'The shell', powershell: 'PowerShell' };

export const rule: Rule = {
  id: 'script-syntax',
  severity: 'warning',
  summary: 'A script that its language cannot read.',
  kinds: ['automation', 'command'],
  check(subject, report) {
    for (const script of embeddedScripts(subject)) {
      const { step, language, text, references, placeholder, folded } = script;
      if (language === undefined || placeholder) continue;
      // The grammar of a newer Python is not the one that is known here.
      const runtime = textOf(get(step.inputs, 'Runtime'));
      if (
        language === 'python' &&
        runtime !== undefined &&
        (runtimeNamed(runtime)?.state ?? 'unverified') === 'unverified'
      )
        continue;
      for (const { start, end, message } of readers[language](text)) {
        // What will stand in place of a reference, nobody knows.
        if (references.some((each) => start < each.end + 1 && end > each.start - 1)) continue;
        const sign = folded === undefined ? '' : subject.document.text.charAt(folded.start);
        const joined = folded !== undefined && sign === '>';
        const why = joined ? '. A ">" block joins its lines; "|" keeps them' : '';
        const edits = joined ? [{ start: folded.start, end: folded.start + 1, text: '|' }] : [];
        report(
          script.at(start, end),
          `${names[language]} cannot read this script: ${message}${why}`,
          joined ? { fixes: [{ title: 'Keep the lines: use "|"', edits }] } : {},
        );
      }
    }
  },
};
