/** Which keys of a map go together by its schema: what is missing, what counts only with another, what excludes another. */

import { listed, nearest } from './nearest.ts';
import { hasStranger, type Renamed } from './renamed.ts';
import { propertySchema, type Schema } from './schema.ts';
import type { ShapeReport } from './shapeReport.ts';
import { addingFix } from './stubs.ts';
import type { Entry, MapNode } from './syntax/node.ts';
import { headOf, isVersionKey, quotedAll, several, whereOf } from './words.ts';

/** Checks which keys a map has together: those it needs, those that need each other, those that exclude each other. */
export function checkKeys(
  report: ShapeReport,
  node: MapNode,
  schema: Schema,
  entry: Entry | undefined,
  renamed: Renamed | undefined,
): void {
  const present = (key: string): Entry | undefined => node.entries.find((each) => each.key.text === key);
  // What a broken line right behind the map was meant to add is not known either.
  if (!report.damaged({ start: node.start, end: node.end + 2 })) {
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
      report.add(
        'missing-key',
        headOf(node, entry),
        `${quotedAll(unsaid)} ${unsaid.length === 1 ? 'is' : 'are'} missing${whereOf(entry)}`,
        schema,
        addingFix(report.written, node, unsaid, schema).fixes,
      );
    const wanted = (schema.recommended ?? []).filter(absent);
    if (wanted.length > 0)
      report.add('missing-key', headOf(node, entry), `${quotedAll(wanted)} should be given${whereOf(entry)}`, {
        unverified: true,
      });
    const usual = (schema.usual ?? []).filter(absent);
    if (usual.length > 0) {
      const message = `${quotedAll(usual)} ${usual.length === 1 ? 'is' : 'are'} usually given${whereOf(entry)}`;
      report.add('missing-key', headOf(node, entry), message, schema, undefined, 'information');
    }
    // Where nothing of one group is there yet, the next one says the same again.
    const group = schema.atLeastOne?.find((each) => each.every(absent));
    if (group !== undefined && !hasStranger(node, schema))
      report.add('key-group', headOf(node, entry), `One of ${several(group)} is needed${whereOf(entry)}`, schema);
    for (const group of schema.together ?? []) {
      const have = group.filter((key) => present(key) !== undefined);
      const lack = group.filter(absent);
      const [first] = have;
      if (first !== undefined && lack.length > 0)
        report.add(
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
      report.add('key-group', second.key, `"${second.key.text}" and "${first.key.text}" exclude each other`, schema);
  }
}

function isStepsKey(key: string): boolean {
  return key === 'mainSteps' || key === 'runtimeConfig';
}
