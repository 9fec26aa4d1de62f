/**
 * Checks a document against the schema of its kind: unknown and missing keys, wrong types, values that cannot be.
 *
 * What the service is known to accept is no fault: numbers and Booleans where text is wanted and the reverse, and one whole
 * `{{ reference }}` for any value. Where no source is certain, the schema says so and the problem is a warning.
 */

import { pluginNamed } from './catalogue.ts';
import { expressionsIn, halfOpenedIn } from './expressions.ts';
import type { Written } from './insertion.ts';
import { hint, listed, nearest } from './nearest.ts';
import type { Fix, Problem, Range, Severity } from './problem.ts';
import { hasStranger, type Renamed, renamedKey } from './renamed.ts';
import { effective, propertySchema, type Schema, typesOf } from './schema.ts';
import { shapeRules } from './shapeRules.ts';
import { addingFix, listFix } from './stubs.ts';
import { isIntrinsic } from './syntax/intrinsics.ts';
import { type Entry, type ListNode, type MapNode, type Node, resolve, type ScalarNode } from './syntax/node.ts';
import {
  blockMark,
  capital,
  describe,
  headOf,
  inWords,
  isVersionKey,
  itemCount,
  nameOf,
  placeOf,
  quotedAll,
  replaceFix,
  several,
  shorten,
  typeNames,
  whereOf,
} from './words.ts';

type ShapeRule = (typeof shapeRules)[number]['id'];
const severities = new Map<string, Severity>(shapeRules.map(({ id, severity }) => [id, severity]));

/** Walks a document along its schema; `damaged` tells where the text could not be read. */
export function checkShape(
  root: Node,
  schema: Schema,
  written: Written,
  damaged: (range: Range) => boolean,
): Problem[] {
  return new ShapeCheck(written, damaged).run(root, schema);
}

class ShapeCheck {
  private readonly problems: Problem[] = [];
  private readonly written: Written;
  private readonly damaged: (range: Range) => boolean;
  /** Targets of aliases already checked, each with the schemas it was checked against: bounds what aliases cost. */
  private readonly checked = new Map<Node, Set<Schema>>();

  constructor(written: Written, damaged: (range: Range) => boolean) {
    this.written = written;
    this.damaged = damaged;
  }

  run(root: Node, schema: Schema): Problem[] {
    this.value(root, schema, undefined, undefined, false);
    return this.problems;
  }

  private report(rule: ShapeRule, place: Range, message: string, schema?: Schema, fixes?: Fix[]): void {
    if (this.damaged(place)) return;
    const severity = schema?.unverified ? 'warning' : (severities.get(rule) ?? 'error');
    const { start, end } = blockMark(place);
    const problem: Problem = { rule, severity, message, start, end };
    if (fixes !== undefined) problem.fixes = fixes;
    if (rule === 'deprecated') problem.tag = 'deprecated';
    this.problems.push(problem);
  }

  /**
   * @param owner the map the value stands in, through a list the map around the list.
   * @param entry the entry the value belongs to, when it is not an item of a list.
   */
  private value(
    node: Node,
    declared: Schema,
    owner: MapNode | undefined,
    entry: Entry | undefined,
    required: boolean,
  ): void {
    const value = resolve(node);
    if (value === undefined) return;
    const schema = effective(declared, value, owner);
    if (node.type === 'alias' && this.seen(value, schema)) return;
    // A tag such as !Ref belongs to a template around this document; what it yields is not known here.
    if (value.tag !== undefined && !value.tag.startsWith('!!')) return;
    if (value.type === 'scalar' && value.unknown) return;
    if (value.type === 'scalar') this.scalar(value, schema, entry, required);
    else if (value.type === 'map' && isIntrinsic(value)) return;
    else if (value.type === 'list') this.list(value, schema, owner, entry);
    else this.map(value, schema, entry);
  }

  private seen(value: Node, schema: Schema): boolean {
    const schemas = this.checked.get(value) ?? new Set();
    this.checked.set(value, schemas);
    if (schemas.has(schema)) return true;
    schemas.add(schema);
    return false;
  }

