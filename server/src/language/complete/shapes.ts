/** From what is known of a value, by schema or by API model, to the stub that is written for it. */

import { fieldsOf, valuesOf } from '../aws/members.ts';
import type { ServiceModel, TypeCode } from '../aws/model.ts';
import type { CalledParameter } from '../lookups.ts';
import { effective, type Format, type Schema, typesOf } from '../schema.ts';
import type { MapNode } from '../syntax/node.ts';
import { anyHole, type Stub, textHole } from './stub.ts';

/** More choices than these are better looked up than walked through. */
const mostChoices = 12;

/** Where a value has a form of its own, one to begin with says more than a hole. */
const samples: Partial<Record<Format, string>> = { duration: 'PT1M', 'json-path': '$' };

/** Switches that are seldom turned on. */
export const usual: Readonly<Record<string, Stub>> = {
  runAsEnabled: { type: 'hole', text: false, choices: ['false', 'true'] },
};

/** What a schema wants, with its required keys written out. `owner` is the map around. */
export function stubOf(declared: Schema, owner: MapNode | undefined, depth = 0): Stub {
  const schema = effective(declared, undefined, owner);
  const types = typesOf(schema);
  const [first] = types;
  if (schema.format === 'script' && first !== 'array') return { type: 'script' };
  if (first === 'object' || (first === 'any' && schema.properties !== undefined))
    return { type: 'map', entries: depth > 3 ? [] : requiredEntries(schema, owner, depth + 1) };
  if (first === 'array') {
    const item: Stub = schema.items === undefined ? textHole : stubOf(schema.items, owner, depth + 1);
    return (schema.minItems ?? 1) > 1 ? { type: 'list', item, count: schema.minItems ?? 1 } : { type: 'list', item };
  }
  const text = !types.some((type) => type === 'boolean' || type === 'integer' || type === 'any');
  const hole: Stub = { type: 'hole', text };
  const sample = schema.format === undefined ? undefined : samples[schema.format];
  if (sample !== undefined) return { ...hole, fallback: sample };
  if (schema.format !== undefined) return hole;
  const choices = choicesOf(schema);
  return choices !== undefined && choices.length > 0 && choices.length <= mostChoices ? { ...hole, choices } : hole;
}

/** The few values there are, the useful one first: for a switch that is what it is not without the key. */
export function choicesOf(schema: Schema): string[] | undefined {
  if (schema.enum !== undefined) return (schema.suggestions ?? schema.enum).map(String);
  if (typesOf(schema)[0] !== 'boolean') return undefined;
  return schema.default === true ? ['false', 'true'] : ['true', 'false'];
}

/** The keys that a map needs, one of each group of which one is needed, and what counts only together with them. */
export function requiredKeys(schema: Schema, present: (key: string) => boolean = () => false): string[] {
  const keys = [...(schema.required ?? []), ...(schema.recommended ?? []), ...(schema.usual ?? [])].filter(
    (key) => !present(key),
  );
  for (const group of schema.atLeastOne ?? [])
    if (!group.some((key) => present(key) || keys.includes(key))) keys.push(group[0] ?? '');
  return [...new Set(keys)];
}

/** The inputs that an action needs, and what they are no use without. */
export function inputsStub(action: string, inputs: Schema): Stub {
  const schema = effective(inputs, undefined, undefined);
  const script: [string, Stub][] = [
    ['Runtime', stubOf(schema.properties?.Runtime ?? {}, undefined)],
    ['Handler', { type: 'hole', text: true, fallback: 'handler' }],
    ['Script', { type: 'script', lines: ['def handler(events, context):', '  return {}'] }],
  ];
  const entries = action === 'aws:executeScript' ? script : requiredEntries(schema, undefined);
  return entries.length === 0 ? { type: 'nothing' } : { type: 'map', entries };
}

export function requiredEntries(schema: Schema, owner: MapNode | undefined, depth = 0): [string, Stub][] {
  return requiredKeys(schema).map((key) => {
    const inner = schema.properties?.[key];
    return [key, usual[key] ?? (inner === undefined ? anyHole : stubOf(inner, owner, depth))];
  });
}

/** What a member of a request wants, with the required members of a structure written out. */
export function memberStub(model: ServiceModel, type: TypeCode, depth = 0): Stub {
  switch (type.charAt(0)) {
    case '[':
      return { type: 'list', item: memberStub(model, type.slice(1), depth + 1) };
    case '#':
      return { type: 'map', entries: depth > 3 ? [] : requiredMembers(model, type, depth + 1) };
    case '{':
    case 'd':
      return { type: 'map', entries: [] };
    case 'b':
      return { type: 'hole', text: false, choices: ['true', 'false'] };
    case 'n':
      return anyHole;
    case 'e': {
      const values = valuesOf(model, type);
      return values !== undefined && values.length > 0 && values.length <= mostChoices
        ? { type: 'hole', text: true, choices: values }
        : textHole;
    }
    default:
      return textHole;
  }
}

export function requiredMembers(model: ServiceModel, type: TypeCode, depth = 0): [string, Stub][] {
  return [...(fieldsOf(model, type)?.values() ?? [])]
    .filter(({ required, alias }) => required && alias === undefined)
    .map((member) => [member.name, memberStub(model, member.type, depth)]);
}

/** What a parameter of a called document takes. */
export function parameterStub({ type, allowed }: CalledParameter, command: boolean): Stub {
  const text = type !== 'Integer' && type !== 'Boolean';
  const choices = allowed ?? (type === 'Boolean' ? ['true', 'false'] : undefined);
  const hole: Stub =
    choices === undefined || choices.length > mostChoices ? { type: 'hole', text } : { type: 'hole', text, choices };
  if (type === 'StringList' || type.startsWith('List<')) return { type: 'list', item: hole };
  if (type === 'StringMap') return { type: 'map', entries: [] };
  if (type === 'MapList') return { type: 'list', item: { type: 'map', entries: [] } };
  return command ? { ...hole, text: true } : hole;
}
