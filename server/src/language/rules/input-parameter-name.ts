/**
 * A parameter that the managed rule does not have. The service refuses it, and is strict about capitals.
 *
 * A rule may have got a parameter since our facts were collected, so a name that resembles none is a warning.
 */

import { managedRule } from '../configCatalogue.ts';
import { ruleKinds } from '../kinds/index.ts';
import { textRange } from '../kinds/template.ts';
import { hint, nearest } from '../nearest.ts';
import { changeFix } from '../words.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'input-parameter-name',
  severity: 'error',
  mayWarn: true,
  summary: 'A parameter that the managed rule does not have.',
  kinds: ruleKinds,
  check({ config, lookups }, report) {
    for (const { identifier, inputs, form } of config.rules) {
      const given = identifier === undefined ? [] : inputs.flatMap(({ entries = [] }) => entries);
      if (identifier === undefined || given.length === 0) continue;
      const parameters = managedRule(lookups.config?.(), identifier.text)?.parameters;
      if (parameters === undefined) continue;
      const names = Object.keys(parameters);
      for (const { key, merged } of given) {
        if (Object.hasOwn(parameters, key.text) || merged || key.text === 'Fn::Transform') continue;
        if (names.length === 0) {
          report(key, `${identifier.text} has no parameters`, { severity: 'warning' });
          continue;
        }
        const free = names.filter((name) => !given.some((other) => other.key.text === name));
        const guess = nearest(key.text, free);
        report(
          key,
          `${identifier.text} has no parameter "${key.text}"${hint(key.text, guess === undefined ? names : free)}`,
          {
            severity: guess === undefined || form === 'rdk' ? 'warning' : 'error',
            ...changeFix(textRange(key), guess),
          },
        );
      }
    }
  },
};
