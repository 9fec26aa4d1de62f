/**
 * The subset of JSON Schema that `schemas/*.json` use, and how to find the schema of a place.
 *
 * One walk serves three features: `shape.ts` checks with it, completion and hover ask it what may stand where. There is no
 * `oneOf`: where a shape depends on something, it depends on one constant field (`action`, `schemaVersion`,
 * `sessionType`), so a message can always name the right alternative.
 */

import { catalogueInputs, definition } from './catalogue.ts';
import { get, type MapNode, type Node, resolve, textOf } from './syntax/node.ts';

export type TypeName = 'string' | 'integer' | 'boolean' | 'object' | 'array' | 'any';

export type Format =
  | 'step-name'
  | 'next-step-or-abort'
  | 'aws-service'
  | 'aws-api'
  | 'json-path'
  | 'duration'
  | 'timestamp'
  | 'regex'
  | 'script'
  | 'json'
  | 'yaml'
  | 'document-name'
  | 'variable-name'
  | 'step-output'
  | 'managed-rule'
  | 'config-resource-type'
  | 'input-parameters'
  | 'guard-policy'
  | 'runbook-name'
  | 'condition-name'
  | 'resource-name';

export interface Schema {
  /** `#name` in the same file, `file.schema.json#name` in another. */
  $ref?: string;
  type?: TypeName | readonly TypeName[];
  description?: string;
  /** Page of the Systems Manager user guide, without ".html". */
  docs?: string;
  properties?: Readonly<Record<string, Schema>>;
  required?: readonly string[];
  /** Documented as required, yet documents without them work. */
  recommended?: readonly string[];
  /** The same, and they are left out so often that it is only worth a word. */
  usual?: readonly string[];
  /** `false`: any other key is unknown. A schema: the shape of the other values. */
  additionalProperties?: boolean | Schema;
  propertyNames?: { pattern: string; describe: string; unverified?: boolean };
  items?: Schema;
  minItems?: number;
  /** Least number of entries of a map. */
  minProperties?: number;
  maxItems?: number;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  enum?: readonly (string | number | boolean)[];
  /** Values beyond the enum that the service may take all the same, or will; rules of their own tell them. */
  laterValues?: string;
  enumDescriptions?: Readonly<Record<string, string>>;
  /** Values offered by completion; others are as good. */
  suggestions?: readonly string[];
  pattern?: string;
  patternDescribe?: string;
  /** What the service takes when the key is absent. */
  default?: unknown;
  /** What to use instead. */
  deprecated?: string;
  /** A `{{ reference }}` may not stand here. */
  literal?: boolean;
  format?: Format;
  choose?: Choice;
  /** No source states it for certain: a violation is never an error. */
  unverified?: boolean;
  atLeastOne?: readonly (readonly string[])[];
  exclusive?: readonly (readonly string[])[];
  together?: readonly (readonly string[])[];
  ssmType?: string;
  /** With `additionalProperties: false`: that the service refuses other keys is likely, not known. */
  closedUnverified?: boolean;
  /** The agent reads these keys in any case. */
  keysInAnyCase?: boolean;
  /** The names of the catalogue are the values. */
  catalogue?: 'actions' | 'plugins';
  /** Read by the agent, named by no guide. */
  agentOnly?: boolean;
  /** Seen in documents that AWS owns, named by no guide. */
  observed?: boolean;
  platforms?: readonly string[];
}

/** The shape depends on the text of the field `by`: one of this map's own, or one of the map it stands in. */
export interface Choice {
  by: string;
  from: 'own' | 'sibling';
  cases?: Readonly<Record<string, Schema>>;
  /** Cases that the catalogue holds: the inputs of an action or a plugin. */
  catalogue?: 'actions' | 'plugins';
}

/**
 * The schema that holds for a value: references followed and choices made.
 * @param owner the map the value stands in (through a list, the map around the list).
 */
