/**
 * Compares the request that an API step writes with the one that its operation takes.
 *
 * Only what is written out is judged: a value with a reference in it can be anything, and a map with such a key may have
 * every member.
 */

import { hint, nearest } from '../nearest.ts';
import type { Fix, Range, Severity } from '../problem.ts';
import { type Entry, type MapNode, type Node, resolve, type ScalarNode } from '../syntax/node.ts';
import { replaceFix } from '../words.ts';
import { type ApiCall, isTagged } from './calls.ts';
import { fieldsOf, type Member, type Members, valuesOf } from './members.ts';
import type { ServiceModel, TypeCode } from './model.ts';
import { typeInWords } from './words.ts';

export interface RequestFault {
  about: 'member' | 'required' | 'value';
  place: Range;
  message: string;
  severity?: Severity;
  fixes?: Fix[];
  /** The members that are not given, and the map they belong to. */
  missing?: { map: MapNode | undefined; members: readonly Member[]; model: ServiceModel };
}

const kept = new WeakMap<ApiCall, RequestFault[]>();

/** What is wrong with the request of a call; found once for all rules that ask. */
export function requestFaults(call: ApiCall): readonly RequestFault[] {
  let faults = kept.get(call);
  if (faults === undefined) {
    const { model, operation } = call;
    faults = model && operation?.modelled ? new Walk(model).request(call, `<${operation.name}`) : [];
    kept.set(call, faults);
  }
  return faults;
}

/** Deeper than any structure of AWS that is written by hand; an alias may repeat what is above it. */
const deepest = 30;

class Walk {
  private readonly faults: RequestFault[] = [];
  private readonly model: ServiceModel;

  constructor(model: ServiceModel) {
    this.model = model;
  }

  request({ request, api, operation }: ApiCall, type: TypeCode): RequestFault[] {
    const fields = fieldsOf(this.model, type);
    if (fields !== undefined && api !== undefined)
      this.fields(request, fields, api, `a request of ${operation?.name}`, 0);
    return this.faults;
  }

  private fields(entries: readonly Entry[], fields: Members, owner: Range, whose: string, depth: number): void {
    const given = new Set<string>();
    let open = false;
    for (const { key, value, merged } of entries) {
      if (isOpen(key)) open = true;
      else if (merged) given.add(key.text);
      else given.add(this.entry(key, value, fields, whose, depth));
    }
    for (const name of given) {
      const alias = fields.get(name)?.alias;
      if (alias !== undefined) given.add(alias);
    }
    const absent = [...fields.values()].filter(({ name, required, alias }) => required && !alias && !given.has(name));
    if (open || absent.length === 0) return;
    const names = absent.map(({ name }) => `"${name}"`);
    const last = names.pop();
    const listed = names.length === 0 ? last : `${names.join(', ')} and ${last}`;
    this.faults.push({
      about: 'required',
      place: owner,
      message: `${listed} ${absent.length === 1 ? 'is' : 'are'} missing: ${whose} needs ${absent.length === 1 ? 'it' : 'them'}`,
      missing: { map: mapOf(entries), members: absent, model: this.model },
    });
  }

  /** Judges one member; gives the name of the one that is meant. */
  private entry(key: ScalarNode, value: Node, fields: Members, whose: string, depth: number): string {
    const field = fields.get(key.text);
    if (field !== undefined) {
      this.value(value, field.type, key, depth + 1);
      return field.name;
    }
    const lower = key.text.toLowerCase();
    const names = [...fields.values()].filter(({ alias }) => alias === undefined).map(({ name }) => name);
    const spelt = names.find((name) => name.toLowerCase() === lower);
    const guess = spelt ?? nearest(key.text, names);
    const fixes = fieldFix(key, guess);
    const message =
      spelt === undefined
        ? `${whose.replace(/^a/, 'A')} has no member "${key.text}"${names.length === 0 ? '; it has none at all' : hint(key.text, names)}`
        : `"${key.text}" is spelt "${spelt}" in ${whose}`;
    this.faults.push({ about: 'member', place: key, message, ...fixes });
    return guess ?? key.text;
  }

