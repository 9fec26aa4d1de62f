/**
 * The one way to poll: when to look again at what is watched in an account. What looking means is passed in, as are timers
 * and chance, so that a test turns the clock by hand.
 *
 * What changed is looked at again soon, what did not ever later. Throttled answers make all of it slower, for every look, and
 * it recovers by itself. What is due at about the same time is looked at together. With nothing watched there is no timer.
 */

export interface Timers {
  /** Milliseconds of any clock. */
  now(): number;
  set(run: () => void, milliseconds: number): unknown;
  clear(timer: unknown): void;
}

/** What one look came to. */
export interface Looked<T> {
  changed: readonly T[];
  /** Nothing more will come of these; they are not looked at again. */
  over: readonly T[];
  /** Of the requests, how many the service has refused as too many, retries that then succeeded included: 0 to 1. */
  throttled: number;
}

export interface Pace {
  /** Between looks at what has just changed, in milliseconds. */
  readonly least: number;
  /** Between looks at what does not change. */
  readonly most: number;
}

export interface PollerOptions<T> {
  look(due: readonly T[]): Promise<Looked<T>>;
  paceOf(watched: T): Pace;
  /** For what `look` rejects with; the poller goes on, slower. */
  onError(error: unknown): void;
  timers: Timers;
  /** From 0 to 1. */
  random(): number;
}

export interface Poller<T> {
  /** Looks at it as soon as may be, and from then on. What is watched already is due at once. */
  watch(watched: T): void;
  unwatch(watched: T): void;
  /** How many times slower than usual it is. */
  readonly slowness: number;
  stop(): void;
}

const growth = 1.4;
const slowest = 8;
/** What is due within this many milliseconds is looked at together. */
const together = 400;

interface Entry {
  pause: number;
  due: number;
}

export function createPoller<T>({ look, paceOf, onError, timers, random }: PollerOptions<T>): Poller<T> {
  const entries = new Map<T, Entry>();
  let slowness = 1;
  let timer: unknown;
  let looking = false;

  function arm(): void {
    if (timer !== undefined) timers.clear(timer);
    timer = undefined;
    if (looking || entries.size === 0) return;
    const first = Math.min(...[...entries.values()].map(({ due }) => due));
    timer = timers.set(() => void tick(), Math.max(0, first - timers.now()));
  }

  async function tick(): Promise<void> {
    timer = undefined;
    looking = true;
    const until = timers.now() + together;
    const due = [...entries].filter(([, entry]) => entry.due <= until);
    try {
      const { changed, over, throttled } = await look(due.map(([watched]) => watched));
      slowness = throttled > 0 ? Math.min(slowest, slowness * (1 + 2 * throttled)) : Math.max(1, slowness * 0.8);
      plan(due, new Set(changed), new Set(over));
    } catch (error) {
      slowness = Math.min(slowest, slowness * 2);
      plan(due, new Set(), new Set());
      onError(error);
    } finally {
      looking = false;
      arm();
    }
  }

  function plan(looked: readonly [T, Entry][], changed: ReadonlySet<T>, over: ReadonlySet<T>): void {
    for (const [watched, entry] of looked) {
      // Watched anew while it was looked at: what was asked for then is not known yet.
      if (entries.get(watched) !== entry) continue;
      if (over.has(watched)) {
        entries.delete(watched);
        continue;
      }
      const { least, most } = paceOf(watched);
      entry.pause = changed.has(watched) ? least : Math.min(most, Math.max(least, entry.pause * growth));
      // A fifth more or less, so that many windows do not ask in step.
      entry.due = timers.now() + entry.pause * slowness * (0.8 + 0.4 * random());
    }
  }

  return {
    get slowness() {
      return slowness;
    },
    watch(watched) {
      entries.set(watched, { pause: paceOf(watched).least, due: timers.now() });
      arm();
    },
    unwatch(watched) {
      entries.delete(watched);
      arm();
    },
    stop() {
      entries.clear();
      arm();
    },
  };
}
