/**
 * Inputs in the order in which the documentation lists them; what it does not list stays behind in the order it had.
 *
 * Whole lines change places, comments above an input with it. Where an anchor could come to stand behind its alias, or a
 * text keeps the blank lines below it, nothing is sorted.
 */

import { catalogueInputs } from '../catalogue.ts';
import type { Step } from '../kinds/steps.ts';
import { effective } from '../schema.ts';
import type { Edit } from '../syntax/edits.ts';
import { lineAfter, lineAt } from '../syntax/lines.ts';
import { type Entry, entryOf, type MapNode, type Node } from '../syntax/node.ts';
import { blockStart, hasAnchors, solidEnd } from './blocks.ts';
import { type Refactoring, type Selection, touches } from './refactoring.ts';

/** For the step at the cursor, and for the whole document. */
export function sortInputs({ document, part, view, range }: Selection): Refactoring[] {
  if (part.escaped) return [];
  const sorted = view.all.flatMap((step) => {
    const edits = sortedInputs(document.text, part.format === 'json', step);
    return edits.length === 0 ? [] : [{ step, edits }];
  });
  const here = sorted.findLast(({ step }) => {
    const key = entryOf(step.node, 'inputs')?.key;
    return key !== undefined && touches({ start: key.start, end: step.inputs?.end ?? key.end }, range);
  });
  const all = disjoint(sorted.flatMap(({ edits }) => edits));
  const found: Refactoring[] = [];
  if (here !== undefined) {
    const title = `Sort the inputs of ${here.step.name === undefined ? 'this step' : `"${here.step.name}"`}`;
    found.push({ title, kind: 'refactor.rewrite', edits: here.edits });
  }
  if (all.length > 0) found.push({ title: 'Sort the inputs of all steps', kind: 'source.sortInputs', edits: all });
  return found;
}

/** The steps inside a loop lie in its inputs; their turn comes when those are in order. */
function disjoint(edits: readonly Edit[]): Edit[] {
  const kept: Edit[] = [];
  for (const edit of [...edits].sort((a, b) => a.start - b.start || b.end - a.end))
    if (edit.start >= (kept.at(-1)?.end ?? 0)) kept.push(edit);
  return kept;
}

function sortedInputs(text: string, braces: boolean, step: Step): Edit[] {
  const map = entryOf(step.node, 'inputs')?.value;
  if (map?.type !== 'map' || map.entries.length < 2 || hasAnchors(map)) return [];
  const order = orderOf(step);
  const rank = ({ key }: Entry): number => {
    const at = order.indexOf(key.text);
    return at < 0 ? order.length : at;
  };
  const wanted = [...map.entries].sort((a, b) => rank(a) - rank(b));
  if (wanted.every((entry, i) => entry === map.entries[i])) return [];
  return braces || map.flow ? inBraces(text, map, wanted) : inBlock(text, map, wanted);
}

function orderOf({ action }: Step): readonly string[] {
  const inputs =
    action === undefined ? undefined : (catalogueInputs('actions', action) ?? catalogueInputs('plugins', action));
  return inputs === undefined ? [] : Object.keys(effective(inputs, undefined, undefined).properties ?? {});
}

/** Each entry takes the place of another one; what stands between them stays. */
function inBraces(text: string, map: MapNode, wanted: readonly Entry[]): Edit[] {
  return map.entries.flatMap(({ key, value }, i): Edit[] => {
    const other = wanted[i];
    if (other === undefined || other.key === key) return [];
    return [{ start: key.start, end: value.end, text: text.slice(other.key.start, other.value.end) }];
  });
}

function inBlock(text: string, map: MapNode, wanted: readonly Entry[]): Edit[] {
  const starts = map.entries.map(({ key }) => blockStart(text, key.start));
  if (starts.includes(undefined) || keepsBlanks(text, map)) return [];
  const last = map.entries.at(-1)?.value;
  if (last === undefined) return [];
  const end = lineAfter(text, lineAt(text, solidEnd(text, map)))?.start;
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const chunks = new Map(
    map.entries.map((entry, i) => {
      const chunk = text.slice(starts[i], starts[i + 1] ?? end ?? text.length);
      return [entry, chunk.endsWith('\n') ? chunk : chunk + eol];
    }),
  );
  const joined = wanted.map((entry) => chunks.get(entry) ?? '').join('');
  const whole = end === undefined ? joined.slice(0, -eol.length) : joined;
  return [{ start: starts[0] ?? 0, end: end ?? text.length, text: whole }];
}

function keepsBlanks(text: string, node: Node): boolean {
  return /[|>]\d?\+/.test(text.slice(node.start, node.end));
}
