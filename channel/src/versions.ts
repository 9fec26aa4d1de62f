/**
 * Versions of agents and clients, which decide how a session is spoken. One that cannot be read is neither at least nor above
 * any: AWS's client takes it for one that lacks what is asked about.
 */

/** True when a version is not below another one; parts are compared as numbers, and missing ones are 0. */
export function atLeast(version: string, least: string): boolean {
  const difference = compare(version, least);
  return difference !== undefined && difference >= 0;
}

/** True when a version is above another one. */
export function above(version: string, other: string): boolean {
  const difference = compare(version, other);
  return difference !== undefined && difference > 0;
}

/** Below, at or above 0 as the one version is below, at or above the other. */
function compare(version: string, other: string): number | undefined {
  const [given, wanted] = [partsOf(version), partsOf(other)];
  if (given === undefined || wanted === undefined) return undefined;
  for (let part = 0; part < 4; part++) {
    const difference = (given[part] ?? 0) - (wanted[part] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function partsOf(version: string): number[] | undefined {
  return /^\d+(\.\d+){0,3}$/.test(version) ? version.split('.').map(Number) : undefined;
}