  private scalar(node: ScalarNode, schema: Schema, entry: Entry | undefined, required: boolean): void {
    if (node.value === null) {
      // What is broken right behind the colon may have been the value.
      const wanted = required || (entry?.key.text !== 'description' && isSingle(schema));
      if (node.missing && entry !== undefined && wanted && !this.damaged({ start: node.start, end: node.end + 1 }))
        this.report('missing-value', entry.key, `"${entry.key.text}" has no value`, schema);
      return;
    }
    const templated = node.text.includes('{{') && expressionsIn(node.text).length > 0;
    if (templated) {
      if (schema.literal)
        this.report(
          'value-form',
          node,
          `A {{ reference }} cannot stand ${entry === undefined ? 'here' : `in "${entry.key.text}"`}`,
          schema,
        );
      return;
    }
    if (halfOpenedIn(node.text).length > 0 || !this.typed(node, schema, entry)) return;
    if (schema.enum !== undefined && !schema.enum.some((each) => String(each) === node.text)) {
      if (schema.laterValues !== undefined && regex(schema.laterValues).test(node.text)) return;
      if (typesOf(schema).includes('boolean') && /^(true|false)$/i.test(node.text)) return;
      const names = schema.enum.map(String);
      this.report(
        'unknown-value',
        node,
        `"${shorten(node.text)}" is not a value of ${nameOf(entry)}${hint(node.text, schema.suggestions ?? names)}`,
        schema,
        replaceFix(node, meant(node.text, schema.suggestions) ?? nearest(node.text, schema.suggestions ?? names)),
      );
      return;
    }
    // The name of a variable has a rule of its own, which says what to write.
    if (schema.pattern !== undefined && schema.format !== 'variable-name' && !regex(schema.pattern).test(node.text)) {
      this.report(
        'value-form',
        node,
        `"${shorten(node.text)}" does not fit ${nameOf(entry)}: expected ${inWords(schema.patternDescribe) ?? `text like ${schema.pattern}`}`,
        schema,
        replaceFix(node, respelt(node.text, schema)),
      );
    }
    this.within(node, schema, entry);
  }

