/** What is offered at a place, and how it is written there. */

import { actionNamed, actionNames, expressionFacts, pluginNamed, pluginNames } from '../catalogue.ts';
import type { Completion } from '../complete.ts';
import { schemaDetail, schemaDocumentation } from '../describe.ts';
import { effective, type Schema, typesOf } from '../schema.ts';
import type { Symbols } from '../symbols.ts';
import { outputsOf } from '../symbols.ts';
import { textOf } from '../syntax/node.ts';
import type { Place, Style } from './place.ts';

type KeyPlace = Extract<Place, { type: 'key' }>;
type ValuePlace = Extract<Place, { type: 'value' }>;
type ExpressionPlace = Extract<Place, { type: 'expression' }>;

/** Keys that may still be added to a map; required ones first. */
export function keyItems(place: KeyPlace, typed: string): Completion[] {
  const { schema, map, range, style, keyed } = place;
  const present = new Set(map?.entries.filter(({ key }) => key.start !== range.start).map(({ key }) => key.text));
  const required = new Set(schema.required ?? []);
  return Object.entries(schema.properties ?? {}).flatMap(([key, declared], index): Completion[] => {
    if (present.has(key)) return [];
    const inner = effective(declared, undefined, map);
    if (inner.deprecated !== undefined && typed === '') return [];
    const needed = required.has(key);
    const item: Completion = {
      label: key,
      kind: 'key',
      detail: `${schemaDetail(inner)}${needed ? ', required' : ''}`,
      documentation: schemaDocumentation(inner),
      range,
      insert: keyed ? keyName(key, style) : `${keyName(key, style)}:${valueStub(inner, style)}`,
      snippet: !keyed,
      sort: `${needed ? 0 : inner.observed || inner.agentOnly || inner.deprecated ? 2 : 1}${String(index).padStart(3, '0')}`,
    };
    if (inner.deprecated !== undefined) item.deprecated = true;
    return [item];
  });
}

function keyName(key: string, style: Style): string {
  return style.json ? `"${key}"` : /^[\w.-]+$/.test(key) ? key : `"${key}"`;
}

/** What follows a new key, in snippet syntax, with the cursor where the value goes. */
function valueStub(schema: Schema, style: Style): string {
  const types = typesOf(schema);
  const [first] = types;
  const fallback = schema.default;
  const choice =
    schema.enum ??
    (first === 'boolean' ? [fallback === true ? 'false' : 'true', fallback === true ? 'true' : 'false'] : undefined);
  const choices =
    choice !== undefined && choice.length <= 12 && schema.format === undefined
      ? `\${1|${choice.map(String).map(escapeChoice).join(',')}|}`
      : undefined;
  if (style.flow) {
    if (first === 'object') return ' { $1 }';
    if (first === 'array') return ' [$1]';
    const bare = first === 'boolean' || first === 'integer' || !style.json;
    return bare ? ` ${choices ?? '$1'}` : ` "${choices ?? '$1'}"`;
  }
  // The editor indents the lines of a snippet like the line it begins on.
  if (first === 'object') return '\n  $1';
  if (first === 'array') return '\n  - $1';
  if (schema.format === 'script') return ' |-\n  $1';
  return ` ${choices ?? '$1'}`;
}

function escapeChoice(text: string): string {
  return text.replace(/[\\,|}$]/g, '\\$&');
}

