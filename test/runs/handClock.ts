/** A clock that a test turns: what is due runs in order, and what it begins has ended before the clock goes on. */

import type { Timers } from '../../client/src/runs/poller.ts';

export interface HandClock extends Timers {
  /** Goes on by so many milliseconds. */
  turn(milliseconds: number): Promise<void>;
  /** How many timers are set. */
  readonly pending: number;
}

export function handClock(): HandClock {
  let now = 0;
  let count = 0;
  const timers = new Map<number, { at: number; run(): void }>();
  return {
    now: () => now,
    set(run, milliseconds) {
      timers.set(++count, { at: now + milliseconds, run });
      return count;
    },
    clear: (timer) => void timers.delete(timer as number),
    get pending() {
      return timers.size;
    },
    async turn(milliseconds) {
      const end = now + milliseconds;
      for (;;) {
        const [next] = [...timers].filter(([, { at }]) => at <= end).sort(([, a], [, b]) => a.at - b.at);
        if (!next) break;
        const [id, { at, run }] = next;
        timers.delete(id);
        now = Math.max(now, at);
        run();
        await settled();
      }
      now = end;
    },
  };
}

/** All that is to be done before the next turn of the event loop is done. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
