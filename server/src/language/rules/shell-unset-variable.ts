/** A variable of a parameter that has no interpolationType: nobody sets it. */

import { entryAdded, fixWith } from '../insertion.ts';
import { embeddedScripts } from '../scripts/embedded.ts';
import { entryOf, get, resolve, textOf } from '../syntax/node.ts';
import { namedType } from '../types.ts';
import type { Rule } from './rule.ts';

const uses = {
  shell: /\$\{?(SSM_(\w+))/g,
  powershell: /\$(?:\{env:|env:)(SSM_(\w+))/gi,
};

export const rule: Rule = {
  id: 'shell-unset-variable',
  severity: 'warning',
  summary: 'A script reads the variable of a parameter that is not passed as one.',
  kinds: ['command'],
  check(subject, report) {
    const version = textOf(get(subject.root, 'schemaVersion'));
    for (const { language, text, at } of embeddedScripts(subject)) {
      if ((language !== 'shell' && language !== 'powershell') || !text.includes('SSM_')) continue;
      const told = new Set<string>();
      for (const { 0: all, 1: variable = '', 2: name = '', index } of text.matchAll(uses[language])) {
        const value = subject.symbols.parameters.get(name)?.entry.value;
        if (value === undefined || get(value, 'interpolationType') !== undefined || told.has(name)) continue;
        told.add(name);
        // The script may give it a value of its own.
        if (
          new RegExp(
            `(^|[\\s;:"'])${variable}\\+?=|\\b(read|export|for)\\b[^\\n;]*\\b${variable}\\b|env:${variable}\\s*=`,
            'im',
          ).test(text)
        )
          continue;
        const map = resolve(value);
        const edits =
          map?.type === 'map' && namedType(textOf(get(map, 'type'))) === 'String' && version === '2.2'
            ? entryAdded(subject.written, map, 'interpolationType', 'ENV_VAR', entryOf(map, 'type'))
            : undefined;
        report(
          at(index, index + all.length),
          `Nobody sets ${variable}: parameter "${name}" has no "interpolationType: ENV_VAR"`,
          fixWith(`Add "interpolationType: ENV_VAR" to "${name}"`, edits),
        );
      }
    }
  },
};
