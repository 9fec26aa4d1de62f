/**
 * Reads YAML that is broken: finds each fault, mends the text around it, and reads on.
 *
 * js-yaml stops at its first error. Here the ways to mend it (`candidates.ts`) are tried in turn and the one after which the
 * parser gets furthest is kept, so that one fault gives one problem and the rest of the document stays known. The work is
 * bounded by the characters parsed, not by time, so that the same text always gives the same tree.
 */

import type { Event } from 'js-yaml';
import type { Problem, Range } from '../problem.ts';
import { blame, type Candidate, candidates } from './candidates.ts';
import { applyEdits, type Edit, type Mended, sourceOf } from './edits.ts';
import { lenient } from './lenient.ts';
import { lineAfter, lineAt } from './lines.ts';
import { type Attempt, attempt } from './yaml.ts';

export interface Repaired {
  mended: Mended;
  events: Event[];
  faults: Problem[];
  damage: Range[];
}

/** More faults than these are not told apart: the rest of the text is left out. */
const maxFaults = 20;
/** Characters that may be parsed for one text: some hundred milliseconds at most. */
const maxWork = 2_500_000;
/** What a try costs besides its parse, in such characters. */
const tryCost = 5000;
/** The part of it that is spent on reading the text as the service would, before anything is taken for a fault. */
const maxLenientWork = 1_000_000;

/** Reads a text that `attempt` could not. */
export function repair(text: string, first: Attempt): Repaired {
  const legal = readLeniently(text, first);
  if (legal !== undefined) return legal;
  let mended: Mended = { text, origin: undefined };
  const faults: Problem[] = [];
  const damage: Range[] = [];
  let result = first;
  let work = 0;
  while ('at' in result) {
    const { at, reason } = result;
    const before = mended;
    const toSource = (range: Range): Range => inSource(before, range, text.length);
    const spent = work > maxWork || faults.length >= maxFaults || /maxDepth/.test(reason);
    const best = spent ? undefined : pick(mended, at, reason, (n) => (work += n + tryCost));
    if (best?.candidate.silent) {
      ({ mended, result } = best);
      continue;
    }
    const { message, place } = best?.candidate ?? blame(mended.text, at, reason);
    const range = toSource(place);
    // A fault on a line that was mended already is that same fault showing again.
    const echo = damage.some((each) => range.start <= each.end && range.end >= each.start);
    if (!echo) {
      const { title, edits } = best?.candidate ?? {};
      const fixes =
        title === undefined || edits === undefined
          ? {}
          : { fixes: [{ title, edits: ordered(edits).map((edit) => ({ ...toSource(edit), text: edit.text })) }] };
      faults.push({ rule: 'yaml-syntax', severity: 'error', message, ...range, ...fixes });
    }
    if (best === undefined) {
      const cut = lineAt(mended.text, at).start;
      damage.push(toSource({ start: cut, end: mended.text.length }));
      mended = applyEdits(mended, [{ start: cut, end: mended.text.length, text: '' }]);
      result = attempt(mended.text);
      if ('at' in result)
        return {
          mended: { text: '', origin: undefined },
          events: [],
          faults,
          damage: [{ start: 0, end: text.length }],
        };
      break;
    }
    damage.push(toSource(best.candidate.damage));
    mended = best.mended;
    result = best.result;
  }
  return { mended, events: 'events' in result ? result.events : [], faults, damage };
}

/** Reads a text that only needs what `lenient.ts` knows; undefined when it has a fault. */
function readLeniently(text: string, first: Attempt): Repaired | undefined {
  let mended: Mended = { text, origin: undefined };
  let result = first;
  for (let work = 0; 'at' in result && work < maxLenientWork; work += result.at + tryCost) {
    const before = { mended, at: sourceOf(mended, result.at) };
    const next = lenient(mended.text, result.at, result.reason)
      .map((candidate) => applyEdits(before.mended, ordered(candidate.edits)))
      .map((tried) => ({ mended: tried, result: attempt(tried.text) }))
      .find((tried) => !('at' in tried.result) || sourceOf(tried.mended, tried.result.at) > before.at);
    if (next === undefined) return undefined;
    ({ mended, result } = next);
    if ('events' in result) return { mended, events: result.events, faults: [], damage: [] };
  }
  return undefined;
}

interface Tried {
  candidate: Candidate;
  mended: Mended;
  result: Attempt;
}

/** The candidate that lets the parser get furthest; undefined when none gets it past the fault. */
function pick(mended: Mended, at: number, reason: string, spend: (characters: number) => number): Tried | undefined {
  const line = lineAt(mended.text, at);
  const next = lineAfter(mended.text, line);
  // Past the next line, the fault is certainly mended; what stops the parser there is another one.
  const clear = sourceOf(mended, next?.end ?? line.end);
  let best: (Tried & { reach: number }) | undefined;
  for (const candidate of candidates(mended.text, at, reason)) {
    const edits = ordered(candidate.edits);
    const tried = applyEdits(mended, edits);
    const result = attempt(tried.text);
    const stop = 'at' in result ? sourceOf(tried, result.at) : Number.POSITIVE_INFINITY;
    if (spend('at' in result ? result.at : tried.text.length) > maxWork) break;
    if (best === undefined || stop > best.reach) best = { candidate, mended: tried, result, reach: stop };
    if (stop > clear && !candidate.silent) break;
  }
  return best !== undefined && best.reach > sourceOf(mended, at) ? best : undefined;
}

function ordered(edits: readonly Edit[]): Edit[] {
  return [...edits].sort((a, b) => a.start - b.start || a.end - b.end);
}

function inSource(mended: Mended, range: Range, length: number): Range {
  const start = Math.min(sourceOf(mended, range.start), length);
  return { start, end: Math.min(Math.max(sourceOf(mended, range.end), start), length) };
}
