/** Versions of agents and clients, which decide how a session is spoken. */

/** True when a version is not below another one; parts are compared as numbers, and missing ones are 0. */
export function atLeast(version: string, least: string): boolean {
  const [given, wanted] = [version, least].map((each) => each.split('.').map(Number));
  for (let part = 0; part < 4; part++) {
    const [a, b] = [given?.[part] ?? 0, wanted?.[part] ?? 0];
    if (a !== b) return a > b;
  }
  return true;
}

/** True when a version is above another one. */
export function above(version: string, other: string): boolean {
  return !atLeast(other, version);
}