/** Values that may stand at a place. */
export function valueItems(place: ValuePlace, symbols: Symbols): Completion[] {
  const { schema } = place;
  const items: Completion[] = [];
  const add = (label: string, more: Partial<Completion> = {}): void => {
    items.push({
      label,
      kind: 'value',
      range: place.range,
      insert: written(label, place),
      snippet: false,
      sort: `1${String(items.length).padStart(4, '0')}`,
      ...more,
    });
  };
  if (schema.catalogue !== undefined) {
    const [names, named] = schema.catalogue === 'actions' ? [actionNames, actionNamed] : [pluginNames, pluginNamed];
    for (const name of names) {
      const entry = named(name);
      add(name, { detail: entry?.summary ?? '', ...(entry?.deprecated ? { deprecated: true, sort: `2${name}` } : {}) });
    }
  }
  const values =
    schema.suggestions ?? schema.enum?.map(String) ?? (typesOf(schema)[0] === 'boolean' ? ['true', 'false'] : []);
  for (const value of values) if (value !== 'step:') add(value, documented(schema.enumDescriptions?.[value]));
  if (schema.format === 'step-name')
    for (const name of otherSteps(place, symbols))
      add(name, { kind: 'step', detail: symbols.steps.get(name)?.action ?? '' });
  if (schema.format === 'next-step-or-abort')
    for (const name of otherSteps(place, symbols))
      add(`step:${name}`, { kind: 'step', detail: symbols.steps.get(name)?.action ?? '' });
  if (schema.format === 'variable-name')
    for (const name of symbols.variables.keys()) add(`variable:${name}`, { kind: 'reference' });
  if (
    !schema.literal &&
    schema.enum === undefined &&
    schema.format !== 'step-name' &&
    schema.format !== 'next-step-or-abort' &&
    schema.ssmType !== undefined
  ) {
    for (const [name, { type }] of [...symbols.parameters, ...symbols.variables]) {
      add(`{{ ${name} }}`, {
        kind: 'reference',
        detail: type ?? '',
        insert: `"{{ ${name} }}"`,
        sort: `3${name}`,
      });
    }
  }
  return items;
}

function documented(text: string | undefined): Partial<Completion> {
  return text === undefined ? {} : { documentation: text };
}

function otherSteps(place: ValuePlace, symbols: Symbols): string[] {
  const self =
    place.owner === undefined ? undefined : textOf(place.owner.entries.find(({ key }) => key.text === 'name')?.value);
  return [...symbols.steps.keys()].filter((name) => name !== self);
}

/** A value as it has to be written: JSON texts in quotes, YAML texts that YAML would misread as well. */
function written(value: string, { style, schema, quoted }: ValuePlace): string {
  const bare = /^(true|false|\d+)$/.test(value) && typesOf(schema)[0] !== 'string';
  if (style.json) return bare ? value : `"${value}"`;
  return quoted || (/^[\d.]+$|^(true|false|null|yes|no|on|off)$|^[{[&*!|>'"%@`]|: |:$/i.test(value) && !bare)
    ? `"${value}"`
    : value;
}

/** What may stand between `{{` and `}}`. */
export function expressionItems(place: ExpressionPlace, symbols: Symbols, runbook: boolean): Completion[] {
  const { range, closed, prefix } = place;
  const items: Completion[] = [];
  const tail = closed ? '' : ' }}';
  const add = (label: string, detail: string, documentation: string | undefined, sort: string): void => {
    items.push({
      label,
      kind: 'reference',
      detail,
      range,
      insert: label + tail,
      snippet: false,
      sort,
      ...documented(documentation),
    });
  };
  const dot = prefix.indexOf('.');
  const outputItems = (name: string): void => {
    const step = symbols.steps.get(name);
    for (const output of step === undefined ? [] : outputsOf(step))
      add(`${name}.${output.name}`, output.type ?? '', output.description, `3${name}.${output.name}`);
  };
  if (dot >= 0) {
    outputItems(prefix.slice(0, dot));
    return items;
  }
  for (const [name, { type }] of symbols.parameters) add(name, type ?? '', undefined, `1${name}`);
  if (!runbook) return items;
  for (const [name, { type }] of symbols.variables) add(`variable:${name}`, type ?? '', undefined, `2${name}`);
  for (const name of symbols.steps.keys()) outputItems(name);
  for (const [name, { description }] of Object.entries(expressionFacts.globals))
    add(`global:${name}`, 'String', description, `4${name}`);
  for (const [name, { description }] of Object.entries(expressionFacts.automation))
    add(`automation:${name}`, 'String', description, `5${name}`);
  return items;
}
