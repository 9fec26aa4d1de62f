/** What keeps signs of the shell out of a parameter: a list of values, a pattern, or a variable in place of pasting. */

import type { Declaration } from '../kinds/steps.ts';
import { entryOf, get, textOf } from '../syntax/node.ts';

/** Values that run a command of their own when pasted into a script of the shell or of PowerShell. */
const probes = ['a;id', ';id', 'a$(id)', '$(id)', '`id`', 'a|id', 'a&id', "a';id;'", 'a";id;"', 'a b;id', '/a;id'];

/** A pattern that keeps such signs out and lets names, paths and addresses through. */
export const tightPattern = '^[A-Za-z0-9_.,:=@/+-]*$';

export type Guard =
  | { state: 'guarded' }
  | { state: 'variable' }
  | { state: 'open' }
  /** The pattern lets this value through. */
  | { state: 'pattern'; admits: string };

/** How a parameter is guarded. */
export function guardOf({ entry: { value } }: Declaration): Guard {
  if (textOf(get(value, 'interpolationType')) === 'ENV_VAR') return { state: 'variable' };
  return valueGuard(value);
}

/** The same without regard to `interpolationType`, which old agents ignore. */
export function valueGuard(value: Declaration['entry']['value']): Guard {
  if (entryOf(value, 'allowedValues') !== undefined) return { state: 'guarded' };
  const written = get(value, 'allowedPattern');
  const pattern = textOf(written);
  // A pattern that a template fills in is not known to let anything through.
  if (pattern === undefined) return { state: written?.type === 'scalar' && written.unknown ? 'guarded' : 'open' };
  const admits = admitted(pattern);
  return admits === undefined ? { state: 'guarded' } : { state: 'pattern', admits };
}

/** A dangerous value that a pattern lets through; undefined also for a pattern that cannot be tried here. */
function admitted(pattern: string): string | undefined {
  let regex: RegExp;
  try {
    regex = new RegExp(`^(?:${pattern})$`, 'u');
  } catch {
    return undefined;
  }
  return probes.find((probe) => regex.test(probe));
}

/** True for a parameter that holds any text. */
export function isFreeText({ type }: Declaration): boolean {
  return type === 'String' || type === 'StringList';
}
