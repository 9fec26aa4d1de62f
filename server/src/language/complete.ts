/**
 * What may be typed at a place: documents, keys, values, and references inside `{{ }}`. Works in half-typed text.
 *
 * Nothing is offered that the checks would flag where it is put; a test holds every item against them.
 */

import { configTextItems } from './complete/configText.ts';
import { isMapLike } from './complete/keyFits.ts';
import { keyItems } from './complete/keys.ts';
import { type ItemPlace, type Place, placeAt } from './complete/place.ts';
import { expressionItems, readables, wantedAt } from './complete/references.ts';
import { inputPath, modelledCall, requestType, type Scene, sceneOf } from './complete/scene.ts';
import { schemaAt, spotOf } from './complete/spot.ts';
import { startItems } from './complete/start.ts';
import { valueItems } from './complete/values.ts';
import type { Document, ParseOptions } from './document.ts';
import { partAt } from './document.ts';
import { policyCompletions } from './guard/complete.ts';
import { completionsInto, writerInto } from './guard/quotes.ts';
import type { Lookups } from './lookups.ts';
import type { Fix, Range } from './problem.ts';
import { queryCompletions } from './query/complete.ts';
import { textIndex } from './syntax/scalar.ts';

export interface Completion {
  label: string;
  kind: 'key' | 'value' | 'reference' | 'step' | 'snippet' | 'action' | 'operation' | 'member' | 'path';
  /** A few words beside the label, such as a type. */
  detail?: string;
  /** Markdown, made only for the item that somebody looks at. */
  documentation?: () => string;
  /** The stretch of the text that `insert` replaces; it contains the cursor. */
  range: Range;
  /** Absolute in its indentation: nothing is to be adjusted. */
  insert: string;
  /** True when `insert` is in snippet syntax, with `$1` and `${1:name}`. */
  snippet: boolean;
  /** Changes elsewhere that belong to it, such as a comma that is missing in front. */
  also?: Fix['edits'];
  /** What the typed text is compared with, when it is not the label. */
  filter?: string;
  /** Sorts the list; required keys come first. */
  sort: string;
  deprecated?: boolean;
}

/** What may stand at an offset; in a document that is none of ours yet, what makes it one. */
export function complete(
  document: Document,
  offset: number,
  lookups: Lookups = {},
  wanted: ParseOptions['kind'] = document.asked,
): Completion[] {
  const part = partAt(document, offset);
  if (part?.kind === undefined) return startItems(document, offset, wanted);
  if (part.kind === 'guard' || part.kind === 'config-query') {
    const items = (part.kind === 'guard' ? policyCompletions : queryCompletions)(part, offset, lookups);
    return part.escaped ? completionsInto(writerInto(document, part), items) : items;
  }
  if (part.escaped) return [];
  const inText = configTextItems(document, part, offset, lookups);
  if (inText !== undefined) return inText;
  const place = placeAt(document, part, offset);
  if (place === undefined) return [];
  const map = place.type === 'key' ? place.map : undefined;
  const scene = sceneOf(document, part, part.kind, spotIn(place, part.root), map, lookups);
  if (place.type === 'expression') {
    const text = place.node === undefined ? '' : place.node.text.slice(0, textIndex(place.node, place.range.start));
    const found = wantedAt(spotIn(place, part.root), place.whole, text.replace(/\{\{\s*$/, ''), scene);
    return found === undefined ? [] : expressionItems(readables(found, scene), place);
  }
  if (place.type === 'key') {
    // A run file that is a single word yet is one by its name: it may still begin with a whole one.
    const begins = part.kind === 'run' && part.root.type === 'scalar';
    return [...(begins ? startItems(document, offset, part.kind) : []), ...keyItems(place, scene)];
  }
  if (place.type === 'value') return valueItems(place, scene);
  return itemsOfList(place, scene);
}

function spotIn(place: Place, root: Parameters<typeof spotOf>[1]): Parameters<typeof sceneOf>[3] {
  if (place.type !== 'expression' || place.node === undefined) return place.spot;
  const { node } = place;
  // A reference in a key is never filled in.
  const key = node.parent?.type === 'map' && node.parent.entries.some((entry) => entry.key === node);
  return key ? undefined : spotOf(node, root);
}

/** An item of a list begins with a key where the list holds maps, and is a value where it holds texts. */
function itemsOfList(place: ItemPlace, scene: Scene): Completion[] {
  const schema = schemaAt(place.spot, undefined, scene.part);
  const path = inputPath(scene);
  const call = path === undefined ? undefined : modelledCall(scene.step, scene.lookups);
  const type = call === undefined || path === undefined ? undefined : requestType(call, path);
  const maps = isMapLike(schema) || type?.startsWith('#') === true;
  if (maps && !place.style.flow) return keyItems({ ...place, type: 'key', map: undefined }, scene);
  return valueItems({ ...place, type: 'value', node: undefined }, scene);
}
