/**
 * Conditions in words, for the arrows of the graph: those of branches and loops, and the preconditions of Command documents.
 *
 * A half-typed condition gives the words that are there. References lose their braces: beside an arrow there is little room.
 */

import { entriesOf, get, itemsOf, type Node, resolve, textOf } from '../syntax/node.ts';
import { shown } from './shown.ts';

const comparisons: Record<string, string> = {
  StringEquals: 'is',
  EqualsIgnoreCase: 'is, in any case,',
  StartsWith: 'starts with',
  EndsWith: 'ends with',
  Contains: 'contains',
  NumericEquals: '=',
  NumericGreater: '>',
  NumericLesser: '<',
  NumericGreaterOrEquals: '≥',
  NumericLesserOrEquals: '≤',
  BooleanEquals: 'is',
};

/** A choice of a branch or the condition of a loop, such as `look.State is running`; empty when nothing is written yet. */
export function conditionWords(node: Node | undefined): string {
  return wordsOf(node, new Set());
}

/** `open` holds the conditions around this one: an alias can bring one in again inside itself. */
function wordsOf(node: Node | undefined, open: ReadonlySet<Node>): string {
  const map = resolve(node);
  if (map?.type !== 'map' || open.has(map)) return '';
  const within = new Set(open).add(map);
  for (const { key, value } of entriesOf(map)) {
    if (key.text === 'Not') return `not (${wordsOf(value, within)})`;
    if (key.text !== 'And' && key.text !== 'Or') continue;
    const all = itemsOf(value).map((item) => {
      const words = wordsOf(item, within);
      return entriesOf(item).some(({ key: inner }) => inner.text === 'And' || inner.text === 'Or')
        ? `(${words})`
        : words;
    });
    return all.filter((words) => words !== '' && words !== '()').join(key.text === 'And' ? ' and ' : ' or ');
  }
  const operator = entriesOf(map).find(({ key }) => Object.hasOwn(comparisons, key.text));
  const variable = shown(textOf(get(map, 'Variable')) ?? '');
  if (operator === undefined) return variable;
  const value = resolve(operator.value);
  const compared = value?.type === 'scalar' ? shown(value.text) : '';
  return [variable || '?', comparisons[operator.key.text], compared === '' ? '""' : compared].join(' ');
}

/** A precondition of a Command document, such as `only on Linux`; empty when there is none. */
export function preconditionWords(step: Node): string {
  const [first, second] = itemsOf(get(get(step, 'precondition'), 'StringEquals')).map((item) => textOf(item) ?? '');
  if (first === undefined || second === undefined) return '';
  if (first === 'platformType') return `only on ${shown(second)}`;
  if (second === 'platformType') return `only on ${shown(first)}`;
  return `only where ${shown(first)} is ${second === '' ? '""' : shown(second)}`;
}
