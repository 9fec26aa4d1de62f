/**
 * Finds managed rules by what somebody types: words of the identifier, of the name or of a type of resource, in any order,
 * or the letters of an identifier with some left out. The pick of VS Code looks for one unbroken text only.
 *
 * No `vscode` in here, so that it is tested without one.
 */

import type { ManagedRuleChoice } from '../../server/src/protocol.ts';

/** The rules that a text finds, the best first; all of them, in their order, for an empty text. */
export function searchRules(rules: readonly ManagedRuleChoice[], typed: string): ManagedRuleChoice[] {
  const words = typed.toLowerCase().match(/[a-z0-9:]+/g) ?? [];
  if (words.length === 0) return [...rules];
  return (
    rules
      .map((rule) => ({ rule, rank: rankOf(rule, words) }))
      .filter(({ rank }) => rank < none)
      // What has fewer other words is more likely meant.
      .sort((a, b) => a.rank - b.rank || a.rule.identifier.length - b.rule.identifier.length)
      .map(({ rule }) => rule)
  );
}

const none = 5;

/** The lower, the better; `none` for a rule that is not found. */
function rankOf({ identifier, name, types }: ManagedRuleChoice, words: readonly string[]): number {
  const own = [identifier.toLowerCase().replaceAll('_', '-'), name];
  const joined = words.join('-');
  if (own.some((each) => each.startsWith(joined))) return 0;
  if (own.some((each) => words.every((word) => `-${each}`.includes(`-${word}`)))) return 1;
  if (own.some((each) => words.every((word) => each.includes(word)))) return 2;
  const all = [...own, ...types.map((type) => type.toLowerCase())].join(' ');
  if (words.every((word) => all.includes(word))) return 3;
  return own.some((each) => holdsInOrder(each, words.join(''))) ? 4 : none;
}

function holdsInOrder(text: string, letters: string): boolean {
  let at = -1;
  for (const letter of letters) {
    at = text.indexOf(letter, at + 1);
    if (at < 0) return false;
  }
  return true;
}
