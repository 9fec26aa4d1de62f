/** A Python script without a Handler: the service does not know which function to call. */

import { entryAdded, fixWith } from '../insertion.ts';
import { runtimeLanguage, scriptOf } from '../scripts/embedded.ts';
import { readPython } from '../scripts/python.ts';
import { entryOf, resolve, textOf } from '../syntax/node.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'handler-missing',
  severity: 'error',
  summary: 'A Python script without the name of the function to call.',
  kinds: ['automation'],
  check(subject, report) {
    for (const step of subject.view.all) {
      if (step.action !== 'aws:executeScript') continue;
      const inputs = resolve(step.inputs);
      const runtime = entryOf(inputs, 'Runtime');
      if (inputs?.type !== 'map' || runtime === undefined || runtimeLanguage(textOf(runtime.value)) !== 'python')
        continue;
      // A misspelt key is reported as such.
      if (inputs.entries.some(({ key }) => /^handler/i.test(key.text) || key.text === '<<')) continue;
      if (subject.document.damage.some(({ start, end }) => start < inputs.end && end > inputs.start)) continue;
      const script = scriptOf(subject, step);
      const [only, more] = script === undefined ? [] : readPython(script.text).functions;
      const edits =
        only === undefined || more !== undefined
          ? undefined
          : entryAdded(subject.written, inputs, 'Handler', only.name, runtime);
      report(
        runtime.key,
        'A Python script needs "Handler": the function to call',
        fixWith(`Add "Handler: ${only?.name}"`, edits),
      );
    }
  },
};
