/** A parameter that the managed rule needs and does not get. Only the console fills in defaults. */

import { managedRule, type RuleParameter } from '../configCatalogue.ts';
import { type ConfigRule, inputEntries } from '../kinds/configRule.ts';
import { ruleKinds } from '../kinds/index.ts';
import { nearest } from '../nearest.ts';
import type { Fix } from '../problem.ts';
import { resolve } from '../syntax/node.ts';
import { quotedAll, quotedIn } from '../words.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'input-parameter-missing',
  severity: 'error',
  mayWarn: true,
  summary: 'A parameter that the managed rule needs is not given.',
  kinds: ruleKinds,
  check({ config, lookups, document }, report) {
    for (const rule of config.rules) {
      const { identifier, inputs, form } = rule;
      if (identifier === undefined) continue;
      const parameters = managedRule(lookups.config?.(), identifier.text)?.parameters ?? {};
      const entries = inputEntries(rule);
      if (entries === undefined || entries.some(({ entry }) => entry.merged)) continue;
      const names = Object.keys(parameters);
      const missing = names.filter(
        (name) =>
          parameters[name]?.required === true &&
          entries.every(
            ({ entry: { key } }) =>
              key.text !== name && (Object.hasOwn(parameters, key.text) || nearest(key.text, [name]) === undefined),
          ),
      );
      if (missing.length === 0) continue;
      const usual = missing.flatMap((name) => parameters[name]?.default ?? []);
      const tail = missing.length === 1 && usual[0] !== undefined ? `; the console fills in "${usual[0]}"` : '';
      report(
        inputs[0]?.entry.key ?? identifier.place,
        `${identifier.text} needs the ${missing.length === 1 ? 'parameter' : 'parameters'} ${quotedAll(missing)}${tail}`,
        { ...(form === 'rdk' && { severity: 'warning' }), ...giveFix(document.text, rule, missing, parameters) },
      );
    }
  },
};

/** Gives them as the last entries of what is given: with the value of the console, or a place to fill in. */
function giveFix(
  text: string,
  { inputs }: ConfigRule,
  missing: readonly string[],
  parameters: Readonly<Record<string, RuleParameter>>,
): { fixes?: Fix[] } {
  const [first] = inputs;
  const last = first?.entries?.at(-1);
  const outer = resolve(first?.entry.value);
  if (first === undefined || last === undefined || last.merged) return {};
  const value = resolve(last.value);
  if (value === undefined || value.end <= last.key.end) return {};
  const pairs = missing.map((name) => [name, parameters[name]?.default ?? 'VALUE'] as const);
  let insert: string;
  if (first.asText) insert = pairs.map((pair) => `, ${pair.map((each) => quotedIn(outer, each)).join(': ')}`).join('');
  else if (outer?.type === 'map' && outer.flow)
    insert = pairs.map(([name, each]) => `, ${JSON.stringify(name)}: ${JSON.stringify(each)}`).join('');
  else if (value.type === 'scalar' && value.style !== 'literal' && value.style !== 'folded') {
    const lead = text.slice(text.lastIndexOf('\n', last.key.start - 1) + 1, last.key.start);
    if (lead.trim() !== '') return {};
    insert = pairs.map(([name, each]) => `\n${lead}${name}: ${JSON.stringify(each)}`).join('');
  } else return {};
  return {
    fixes: [{ title: `Give ${quotedAll(missing)}`, edits: [{ start: value.end, end: value.end, text: insert }] }],
  };
}
