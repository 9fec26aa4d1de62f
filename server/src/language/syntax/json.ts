/**
 * JSON that YAML would forgive, and JSON that is broken; the only file that imports jsonc-parser.
 *
 * A well-formed JSON text is read by the YAML parser like any other (JSON is YAML); this file looks only at texts that
 * `JSON.parse` refuses. Its parser goes on behind a fault, so the tree of a half-typed text is nearly whole.
 */

import { type JSONVisitor, type ParseErrorCode, visit } from 'jsonc-parser';
import type { Problem, Range } from '../problem.ts';
import { duplicateKey } from './faults.ts';
import type { ListNode, MapNode, Node, ScalarNode } from './node.ts';
import { decodeFlow } from './scalar.ts';

/** True for a text that is JSON to the letter. */
export function isStrictJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

export interface JsonTree {
  root: Node | undefined;
  faults: Problem[];
  damage: Range[];
}

/** Deeper texts would exhaust the stack of the recursive visitor. */
const maxDepth = 200;

// ParseErrorCode is a const enum without run-time values; these are its numbers.
const messages: Partial<Record<ParseErrorCode, string>> = {
  1: 'Not a JSON value; texts need double quotes',
  2: 'Not a JSON number',
  3: 'A key in double quotes is expected here; a comma may not stand before a closing bracket',
  4: 'A value is expected here; a comma may not stand before a closing bracket',
  5: 'A ":" is expected between a key and its value',
  6: 'A "," is expected between two entries',
  7: 'A "}" is missing',
  8: 'A "]" is missing',
  9: 'Nothing may follow the end of the JSON value',
  10: 'JSON has no comments; the service refuses them',
  11: 'This comment is not closed',
  12: 'This text is not closed; a double quote is missing',
  13: 'This number is not whole',
  14: 'This is not a Unicode escape: \\u takes four hexadecimal digits',
  15: 'This escape is unknown to JSON',
  16: 'Line breaks and control characters cannot stand in a JSON text; write \\n',
};
const closing = new Set<number>([7, 8]);

/** Reads a text that is not JSON to the letter; reports one problem for one fault. */
export function readBrokenJson(text: string): JsonTree {
  const tree: JsonTree = { root: undefined, faults: [], damage: [] };
  if (depthOf(text) > maxDepth) {
    tree.faults.push(fault(`Nested deeper than ${maxDepth} levels`, 0, Math.min(1, text.length)));
    return tree;
  }
  visit(text, visitor(text, tree), { disallowComments: true, allowTrailingComma: false });
  return tree;
}

function visitor(text: string, tree: JsonTree): JSONVisitor {
  let parent: MapNode | ListNode | undefined;
  let key: ScalarNode | undefined;
  let lastFault = -1;

  const place = (node: Node): void => {
    if (parent === undefined) tree.root ??= node;
    else if (parent.type === 'list') parent.items.push(node);
    else if (key !== undefined) {
      const entry = parent.entries.at(-1);
      if (entry?.key === key) entry.value = node;
      key = undefined;
    }
  };
  const open = (node: MapNode | ListNode): void => {
    place(node);
    parent = node;
  };
  const close = (offset: number, length: number): void => {
    if (parent === undefined) return;
    parent.end = offset + length;
    parent = parent.parent;
  };
  return {
    onObjectBegin: (start) => open({ type: 'map', start, end: text.length, parent, entries: [], flow: true }),
    onObjectEnd: close,
    onArrayBegin: (start) => open({ type: 'list', start, end: text.length, parent, items: [], flow: true }),
    onArrayEnd: close,
    onObjectProperty: (_name, start, length) => {
      if (parent?.type !== 'map') return;
      key = scalarOf(text, start, start + length, parent);
      const { entries } = parent;
      const first = entries.find((entry) => entry.key.text === key?.text);
      if (first !== undefined && tree.faults.length === 0) tree.faults.push(duplicateKey(key, first));
      entries.push({ key, value: missing(parent, start + length) });
    },
    onSeparator: (character, offset) => {
      const entry = parent?.type === 'map' ? parent.entries.at(-1) : undefined;
      if (character !== ':' || entry === undefined || entry.key !== key) return;
      entry.value = missing(entry.key.parent, offset + 1);
    },
    onLiteralValue: (_value, start, length) => place(scalarOf(text, start, start + length, parent)),
    onError: (code, offset, length) => {
      // What is missing at the very end, and what a first fault makes of its neighbours, is that same fault.
      const echo = lastFault >= 0 && (closing.has(code) || text.slice(lastFault, offset).split('\n').length <= 2);
      const end = Math.max(offset + length, Math.min(offset + 1, text.length));
      tree.damage.push({ start: offset, end });
      if (!echo)
        tree.faults.push(
          fault(messages[code] ?? 'Not valid JSON', Math.min(offset, Math.max(0, text.length - 1)), end),
        );
      lastFault = offset;
    },
  };
}

function scalarOf(text: string, start: number, end: number, parent: MapNode | ListNode | undefined): ScalarNode {
  const raw = text.slice(start, end);
  if (!raw.startsWith('"')) {
    const value =
      raw === 'true'
        ? true
        : raw === 'false'
          ? false
          : raw === 'null'
            ? null
            : Number.isNaN(Number(raw))
              ? raw
              : Number(raw);
    return { type: 'scalar', start, end, parent, text: raw, value, style: 'plain', places: undefined, missing: false };
  }
  const inner = raw.length > 1 && raw.endsWith('"') ? end - 1 : end;
  const decoded = raw.includes('\\')
    ? decodeFlow(text, start + 1, inner, 'double')
    : { text: text.slice(start + 1, inner), places: undefined };
  return {
    type: 'scalar',
    start,
    end,
    parent,
    text: decoded.text,
    value: decoded.text,
    style: 'double',
    places: decoded.places,
    missing: false,
  };
}

function missing(parent: MapNode | ListNode | undefined, at: number): ScalarNode {
  return {
    type: 'scalar',
    start: at,
    end: at,
    parent,
    text: '',
    value: null,
    style: 'plain',
    places: undefined,
    missing: true,
  };
}

function fault(message: string, start: number, end: number): Problem {
  return { rule: 'json-syntax', severity: 'error', message, start, end };
}

/** An upper bound of the nesting: brackets inside texts count too, which only makes it stricter. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 123 || code === 91) deepest = Math.max(deepest, ++depth);
    else if ((code === 125 || code === 93) && depth > 0) depth--;
  }
  return deepest;
}
