/** What parameters and variables declare, read once for the rules on them. */

import type { Declaration, StepsView } from './kinds/steps.ts';
import { type Pattern, readPattern } from './pattern.ts';
import { get, itemsOf, type Node, resolve, type ScalarNode, textOf } from './syntax/node.ts';
import { isFilledIn, namedType, type ValueType } from './types.ts';

export interface Declared {
  declaration: Declaration;
  type: ValueType;
  /** The default, unless it is empty, refers to something or is filled in by a template. */
  value: Node | undefined;
}

/** The declarations that are maps, each once however often an alias repeats it. */
export function declaredIn(declarations: readonly Declaration[]): Declared[] {
  const seen = new Set<Node>();
  return declarations.flatMap((declaration): Declared[] => {
    const body = resolve(declaration.entry.value);
    if (body?.type !== 'map' || seen.has(body)) return [];
    seen.add(body);
    const value = get(body, 'default');
    const known = value !== undefined && isLiteral(value);
    return [{ declaration, type: namedType(declaration.type), value: known ? value : undefined }];
  });
}

export function parametersOf(view: StepsView): Declared[] {
  return declaredIn(view.parameters);
}

/** True for a value that is written out: no null, no reference, nothing that a template fills in. */
export function isLiteral(node: Node): boolean {
  const value = resolve(node);
  if (value === undefined || isFilledIn(value)) return false;
  if (value.type === 'list') return value.items.every(isLiteral);
  return value.type === 'scalar' || value.entries.every((entry) => isLiteral(entry.value));
}

/** The texts of a parameter's value: its own, or those of its items. */
export function textsOf(value: Node): ScalarNode[] {
  const node = resolve(value);
  if (node?.type === 'scalar') return [node];
  return itemsOf(node).flatMap((item) => {
    const each = resolve(item);
    return each?.type === 'scalar' ? [each] : [];
  });
}

/** The scalar of a key of a parameter, when it is written out. */
export function scalarOf({ declaration }: Declared, key: string): ScalarNode | undefined {
  const node = get(declaration.entry.value, key);
  return node?.type === 'scalar' && isLiteral(node) ? node : undefined;
}

/** The number of a limit such as `maxChars`. */
export function numberOf(declared: Declared, key: string): number | undefined {
  const text = textOf(scalarOf(declared, key));
  return text !== undefined && /^\s*-?\d+\s*$/.test(text) ? Number(text) : undefined;
}

/** The allowedPattern, read; undefined when there is none. */
export function patternOf(declared: Declared): { node: ScalarNode; pattern: Pattern } | undefined {
  const node = get(declared.declaration.entry.value, 'allowedPattern');
  // A pattern may well look for braces, so they make no reference of it.
  if (node?.type !== 'scalar' || node.value === null || node.unknown || node.tag !== undefined) return undefined;
  return { node, pattern: readPattern(node.text) };
}
