/** The operators that may stand in the place of a value in an event pattern: their operands, and what they accept. */

import { isMap, type Json } from '../json.ts';

/** What is wrong with the operand of an operator; undefined when nothing is. */
export function operatorFault(operator: string, operand: Json): string | undefined {
  switch (operator) {
    case 'exists':
      return typeof operand === 'boolean' ? undefined : '"exists" takes true or false';
    case 'prefix':
    case 'suffix':
      return isText(operand) || ignoringCase(operand) !== undefined ? undefined : `"${operator}" takes a text`;
    case 'equals-ignore-case':
    case 'exactly':
      return isText(operand) ? undefined : `"${operator}" takes a text`;
    case 'wildcard':
      return isText(operand) ? wildcardFault(operand) : '"wildcard" takes a text';
    case 'numeric':
      return numericFault(operand);
    case 'cidr':
      return isText(operand) && rangeOf(operand) !== undefined
        ? undefined
        : '"cidr" takes an address and a mask, such as 10.0.0.0/24';
    case 'anything-but':
      return anythingButFault(operand);
    default:
      return `"${operator}" is no operator of event patterns`;
  }
}

/** Whether a value passes an operator without fault; `exists` is the business of the caller. */
export function passes(operator: string, operand: Json, value: Json): boolean {
  switch (operator) {
    case 'numeric':
      return typeof value === 'number' && inRange(operand, value);
    case 'cidr':
      return typeof value === 'string' && typeof operand === 'string' && isInside(value, operand);
    case 'anything-but':
      return isAnythingBut(operand, value);
    default:
      return typeof value === 'string' && passesText(operator, operand, value);
  }
}

function passesText(operator: string, operand: Json, value: string): boolean {
  const folded = ignoringCase(operand);
  const text = folded ?? operand;
  if (typeof text !== 'string') return false;
  const [left, right] = folded === undefined ? [value, text] : [value.toLowerCase(), text.toLowerCase()];
  switch (operator) {
    case 'prefix':
      return left.startsWith(right);
    case 'suffix':
      return left.endsWith(right);
    case 'equals-ignore-case':
      return value.toLowerCase() === text.toLowerCase();
    case 'exactly':
      return value === text;
    default:
      return operator === 'wildcard' && matchesWildcard(text, value);
  }
}

function isText(value: Json): value is string {
  return typeof value === 'string';
}

/** `{"equals-ignore-case": text}` as the operand of prefix or suffix. */
function ignoringCase(operand: Json): string | undefined {
  const text = isMap(operand) && Object.keys(operand).length === 1 ? operand['equals-ignore-case'] : undefined;
  return typeof text === 'string' ? text : undefined;
}

function wildcardFault(text: string): string | undefined {
  for (let at = 0; at < text.length; at++) {
    if (text.charAt(at) === '\\') {
      at++;
      if (!/[*\\]/.test(text.charAt(at)))
        return 'In "wildcard", a backslash stands before "*" or another backslash only';
    } else if (text.startsWith('**', at)) return 'In "wildcard", "*" cannot follow "*"';
  }
  return undefined;
}

/** The pieces between the stars, each in turn as early as it can be: no pattern makes this slow. */
function matchesWildcard(pattern: string, value: string): boolean {
  const pieces = [''];
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern.charAt(at);
    if (character === '*') pieces.push('');
    else pieces[pieces.length - 1] += character === '\\' ? pattern.charAt(++at) : character;
  }
  const [first = '', ...rest] = pieces;
  const last = rest.pop();
  if (last === undefined) return value === first;
  if (!value.startsWith(first) || !value.endsWith(last)) return false;
  let from = first.length;
  for (const piece of rest) {
    const found = value.indexOf(piece, from);
    if (found < 0) return false;
    from = found + piece.length;
  }
  return from + last.length <= value.length;
}

const bounds: Readonly<Record<string, (value: number, bound: number) => boolean>> = {
  '=': (value, bound) => value === bound,
  '<': (value, bound) => value < bound,
  '<=': (value, bound) => value <= bound,
  '>': (value, bound) => value > bound,
  '>=': (value, bound) => value >= bound,
};