  private value(node: Node, type: TypeCode, key: ScalarNode, depth: number): void {
    const value = resolve(node);
    if (value === undefined || depth > deepest || isTagged(value)) return;
    if (value.type === 'scalar') this.scalar(value, type, key);
    else if (value.type === 'list') {
      if (type.startsWith('[')) for (const item of value.items) this.value(item, type.slice(1), key, depth + 1);
      else this.wrong(key, type, 'a list');
    } else this.map(value, type, key, depth);
  }

  private map(value: MapNode, type: TypeCode, key: ScalarNode, depth: number): void {
    const fields = fieldsOf(this.model, type);
    if (fields !== undefined) {
      const owner = value.flow || value.entries.length === 0 ? key : (value.entries[0]?.key ?? key);
      this.fields(value.entries, fields, owner, inWords(key), depth);
    } else if (type.startsWith('{')) {
      for (const entry of value.entries) this.value(entry.value, type.slice(1), entry.key, depth + 1);
    } else if (!isOpenMap(value)) this.wrong(key, type, 'a map');
  }

  private scalar(value: ScalarNode, type: TypeCode, key: ScalarNode): void {
    if (value.value === null || value.unknown || isDeferred(value.text)) return;
    const text = value.text.trim();
    const sign = type.charAt(0);
    if (sign === 'e') this.enumerated(value, type);
    else if (sign === 'n') {
      if (!/^[-+]?\d*\.?\d+(?:e[-+]?\d+)?$/i.test(text)) this.mismatch(value, `"${key.text}" wants a number`);
    } else if (sign === 'b') {
      if (!/^(?:true|false|yes|no|on|off)$/i.test(text)) this.mismatch(value, `"${key.text}" wants true or false`);
      // A list or map may be written as JSON text, which the service reads.
    } else if ('[{#'.includes(sign) && !/^[[{]/.test(text)) this.wrong(key, type, 'a single value');
  }

  private enumerated(value: ScalarNode, type: TypeCode): void {
    const values = valuesOf(this.model, type);
    if (values === undefined || values.length === 0 || values.includes(value.text.trim())) return;
    const fixes = replaceFix(value, nearest(value.text, values));
    const message = `"${value.text}" is not among the known values${hint(value.text, values)}`;
    // Long lists, such as the types of instances, grow with each release; short ones hardly do.
    const severity = values.length > 25 ? 'information' : 'warning';
    this.faults.push({ about: 'value', place: value, message, severity, ...(fixes && { fixes }) });
  }

  private mismatch(place: Range, message: string): void {
    this.faults.push({ about: 'value', place, message });
  }

  /** A list, map or single value where the model has another of the three. */
  private wrong(key: ScalarNode, type: TypeCode, found: string): void {
    const sign = type.charAt(0);
    if (sign === 'd') return;
    const severity = '[{#'.includes(sign) && found !== 'a single value' ? 'warning' : 'information';
    const message = `"${key.text}" wants ${typeInWords(type)}, not ${found}`;
    this.faults.push({ about: 'value', place: key, message, severity });
  }
}

function mapOf(entries: readonly Entry[]): MapNode | undefined {
  const map = entries[0]?.key.parent;
  return map?.type === 'map' ? map : undefined;
}

function fieldFix(key: ScalarNode, name: string | undefined): { fixes?: Fix[] } {
  const fixes = replaceFix(key, name);
  return fixes === undefined ? {} : { fixes };
}

function inWords(key: ScalarNode): string {
  return `a value of "${key.text}"`;
}

/** A key that only the run, or a template, fills in; also the keys of such templates themselves. */
function isOpen(key: ScalarNode): boolean {
  return key.complex !== undefined || key.unknown === true || isDeferred(key.text) || isIntrinsic(key.text);
}

function isOpenMap(map: MapNode): boolean {
  return map.entries.some(({ key }) => isOpen(key));
}

function isIntrinsic(text: string): boolean {
  return text === '<<' || text === 'Ref' || text.startsWith('Fn::');
}

function isDeferred(text: string): boolean {
  return /\{\{|\$\{|%%/.test(text);
}
