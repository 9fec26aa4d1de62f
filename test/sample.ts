/**
 * How much of a large set a run looks at. `npm run check`, which runs before each commit, takes an even part of it; `npm test`
 * and `npm run test:unit -- --thorough` take all of it.
 */

/** True where nothing is left out. */
export const thorough = process.env.OPSWRIGHT_THOROUGH === '1';

/** All of a list, or one in so many of it: the same ones on each run. */
export function drawn<T>(list: readonly T[], oneIn: number): T[] {
  return list.filter((_, index) => thorough || index % oneIn === 0);
}
