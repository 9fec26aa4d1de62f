/**
 * What is written behind a new key: a value with holes for what only its author knows, in the style of the place.
 *
 * Text of snippets, and absolute in its indentation: every line stands where it will stand, so that an editor has nothing
 * to adjust.
 */

import { keyText, type Style, valueText } from './style.ts';

export type Stub =
  /** To be filled in; `text` puts it in quotes where texts need them. */
  | { type: 'hole'; text: boolean; choices?: readonly string[]; fallback?: string }
  | { type: 'text'; value: string }
  | { type: 'map'; entries: readonly (readonly [key: string, value: Stub])[] }
  /** `count` items, one if not said. */
  | { type: 'list'; item: Stub; count?: number }
  /** A map without entries that is to stay so. */
  | { type: 'nothing' }
  /** A block of text, with lines to begin with. */
  | { type: 'script'; lines?: readonly string[] };

/** Counts the stops of a snippet. */
export interface Stops {
  next: number;
  /** Without snippet syntax: holes become their fallback or nothing. */
  plain?: true;
}

export const textHole = { type: 'hole', text: true } as const;
export const anyHole = { type: 'hole', text: false } as const;

/** Keys with their values, as a map at the column of the style; entries are not separated from what is around them. */
export function writeEntries(entries: readonly (readonly [string, Stub])[], style: Style, stops: Stops): string {
  const glue = style.flow ? (style.lines ? `,${newLine(style)}` : ', ') : newLine(style);
  return entries
    .map(([key, value]) => `${literal(keyText(key, style), stops)}:${writeValue(value, style, stops)}`)
    .join(glue);
}

/** A value behind the ":" of a key that stands at the column of the style; begins with a blank or a line break. */
export function writeValue(stub: Stub, style: Style, stops: Stops): string {
  if (style.flow) return ` ${inBrackets(stub, style, stops)}`;
  const inner = { ...style, column: style.column + style.unit };
  switch (stub.type) {
    case 'map':
      return stub.entries.length === 0
        ? `${newLine(inner)}${stop(stops)}`
        : `${newLine(inner)}${writeEntries(stub.entries, inner, stops)}`;
    case 'list': {
      const dashed = { ...style, column: style.column + style.dash };
      return repeat(stub.count, () => `${newLine(dashed)}${writeItem(stub.item, dashed, stops)}`).join('');
    }
    case 'script': {
      const lines = stub.lines?.map((line) => literal(line, stops)).join(newLine(inner));
      return ` |-${newLine(inner)}${lines ?? stop(stops)}`;
    }
    case 'nothing':
      return ' {}';
    default:
      return ` ${scalar(stub, style, stops)}`;
  }
}

/** An item of a list whose dash stands at the column of the style. */
export function writeItem(stub: Stub, style: Style, stops: Stops): string {
  const inner = { ...style, column: style.column + 2 };
  if (stub.type === 'map' && stub.entries.length > 0) return `- ${writeEntries(stub.entries, inner, stops)}`;
  return stub.type === 'hole' || stub.type === 'text' ? `- ${scalar(stub, style, stops)}` : `- ${stop(stops)}`;
}

/** A value in brackets, or a scalar. */
export function inBrackets(stub: Stub, style: Style, stops: Stops): string {
  const inner = { ...style, column: style.column + style.unit };
  switch (stub.type) {
    case 'map':
    case 'list': {
      const [open, close] = stub.type === 'map' ? ['{', '}'] : ['[', ']'];
      const content =
        stub.type === 'list'
          ? repeat(stub.count, () => inBrackets(stub.item, inner, stops)).join(
              style.lines ? `,${newLine(inner)}` : ', ',
            )
          : stub.entries.length > 0
            ? writeEntries(stub.entries, inner, stops)
            : stop(stops);
      if (style.lines && (stub.type === 'list' || stub.entries.length > 0))
        return `${open}${newLine(inner)}${content}${newLine(style)}${literal(close ?? '', stops)}`;
      const gap = stub.type === 'map' && stub.entries.length > 0 ? ' ' : '';
      return `${open}${gap}${content}${gap}${literal(close ?? '', stops)}`;
    }
    case 'nothing':
      return literal('{}', stops);
    case 'script':
      return scalar(stub.lines === undefined ? textHole : { type: 'text', value: stub.lines.join('\n') }, style, stops);
    default:
      return scalar(stub, style, stops);
  }
}

function scalar(stub: Extract<Stub, { type: 'hole' | 'text' }>, style: Style, stops: Stops): string {
  if (stub.type === 'text') return literal(valueText(stub.value, true, style), stops);
  const { text, choices, fallback } = stub;
  const quoted = style.json && text;
  const inner = (value: string): string => {
    const written = valueText(value, text, style);
    return quoted ? written.slice(1, -1) : written;
  };
  const value = choices?.[0] ?? fallback;
  if (stops.plain)
    return quoted ? `"${value === undefined ? '' : inner(value)}"` : value === undefined ? '' : inner(value);
  const hole =
    choices !== undefined && choices.length > 1
      ? `\${${stops.next++}|${choices.map((each) => inner(each).replace(/[\\,|}$]/g, '\\$&')).join(',')}|}`
      : value === undefined
        ? stop(stops)
        : `\${${stops.next++}:${literal(inner(value), stops)}}`;
  return quoted ? `"${hole}"` : hole;
}

function stop(stops: Stops): string {
  return stops.plain ? '' : `$${stops.next++}`;
}

/** Text that a snippet takes as it is. */
export function literal(text: string, stops: Stops): string {
  return stops.plain ? text : text.replace(/[\\$}]/g, '\\$&');
}

function newLine({ end, column }: Style): string {
  return end + ' '.repeat(Math.max(0, column));
}

/** True when an author has something to fill in that has no value yet. */
export function hasHole(stub: Stub): boolean {
  switch (stub.type) {
    case 'hole':
      return stub.choices === undefined && stub.fallback === undefined;
    case 'map':
      return stub.entries.length === 0 || stub.entries.some(([, value]) => hasHole(value));
    case 'list':
      return hasHole(stub.item);
    default:
      return stub.type === 'script' && stub.lines === undefined;
  }
}

function repeat(count: number | undefined, write: () => string): string[] {
  return Array.from({ length: count ?? 1 }, write);
}
