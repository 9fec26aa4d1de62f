/** Selectors, segment by segment from the model of the answer, and the types of outputs that fit them. */

import { typeWordOf } from '../aws/describe.ts';
import { fieldsOf } from '../aws/members.ts';
import type { TypeCode } from '../aws/model.ts';
import { isMany, select } from '../aws/select.ts';
import { readSelector } from '../aws/selector.ts';
import { ssmTypeOf } from '../aws/ssmType.ts';
import type { Completion } from '../complete.ts';
import type { Schema } from '../schema.ts';
import { scriptOf } from '../scripts/embedded.ts';
import { keysReturned, readPython } from '../scripts/python.ts';
import { get, type MapNode, resolve, textOf } from '../syntax/node.ts';
import { fitOf, inputType, ssmTypes } from '../types.ts';
import type { ValuePlace } from './place.ts';
import { commas, modelledCall, type Scene } from './scene.ts';
import { type Stops, writeEntries } from './stub.ts';
import { valueText } from './style.ts';
import type { Written } from './values.ts';

/** Undefined where no selector stands. */
export function selectorItems(place: ValuePlace, scene: Scene, schema: Schema | undefined): Completion[] | undefined {
  const { spot, range, style, quote, typed } = place;
  if (schema?.format !== 'json-path' || scene.step === undefined) return undefined;
  const top = topType(scene);
  if (top === undefined) return [];
  const cut = Math.max(typed.lastIndexOf('.'), typed.lastIndexOf('$')) + 1;
  const head = typed.slice(0, cut) || '$.';
  const selector = readSelector(head.replace(/\.$/, '') || '$');
  const found = top.names === undefined ? select(top.model, top.type, selector.segments) : undefined;
  const members: [string, TypeCode][] =
    top.names !== undefined
      ? head === '$.Payload.'
        ? top.names.map((name) => [name, 'd'])
        : head === '$.' || head === '$'
          ? [['Payload', '{d']]
          : []
      : found?.state === 'found'
        ? [...(fieldsOf(top.model, found.type)?.values() ?? [])].map(({ name, type }) => [name, type])
        : [];
  const declared = spot.key === 'Selector' ? (textOf(get(spot.map, 'Type')) ?? '') : undefined;
  const lead = head === '$' ? '$.' : head;
  const { behind } = commas(scene, place, false);
  return members.flatMap(([name, type], index): Completion[] =>
    steps(name, type).flatMap(([label, reached], rank): Completion[] => {
      const final = !/^[#{@d]/.test(reached) || top.names !== undefined;
      const wanted = ssmTypeOf(reached);
      const many = isMany(selector.segments);
      // A value of another type than the output's is no use; a way to deeper ones is.
      if (
        declared !== undefined &&
        declared !== '' &&
        final &&
        !many &&
        top.names === undefined &&
        wanted !== undefined &&
        wanted !== declared
      )
        return [];
      const text = valueText(lead + label, true, style, quote);
      const stops: Stops = { next: 1 };
      const item: Completion = {
        label,
        kind: final ? 'member' : 'path',
        detail: typeWordOf(reached),
        range,
        insert: text + behind,
        filter: lead + label,
        snippet: false,
        sort: `1${String(index).padStart(4, '0')}${rank}`,
      };
      // The type that an output has without being told is text.
      if (declared === '' && final && !many && wanted !== undefined && wanted !== 'String') {
        const type: [string, { type: 'text'; value: string }][] = [['Type', { type: 'text', value: wanted }]];
        const glue = style.flow
          ? style.lines
            ? `,${style.end}${' '.repeat(style.column)}`
            : ', '
          : `${style.end}${' '.repeat(style.column)}`;
        item.insert = `${text}${glue}${writeEntries(type, style, { ...stops, plain: true })}${behind}`;
      }
      return [item];
    }),
  );
}

/** A member, and for a list its first element. */
function steps(name: string, type: TypeCode): [string, TypeCode][] {
  const label = /^[\w-]+$/.test(name) ? name : `['${name}']`;
  const own: [string, TypeCode] = [label, type];
  return type.startsWith('[') ? [own, [`${label}[0]`, type.slice(1)]] : [own];
}

type Top =
  | { model: Parameters<typeof select>[0]; type: TypeCode; names?: undefined }
  | { names: readonly string[]; model?: undefined; type?: undefined };

/** What a selector of the step goes through: the answer of its call, or what its script returns. */
function topType({ step, lookups, part, meaning }: Scene): Top | undefined {
  const call = modelledCall(step, lookups);
  if (call !== undefined) return { model: call.model, type: `>${call.operation}` };
  if (step?.action !== 'aws:executeScript') return undefined;
  const script = scriptOf({ root: part.root, view: meaning.view }, step);
  if (script?.language !== 'python') return { names: [] };
  const handler = textOf(get(step.inputs, 'Handler'))?.trim();
  const found = readPython(script.text).functions.findLast(({ name }) => name === handler);
  return { names: [...((found && keysReturned(found)) ?? [])] };
}

/** Types of an output: the one that its selector finds, or those that its readers take. */
export function outputTypeItems(schema: Schema, output: MapNode | undefined, scene: Scene): Written[] {
  const { step, lookups, meaning } = scene;
  const values = (schema.enum ?? []).map(String);
  const described = (label: string): Written => {
    const text = schema.enumDescriptions?.[label];
    return text === undefined ? { label } : { label, documentation: () => text };
  };
  const selector = textOf(get(output, 'Selector'));
  const segments = selector === undefined ? undefined : readSelector(selector);
  const call = modelledCall(step, lookups);
  const selected =
    call === undefined || segments === undefined
      ? undefined
      : select(call.model, `>${call.operation}`, segments.segments);
  const many = segments !== undefined && isMany(segments.segments);
  const exact = selected?.state === 'found' && !many ? ssmTypeOf(selected.type) : undefined;
  const name = textOf(get(output, 'Name'));
  const filtered = segments?.segments.every((each) => !each.deep && (each.kind !== 'elements' || each.filter)) ?? false;
  return values
    .filter((type) => exact === undefined || type === exact)
    .filter((type) => !many || type === 'StringList' || type === 'MapList' || (filtered && type === 'String'))
    .filter((type) => readersTake(type, step?.name, name, meaning))
    .map(described);
}

function readersTake(
  type: string,
  step: string | undefined,
  output: string | undefined,
  { symbols }: Scene['meaning'],
): boolean {
  const given = ssmTypes.find((each) => each === type) ?? 'unknown';
  return symbols.uses.every(({ node, expression: { reference }, step: reader, whole, path, place }) => {
    if (reference.form !== 'output' || reference.step !== step || reference.output !== output || reference.rest !== '')
      return true;
    if (reader === undefined) return true;
    if (!whole) return place === 'other' || !/List|Map/.test(given);
    const [key] = path;
    if (key === undefined || node.parent !== resolve(reader.inputs) || reader.action === 'aws:updateVariable')
      return true;
    return fitOf(given, inputType(reader, key)) === 'fits';
  });
}
