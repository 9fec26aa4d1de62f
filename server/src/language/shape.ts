/**
 * Checks a document against the schema of its kind: unknown and missing keys, wrong types, values that cannot be.
 *
 * What the service is known to accept is no fault: numbers and Booleans where text is wanted and the reverse, and one whole
 * `{{ reference }}` for any value. Where no source is certain, the schema says so and the problem is a warning.
 */

import { pluginNamed } from './catalogue.ts';
import type { Written } from './insertion.ts';
import { hint, nearest } from './nearest.ts';
import type { Problem, Range } from './problem.ts';
import { type Renamed, renamedKey } from './renamed.ts';
import { effective, patternOf, propertySchema, type Schema, typesOf } from './schema.ts';
import { checkKeys } from './shapeKeys.ts';
import { type ShapeReport, shapeReport } from './shapeReport.ts';
import { checkScalar } from './shapeScalar.ts';
import { isIntrinsic } from './syntax/intrinsics.ts';
import { type Entry, type ListNode, type MapNode, type Node, resolve } from './syntax/node.ts';
import { hasToken } from './tokens.ts';
import { capital, inWords, itemCount, nameOf, placeOf, replaceFix, typeNames } from './words.ts';

/** Walks a document along its schema; `damaged` tells where the text could not be read. */
export function checkShape(
  root: Node,
  schema: Schema,
  written: Written,
  damaged: (range: Range) => boolean,
): Problem[] {
  const report = shapeReport(written, damaged);
  new ShapeCheck(report).value(root, schema, undefined, undefined, false);
  return report.problems;
}

class ShapeCheck {
  private readonly report: ShapeReport;
  /** Targets of aliases already checked, each with the schemas it was checked against: bounds what aliases cost. */
  private readonly checked = new Map<Node, Set<Schema>>();

  constructor(report: ShapeReport) {
    this.report = report;
  }

  /**
   * @param owner the map the value stands in, through a list the map around the list.
   * @param entry the entry the value belongs to, when it is not an item of a list.
   */
  value(node: Node, declared: Schema, owner: MapNode | undefined, entry: Entry | undefined, required: boolean): void {
    const value = resolve(node);
    if (value === undefined) return;
    const schema = effective(declared, value, owner);
    if (node.type === 'alias' && this.seen(value, schema)) return;
    // A tag such as !Ref belongs to a template around this document; what it yields is not known here.
    if (value.tag !== undefined && !value.tag.startsWith('!!')) return;
    if (value.type === 'scalar' && value.unknown) return;
    if (value.type === 'scalar') checkScalar(this.report, value, schema, entry, required);
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

  private list(node: ListNode, schema: Schema, owner: MapNode | undefined, entry: Entry | undefined): void {
    const types = typesOf(schema);
    if (!types.includes('any') && !types.includes('array')) {
      this.report.add(
        'wrong-type',
        placeOf(node, entry),
        `${capital(nameOf(entry))} wants ${typeNames(types)}, not a list`,
        schema,
      );
      return;
    }
    const count = node.items.length;
    if (!this.report.damaged(node)) {
      if (schema.minItems !== undefined && count < schema.minItems)
        this.report.add(
          'value-range',
          placeOf(node, entry),
          `${capital(nameOf(entry))} needs at least ${itemCount(schema.minItems)}`,
          schema,
        );
      if (schema.maxItems !== undefined && count > schema.maxItems)
        this.report.add(
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
      this.report.add(
        'wrong-type',
        placeOf(node, entry),
        `${capital(nameOf(entry))} wants ${typeNames(types)}, not a map`,
        schema,
      );
      return;
    }
    if (schema.minProperties !== undefined && node.entries.length < schema.minProperties && !this.report.damaged(node))
      this.report.add(
        'value-range',
        placeOf(node, entry),
        `${capital(nameOf(entry))} needs at least one entry`,
        schema,
      );
    const renamed = renamedKey(node, schema);
    for (const each of node.entries) this.entry(node, each, schema, entry, renamed);
    checkKeys(this.report, node, schema, entry, renamed);
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
    const templated =
      key.text.includes('{{') || hasToken(key.text) || key.text === 'Fn::Transform' || key.text === '<<';
    if (inner === undefined) {
      if (schema.additionalProperties === false && !templated && !each.merged) {
        this.unknown(node, each, schema, owner, renamed?.entry === each ? renamed.key : undefined);
      } else if (key.complex === undefined) this.free(each.value);
      return;
    }
    const { propertyNames } = schema;
    const listed = schema.properties !== undefined && Object.hasOwn(schema.properties, key.text);
    if (propertyNames !== undefined && !listed && !templated && !patternOf(propertyNames.pattern).test(key.text)) {
      this.report.add(
        'name-form',
        key,
        `"${key.text}" cannot be a name here: ${inWords(propertyNames.describe)}`,
        propertyNames.unverified ? { unverified: true } : undefined,
      );
    }
    // Plugins have a rule of their own, retired-plugin.
    if (inner.deprecated !== undefined && pluginNamed(key.text) === undefined)
      this.report.add('deprecated', key, replaced(key.text, inner.deprecated), inner);
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
    this.report.add(
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
    this.report.add(
      'unknown-key',
      key,
      message,
      schema.closedUnverified && (!lacking || schema.unverified) ? { unverified: true } : undefined,
      replaceFix(key, guess),
    );
  }
}

function replaced(name: string, advice: string): string {
  return `"${name}" has been replaced. ${inWords(advice)}`;
}
