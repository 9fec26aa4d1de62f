/** Time for the pretend account: real, or moved by hand in tests. */

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Runs something once a time has come, and returns how to call it off. */
  wake(at: number, run: () => void): () => void;
}

/** Timers cannot wait longer; a wait beyond is taken in pieces. */
const longestTimer = 2 ** 31 - 1;

export const realClock: Clock = {
  now: () => Date.now(),
  wake(at, run) {
    const timer = setTimeout(run, Math.min(Math.max(at - Date.now(), 0), longestTimer));
    // A pretend account keeps no process alive.
    timer.unref();
    return () => clearTimeout(timer);
  },
};

/** A clock that stands still until it is moved. */
export function handClock(start: number): Clock & { set(at: number): void } {
  let now = start;
  return {
    now: () => now,
    wake: () => () => undefined,
    set(at) {
      now = Math.max(now, at);
    },
  };
}
