/** What a type of a model is called in a message. */

import type { TypeCode } from './model.ts';

const words: Readonly<Record<string, string>> = {
  s: 'text',
  e: 'text',
  n: 'a number',
  b: 'true or false',
  t: 'a time',
  x: 'binary data',
  '[': 'a list',
  '{': 'a map',
  '#': 'a structure',
  '<': 'a structure',
  '>': 'a structure',
  '@': 'a structure',
};

/** `a list`, `text` and the like. */
export function typeInWords(type: TypeCode): string {
  return words[type.charAt(0)] ?? 'any value';
}
