/**
 * Evaluates a `Selector` on an answer, in the dialect that Automation documents: children, elements, deep scans and filters
 * of one comparison.
 *
 * It walks the syntax tree that the checker reads, so that what is checked is what runs. A definite path gives the value it
 * finds; a deep scan, filter, slice or wildcard always gives a list. Terms are those of Jayway JsonPath, the library whose
 * behaviour the guide describes.
 */

import { type Filter, readSelector, type Segment } from '../language/aws/selector.ts';
import { isMap, type Json, member } from './json.ts';

export interface Selection {
  /** What was found; undefined when a definite path leads nowhere. */
  value: Json | undefined;
  /** True when the path can find several, so that `value` is a list. */
  many: boolean;
}

/** What a selector finds. A selector that cannot be read finds nothing; its `faults` say why. */
export function evaluate(text: string, root: Json): Selection & { faults: readonly string[] } {
  const { segments, faults } = readSelector(text);
  const grave = faults.filter((each) => each.grave).map(({ message }) => message);
  if (grave.length > 0) return { value: undefined, many: false, faults: grave };
  return { ...follow(segments, root), faults: [] };
}

function follow(segments: readonly Segment[], root: Json): Selection {
  let found: Json[] = [root];
  let many = false;
  for (const segment of segments) {
    many ||= segment.deep || segment.kind === 'elements';
    // Of the values found so far a path goes on with those that have the next part.
    found = found.flatMap((value) =>
      segment.deep ? within(value).flatMap((each) => step(each, segment)) : step(value, segment),
    );
  }
  return { value: many ? found : found[0], many };
}

function step(value: Json, segment: Segment): Json[] {
  switch (segment.kind) {
    case 'child': {
      const child = member(value, segment.name);
      return child === undefined ? [] : [child];
    }
    case 'index': {
      const element = Array.isArray(value) ? value.at(segment.index) : undefined;
      return element === undefined ? [] : [element];
    }
    case 'elements':
      return elements(value, segment.filter, segment.slice);
    default:
      return [];
  }
}

function elements(
  value: Json,
  filter: Filter | 'unread' | undefined,
  slice: readonly [number | undefined, number | undefined] | undefined,
): Json[] {
  if (filter === 'unread') return [];
  const all = Array.isArray(value) ? value : isMap(value) && filter === undefined ? Object.values(value) : [];
  if (slice !== undefined) return all.slice(slice[0] ?? 0, slice[1]);
  return filter === undefined ? all : all.filter((each) => holds(filter, each));
}

function holds({ path, operator, value: wanted }: Filter, element: Json): boolean {
  const { value: found } = follow(path, element);
  if (operator === undefined || wanted === undefined) return found !== undefined;
  if (found === undefined) return operator === '!=';
  if (operator === '==') return same(found, wanted);
  if (operator === '!=') return !same(found, wanted);
  if (typeof found !== typeof wanted || (typeof found !== 'number' && typeof found !== 'string')) return false;
  const [left, right] = [found, wanted as typeof found];
  if (operator === '<') return left < right;
  if (operator === '>') return left > right;
  return operator === '<=' ? left <= right : left >= right;
}

function same(left: Json, right: Json): boolean {
  return left === right || (typeof left === 'object' && JSON.stringify(left) === JSON.stringify(right));
}

/** A value and everything inside it, from the outside in, as a deep scan meets them. */
function within(value: Json): Json[] {
  const found: Json[] = [value];
  // The list grows while it is walked.
  for (const each of found) {
    if (Array.isArray(each)) for (const item of each) found.push(item);
    else if (isMap(each)) for (const item of Object.values(each)) found.push(item);
  }
  return found;
}
