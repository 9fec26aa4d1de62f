/** Values that may stand at a place, by what its key means. */

import type { Completion } from '../complete.ts';
import { effective, type Format, type Schema, typesOf } from '../schema.ts';
import { lineAt } from '../syntax/lines.ts';
import { apiItems } from './api.ts';
import { conditionItems } from './conditions.ts';
import { configValues } from './config.ts';
import { documentItems } from './documents.ts';
import { schemaValues } from './listedValues.ts';
import { parameterItems } from './parameters.ts';
import type { ValuePlace } from './place.ts';
import { readables, wantedAt } from './references.ts';
import { runValues } from './run.ts';
import { commas, type Scene } from './scene.ts';
import { selectorItems } from './selectors.ts';
import { stubOf } from './shapes.ts';
import { schemaAt } from './spot.ts';
import { inBrackets, literal, type Stops } from './stub.ts';
import { valueText } from './style.ts';

/** A value, and what is written along with it. */
export type Written = Pick<Completion, 'label'> &
  Partial<Completion> & {
    /** What is written, when it is not the label. */
    value?: string;
    /** A number or Boolean, which JSON writes without quotes. */
    bare?: boolean;
    /** Entries of the same map, which follow. */
    tail?: (stops: Stops) => string;
  };

export function valueItems(place: ValuePlace, scene: Scene): Completion[] {
  const schema = schemaAt(place.spot, place.node, scene.part);
  const selectors = selectorItems(place, scene, schema);
  if (selectors !== undefined) return selectors;
  const items = [
    ...(schema === undefined ? [] : schemaValues(schema, place, scene)),
    ...apiItems(place, scene),
    ...documentItems(place, scene),
    ...configValues(place, scene),
    ...conditionItems(place, scene),
    ...parameterItems(place, scene),
    ...runValues(place, scene),
  ];
  const written = items.map((item, index) => finish(item, index, place, scene));
  const whole = schema?.literal || schema?.enum !== undefined || schema?.format === 'json-path';
  return [...written, ...(whole ? [] : referenceValues(place, schema, scene)), ...bracketItems(place, schema, scene)];
}

/** An item in the style of the place. */
function finish(item: Written, index: number, place: ValuePlace, scene: Scene): Completion {
  const { value, bare, tail, ...rest } = item;
  const { style, range, quote } = place;
  const stops: Stops = { next: 1 };
  const text = valueText(value ?? item.label, !bare, style, bare ? '' : quote);
  const { behind } = commas(scene, place, false);
  const glue = style.flow
    ? style.lines
      ? `,${style.end}${' '.repeat(style.column)}`
      : ', '
    : `${style.end}${' '.repeat(style.column)}`;
  const insert = tail === undefined ? `${text}${behind}` : `${literal(text, stops)}${glue}${tail(stops)}${behind}`;
  return {
    kind: 'value',
    sort: `1${String(index).padStart(4, '0')}`,
    ...rest,
    range,
    insert,
    snippet: tail !== undefined,
  };
}

/** Where a reference is possible at best, and hardly ever meant. */
const fixed: ReadonlySet<Format> = new Set([
  'step-name',
  'next-step-or-abort',
  'variable-name',
  'aws-service',
  'aws-api',
]);

/** References as whole values. */
function referenceValues(place: ValuePlace, schema: Schema | undefined, scene: Scene): Completion[] {
  const { spot, style, range } = place;
  if (schema?.format !== undefined && fixed.has(schema.format)) return [];
  if (place.typed !== '' && !place.typed.startsWith('{')) return [];
  const wanted = wantedAt(spot, true, '', scene);
  if (wanted === undefined) return [];
  const quoted = (name: string): string => (place.quote === "'" && !style.json ? `'{{ ${name} }}'` : `"{{ ${name} }}"`);
  const { behind } = commas(scene, place, false);
  return readables({ ...wanted, system: wanted.system && spot.key === 'Variable' }, scene).map(
    ({ name, type, documentation, sort }): Completion => {
      const item: Completion = {
        label: `{{ ${name} }}`,
        kind: 'reference',
        detail: type,
        range,
        insert: quoted(name) + behind,
        snippet: false,
        sort: `3${sort}`,
      };
      return documentation === undefined ? item : { ...item, documentation };
    },
  );
}

/** In JSON a map or list begins with its bracket, which brings what is required along. */
function bracketItems(place: ValuePlace, schema: Schema | undefined, scene: Scene): Completion[] {
  if (!place.style.json || schema === undefined || place.typed !== '' || place.quote !== '') return [];
  const [type] = typesOf(schema);
  if (type !== 'object' && type !== 'array') return [];
  const { map } = place.spot;
  const { behind } = commas(scene, place, false);
  const label = type === 'object' ? '{ … }' : '[ … ]';
  const stub = stubOf(effective(schema, undefined, map), map);
  // What is opened on a line closes at the indentation of that line.
  const line = lineAt(scene.document.text, place.range.start);
  const style = { ...place.style, column: Math.min(line.indent, place.range.start - line.start) };
  const insert = inBrackets(stub, style, { next: 1 }) + behind;
  return [
    {
      label,
      kind: 'snippet',
      detail: schema.description?.split('. ')[0] ?? '',
      range: place.range,
      insert,
      snippet: true,
      sort: '0',
    },
  ];
}
