/** What may stand in one scalar by its schema: its type, its value, its form and its size. */

import { expressionsIn, halfOpenedIn } from './expressions.ts';
import { hint, nearest } from './nearest.ts';
import type { Fix } from './problem.ts';
import { patternOf, type Schema, typesOf } from './schema.ts';
import type { ShapeReport } from './shapeReport.ts';
import { listFix } from './stubs.ts';
import type { Entry, ScalarNode } from './syntax/node.ts';
import { capital, describe, inWords, nameOf, replaceFix, shorten, typeNames } from './words.ts';

/** Checks a scalar against the schema of its place. @param required whether the key has to be there. */
export function checkScalar(
  report: ShapeReport,
  node: ScalarNode,
  schema: Schema,
  entry: Entry | undefined,
  required: boolean,
): void {
  if (node.value === null) {
    // What is broken right behind the colon may have been the value.
    const wanted = required || (entry?.key.text !== 'description' && isSingle(schema));
    if (node.missing && entry !== undefined && wanted && !report.damaged({ start: node.start, end: node.end + 1 }))
      report.add('missing-value', entry.key, `"${entry.key.text}" has no value`, schema);
    return;
  }
  const templated = node.text.includes('{{') && expressionsIn(node.text).length > 0;
  if (templated) {
    if (schema.literal)
      report.add(
        'value-form',
        node,
        `A {{ reference }} cannot stand ${entry === undefined ? 'here' : `in "${entry.key.text}"`}`,
        schema,
      );
    return;
  }
  if (halfOpenedIn(node.text).length > 0 || !typed(report, node, schema, entry)) return;
  if (schema.enum !== undefined && !schema.enum.some((each) => String(each) === node.text)) {
    if (schema.laterValues !== undefined && patternOf(schema.laterValues).test(node.text)) return;
    if (typesOf(schema).includes('boolean') && /^(true|false)$/i.test(node.text)) return;
    const names = schema.enum.map(String);
    report.add(
      'unknown-value',
      node,
      `"${shorten(node.text)}" is not a value of ${nameOf(entry)}${hint(node.text, schema.suggestions ?? names)}`,
      schema,
      replaceFix(node, meant(node.text, schema.suggestions) ?? nearest(node.text, schema.suggestions ?? names)),
    );
    return;
  }
  // The name of a variable has a rule of its own, which says what to write.
  if (schema.pattern !== undefined && schema.format !== 'variable-name' && !patternOf(schema.pattern).test(node.text)) {
    report.add(
      'value-form',
      node,
      `"${shorten(node.text)}" does not fit ${nameOf(entry)}: expected ${inWords(schema.patternDescribe) ?? `text like ${schema.pattern}`}`,
      schema,
      replaceFix(node, respelt(node.text, schema)),
    );
  }
  within(report, node, schema, entry);
}

/** Reports a scalar of the wrong type; true when its type is right. */
function typed(report: ShapeReport, node: ScalarNode, schema: Schema, entry: Entry | undefined): boolean {
  const types = typesOf(schema);
  if (types.includes('any') || types.includes('string')) return true;
  const text = node.text.trim();
  if (types.includes('boolean') && /^(?:true|false|yes|no|on|off)$/i.test(text)) return true;
  if (types.includes('integer') && /^[-+]?\d+$/.test(text)) return true;
  // A list or map is also taken as JSON text in many places; whether in this one, no source says.
  if (/^[[{]/.test(text) && (types.includes('array') || types.includes('object'))) return true;
  const slip = /^(?!aws:|arn:)([A-Za-z][\w-]*):[^\s/]/.exec(text);
  if (slip !== null && types.includes('object')) {
    report.add(
      'wrong-type',
      node,
      `${capital(nameOf(entry))} wants a map; put a space behind the ":" of "${slip[1]}:"`,
      schema,
      node.style === 'plain' ? spaceFix(node.start + (slip[1] ?? '').length + 1) : undefined,
    );
  } else
    report.add(
      'wrong-type',
      node,
      `${capital(nameOf(entry))} wants ${typeNames(types)}, not ${describe(node)}`,
      schema,
      listFix(report.written, node, schema).fixes,
    );
  return false;
}

function within(report: ShapeReport, node: ScalarNode, schema: Schema, entry: Entry | undefined): void {
  const number = Number(node.text);
  if (schema.minimum !== undefined && number < schema.minimum)
    report.add('value-range', node, `${capital(nameOf(entry))} is at least ${schema.minimum}`, schema);
  if (schema.maximum !== undefined && number > schema.maximum)
    report.add('value-range', node, `${capital(nameOf(entry))} is at most ${schema.maximum}`, schema);
  const { length } = node.text;
  if (schema.minLength !== undefined && length < schema.minLength) {
    // An empty text is often the way to give nothing; where it is passed on as it is, no source says.
    const less = length === 0 ? 'warning' : undefined;
    const message = `${capital(nameOf(entry))} has at least ${schema.minLength} characters`;
    report.add('value-range', node, message, schema, undefined, less);
  }
  if (schema.maxLength !== undefined && length > schema.maxLength) {
    report.add(
      'value-range',
      node,
      `${capital(nameOf(entry))} has at most ${schema.maxLength} characters; this has ${length}`,
      schema,
    );
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
  return better !== undefined && better !== text && patternOf(pattern).test(better) ? better : undefined;
}

function spaceFix(at: number): Fix[] {
  return [{ title: 'Put a space behind the ":"', edits: [{ start: at, end: at, text: ' ' }] }];
}

/** True for what takes one text, number or truth; an empty block of lists and maps is just empty. */
function isSingle(schema: Schema): boolean {
  return typesOf(schema).every((type) => type === 'string' || type === 'integer' || type === 'boolean');
}