function numericFault(operand: Json): string | undefined {
  if (!Array.isArray(operand) || (operand.length !== 2 && operand.length !== 4))
    return '"numeric" takes an operator and a number, or two of each';
  const [low, from, high, to] = operand;
  const known = (operator: Json | undefined): boolean =>
    typeof operator === 'string' && Object.hasOwn(bounds, operator);
  if (!known(low) || typeof from !== 'number') return '"numeric" takes "=", "<", "<=", ">" or ">=", and then a number';
  if (operand.length === 2) return undefined;
  if (!known(high) || typeof to !== 'number') return '"numeric" takes "<" or "<=" and a number as its second bound';
  if (!String(low).startsWith('>') || !String(high).startsWith('<')) return 'In "numeric" the lower bound comes first';
  return from < to ? undefined : 'The range of "numeric" is empty';
}

function inRange(operand: Json, value: number): boolean {
  if (!Array.isArray(operand)) return false;
  for (let at = 0; at < operand.length; at += 2)
    if (bounds[String(operand[at])]?.(value, Number(operand[at + 1])) !== true) return false;
  return true;
}

const nested = new Set(['prefix', 'suffix', 'equals-ignore-case', 'wildcard']);

function anythingButFault(operand: Json): string | undefined {
  if (isMap(operand)) {
    const [entry, ...others] = Object.entries(operand);
    if (entry === undefined || others.length > 0 || !nested.has(entry[0]))
      return '"anything-but" takes prefix, suffix, equals-ignore-case or wildcard, and one of them';
    const [name, inner] = entry;
    const texts = Array.isArray(inner) ? inner : [inner];
    if (texts.length === 0 || !texts.every(isText)) return `"${name}" within "anything-but" takes texts`;
    if ((name === 'prefix' || name === 'suffix') && texts.includes(''))
      return `"${name}" within "anything-but" cannot be empty`;
    return name === 'wildcard'
      ? texts.map((text) => wildcardFault(String(text))).find((fault) => fault !== undefined)
      : undefined;
  }
  const list = Array.isArray(operand) ? operand : [operand];
  const [first] = list;
  if (first === undefined) return '"anything-but" takes a value at least';
  const uniform = list.every((each) => typeof each === typeof first);
  return uniform && (typeof first === 'string' || typeof first === 'number')
    ? undefined
    : '"anything-but" takes texts or numbers, not both';
}

function isAnythingBut(operand: Json, value: Json): boolean {
  if (!isMap(operand)) return !(Array.isArray(operand) ? operand : [operand]).includes(value);
  const [[name, inner] = ['', null]] = Object.entries(operand);
  const texts = Array.isArray(inner) ? inner : [inner];
  return !texts.some((text) => typeof value === 'string' && passesText(name, text, value));
}

/** The bits of an IP address as a text of 0 and 1; undefined for what is none. */
export function addressBits(text: string): string | undefined {
  const four = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)?.slice(1).map(Number);
  if (four !== undefined)
    return four.every((part) => part < 256) ? four.map((part) => bits(part, 8)).join('') : undefined;
  if (!/^[0-9a-f:]+$/i.test(text) || !text.includes(':')) return undefined;
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const groups = (half: string | undefined): string[] => (half === undefined || half === '' ? [] : half.split(':'));
  const [head, tail] = [groups(halves[0]), groups(halves[1])];
  const gap = 8 - head.length - tail.length;
  if (halves.length === 2 ? gap < 1 : gap !== 0) return undefined;
  const all = [...head, ...Array.from({ length: halves.length === 2 ? gap : 0 }, () => '0'), ...tail];
  return all.every((group) => /^[0-9a-f]{1,4}$/i.test(group))
    ? all.map((group) => bits(Number.parseInt(group, 16), 16)).join('')
    : undefined;
}

function bits(value: number, width: number): string {
  return value.toString(2).padStart(width, '0');
}

/** The bits that addresses of a range begin with; undefined for what is no range, or one of a single address. */
function rangeOf(text: string): { prefix: string; width: number } | undefined {
  const [address = '', mask = '', more] = text.split('/');
  const whole = addressBits(address);
  const length = Number(mask);
  if (whole === undefined || more !== undefined || !/^\d+$/.test(mask) || length >= whole.length) return undefined;
  return { prefix: whole.slice(0, length), width: whole.length };
}

function isInside(value: string, text: string): boolean {
  const range = rangeOf(text);
  const address = addressBits(value);
  return range !== undefined && address?.length === range.width && address.startsWith(range.prefix);
}
