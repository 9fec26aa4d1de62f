/**
 * A spot of a document: the value of a key, or an item of the list under it, whether something stands there yet or not.
 *
 * What is being typed has no node of its own, so places are named from the map around them.
 */

import type { Part } from '../document.ts';
import { kindOf } from '../kinds/index.ts';
import type { Step, StepsView } from '../kinds/steps.ts';
import { effective, propertySchema, type Schema, schemaOf } from '../schema.ts';
import type { MapNode, Node } from '../syntax/node.ts';

export interface Spot {
  /** The map that has the key; undefined for one that is not there yet, and for the root. */
  map: MapNode | undefined;
  /** Where that map stands, when it is not there yet. */
  above: Spot | undefined;
  /** Undefined for the root of the document. */
  key: string | undefined;
  /** An item of the list under the key. */
  item: boolean;
}

export const rootSpot: Spot = { map: undefined, above: undefined, key: undefined, item: false };

/** Where a node stands. */
export function spotOf(node: Node, root: Node): Spot {
  let at: Node = node;
  while (at !== root && at.parent?.type === 'list') at = at.parent;
  const { parent } = at;
  if (at === root || parent?.type !== 'map') return rootSpot;
  const entry = parent.entries.find(({ key, value }) => value === at || key === at);
  return { map: parent, above: undefined, key: entry?.key.text, item: at !== node };
}

/** The shape of what stands at a spot; undefined where nothing is known of it. */
export function schemaAt(spot: Spot, value: Node | undefined, part: Part): Schema | undefined {
  if (part.kind === undefined) return undefined;
  const root = kindOf(part.kind).schema(part.root);
  if (spot.key === undefined) return effective(root, part.root, undefined);
  const map = mapSchema(spot, part, root);
  const declared = map === undefined ? undefined : propertySchema(map, spot.key);
  if (declared === undefined) return undefined;
  const schema = effective(declared, spot.item ? undefined : value, spot.map);
  if (!spot.item) return schema;
  return schema.items === undefined ? undefined : effective(schema.items, value, spot.map);
}

/** The shape of the map that has the key. */
function mapSchema({ map, above }: Spot, part: Part, root: Schema): Schema | undefined {
  if (map !== undefined) return schemaOf(map, part.root, root);
  return above === undefined ? effective(root, part.root, undefined) : schemaAt(above, undefined, part);
}

/** The innermost step around a spot. */
export function stepAt(spot: Spot, view: StepsView, root: Node): Step | undefined {
  for (let at: Spot | undefined = spot; at !== undefined && at.key !== undefined; ) {
    const map: MapNode | undefined = at.map;
    const step = map === undefined ? undefined : view.all.find(({ node }) => node === map);
    if (step !== undefined) return step;
    at = map === undefined ? at.above : spotOf(map, root);
  }
  return undefined;
}

/** The keys from a step down to a spot, each with whether an item of its list is meant; undefined outside the step. */
export function pathIn(step: Step, spot: Spot, root: Node): Pick<Spot, 'key' | 'item'>[] | undefined {
  const path: Pick<Spot, 'key' | 'item'>[] = [];
  for (let at: Spot | undefined = spot; at?.key !== undefined; ) {
    path.unshift({ key: at.key, item: at.item });
    if (at.map === step.node) return path;
    at = at.map === undefined ? at.above : spotOf(at.map, root);
  }
  return undefined;
}
