/** A default shorter or longer than the limits beside it allow. An empty one is left alone: it means "not given". */

import { type Declared, numberOf, parametersOf } from '../declared.ts';
import { resolve } from '../syntax/node.ts';
import { literalFit } from '../types.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'default-length',
  severity: 'warning',
  summary: 'The default of a parameter breaks its minChars, maxChars, minItems or maxItems.',
  kinds: ['automation', 'change-template', 'command', 'session'],
  check({ view }, report) {
    for (const declared of parametersOf(view)) {
      const key = declared.declaration.entry.value;
      const measured = sizeOf(declared);
      if (measured === undefined || key === undefined) continue;
      const { size, unit, place } = measured;
      const least = numberOf(declared, `min${unit}`);
      const most = numberOf(declared, `max${unit}`);
      if (least !== undefined && most !== undefined && least > most) continue;
      const words = unit === 'Chars' ? 'characters' : 'items';
      if (least !== undefined && size < least)
        report(place, `The default has ${size} ${words}; min${unit} wants at least ${least}`);
      else if (most !== undefined && size > most)
        report(place, `The default has ${size} ${words}; max${unit} allows ${most}`);
    }
  },
};

function sizeOf({ value, type, declaration }: Declared) {
  const node = resolve(value);
  if (node === undefined || literalFit(node, type) === 'never') return undefined;
  if (node.type === 'scalar') {
    if (type !== 'String' || node.text === '') return undefined;
    const place = node.text.includes('\n') ? { start: node.start, end: node.start + 1 } : node;
    return { size: node.text.length, unit: 'Chars', place } as const;
  }
  const size = node.type === 'list' ? node.items.length : node.entries.length;
  const place =
    node.parent?.type === 'map'
      ? (node.parent.entries.find(({ value: each }) => each === node)?.key ?? declaration.entry.key)
      : declaration.entry.key;
  return size === 0 ? undefined : ({ size, unit: 'Items', place } as const);
}
