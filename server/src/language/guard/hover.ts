/** What stands at a place of a policy: operators, words, functions, properties, types, variables and rules. */

import type { Part } from '../document.ts';
import type { Hover } from '../hover.ts';
import type { Lookups } from '../lookups.ts';
import type { Range } from '../problem.ts';
import type { Name } from './names.ts';
import { type Policy, policyOf } from './policy.ts';
import { type Property, propertiesOf, propertyDetail, propertyNamed } from './properties.ts';
import { comparedTypes, eachQuery, eachStatement } from './types.ts';
import { functionTexts, keywordTexts, operatorTexts } from './words.ts';

export function policyHover({ root }: Part, offset: number, lookups: Lookups): Hover | undefined {
  const policy = policyOf(root);
  const at = policy.inside(offset);
  const holds = ({ start, end }: Range): boolean => start <= at && at <= end;
  if (policy.comments.some(holds)) return undefined;
  const found =
    nameText(policy, holds) ??
    typeText(policy, lookups, holds) ??
    propertyText(policy, lookups, holds) ??
    wordText(policy, at);
  return found && { range: policy.place(found.range), markdown: found.markdown };
}

interface Found {
  range: Range;
  markdown: string;
}

type Holds = (range: Range) => boolean;

function nameText(policy: Policy, holds: Holds): Found | undefined {
  for (const name of policy.names.all) {
    const range = [name.declaration, ...name.uses].find(holds);
    if (range !== undefined) return { range, markdown: declarationText(policy, name) };
  }
  return undefined;
}

/** A name with the source that declares it, and the comment above that. */
export function declarationText({ text, comments }: Policy, { kind, declaration, whole, rule }: Name): string {
  const title = {
    rule: 'rule',
    variable: 'variable',
    parameter: 'parameter of the rule',
    capture: 'key that the filter is at',
  };
  const end = rule === undefined ? whole.end : rule.body.start;
  const source = text.slice(whole.start, end).trim();
  const shown = source.length > 400 ? `${source.slice(0, 400)}…` : source;
  const above = commentAbove(text, comments, whole.start);
  const code = kind === 'parameter' || kind === 'capture' ? '' : `\n\n\`\`\`guard\n${shown}\n\`\`\``;
  return `**${declaration.text}** — ${title[kind]}${code}${above === '' ? '' : `\n\n${above}`}`;
}

function commentAbove(text: string, comments: readonly Range[], start: number): string {
  const lines: string[] = [];
  let from = start;
  for (const { start: begin, end } of [...comments].reverse()) {
    if (end > from) continue;
    if (!/^[ \t]*\r?\n?[ \t]*$/.test(text.slice(end, from)) || lines.length >= 8) break;
    lines.unshift(text.slice(begin, end).replace(/^#+ ?/, ''));
    from = begin;
  }
  return lines.join('\n').trim();
}

function typeText(policy: Policy, lookups: Lookups, holds: Holds): Found | undefined {
  let found: Found | undefined;
  eachStatement(policy, (each) => {
    const words = each.type === 'type' ? [each.name] : (comparedTypes(each) ?? []);
    const word = words.find(holds);
    if (word === undefined) return;
    found = { range: word, markdown: typeDescription(word.text, lookups) };
  });
  return found;
}

/** What is known of a type of resource. */
export function typeDescription(type: string, { config, properties }: Lookups): string {
  const recorded = config?.()?.resourceTypes[type];
  const count = Object.keys(properties?.()?.types[type] ?? {}).length;
  const known = count > 0 ? ' Its properties are known here.' : ' Its properties are not known here.';
  const text = recorded === undefined ? 'AWS Config is not known to record it.' : `AWS Config records it.${known}`;
  return `**${type}** — type of resource\n\n${text}`;
}

function propertyText(policy: Policy, lookups: Lookups, holds: Holds): Found | undefined {
  let found: Found | undefined;
  eachQuery(policy, (standing) => {
    const segment = standing.query.segments.find((each) => each.type === 'key' && holds(each));
    const keys = standing.keys ?? [];
    const until = keys.findIndex(({ start }) => start === segment?.start);
    if (segment === undefined || until < 0) return;
    const path = keys.slice(0, until + 1);
    const types = standing.types ?? [];
    for (const type of types) {
      let at: Property | undefined = propertiesOf(lookups.properties?.(), type);
      for (const { name } of path) at = typeof at === 'object' ? propertyNamed(at, name) : undefined;
      if (at === undefined) continue;
      const written = path.map(({ name }) => name).join('.');
      const inside = typeof at === 'string' ? '' : `\n\nIn it: ${Object.keys(at).slice(0, 20).join(', ')}.`;
      found = { range: segment, markdown: `**${written}** — ${propertyDetail(at)}, of ${type}${inside}` };
      return;
    }
  });
  return found;
}

function wordText({ text }: Policy, at: number): Found | undefined {
  const before = /[\w]*$/.exec(text.slice(Math.max(0, at - 40), at))?.[0] ?? '';
  const after = /^\w*/.exec(text.slice(at, at + 40))?.[0] ?? '';
  const word = before + after;
  const range = { start: at - before.length, end: at + after.length };
  const lower = word === word.toUpperCase() ? word.toLowerCase() : word;
  if (/[.%]/.test(text[range.start - 1] ?? '') || word === '') return symbolText(text, at);
  const operator = Object.hasOwn(operatorTexts, lower) ? operatorTexts[lower] : undefined;
  const keyword = Object.hasOwn(keywordTexts, lower) ? keywordTexts[lower] : undefined;
  const described = operator ?? keyword;
  if (described !== undefined) return { range, markdown: `\`${word}\` — ${described}` };
  const called = Object.hasOwn(functionTexts, word) && text[range.end] === '(' ? functionTexts[word] : undefined;
  return called && { range, markdown: `\`${word}${called.takes}\` — ${called.text} A function of Guard 3.` };
}

function symbolText(text: string, at: number): Found | undefined {
  const before = /[=!<>]{0,2}$/.exec(text.slice(Math.max(0, at - 2), at))?.[0] ?? '';
  const after = /^[=!<>]{0,2}/.exec(text.slice(at, at + 2))?.[0] ?? '';
  const symbol = before + after;
  const described = Object.hasOwn(operatorTexts, symbol) ? operatorTexts[symbol] : undefined;
  return described === undefined
    ? undefined
    : { range: { start: at - before.length, end: at + after.length }, markdown: `\`${symbol}\` — ${described}` };
}
