/**
 * InputParameters that the service cannot read: no JSON, no map, or too long. The API takes them as text; a template also
 * as a map. Its limit of 1,024 characters is that of the API model.
 */

import type { ConfigRule, Inputs } from '../kinds/configRule.ts';
import { ruleKinds } from '../kinds/index.ts';
import { type Node, resolve } from '../syntax/node.ts';
import { plainOf } from '../syntax/plain.ts';
import type { Report, Rule } from './rule.ts';

const longest = 1024;

export const rule: Rule = {
  id: 'input-parameters',
  severity: 'error',
  summary: 'InputParameters that are no JSON map, or too long.',
  kinds: ruleKinds,
  check({ config }, report) {
    for (const rule of config.rules) for (const inputs of rule.inputs) checkInputs(rule, inputs, report);
  },
};

function checkInputs({ form }: ConfigRule, { entry, asText, entries, fault }: Inputs, report: Report): void {
  const { key } = entry;
  const value = resolve(entry.value);
  if (!asText && value?.type === 'map' && form !== 'template') {
    const texts = value.entries.map(({ key: { text }, value: each }) => [text, textIn(each)]);
    const text = JSON.stringify(JSON.stringify(Object.fromEntries(texts)));
    report(key, `"${key.text}" is a map; here it has to be its JSON, as text`, {
      fixes: [{ title: 'Write it as JSON text', edits: [{ start: value.start, end: value.end, text }] }],
    });
  } else if (fault !== undefined && value?.type === 'scalar') {
    // An empty text is no JSON either, but templates make one of a parameter that is not given.
    if (value.text.trim() === '') {
      if (form === 'api') report(key, `"${key.text}" is empty; it has to be a JSON map, as text`);
    } else if (entries === undefined && fault.message === 'no map')
      report(oneLine(value, fault), `"${key.text}" has to be a JSON map, such as {"name": "value"}`);
    else report(fault.start < fault.end ? fault : key, `"${key.text}" is no JSON: ${fault.message}`);
  } else if (form === 'api' && value?.type === 'scalar' && value.text.length > longest)
    report(key, `"${key.text}" has at most ${longest} characters; this has ${value.text.length}`);
}

/** The values of parameters are texts, whatever they say. */
function textIn(node: Node): string {
  const value = plainOf(node);
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function oneLine(node: { style: string; start: number }, range: { start: number; end: number }) {
  const block = node.style === 'literal' || node.style === 'folded';
  return block ? { start: node.start, end: node.start + 1 } : range;
}
