/**
 * Takes values and keys out of documents, and tells whether what completion offers in their place is flagged by a check.
 * Importing this file does nothing.
 */

import {
  type Completion,
  check,
  type Document,
  type Lookups,
  type Node,
  type ParseOptions,
  type Problem,
  parse,
} from '../server/src/language/index.ts';
import { accept } from './completions.ts';

/** Of a long list only some are accepted. */
const mostAtOnePlace = 8;

export interface Cut {
  start: number;
  end: number;
  /** In the text without the cut. */
  cursor: number;
  what: string;
}

/** What can be taken out: values, with and without their quotes, and entries that have a line of their own. */
export function cutsOf({ text, parts }: Document): Cut[] {
  const cuts: Cut[] = [];
  const visit = (node: Node, what: string): void => {
    if (node.type === 'scalar') {
      if (node.missing || node.end <= node.start || text.slice(node.start, node.end).includes('\n')) return;
      if (/^["']/.test(text.charAt(node.start)))
        cuts.push({ start: node.start + 1, end: node.end - 1, cursor: node.start + 1, what: `${what} in quotes` });
      cuts.push({ start: node.start, end: node.end, cursor: node.start, what });
    } else if (node.type === 'list') for (const item of node.items) visit(item, `${what}[]`);
    else if (node.type === 'map')
      for (const { key, value, merged } of node.entries) {
        if (merged) continue;
        entryCut(key.start, value.end, key.text, node.flow);
        visit(value, key.text);
      }
  };
  const entryCut = (start: number, end: number, key: string, flow: boolean): void => {
    const lead = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
    if (!/^[\s-]*$/.test(lead) || end <= start || key === 'mainSteps') return;
    if (!flow) cuts.push({ start, end, cursor: start, what: `key ${key}` });
    else {
      const comma = /^\s*,/.exec(text.slice(end))?.[0].length;
      if (comma !== undefined) cuts.push({ start, end: end + comma, cursor: start, what: `key ${key}` });
    }
  };
  for (const { root, kind, embedded } of parts) if (kind !== undefined && !embedded) visit(root, '');
  return cuts;
}

export function pick(items: Completion[], random: () => number): Completion[] {
  if (items.length <= mostAtOnePlace) return items;
  return Array.from({ length: mostAtOnePlace }, () => items[Math.floor(random() * items.length)] as Completion);
}

export function problems(text: string, written: ParseOptions, lookups: Lookups): Problem[] {
  return check(parse(text, written), { lookups });
}

/** Places move and counts change; what is said stays. */
export function keyOf({ rule, message }: Problem): string {
  return `${rule} ${message.replace(/\d+/g, '#').replace(/; .*/, '')}`;
}

export function faultOf(
  item: Completion,
  what: string,
  before: string,
  written: ParseOptions,
  known: ReadonlySet<string>,
  lookups: Lookups,
): string | undefined {
  const { text, range, holes } = accept(before, item);
  const fault = problems(text, written, lookups).find((problem) => {
    const { severity, start, end, rule } = problem;
    if (severity !== 'error' && severity !== 'warning') return false;
    if (known.has(keyOf(problem))) return false;
    const near = start <= range.end && range.start <= end;
    if (severity === 'warning' && !near) return false;
    // What is still to be typed is no fault of the item.
    if (holes.length > 0 && ofEmptiness.test(rule)) return false;
    if (near && holes.some((hole) => touches(text, problem, hole))) return false;
    // Another owner, or another type of resource, asks for members of its own beside it.
    if (/^(?:Owner|Type)\b/.test(what) && !near) return false;
    // So does a managed rule for its parameters.
    if (rule === 'input-parameter-missing') return false;
    // A way into a structure goes on.
    return !(item.kind === 'path' && /^selector-/.test(rule));
  });
  return fault && `${fault.severity} ${fault.rule}: ${fault.message}`;
}

/** Rules that speak of what is still empty; in JSON a text is none until its numbers are there. */
const ofEmptiness = /^(?:missing-value|session-form|endless-condition|json-syntax|yaml-syntax)$/;

/** True for a problem with an empty value: at the hole, or at the key in front of it. */
function touches(text: string, { start, end }: Problem, hole: number): boolean {
  if (start - 2 <= hole && hole <= end + 2) return true;
  return end <= hole && /^["']?\s*:[\s"'{[-]*$/.test(text.slice(end, hole));
}

export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}
