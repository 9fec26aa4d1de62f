/** Completion inside JSON that stands as text: the parameters of a managed rule, where the API wants them so. */

import type { Completion } from '../complete.ts';
import { managedRule } from '../configCatalogue.ts';
import type { Document, Part } from '../document.ts';
import { parameterText } from '../hover/config.ts';
import { configOf } from '../kinds/config.ts';
import type { Lookups } from '../lookups.ts';
import { resolve, type ScalarNode } from '../syntax/node.ts';
import { sourceOffset, textIndex } from '../syntax/scalar.ts';
import { parameterValues } from './config.ts';

/** Undefined where the cursor is in no such text. */
export function configTextItems(
  document: Document,
  part: Part,
  offset: number,
  lookups: Lookups,
): Completion[] | undefined {
  for (const { inputs, identifier } of configOf(document, part).rules) {
    for (const { entry } of inputs) {
      const node = resolve(entry.value);
      if (node?.type !== 'scalar' || node.missing || offset <= node.start || offset > node.end) continue;
      if (node.style === 'plain' || !node.text.trimStart().startsWith('{')) return undefined;
      const parameters = managedRule(lookups.config?.(), identifier?.text)?.parameters ?? {};
      return itemsAt(node, textIndex(node, offset), offset, parameters);
    }
  }
  return undefined;
}

type Parameters = NonNullable<ReturnType<typeof managedRule>>['parameters'];

function itemsAt(node: ScalarNode, index: number, offset: number, parameters: Parameters = {}): Completion[] {
  const before = node.text.slice(0, index);
  const match = /(?:^|[{,:])\s*("?)([^"{},:]*)$/.exec(before);
  if (match === null) return [];
  const [whole, quote = '', typed = ''] = match;
  const after = /^[^"{},:]*"?/.exec(node.text.slice(index))?.[0] ?? '';
  const closed = quote !== '' && after.endsWith('"');
  const range = {
    start: sourceOffset(node, index - typed.length),
    end: closed ? sourceOffset(node, index + after.length - 1) : offset,
  };
  const mark = node.style === 'double' ? '\\"' : '"';
  const [open, close] = [quote === '' ? mark : '', closed ? '' : mark];
  const item = (label: string, insert: string, more: Partial<Completion>): Completion => {
    return { label, kind: 'value', range, insert, snippet: false, sort: label, ...more };
  };
  if (whole.trimStart().startsWith(':')) {
    const key = /"([^"]*)"\s*:\s*"?[^":]*$/.exec(before)?.[1] ?? '';
    const parameter = Object.hasOwn(parameters, key) ? parameters[key] : undefined;
    return (parameter === undefined ? [] : parameterValues(parameter)).map((value) =>
      item(value, `${open}${value}${close}`, { detail: key }),
    );
  }
  const taken = new Set([...node.text.matchAll(/"([^"]*)"\s*:/g)].map(([, key]) => key));
  const follows = /^\s*:/.test(node.text.slice(index + after.length));
  return Object.entries(parameters).flatMap(([key, parameter]): Completion[] => {
    if (taken.has(key) && key !== typed + after.replace('"', '')) return [];
    const value = follows ? '' : `: ${mark}${parameter.default ?? ''}${mark}`;
    const more: Partial<Completion> = {
      kind: 'key',
      detail: `${parameter.type}${parameter.required ? ', required' : ''}`,
      documentation: () => parameterText(key, parameter),
      sort: `${parameter.required ? 0 : 1}${key}`,
    };
    // Behind a quote that is closed already the value would have to go outside of it.
    return [item(key, closed ? key : `${open}${key}${close}${value}`, more)];
  });
}
