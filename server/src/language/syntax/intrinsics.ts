/** What a CloudFormation template fills in: `!Ref x`, `Ref: x`, `Fn::If: […]` and the like. Nothing is held against its value. */

import { type MapNode, type Node, resolve } from './node.ts';

/** True for a map that a function of a template makes, such as `{ Ref: Name }`. */
export function isIntrinsic({ entries }: MapNode): boolean {
  return entries.some(
    ({ key }) => key.text.startsWith('Fn::') || (entries.length === 1 && /^(?:Ref|Condition)$/.test(key.text)),
  );
}

/** One use of a function, however it is written. */
export interface Call {
  /** `Ref`, `If`, `Sub`, …: the name without `Fn::` and without `!`. */
  name: string;
  /** The function itself: the node with the tag, or the map. */
  node: Node;
  /** What it is applied to; for a tag the node that carries it. */
  argument: Node;
}

/** The function that a node is, or undefined for a plain value. */
export function callOf(node: Node | undefined): Call | undefined {
  const value = resolve(node);
  if (value === undefined) return undefined;
  if (value.tag !== undefined && !value.tag.startsWith('!!'))
    return { name: value.tag.replace(/^!/, ''), node: value, argument: value };
  const [only] = value.type === 'map' && isIntrinsic(value) ? value.entries : [];
  return only === undefined
    ? undefined
    : { name: only.key.text.replace(/^Fn::/, ''), node: value, argument: only.value };
}
