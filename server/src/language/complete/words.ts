/** Types of API models as documents of Systems Manager name types. */

import type { TypeCode } from '../aws/model.ts';

const names: Readonly<Record<string, string>> = {
  s: 'String',
  e: 'String',
  t: 'Timestamp',
  n: 'Integer',
  b: 'Boolean',
  x: 'Blob',
  d: 'Map',
  '[': 'List',
  '{': 'StringMap',
  '#': 'Map',
  '@': 'Map',
};

export function typeWordOf(type: TypeCode): string {
  const inner = type.slice(1);
  if (type.startsWith('[')) return /^[#{@]/.test(inner) ? 'MapList' : /^[sent]/.test(inner) ? 'StringList' : 'List';
  return names[type.charAt(0)] ?? 'any';
}
