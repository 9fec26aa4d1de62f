/**
 * The ends of messages about a wrong word: what was probably meant, and what would have been right.
 *
 * Unlike the core's `hint`, a message of the command line always lists all there is: there is no completion to ask.
 */

import { nearest } from './language/index.ts';

/** `; did you mean "check"?`, or nothing. */
export function didYouMean(word: string, words: readonly string[]): string {
  const found = nearest(word, words);
  return found === undefined ? '' : `; did you mean "${found}"?`;
}

/** `"a", "b" or "c"`, sorted. */
export function oneOf(words: readonly string[]): string {
  const quoted = [...words].sort().map((word) => `"${word}"`);
  return quoted.length < 2 ? quoted.join('') : `${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1)}`;
}
