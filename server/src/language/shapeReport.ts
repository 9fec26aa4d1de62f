/** Where the checks of the shape put what they find: the problems of a document, with the severity that the schema leaves. */

import type { Written } from './insertion.ts';
import type { Fix, Problem, Range, Severity } from './problem.ts';
import type { Schema } from './schema.ts';
import { shapeRules } from './shapeRules.ts';
import { blockMark } from './words.ts';

export type ShapeRule = (typeof shapeRules)[number]['id'];
const severities = new Map<string, Severity>(shapeRules.map(({ id, severity }) => [id, severity]));

export interface ShapeReport {
  readonly problems: Problem[];
  readonly written: Written;
  /** True where the text could not be read. */
  damaged(range: Range): boolean;
  /** Adds a problem, unless its place is damaged; one that the schema is not certain of is a warning, and may be less. */
  add(rule: ShapeRule, place: Range, message: string, schema?: Schema, fixes?: Fix[], less?: Severity): void;
}

/** A report with nothing in it. */
export function shapeReport(written: Written, damaged: (range: Range) => boolean): ShapeReport {
  const problems: Problem[] = [];
  return {
    problems,
    written,
    damaged,
    add(rule, place, message, schema, fixes, less) {
      if (damaged(place)) return;
      const severity = less ?? (schema?.unverified ? 'warning' : (severities.get(rule) ?? 'error'));
      const { start, end } = blockMark(place);
      const problem: Problem = { rule, severity, message, start, end };
      if (fixes !== undefined) problem.fixes = fixes;
      if (rule === 'deprecated') problem.tag = 'deprecated';
      problems.push(problem);
    },
  };
}
