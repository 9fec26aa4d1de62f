/**
 * Event patterns of EventBridge: what is wrong with one, and whether an event matches it.
 *
 * Sources: the behaviour of aws/event-ruler, and the user guide. A pattern that has a fault matches nothing.
 */

import { isMap, type Json, type JsonMap, member } from '../json.ts';
import { addressBits, operatorFault, passes } from './operators.ts';

/** What is wrong, and where: the names of the members that lead there. */
export interface PatternFault {
  path: string[];
  message: string;
}

/** Names that no field inside `$or` may have, as they would be read as operators. */
const reserved = new Set(
  'exactly equals-ignore-case prefix suffix anything-but exists wildcard numeric cidr = < <= > >= regex not-wildcard not-equals-ignore-case date-after date-on-or-after date-before date-on-or-before in-date-range ip-address-in-range ip-address-not-in-range'.split(
    ' ',
  ),
);

const mostCombinations = 1000;

/** The faults of a pattern, in order; none for one that EventBridge takes. */
export function patternFaults(pattern: Json): PatternFault[] {
  if (!isMap(pattern)) return [{ path: [], message: 'An event pattern is a JSON object' }];
  const faults: PatternFault[] = [];
  objectFaults(pattern, [], false, faults);
  if (combinations(pattern) > mostCombinations)
    faults.push({ path: [], message: `The $or lists give more than ${mostCombinations} combinations` });
  return faults;
}

function objectFaults(object: JsonMap, path: string[], withinOr: boolean, faults: PatternFault[]): void {
  const entries = Object.entries(object);
  if (entries.length === 0) faults.push({ path, message: 'An empty object matches nothing' });
  for (const [key, value] of entries) {
    const at = [...path, key];
    if (withinOr && reserved.has(key)) faults.push({ path: at, message: `"${key}" cannot name a field inside $or` });
    if (key === '$or') orFaults(Array.isArray(value) ? value : [], at, faults);
    else if (isMap(value)) objectFaults(value, at, withinOr, faults);
    else if (Array.isArray(value)) valueFaults(value, at, faults);
    else faults.push({ path: at, message: 'The accepted values stand in a list' });
  }
}

function orFaults(list: Json[], path: string[], faults: PatternFault[]): void {
  if (list.length < 2) faults.push({ path, message: '$or takes a list of two objects at least' });
  for (const each of list) {
    if (isMap(each)) objectFaults(each, path, true, faults);
    else faults.push({ path, message: '$or takes objects only' });
  }
}

function valueFaults(list: Json[], path: string[], faults: PatternFault[]): void {
  if (list.length === 0) faults.push({ path, message: 'An empty list accepts nothing' });
  for (const value of list) {
    if (Array.isArray(value)) faults.push({ path, message: 'A list cannot stand in the list of accepted values' });
    else if (isMap(value)) {
      const entries = Object.entries(value);
      const [first] = entries;
      if (entries.length !== 1 || first === undefined)
        faults.push({ path, message: 'An operator stands alone in its object' });
      else {
        const message = operatorFault(first[0], first[1]);
        if (message !== undefined) faults.push({ path, message });
      }
    }
  }
}

function combinations(value: Json): number {
  if (!isMap(value)) return 1;
  let product = 1;
  for (const [key, inner] of Object.entries(value)) {
    if (key === '$or' && Array.isArray(inner))
      product *= inner.reduce<number>((sum, each) => sum + combinations(each), 0) || 1;
    else product *= combinations(inner);
  }
  return product;
}

/** Whether an event matches a pattern without faults. */
export function matchesPattern(pattern: JsonMap, event: Json): boolean {
  return matchesObject(pattern, event);
}

/** All conditions below a list of objects have to hold in one and the same of them. */
function matchesObject(pattern: JsonMap, event: Json | undefined): boolean {
  if (Array.isArray(event) && event.some(isMap)) return event.some((each) => matchesObject(pattern, each));
  return Object.entries(pattern).every(([key, wanted]) => {
    if (key === '$or' && Array.isArray(wanted)) return wanted.some((each) => isMap(each) && matchesObject(each, event));
    const value = member(event, key);
    return isMap(wanted) ? matchesObject(wanted, value) : Array.isArray(wanted) && matchesValue(wanted, value);
  });
}

function matchesValue(wanted: Json[], value: Json | undefined): boolean {
  const leaves = leavesOf(value);
  return wanted.some((each) => {
    if (!isMap(each)) return leaves.some((leaf) => same(leaf, each));
    const [operator = '', operand = null] = Object.entries(each)[0] ?? [];
    if (operator === 'exists') return leaves.length > 0 === operand;
    return leaves.some((leaf) => passes(operator, operand, leaf));
  });
}

/** The values of a field: a list stands for each of its members; an object is none. */
function leavesOf(value: Json | undefined): Json[] {
  if (value === undefined || isMap(value)) return [];
  return Array.isArray(value) ? value.flatMap(leavesOf) : [value];
}

function same(leaf: Json, wanted: Json): boolean {
  if (leaf === wanted) return true;
  return (
    typeof leaf === 'string' &&
    typeof wanted === 'string' &&
    addressBits(leaf) !== undefined &&
    addressBits(leaf) === addressBits(wanted)
  );
}
