/**
 * Whether the choices of a branch leave nothing over: for every value that their variables can have, one of them holds.
 *
 * The values a condition can tell apart are few: those it names, those a parameter allows, and "something else". All
 * combinations are tried, as long as there are not too many; where there are, something may be left over.
 */

import { wholeExpression } from './expressions.ts';
import type { Declaration, Step } from './kinds/steps.ts';
import { entriesOf, get, isOpen, itemsOf, type Node, resolve, textOf } from './syntax/node.ts';

/** More combinations than these are not tried. */
const mostTried = 512;

const equals = new Set(['StringEquals', 'EqualsIgnoreCase', 'BooleanEquals']);

/** What a condition asks about: a variable, or a comparison that only holds or does not. */
type Domains = Map<string, Set<string>>;
type World = ReadonlyMap<string, string>;

/** True when one of the choices always holds. */
export function leavesNothing(branch: Step, parameters: ReadonlyMap<string, Declaration>): boolean {
  const choices = itemsOf(get(branch.inputs, 'Choices'));
  const domains: Domains = new Map();
  for (const choice of choices) collect(choice, domains, 0);
  for (const [variable, values] of domains) complete(variable, values, parameters);
  const names = [...domains.keys()];
  const count = names.reduce((product, name) => product * (domains.get(name)?.size ?? 1), 1);
  if (choices.length === 0 || count > mostTried) return false;
  for (let index = 0; index < count; index++) {
    const world = new Map<string, string>();
    let rest = index;
    for (const name of names) {
      const values = [...(domains.get(name) ?? [])];
      world.set(name, values[rest % values.length] ?? '');
      rest = Math.floor(rest / values.length);
    }
    if (!choices.some((choice) => holds(choice, world, 0))) return false;
  }
  return true;
}

const deepest = 20;

function collect(node: Node | undefined, domains: Domains, depth: number): void {
  if (depth > deepest) return;
  for (const { key, value } of entriesOf(node)) {
    if (key.text === 'And' || key.text === 'Or') for (const item of itemsOf(value)) collect(item, domains, depth + 1);
    else if (key.text === 'Not') collect(value, domains, depth + 1);
    else {
      const asked = question(node, key.text, value);
      if (asked === undefined) continue;
      const known = domains.get(asked.about) ?? new Set();
      domains.set(asked.about, known.add(asked.value));
    }
  }
}

/** What a comparison asks: whether a variable has a value, or whether the comparison as a whole holds. */
function question(
  condition: Node | undefined,
  operator: string,
  value: Node,
): { about: string; value: string } | undefined {
  const variable = textOf(get(condition, 'Variable'));
  const wanted = resolve(value);
  if (operator === 'Variable' || operator === 'NextStep' || variable === undefined || wanted?.type !== 'scalar')
    return undefined;
  const about = variable.replaceAll(/\s/g, '');
  const text = wanted.text.toLowerCase();
  return equals.has(operator) ? { about, value: text } : { about: `${about} ${operator} ${text}`, value: 'holds' };
}

/** Adds what a variable can be besides the values that are named. */
function complete(variable: string, values: Set<string>, parameters: ReadonlyMap<string, Declaration>): void {
  if (values.has('true') || values.has('false')) {
    values.add('true').add('false');
    return;
  }
  const reference = wholeExpression(variable)?.reference;
  const declared = reference?.form === 'name' ? parameters.get(reference.name) : undefined;
  const list = get(declared?.entry.value, 'allowedValues');
  // Of values that a template fills in, those that are named may be all there are.
  if (isOpen(list)) return;
  const allowed = itemsOf(list).map((item) => textOf(item)?.toLowerCase() ?? '');
  if (allowed.length === 0) values.add('\0');
  else for (const each of allowed) values.add(each);
}

function holds(node: Node | undefined, world: World, depth: number): boolean {
  if (depth > deepest) return false;
  const tests = entriesOf(node).filter(({ key }) => key.text !== 'Variable' && key.text !== 'NextStep');
  return (
    tests.length > 0 &&
    tests.every(({ key, value }) => {
      if (key.text === 'And') return itemsOf(value).every((item) => holds(item, world, depth + 1));
      if (key.text === 'Or') return itemsOf(value).some((item) => holds(item, world, depth + 1));
      if (key.text === 'Not') return !holds(value, world, depth + 1);
      const asked = question(node, key.text, value);
      return asked !== undefined && world.get(asked.about) === asked.value;
    })
  );
}
