/**
 * Drives a run from its beginning to its end with answers that are at hand, and writes down each answer: the journal. The
 * same journal leads to the same end.
 *
 * A door whose answers take time drives the generator itself; this is for tests, for replays and for looking ahead.
 */

import type { Answer } from './effects.ts';
import { type RunEvent, run } from './engine.ts';
import type { Options } from './options.ts';
import type { Program } from './program.ts';
import type { RunState } from './state.ts';

/** One event that was answered, by its place among all events of the run. */
export interface Entry {
  event: number;
  answer: Answer;
}

export interface Driven {
  state: RunState;
  journal: Entry[];
  /** False when the run was left alone because it went on for too long. */
  ended: boolean;
}

/** Answers events until the run ends, or until there were `mostEvents`. */
export function drive(
  program: Program,
  state: RunState,
  answer: (event: RunEvent) => Answer | undefined,
  { options, mostEvents = 100_000 }: { options?: Options; mostEvents?: number } = {},
): Driven {
  const journal: Entry[] = [];
  const going = run(program, state, options);
  let next = going.next();
  for (let event = 0; !next.done; event++) {
    if (event >= mostEvents) return { state, journal, ended: false };
    const given = answer(next.value);
    if (given !== undefined) journal.push({ event, answer: given });
    next = going.next(given);
  }
  return { state, journal, ended: true };
}

/** Runs again with the answers of a journal. */
export function replay(program: Program, state: RunState, journal: readonly Entry[], options?: Options): Driven {
  const answers = new Map(journal.map(({ event, answer }) => [event, answer]));
  let event = 0;
  return drive(program, state, () => answers.get(event++), { ...(options && { options }) });
}