export function effective(schema: Schema, value: Node | undefined, owner: MapNode | undefined): Schema {
  let current = schema;
  for (let hops = 0; hops < 16; hops++) {
    if (current.$ref !== undefined) current = withDefinition(current, current.$ref);
    else if (current.choose !== undefined) current = withCase(current, current.choose, value, owner);
    else break;
  }
  return current;
}

const referred = new WeakMap<Schema, Schema>();

function withDefinition(schema: Schema, ref: string): Schema {
  let result = referred.get(schema);
  if (result === undefined) {
    const { $ref: _, ...own } = schema;
    const target = definition(ref);
    // Words beside a reference describe this use of it and win over those of the definition.
    result = Object.keys(own).length === 0 ? target : { ...target, ...own };
    referred.set(schema, result);
  }
  return result;
}

const chosen = new WeakMap<Schema, Map<string, Schema>>();

function withCase(schema: Schema, choice: Choice, value: Node | undefined, owner: MapNode | undefined): Schema {
  const name = textOf(get(choice.from === 'own' ? value : owner, choice.by)) ?? '';
  const cases = chosen.get(schema) ?? new Map<string, Schema>();
  chosen.set(schema, cases);
  let result = cases.get(name);
  if (result === undefined) {
    const { choose: _, ...base } = schema;
    const picked = choice.catalogue === undefined ? choice.cases?.[name] : catalogueInputs(choice.catalogue, name);
    result = picked === undefined ? base : merge(base, picked);
    cases.set(name, result);
  }
  return result;
}

function merge(base: Schema, over: Schema): Schema {
  const merged: Schema = { ...base, ...over };
  if (base.properties !== undefined && over.properties !== undefined)
    merged.properties = { ...base.properties, ...over.properties };
  if (base.required !== undefined && over.required !== undefined)
    merged.required = [...base.required, ...over.required];
  if (base.required !== undefined && over.required !== undefined)
    merged.required = [...base.required, ...over.required];
  return merged;
}

/** The schema of a map's value by its key; undefined where any value may stand. */
export function propertySchema(map: Schema, key: string): Schema | undefined {
  const { properties } = map;
  if (properties !== undefined) {
    if (Object.hasOwn(properties, key)) return properties[key];
    const spelled = map.keysInAnyCase
      ? Object.keys(properties).find((each) => each.toLowerCase() === key.toLowerCase())
      : undefined;
    if (spelled !== undefined) return properties[spelled];
  }
  return typeof map.additionalProperties === 'object' ? map.additionalProperties : undefined;
}

export function typesOf(schema: Schema): readonly TypeName[] {
  if (schema.type === undefined) return ['any'];
  return typeof schema.type === 'string' ? [schema.type] : schema.type;
}

/** The map around a node, passing over lists; undefined for the root. */
export function ownerOf(node: Node): MapNode | undefined {
  let parent = node.parent;
  while (parent?.type === 'list') parent = parent.parent;
  return parent;
}

/** The schema of any node of a tree, found from the root down; undefined where nothing is known. */
export function schemaOf(node: Node, root: Node, rootSchema: Schema): Schema | undefined {
  const { parent } = node;
  if (node === root || parent === undefined) return effective(rootSchema, resolve(node), undefined);
  const above = schemaOf(parent, root, rootSchema);
  if (above === undefined) return undefined;
  let schema: Schema | undefined;
  if (parent.type === 'list') schema = above.items;
  else {
    const entry = parent.entries.find(({ key, value }) => value === node || key === node);
    schema = entry === undefined ? undefined : propertySchema(above, entry.key.text);
  }
  return schema === undefined ? undefined : effective(schema, resolve(node), ownerOf(node));
}

const regexes = new Map<string, RegExp>();

/** A pattern of a schema, compiled once. */
export function patternOf(pattern: string): RegExp {
  let found = regexes.get(pattern);
  if (found === undefined) {
    found = new RegExp(pattern);
    regexes.set(pattern, found);
  }
  return found;
}
