/**
 * A value that does not fit the parameter of a managed rule. The service takes any text; the rule then fails when it is
 * evaluated. What a parameter in a template has as its default is looked at where it is used.
 */

import { managedRule, type RuleParameter } from '../configCatalogue.ts';
import { inputEntries } from '../kinds/configRule.ts';
import { ruleKinds } from '../kinds/index.ts';
import { isFilledIn, literalOf } from '../kinds/template.ts';
import { listed } from '../nearest.ts';
import { resolve } from '../syntax/node.ts';
import { shorten } from '../words.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'input-parameter-value',
  severity: 'warning',
  summary: 'A value that the parameter of a managed rule does not take.',
  kinds: ruleKinds,
  check({ config, lookups }, report) {
    for (const each of config.rules) {
      const { identifier, template, form } = each;
      const parameters = managedRule(lookups.config?.(), identifier?.text)?.parameters;
      if (parameters === undefined) continue;
      for (const { entry, asText } of inputEntries(each) ?? []) {
        const { key, value } = entry;
        const parameter = Object.hasOwn(parameters, key.text) ? parameters[key.text] : undefined;
        if (parameter === undefined) continue;
        const node = resolve(value);
        if (
          !asText &&
          !isFilledIn(node) &&
          (node?.type === 'list' || (node?.type === 'map' && parameter.type !== 'stringMap'))
        ) {
          report(key, `"${key.text}" has to be a text, not a ${node.type}`);
          continue;
        }
        const literal = literalOf(value, template);
        // The RDK writes an empty text for what is not given; so do templates for an optional parameter.
        if (literal === undefined || (literal.text === '' && (form === 'rdk' || literal.parameter !== undefined)))
          continue;
        if (/[{<$]/.test(literal.text) && parameter.type !== 'stringMap') continue;
        const fault = faultOf(literal.text, parameter);
        if (fault === undefined) continue;
        const where =
          literal.parameter === undefined
            ? `"${shorten(literal.text)}"`
            : `"${shorten(literal.text)}", the default of "${literal.parameter}",`;
        report(literal.place, `${where} ${fault.replace('$', `"${key.text}"`)}`);
      }
    }
  },
};

/** What is wrong with a value; `$` stands for the name of the parameter. */
function faultOf(text: string, { type, allowed, min, max, maxItems }: RuleParameter): string | undefined {
  const trimmed = text.trim();
  switch (type) {
    case 'int':
      if (!/^[-+]?\d+$/.test(trimmed)) return 'is no whole number, as $ wants it';
      break;
    case 'double':
      if (trimmed === '' || Number.isNaN(Number(trimmed))) return 'is no number, as $ wants it';
      break;
    case 'boolean':
      if (!/^(?:true|false)$/i.test(trimmed)) return 'is neither true nor false, as $ wants it';
      break;
    case 'stringMap':
      return undefined;
    case 'csv':
      if (trimmed !== '' && trimmed.split(',').some((item) => item.trim() === ''))
        return 'has an empty item, between commas, for $';
      break;
    case 'string':
      break;
  }
  const items =
    type === 'csv' || (type === 'string' && trimmed.includes(','))
      ? trimmed.split(',').map((item) => item.trim())
      : [trimmed];
  if (allowed !== undefined && trimmed !== '') {
    const strange = items.find((item) => !allowed.some((each) => each.toLowerCase() === item.toLowerCase()));
    if (strange !== undefined) return `is not among the values of $: ${listed(allowed)}`;
  }
  const number = Number(trimmed);
  if (min !== undefined && number < min) return `is less than ${min}, the least that $ takes`;
  if (max !== undefined && number > max) return `is more than ${max}, the most that $ takes`;
  return maxItems !== undefined && items.length > maxItems
    ? `has more than the ${maxItems} items that $ takes`
    : undefined;
}
