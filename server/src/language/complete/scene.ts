/** Everything that is known around a cursor, and how an item for it is written. */

import { type ApiCall, apiCallOf } from '../aws/calls.ts';
import { fieldsOf } from '../aws/members.ts';
import type { ServiceModel, TypeCode } from '../aws/model.ts';
import type { Document, Part } from '../document.ts';
import type { KindId } from '../kinds/index.ts';
import type { Step } from '../kinds/steps.ts';
import type { Lookups } from '../lookups.ts';
import { type Meaning, meaningOf } from '../meaning.ts';
import type { Fix } from '../problem.ts';
import type { MapNode } from '../syntax/node.ts';
import type { KeyPlace, ValuePlace } from './place.ts';
import { pathIn, type Spot, stepAt } from './spot.ts';

export interface Scene {
  document: Document;
  part: Part;
  kind: KindId;
  lookups: Lookups;
  meaning: Meaning;
  /** The innermost step around the cursor. */
  step: Step | undefined;
  /** The keys from that step down to the cursor. */
  path: readonly Pick<Spot, 'key' | 'item'>[];
}

/** `map` is the map that a key goes into. */
export function sceneOf(
  document: Document,
  part: Part,
  kind: KindId,
  spot: Spot | undefined,
  map: MapNode | undefined,
  lookups: Lookups,
): Scene {
  const meaning = meaningOf(part);
  const own = map === undefined ? undefined : meaning.view.all.find(({ node }) => node === map);
  if (own !== undefined) return { document, part, kind, lookups, meaning, step: own, path: [] };
  const step = spot === undefined ? undefined : stepAt(spot, meaning.view, part.root);
  const path = step === undefined || spot === undefined ? undefined : pathIn(step, spot, part.root);
  return { document, part, kind, lookups, meaning, step, path: path ?? [] };
}

/** The keys below the inputs of the step; undefined outside them. */
export function inputPath({ path }: Scene): readonly Pick<Spot, 'key' | 'item'>[] | undefined {
  const [first, ...rest] = path;
  return first?.key === 'inputs' || first?.key === 'properties' ? rest : undefined;
}

export interface ModelledCall {
  call: ApiCall;
  model: ServiceModel;
  operation: string;
}

/** The API call of a step, when it is known what it takes and gives. */
export function modelledCall(step: Step | undefined, lookups: Lookups): ModelledCall | undefined {
  const call = step === undefined ? undefined : apiCallOf(step, lookups);
  const { model, operation } = call ?? {};
  return call && model && operation?.modelled ? { call, model, operation: operation.name } : undefined;
}

/** The type of what stands at a path of a request; undefined where the model says nothing. */
export function requestType(
  { model, operation }: ModelledCall,
  path: readonly Pick<Spot, 'key' | 'item'>[],
): TypeCode | undefined {
  let type: TypeCode = `<${operation}`;
  for (const { key, item } of path) {
    const next: TypeCode | undefined = type.startsWith('{')
      ? type.slice(1)
      : fieldsOf(model, type)?.get(key ?? '')?.type;
    if (next === undefined) return undefined;
    type = item ? next.replace(/^\[/, '') : next;
  }
  return type;
}

/** In brackets a new entry needs a comma behind it, and sometimes one before it. */
export function commas(
  { document: { text } }: Scene,
  { range, style }: Pick<KeyPlace | ValuePlace, 'range' | 'style'>,
  key: boolean,
): { behind: string; also?: Fix['edits'] } {
  if (!style.flow) return { behind: '' };
  let after = range.end;
  while (/\s/.test(text.charAt(after)) && after < text.length) after++;
  const behind = after < text.length && !/[,\]}:]/.test(text.charAt(after)) ? ',' : '';
  if (!key) return { behind };
  let before = range.start - 1;
  while (before > 0 && /\s/.test(text.charAt(before))) before--;
  if (before < 0 || /[{[,]/.test(text.charAt(before))) return { behind };
  return { behind, also: [{ start: before + 1, end: before + 1, text: ',' }] };
}
