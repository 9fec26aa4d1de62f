/** What stands at a place of an advanced query: words of the language, properties, types of resources. */

import type { Part } from '../document.ts';
import { typeDescription } from '../guard/hover.ts';
import { type Property, propertiesOf, propertyDetail, propertyNamed } from '../guard/properties.ts';
import type { Hover } from '../hover.ts';
import type { Lookups } from '../lookups.ts';
import { sourceOffset, textIndex } from '../syntax/scalar.ts';
import { type QueryTree, queryWords, readQuery, type Token } from './read.ts';

export function queryHover({ root }: Part, offset: number, lookups: Lookups): Hover | undefined {
  if (root.type !== 'scalar') return undefined;
  const at = textIndex(root, offset);
  const tree = readQuery(root.text);
  const token = tree.tokens.find(({ start, end }) => start <= at && at <= end);
  if (token === undefined) return undefined;
  const range = { start: sourceOffset(root, token.start), end: sourceOffset(root, token.end - 1) + 1 };
  const markdown =
    token.type === 'text'
      ? typeText(token, tree, lookups)
      : (wordText(token) ?? propertyText(token, at, tree, lookups));
  return markdown === undefined ? undefined : { range, markdown };
}

const meanings: Partial<Record<(typeof queryWords)[number], string>> = {
  SELECT: 'The properties that are listed for each resource; `*` is all that stands at the top.',
  WHERE: 'Which resources: comparisons, joined by `AND` and `OR`.',
  GROUP: '`GROUP BY`: one line for each value of a property, beside what is counted or added up.',
  ORDER: '`ORDER BY`: sorts by a property, `ASC` upwards or `DESC` downwards.',
  AND: 'Both have to hold.',
  OR: 'One of the two has to hold.',
  NOT: 'Turns what follows around.',
  IN: "The property is one of a list: `IN ('a', 'b')`.",
  BETWEEN: 'The property is within a range: `BETWEEN 1 AND 10`.',
  LIKE: 'The text matches a pattern, in which `%` stands for anything behind its beginning.',
  AS: 'Gives a column a name.',
  ASC: 'Sorts upwards.',
  DESC: 'Sorts downwards.',
  COUNT: '`COUNT(*)`: how many resources.',
  SUM: 'The sum of a property over the resources.',
  MIN: 'The least value of a property.',
  MAX: 'The greatest value of a property.',
  AVG: 'The mean of a property over the resources.',
};

function wordText({ type, text }: Token): string | undefined {
  const word = queryWords.find((each) => type === 'name' && each === text.toUpperCase());
  const meaning = word === undefined ? undefined : meanings[word];
  return meaning === undefined ? undefined : `\`${word}\` — ${meaning}`;
}

function typeText(token: Token, { compared }: QueryTree, lookups: Lookups): string | undefined {
  return compared.includes(token) ? typeDescription(token.text, lookups) : undefined;
}

/** The property up to the name that is pointed at, of the first type that has it; else of every item. */
function propertyText(
  token: Token,
  at: number,
  { paths, types = [] }: QueryTree,
  { properties }: Lookups,
): string | undefined {
  if (!paths.includes(token)) return undefined;
  const until = token.text.indexOf('.', at - token.start);
  const path = until < 0 ? token.text : token.text.slice(0, until);
  const base = properties?.()?.base ?? {};
  for (const type of [...types.map(({ text }) => text), undefined]) {
    let found: Property | undefined = type === undefined ? base : propertiesOf(properties?.(), type);
    for (const name of path.split('.')) found = typeof found === 'object' ? propertyNamed(found, name) : undefined;
    if (found === undefined) continue;
    const inside = typeof found === 'string' ? '' : `\n\nIn it: ${Object.keys(found).slice(0, 20).join(', ')}.`;
    return `**${path}** — ${propertyDetail(found)}, of ${type ?? 'every item'}${inside}`;
  }
  return undefined;
}
