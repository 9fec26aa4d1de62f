/** What a word of AWS Config means: a managed rule, a parameter of one, a parameter of a pack. */

import { type ManagedRule, managedRule, nameOfRule, pageOfRule, type RuleParameter } from '../configCatalogue.ts';
import type { Document, Part } from '../document.ts';
import { configOf, valuesOf } from '../kinds/config.ts';
import type { Lookups } from '../lookups.ts';
import type { Range } from '../problem.ts';
import { type Entry, get, type ScalarNode, textOf } from '../syntax/node.ts';

/** A managed rule: what it looks at and when, and what it takes. */
export function managedRuleText(identifier: string, rule: ManagedRule): string {
  const { trigger, types, parameters = {}, proactive, kind } = rule;
  const lines = [`**${identifier}** — managed rule \`${nameOfRule(identifier, rule)}\``];
  if (kind === 'process-check')
    return `**${identifier}** — stands for a control that people check; nothing is evaluated.`;
  if (trigger !== undefined)
    lines.push(
      `Evaluated ${trigger.map((each) => (each === 'change' ? 'when a configuration changes' : 'periodically')).join(' and ')}${proactive ? ', and before resources are deployed' : ''}.`,
    );
  if (types !== undefined) lines.push(`Resources: ${types.map((type) => `\`${type}\``).join(', ')}`);
  const entries = Object.entries(parameters);
  if (entries.length > 0)
    lines.push(`Parameters:\n\n${entries.map(([name, each]) => `- \`${name}\`: ${facts(each)}`).join('\n')}`);
  lines.push(`[Developer guide](${pageOfRule(identifier, rule)})`);
  return lines.join('\n\n');
}

export function parameterText(name: string, parameter: RuleParameter): string {
  return `**${name}** — ${facts(parameter)}`;
}

const typeWords: Record<RuleParameter['type'], string> = {
  string: 'text',
  int: 'whole number',
  double: 'number',
  boolean: 'true or false',
  csv: 'texts with commas between them',
  stringMap: 'map of texts, as JSON',
};

function facts({ type, required, default: usual, allowed, min, max, maxItems }: RuleParameter): string {
  return [
    typeWords[type],
    required ? 'required' : '',
    allowed === undefined ? '' : `one of ${allowed.map((each) => `\`${each}\``).join(', ')}`,
    min === undefined ? '' : `from ${min}`,
    max === undefined ? '' : `up to ${max}`,
    maxItems === undefined ? '' : `up to ${maxItems} items`,
    usual === undefined ? '' : `the console fills in \`${usual}\``,
  ]
    .filter((each) => each !== '')
    .join(', ');
}

/** What is known of the word at an offset that AWS Config gives a meaning. */
export function configText(
  document: Document,
  part: Part,
  node: ScalarNode,
  offset: number,
  lookups: Lookups,
): { range: Range; markdown: string } | undefined {
  const { rules, remediations, template } = configOf(document, part);
  for (const { identifier, inputs } of rules) {
    const managed = managedRule(lookups.config?.(), identifier?.text);
    if (identifier === undefined || managed === undefined) continue;
    if (identifier.node === node) return { range: node, markdown: managedRuleText(identifier.text, managed) };
    const key = inputs.flatMap(({ entries = [] }) => entries).find((entry) => holds(entry.key, offset))?.key;
    const parameters = managed.parameters ?? {};
    const parameter = key !== undefined && Object.hasOwn(parameters, key.text) && parameters[key.text];
    if (key && parameter) return { range: key, markdown: parameterText(key.text, parameter) };
  }
  for (const remediation of remediations) {
    const entry: Entry | undefined = valuesOf(remediation).find(({ key }) => key === node);
    const { target } = remediation;
    const called = target === undefined ? undefined : lookups.document?.(target.text);
    const parameters = called?.parameters ?? {};
    const parameter =
      entry !== undefined && Object.hasOwn(parameters, entry.key.text) ? parameters[entry.key.text] : undefined;
    if (entry !== undefined && parameter !== undefined)
      return {
        range: node,
        markdown: `**${entry.key.text}** — ${parameter.type}${parameter.required ? ', required' : ''}, parameter of ${target?.text}`,
      };
  }
  const use = template?.uses.find(({ range }) => holds(range, offset));
  const declared = use?.target === 'value' ? template?.parameters.get(use.name) : undefined;
  if (use === undefined || declared === undefined) return undefined;
  const fallback = textOf(get(declared.value, 'Default'));
  const description = textOf(get(declared.value, 'Description'));
  const lines = [
    `Parameter **${use.name}** — ${textOf(get(declared.value, 'Type')) ?? 'no type'}`,
    ...(description === undefined ? [] : [description]),
    fallback === undefined ? 'Required: it has no default.' : `Default: \`${fallback}\``,
  ];
  return { range: use.range, markdown: lines.join('\n\n') };
}

function holds({ start, end }: Range, offset: number): boolean {
  return start <= offset && offset <= end;
}
