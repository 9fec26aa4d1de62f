/**
 * Times things fairly on a noisy machine: the competitors take turns within one loop, so that whatever else the machine
 * does hits all of them, and the answer is a median.
 *
 * Each round starts with another competitor. The first rounds only warm up and are thrown away. A loop ends after the
 * wanted rounds, or earlier when its time is used up and enough rounds are done.
 */

export interface Sample {
  /** Milliseconds. */
  p50: number;
  p95: number;
  /** The median of the first three rounds of the warm-up, when nothing is compiled yet; as good as none without one. */
  first: number;
  /** How many times it was measured. */
  rounds: number;
  /** Each measurement, in the order of the rounds. */
  times: number[];
}

export interface Effort {
  warmUp: number;
  rounds: number;
  /** Milliseconds for the whole loop; at least `least` rounds are made all the same. */
  budget: number;
  least: number;
}

/** Runs one thing and says how long it took, or returns nothing to be timed from outside. */
export type Runner = () => unknown;

export async function takeTurns<K extends string>(
  runners: Record<K, Runner>,
  { warmUp, rounds, budget, least }: Effort,
): Promise<Record<K, Sample>> {
  const names = Object.keys(runners) as K[];
  const times = new Map<K, number[]>(names.map((name) => [name, []]));
  const early = new Map<K, number[]>(names.map((name) => [name, []]));
  const start = performance.now();
  const spent = (share: number): boolean => performance.now() - start > budget * share;

  for (let round = 0; round < warmUp && !(round >= 3 && spent(0.4)); round++) await takeTurn(round, early);
  for (let round = 0; round < rounds && !(round >= least && spent(1)); round++) await takeTurn(round, times);

  async function takeTurn(round: number, into: Map<K, number[]>): Promise<void> {
    for (let turn = 0; turn < names.length; turn++) {
      const name = names[(turn + round) % names.length] as K;
      into.get(name)?.push(await timed(runners[name]));
    }
  }

  const sample = (name: K): Sample => ({
    ...sampleOf(times.get(name) ?? []),
    first: median(early.get(name)?.slice(0, 3) ?? []),
  });
  return Object.fromEntries(names.map((name) => [name, sample(name)])) as Record<K, Sample>;
}

async function timed(run: Runner): Promise<number> {
  const start = performance.now();
  const result = run();
  if (!(result instanceof Promise)) return performance.now() - start;
  const own = await result;
  return typeof own === 'number' ? own : performance.now() - start;
}

export function sampleOf(times: readonly number[]): Sample {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
  return { p50: at(0.5), p95: at(0.95), first: times[0] ?? NaN, rounds: sorted.length, times: [...times] };
}

export function median(times: readonly number[]): number {
  return sampleOf(times).p50;
}

/** How many times as long `a` takes as `b`: the median over the rounds, because a busy moment hits both of a round. */
export function ratio(a: Sample, b: Sample): number {
  return median(a.times.map((time, round) => time / (b.times[round] ?? NaN)));
}

/** How often to do things, for a whole run and for a short one. */
export interface Plan {
  inProcess: Effort;
  wire: Effort;
  starts: Effort;
  corpusPasses: number;
  /** Processes for the memory of an idle server. */
  idleStarts: number;
}

export function planOf(quick: boolean): Plan {
  return quick
    ? {
        inProcess: { warmUp: 10, rounds: 20, budget: 1500, least: 3 },
        wire: { warmUp: 4, rounds: 5, budget: 4000, least: 3 },
        starts: { warmUp: 1, rounds: 5, budget: 5000, least: 3 },
        corpusPasses: 1,
        idleStarts: 3,
      }
    : {
        inProcess: { warmUp: 40, rounds: 150, budget: 8000, least: 7 },
        wire: { warmUp: 20, rounds: 20, budget: 25_000, least: 9 },
        starts: { warmUp: 2, rounds: 15, budget: 20_000, least: 15 },
        corpusPasses: 5,
        idleStarts: 7,
      };
}
