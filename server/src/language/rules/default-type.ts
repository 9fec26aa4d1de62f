/** A default that is not of the type declared for it; nothing is converted. */

import { declaredIn } from '../declared.ts';
import type { Fix, Range } from '../problem.ts';
import { resolve, type ScalarNode } from '../syntax/node.ts';
import { literalFit, typeWords, type ValueType } from '../types.ts';
import { shorten } from '../words.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'default-type',
  severity: 'error',
  mayWarn: true,
  summary: 'The default of a parameter or variable is not of its type.',
  kinds: ['automation', 'change-template', 'command', 'session'],
  check({ view }, report) {
    for (const { declaration, type, value } of declaredIn([...view.parameters, ...view.variables])) {
      const node = resolve(value);
      if (node === undefined) continue;
      const fits = literalFit(node, type);
      if (fits === 'fits' || isOfOldYaml(node, type)) continue;
      const place = node.type === 'scalar' ? firstLine(node) : (keyOf(node) ?? node);
      const found = describeValue(node);
      const items = node.type === 'list' && (type === 'StringList' || type === 'MapList');
      report(
        place,
        items
          ? `"${declaration.name}" is a ${type}: each item of its default has to be ${type === 'MapList' ? 'a map' : 'text'}`
          : `"${declaration.name}" is ${article(type)} ${type}: its default has to be ${typeWords(type)}, not ${found}`,
        { severity: fits === 'loose' || isQuotedNumber(node, type) ? 'warning' : 'error', ...retyped(node, type) },
      );
    }
  },
};

/** `yes` is a Boolean to a reader of YAML 1.1, and `1_000` a number; such a reader the service may well be. */
function isOfOldYaml(node: { type: string }, type: ValueType): boolean {
  const { style, text } = node as ScalarNode;
  const form = type === 'Boolean' ? /^(?:yes|no|on|off)$/i : type === 'Integer' ? /^[-+]?[0-9][0-9_]*$/ : undefined;
  return form !== undefined && node.type === 'scalar' && style === 'plain' && form.test(text);
}

/** The service is said to read the text "5" as an Integer; no source shows that it refuses it. */
function isQuotedNumber(node: { type: string }, type: ValueType): boolean {
  return type === 'Integer' && node.type === 'scalar' && /^-?\d+$/.test((node as ScalarNode).text);
}

function article(type: string): string {
  return type === 'Integer' ? 'an' : 'a';
}

function firstLine({ start, end, style, text }: ScalarNode): Range {
  return style === 'literal' || style === 'folded' || text.includes('\n') ? { start, end: start + 1 } : { start, end };
}

function keyOf(node: NonNullable<ReturnType<typeof resolve>>): Range | undefined {
  const map = node.parent;
  return map?.type === 'map' ? map.entries.find(({ value }) => value === node)?.key : undefined;
}

function retyped(node: NonNullable<ReturnType<typeof resolve>>, type: ValueType): { fixes?: Fix[] } {
  if (node.type !== 'scalar') return {};
  const { start, end, text, style } = node;
  const change = (title: string, by: string): { fixes: Fix[] } => ({
    fixes: [{ title, edits: [{ start, end, text: by }] }],
  });
  if (type === 'String' && style === 'plain') return change('Put quotes around it', JSON.stringify(text));
  const trimmed = text.trim();
  if (type === 'StringList' && style !== 'literal' && style !== 'folded' && !/^\s*(?:$|[[{])|\n/.test(text))
    return change('Make it a list of one item', `[${JSON.stringify(text)}]`);
  if (type === 'Integer' && /^-?(?:0|[1-9]\d*)$/.test(trimmed)) return change('Write it as a number', trimmed);
  if (type === 'Boolean' && /^(?:true|false)$/i.test(trimmed))
    return change(`Write it as ${trimmed.toLowerCase()}`, trimmed.toLowerCase());
  return {};
}

function describeValue(node: NonNullable<ReturnType<typeof resolve>>): string {
  if (node.type !== 'scalar') return node.type === 'list' ? 'a list' : 'a map';
  if (typeof node.value === 'string') return `the text "${shorten(node.text)}"`;
  return typeof node.value === 'number' ? `the number ${node.text}` : node.text;
}
