/**
 * Where the cursor is: before a key, in a value, in a list item or inside `{{ }}`.
 *
 * In block YAML the indentation of the line decides, not the tree: a line being typed often belongs to no node yet. In
 * flow style and JSON the tree decides, as its brackets are there. Both give the same `Place`, so that what is offered, and
 * how it is written, is decided once.
 */

import type { Document, Part } from '../document.ts';
import type { Range } from '../problem.ts';
import { lineAt } from '../syntax/lines.ts';
import type { MapNode, Node, ScalarNode } from '../syntax/node.ts';
import { blockPlace } from './blockPlace.ts';
import { flowAround, flowPlace } from './flowPlace.ts';
import type { Spot } from './spot.ts';
import type { Style } from './style.ts';

/** What is typed, and the stretch that an item replaces. */
interface Typed {
  range: Range;
  style: Style;
  /** The quote around it, if any. */
  quote: '' | '"' | "'";
  /** From the start of the range to the cursor, without the quote. */
  typed: string;
}

export interface KeyPlace extends Typed {
  type: 'key';
  /** Where the map stands that the key goes into. */
  spot: Spot;
  /** That map, once it has an entry. */
  map: MapNode | undefined;
  /** A ":" follows: only the name is wanted. */
  keyed: boolean;
}

export interface ValuePlace extends Typed {
  type: 'value';
  spot: Spot;
  /** What stands there now. */
  node: Node | undefined;
}

/** A new item of a list, of which only what the list holds tells whether it is a value or begins with a key. */
export interface ItemPlace extends Typed {
  type: 'item';
  spot: Spot;
  keyed: boolean;
}

export interface ExpressionPlace {
  type: 'expression';
  /** What stands between the braces, as far as it is a word. */
  range: Range;
  /** Behind the cursor the braces are closed already. */
  closed: boolean;
  /** The quote that the value began with, where it is not closed yet; else empty. */
  quote: string;
  typed: string;
  /** The scalar it stands in, when that could be read. */
  node: ScalarNode | undefined;
  /** Where that scalar stands, for one that could not be read too. */
  spot: Spot | undefined;
  /** True when the expression is all of the value. */
  whole: boolean;
}

export type Place = KeyPlace | ValuePlace | ItemPlace | ExpressionPlace;

/** Where an offset is; undefined where nothing of ours can be offered. */
export function placeAt(document: Document, part: Part, offset: number): Place | undefined {
  const { text } = document;
  const line = lineAt(text, offset);
  const inside = scalarAt(part.root, offset);
  // An apostrophe in a comment, or a hash in a text, is what it is: only outside texts does a hash begin a comment.
  if (inside === undefined && part.format === 'yaml' && /(^|\s)#/.test(unquoted(text.slice(line.start, offset))))
    return undefined;
  const around = (): Place | undefined => {
    const flow = flowAround(part.root, offset, text);
    return flow === undefined ? blockPlace(document, part, line, offset) : flowPlace(document, part, flow, offset);
  };
  const expression = expressionPlace(text, offset, inside);
  if (expression !== undefined) {
    const place = inside === undefined ? around() : undefined;
    return { ...expression, spot: place !== undefined && 'spot' in place ? place.spot : undefined };
  }
  // A script or long text is its own language.
  if (inside?.style === 'literal' || inside?.style === 'folded') return undefined;
  return around();
}

function unquoted(text: string): string {
  return text.replace(/"(?:\\.|[^"\\])*"|'[^']*'/g, (quoted) => '_'.repeat(quoted.length));
}

/** The quote in front of the braces, when none follows on the line. */
function openQuote(before: string, rest: string): string {
  const quote = /(?:^|[\s:,[{-])(["'])$/.exec(before)?.[1] ?? '';
  return rest.includes(quote) ? '' : quote;
}

function expressionPlace(text: string, offset: number, node: ScalarNode | undefined): ExpressionPlace | undefined {
  const line = lineAt(text, offset);
  const before = text.slice(line.start, offset);
  const open = before.lastIndexOf('{{');
  if (open < 0 || before.indexOf('}}', open) >= 0) return undefined;
  const typed = before.slice(open + 2).trimStart();
  if (/[\s{}"']/.test(typed)) return undefined;
  const after = /^[\w.:-]*/.exec(text.slice(offset, line.end))?.[0] ?? '';
  const rest = text.slice(offset + after.length, line.end);
  const lead = text.slice(node?.start ?? line.start, line.start + open);
  const behind = rest.replace(/^\s*\}\}/, '');
  return {
    type: 'expression',
    range: { start: offset - typed.length, end: offset + after.length },
    closed: /^\s*\}\}/.test(rest),
    quote: openQuote(text.slice(line.start, line.start + open), rest),
    typed,
    node,
    spot: undefined,
    whole:
      (node === undefined ? /(?:[:,[]|- )\s*["']?\s*$/ : /^["']?\s*$/).test(lead) &&
      /^\s*(?:["']|$|[,\]}#])/.test(behind),
  };
}

/** The scalar that holds an offset; one without text holds none. */
export function scalarAt(node: Node, offset: number): ScalarNode | undefined {
  if (node.type === 'scalar') return !node.missing && contains(node, offset) ? node : undefined;
  if (node.type === 'list') {
    for (const item of node.items) {
      const found = contains(item, offset) ? scalarAt(item, offset) : undefined;
      if (found !== undefined) return found;
    }
  } else if (node.type === 'map') {
    for (const { key, value, merged } of node.entries) {
      if (merged) continue;
      if (contains(key, offset)) return key;
      const found = contains(value, offset) ? scalarAt(value, offset) : undefined;
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

function contains(node: Range, offset: number): boolean {
  return node.start <= offset && offset <= node.end;
}