  /** Reports a scalar of the wrong type; true when its type is right. */
  private typed(node: ScalarNode, schema: Schema, entry: Entry | undefined): boolean {
    const types = typesOf(schema);
    if (types.includes('any') || types.includes('string')) return true;
    const text = node.text.trim();
    if (types.includes('boolean') && /^(?:true|false|yes|no|on|off)$/i.test(text)) return true;
    if (types.includes('integer') && /^[-+]?\d+$/.test(text)) return true;
    // A list or map is also taken as JSON text in many places; whether in this one, no source says.
    if (/^[[{]/.test(text) && (types.includes('array') || types.includes('object'))) return true;
    const slip = /^(?!aws:|arn:)([A-Za-z][\w-]*):[^\s/]/.exec(text);
    if (slip !== null && types.includes('object')) {
      this.report(
        'wrong-type',
        node,
        `${capital(nameOf(entry))} wants a map; put a space behind the ":" of "${slip[1]}:"`,
        schema,
        node.style === 'plain' ? spaceFix(node.start + (slip[1] ?? '').length + 1) : undefined,
      );
    } else
      this.report(
        'wrong-type',
        node,
        `${capital(nameOf(entry))} wants ${typeNames(types)}, not ${describe(node)}`,
        schema,
        listFix(this.written, node, schema).fixes,
      );
    return false;
  }

  private within(node: ScalarNode, schema: Schema, entry: Entry | undefined): void {
    const number = Number(node.text);
    if (schema.minimum !== undefined && number < schema.minimum)
      this.report('value-range', node, `${capital(nameOf(entry))} is at least ${schema.minimum}`, schema);
    if (schema.maximum !== undefined && number > schema.maximum)
      this.report('value-range', node, `${capital(nameOf(entry))} is at most ${schema.maximum}`, schema);
    const { length } = node.text;
    if (schema.minLength !== undefined && length < schema.minLength)
      this.report('value-range', node, `${capital(nameOf(entry))} has at least ${schema.minLength} characters`, schema);
    if (schema.maxLength !== undefined && length > schema.maxLength) {
      this.report(
        'value-range',
        node,
        `${capital(nameOf(entry))} has at most ${schema.maxLength} characters; this has ${length}`,
        schema,
      );
    }
  }

  private list(node: ListNode, schema: Schema, owner: MapNode | undefined, entry: Entry | undefined): void {
    const types = typesOf(schema);
    if (!types.includes('any') && !types.includes('array')) {
      this.report(
        'wrong-type',
        placeOf(node, entry),
        `${capital(nameOf(entry))} wants ${typeNames(types)}, not a list`,
        schema,
      );
      return;
    }
    const count = node.items.length;
    if (!this.damaged(node)) {
      if (schema.minItems !== undefined && count < schema.minItems)
        this.report(
          'value-range',
          placeOf(node, entry),
          `${capital(nameOf(entry))} needs at least ${itemCount(schema.minItems)}`,
          schema,
        );
      if (schema.maxItems !== undefined && count > schema.maxItems)
        this.report(
          'value-range',
          placeOf(node, entry),
          `${capital(nameOf(entry))} takes at most ${itemCount(schema.maxItems)}; this has ${count}`,
          schema,
        );
    }
    if (schema.items !== undefined)
      for (const item of node.items) this.value(item, schema.items, owner, undefined, false);
  }

  private map(node: MapNode, schema: Schema, entry: Entry | undefined): void {
    if (this.unquoted(node)) return;
    const types = typesOf(schema);
    if (!types.includes('any') && !types.includes('object')) {
      this.report(
        'wrong-type',
        placeOf(node, entry),
        `${capital(nameOf(entry))} wants ${typeNames(types)}, not a map`,
        schema,
      );
      return;
    }
    if (schema.minProperties !== undefined && node.entries.length < schema.minProperties && !this.damaged(node))
      this.report('value-range', placeOf(node, entry), `${capital(nameOf(entry))} needs at least one entry`, schema);
    const renamed = renamedKey(node, schema);
    for (const each of node.entries) this.entry(node, each, schema, entry, renamed);
    this.groups(node, schema, entry, renamed);
  }

  private entry(
    node: MapNode,
    each: Entry,
    schema: Schema,
    owner: Entry | undefined,
    renamed: Renamed | undefined,
  ): void {
    const { key } = each;
    const inner = propertySchema(schema, key.text);
    const templated = key.text.includes('{{') || key.text === 'Fn::Transform' || key.text === '<<';
    if (inner === undefined) {
      if (schema.additionalProperties === false && !templated && !each.merged) {
        this.unknown(node, each, schema, owner, renamed?.entry === each ? renamed.key : undefined);
      } else if (key.complex === undefined) this.free(each.value);
      return;
    }
    const { propertyNames } = schema;
    const listed = schema.properties !== undefined && Object.hasOwn(schema.properties, key.text);
    if (propertyNames !== undefined && !listed && !templated && !regex(propertyNames.pattern).test(key.text)) {
      this.report(
        'name-form',
        key,
        `"${key.text}" cannot be a name here: ${inWords(propertyNames.describe)}`,
        propertyNames.unverified ? { unverified: true } : undefined,
      );
    }
    // Plugins have a rule of their own, retired-plugin.
    if (inner.deprecated !== undefined && pluginNamed(key.text) === undefined)
      this.report('deprecated', key, replaced(key.text, inner.deprecated), inner);
    this.value(each.value, inner, node, each, schema.required?.includes(key.text) === true);
  }

  /** Where anything may stand, an unquoted reference is still wrong. */
  private free(node: Node): void {
    const value = node.type === 'alias' ? undefined : node;
    if (value?.type === 'list') for (const item of value.items) this.free(item);
    else if (value?.type === 'map' && !this.unquoted(value))
      for (const { value: inner } of value.entries) this.free(inner);
  }

  /** `{{ x }}` without quotes: a map whose only key is a map. */
  private unquoted(node: MapNode): boolean {
    const [only] = node.entries;
    if (!node.flow || node.entries.length !== 1 || only?.key.complex?.type !== 'map') return false;
    const fixes = [
      {
        title: 'Put quotes around it',
        edits: [
          { start: node.start, end: node.start, text: '"' },
          { start: node.end, end: node.end, text: '"' },
        ],
      },
    ];
    this.report(
      'unquoted-expression',
      node,
      'A {{ reference }} needs quotes: YAML reads these braces as a map',
      undefined,
      fixes,
    );
    return true;
  }

  private unknown(
    node: MapNode,
    each: Entry,
    schema: Schema,
    owner: Entry | undefined,
    meant: string | undefined,
  ): void {
    const { key } = each;
    const names = Object.keys(schema.properties ?? {});
    const guess = meant ?? nearest(key.text, names);
    const where = owner === undefined ? '' : ` in "${owner.key.text}"`;
    const advice = meant === undefined ? hint(key.text, names) : `; did you mean "${meant}", which is missing?`;
    const message = `Unknown key "${key.text}"${where}${advice}`;
    // Whether other keys are refused may be uncertain; that the right one is missing then is not.
    const lacking =
      guess !== undefined &&
      schema.required?.includes(guess) === true &&
      !node.entries.some((other) => other.key.text === guess);
    this.report(
      'unknown-key',
      key,
      message,
      schema.closedUnverified && (!lacking || schema.unverified) ? { unverified: true } : undefined,
      replaceFix(key, guess),
    );
  }

  private groups(node: MapNode, schema: Schema, entry: Entry | undefined, renamed: Renamed | undefined): void {
    const present = (key: string): Entry | undefined => node.entries.find((each) => each.key.text === key);
    // What a broken line right behind the map was meant to add is not known either.
    if (!this.damaged({ start: node.start, end: node.end + 2 })) {
      // A misspelt key is already reported as unknown; saying that the right one is missing would be an echo.
      const misspelt = (key: string): boolean =>
        node.entries.some(
          ({ key: { text } }) =>
            key === renamed?.key ||
            text.toLowerCase() === key.toLowerCase() ||
            (propertySchema(schema, text) === undefined && nearest(text, [key]) !== undefined),
        );
      // So would be asking for the steps where those of another schema version are written.
      const elsewhere = (key: string): boolean =>
        node.parent === undefined && isVersionKey(key) && node.entries.some((each) => isStepsKey(each.key.text));
      const absent = (key: string): boolean => present(key) === undefined && !misspelt(key) && !elsewhere(key);
      const unsaid = (schema.required ?? []).filter(absent);
      if (unsaid.length > 0)
        this.report(
          'missing-key',
          headOf(node, entry),
          `${quotedAll(unsaid)} ${unsaid.length === 1 ? 'is' : 'are'} missing${whereOf(entry)}`,
          schema,
          addingFix(this.written, node, unsaid, schema).fixes,
        );
      const wanted = (schema.recommended ?? []).filter(absent);
      if (wanted.length > 0)
        this.report('missing-key', headOf(node, entry), `${quotedAll(wanted)} should be given${whereOf(entry)}`, {
          unverified: true,
        });
      // Where nothing of one group is there yet, the next one says the same again.
      const group = schema.atLeastOne?.find((each) => each.every(absent));
      if (group !== undefined && !hasStranger(node, schema))
        this.report('key-group', headOf(node, entry), `One of ${several(group)} is needed${whereOf(entry)}`, schema);
      for (const group of schema.together ?? []) {
        const have = group.filter((key) => present(key) !== undefined);
        const lack = group.filter(absent);
        const [first] = have;
        if (first !== undefined && lack.length > 0)
          this.report(
            'key-group',
            present(first)?.key ?? node,
            `"${first}" counts only together with ${listed(lack)}`,
            schema,
          );
      }
    }
    for (const group of schema.exclusive ?? []) {
      const have = group.flatMap((key) => present(key) ?? []);
      const [first, second] = [...have].sort((a, b) => a.key.start - b.key.start);
      if (first !== undefined && second !== undefined)
        this.report('key-group', second.key, `"${second.key.text}" and "${first.key.text}" exclude each other`, schema);
    }
  }
}

/** The first value offered that begins with what is written. */
function meant(text: string, suggestions: readonly string[] = []): string | undefined {
  return suggestions.find((each) => text.trim().length > 2 && each.startsWith(text.trim()));
}

/** A value that differs only in case or blanks from one that is offered, or that has the form its place wants. */
function respelt(text: string, { suggestions = [], pattern = '' }: Schema): string | undefined {
  const tight = text.replace(/\s+/g, '');
  const known = suggestions.find((each) => each !== 'step:' && each.toLowerCase() === tight.toLowerCase());
  const step = /^step:(.+)$/i.exec(tight)?.[1];
  const better = known ?? (step === undefined ? undefined : `step:${step}`);
  return better !== undefined && better !== text && regex(pattern).test(better) ? better : undefined;
}

function spaceFix(at: number): Fix[] {
  return [{ title: 'Put a space behind the ":"', edits: [{ start: at, end: at, text: ' ' }] }];
}

/** True for what takes one text, number or truth; an empty block of lists and maps is just empty. */
function isSingle(schema: Schema): boolean {
  return typesOf(schema).every((type) => type === 'string' || type === 'integer' || type === 'boolean');
}

function isStepsKey(key: string): boolean {
  return key === 'mainSteps' || key === 'runtimeConfig';
}

function replaced(name: string, advice: string): string {
  return `"${name}" has been replaced. ${inWords(advice)}`;
}

const regexes = new Map<string, RegExp>();

function regex(pattern: string): RegExp {
  let found = regexes.get(pattern);
  if (found === undefined) {
    found = new RegExp(pattern);
    regexes.set(pattern, found);
  }
  return found;
}
