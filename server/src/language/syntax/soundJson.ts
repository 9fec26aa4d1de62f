/**
 * Builds the nodes of a text that `JSON.parse` takes.
 *
 * The YAML parser reads JSON too, and is five times slower at it; with a text that is known to be sound there is nothing
 * to check, so that one pass over its characters is enough. What is not sound goes to `json.ts`.
 */

import type { Problem } from '../problem.ts';
import { duplicateKeys } from './faults.ts';
import type { ListNode, MapNode, Node, ScalarNode } from './node.ts';
import { decodeFlow } from './scalar.ts';
import { coreValue } from './yaml.ts';

const deepest = 200;

/** The tree of sound JSON; undefined for a text nested deeper than any document is. */
export function readSoundJson(text: string): { root: Node; faults: Problem[] } | undefined {
  const faults: Problem[] = [];
  const open: (MapNode | ListNode)[] = [];
  let root: Node | undefined;
  let key: ScalarNode | undefined;
  const place = (node: Node): void => {
    const parent = open.at(-1);
    if (parent === undefined) root = node;
    else if (parent.type === 'list') parent.items.push(node);
    else if (key !== undefined) {
      parent.entries.push({ key, value: node });
      key = undefined;
    }
  };
  for (let at = 0; at < text.length; ) {
    const code = text.charCodeAt(at);
    const parent = open.at(-1);
    switch (code) {
      case 123: // {
      case 91: {
        const node: MapNode | ListNode =
          code === 123
            ? { type: 'map', start: at, end: at, parent, entries: [], flow: true }
            : { type: 'list', start: at, end: at, parent, items: [], flow: true };
        place(node);
        if (open.push(node) > deepest) return undefined;
        at++;
        break;
      }
      case 125: // }
      case 93: {
        const node = open.pop();
        at++;
        if (node === undefined) return undefined;
        node.end = at;
        if (node.type === 'map') faults.push(...duplicateKeys(node.entries));
        break;
      }
      case 34: {
        const end = closingQuote(text, at);
        const node = textNode(text, at, end, parent);
        if (parent?.type === 'map' && key === undefined) key = node;
        else place(node);
        at = end;
        break;
      }
      case 9: // blanks, and the marks that a sound text has only where they belong
      case 10:
      case 13:
      case 32:
      case 44:
      case 58:
        at++;
        break;
      default: {
        let end = at + 1;
        while (end < text.length && isWord(text.charCodeAt(end))) end++;
        const word = text.slice(at, end);
        place({
          type: 'scalar',
          start: at,
          end,
          parent,
          text: word,
          value: coreValue(word),
          style: 'plain',
          places: undefined,
          missing: false,
        });
        at = end;
      }
    }
  }
  return root === undefined ? undefined : { root, faults };
}

/** Behind the quote that closes the text opened at an offset. */
function closingQuote(text: string, open: number): number {
  for (let close = text.indexOf('"', open + 1); close >= 0; close = text.indexOf('"', close + 1)) {
    let slashes = 0;
    while (text.charCodeAt(close - 1 - slashes) === 92) slashes++;
    if (slashes % 2 === 0) return close + 1;
  }
  return text.length;
}

function textNode(text: string, start: number, end: number, parent: MapNode | ListNode | undefined): ScalarNode {
  const raw = text.slice(start + 1, end - 1);
  const { text: value, places } = raw.includes('\\')
    ? decodeFlow(text, start + 1, end - 1, 'double')
    : { text: raw, places: undefined };
  return { type: 'scalar', start, end, parent, text: value, value, style: 'double', places, missing: false };
}

/** A character of a number, `true`, `false` or `null`. */
function isWord(code: number): boolean {
  return (
    (code >= 48 && code <= 57) ||
    (code >= 97 && code <= 122) ||
    code === 43 ||
    code === 45 ||
    code === 46 ||
    code === 69
  );
}
