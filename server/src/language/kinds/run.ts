/**
 * The typed view of a run file: what stands under each key, and nothing about whether that is right.
 *
 * Rules, completion and the request that is sent read this view, so that only this file and its schema know the keys.
 */

import { plainText } from '../aws/calls.ts';
import { type Call, callsOf } from '../calls.ts';
import type { Part } from '../document.ts';
import { type Entry, entriesOf, entryOf, itemsOf, type Node, resolve, type ScalarNode } from '../syntax/node.ts';

export interface RunView {
  /** The document that is named, once it is. */
  call: Call | undefined;
  /** Values given for parameters, in source order. */
  parameters: readonly Entry[];
  targets: Entry | undefined;
  ids: Entry | undefined;
  tags: Entry | undefined;
  group: Entry | undefined;
  /** The parameter of a runbook that takes each target. */
  parameter: ScalarNode | undefined;
  locations: Entry | undefined;
}

/** Reads a run file; what is missing or of another form reads as absent. */
export function runView(part: Part): RunView {
  const { root } = part;
  const targets = given(root, 'targets');
  return {
    call: callsOf(part)[0],
    parameters: entriesOf(entryOf(root, 'parameters')?.value).filter(({ merged }) => !merged),
    targets,
    ids: given(targets?.value, 'ids'),
    tags: given(targets?.value, 'tags'),
    group: given(targets?.value, 'group'),
    parameter: plainText(entryOf(targets?.value, 'parameter')?.value),
    locations: given(root, 'locations'),
  };
}

/** The entry of a key with a value. */
function given(map: Node | undefined, key: string): Entry | undefined {
  const entry = entryOf(map, key);
  const value = resolve(entry?.value);
  return value === undefined || (value.type === 'scalar' && value.value === null) ? undefined : entry;
}

/** The text of a key; undefined for a list or map, and for an empty one. */
export function textAt(map: Node | undefined, key: string): string | undefined {
  return textIn(entryOf(map, key)?.value) || undefined;
}

/** Texts of a list, or a single one in its place. */
export function textsIn(node: Node | undefined): string[] {
  const value = resolve(node);
  return value?.type === 'list' ? itemsOf(value).flatMap((item) => textIn(item) ?? []) : [textIn(value) ?? []].flat();
}

function textIn(node: Node | undefined): string | undefined {
  const value = resolve(node);
  return value?.type === 'scalar' && value.value !== null ? value.text : undefined;
}

/** Keys that one kind of document has no use for. */
export const keysOfKind = {
  automation: ['role', 'locations'],
  command: ['comment', 'timeout', 'output'],
} as const;

/** True for a path in the workspace, as against the name or ARN of a published document. */
export function isPath(name: string): boolean {
  return !name.startsWith('arn:') && /[\\/]|\.(?:ya?ml|json)$/i.test(name);
}
