/**
 * Facts of the demo fleet that are made up when they are asked for: the same words under the same seed always give the same
 * numbers, so nothing of it is stored, however many nodes there are.
 */

import { type Account, randomOf } from './account.ts';

/** Numbers from 0 up to 1 that belong to some words, such as the id of a node and a topic. */
export function chance(account: Account, ...words: readonly string[]): () => number {
  let hash = 0x811c9dc5;
  for (const word of words)
    for (let index = 0; index <= word.length; index++)
      hash = Math.imul(hash ^ (index < word.length ? word.charCodeAt(index) : 0x1f), 0x01000193);
  return randomOf((account.settings.seed * 31) ^ hash);
}

/** Lower-case hexadecimal digits that belong to some words. */
export function digitsOf(account: Account, length: number, ...words: readonly string[]): string {
  const random = chance(account, ...words);
  return Array.from({ length }, () => Math.floor(random() * 16).toString(16)).join('');
}

/** The same as a UUID. */
export function uuidOf(account: Account, ...words: readonly string[]): string {
  const digits = digitsOf(account, 32, ...words);
  return digits.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-4$3-a$4-$5');
}
