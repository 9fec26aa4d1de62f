/** The verbs of the tests of the language: `mark`, `check` and `golden`. */

import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { configFacts } from '../server/src/configFacts.ts';
import { calledDocuments } from '../server/src/documents.ts';
import {
  type CheckOptions,
  check as checkDocument,
  type ParseOptions,
  type Problem,
  type PropertyCatalogue,
  parse,
} from '../server/src/language/index.ts';
import { managedRules } from '../server/src/managedRules.ts';
import { formatProblem } from '../server/src/report.ts';
import { onDiskOnly, workspaceIndex } from '../server/src/workspaceIndex.ts';

export interface Marked {
  text: string;
  /** Where `<|>` stood. */
  cursors: number[];
  /** What stood between `<|` and `|>`. */
  ranges: { start: number; end: number }[];
}

/** Takes the cursors `<|>` and the ranges `<|…|>` out of a text; ranges may lie inside each other. */
export function mark(marked: string): Marked {
  const result: Marked = { text: '', cursors: [], ranges: [] };
  const open: { start: number; end: number }[] = [];
  for (const piece of marked.split(/(<\|>|<\||\|>)/)) {
    const at = result.text.length;
    if (piece === '<|>') result.cursors.push(at);
    else if (piece === '<|') {
      const range = { start: at, end: at };
      open.push(range);
      result.ranges.push(range);
    } else if (piece === '|>') {
      const range = open.pop();
      assert.ok(range !== undefined, `"|>" without "<|" in ${JSON.stringify(marked)}`);
      range.end = at;
    } else result.text += piece;
  }
  assert.equal(open.length, 0, `"<|" without "|>" in ${JSON.stringify(marked)}`);
  return result;
}

/** The problems of a text. */
export function problemsOf(text: string, options: ParseOptions & CheckOptions = {}): Problem[] {
  return checkDocument(parse(text, options), options);
}

/** The problems of a text as the command line prints them, one line each: `5:15 error unknown-step: …`. */
export function check(text: string, options: ParseOptions & CheckOptions = {}): string[] {
  return problemsOf(text, options).map((problem) => formatProblem(text, problem));
}

/** True when golden files are to be written rather than compared: `OPSWRIGHT_GOLDEN=write`. */
export function writing(): boolean {
  return process.env.OPSWRIGHT_GOLDEN === 'write';
}

/**
 * Compares a text with what a golden file holds. With `OPSWRIGHT_GOLDEN=write` the file is written instead, or removed
 * where there is nothing to hold (`undefined`).
 */
export function golden(file: string, actual: string | undefined): void {
  const expected = existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  if (expected === actual) return;
  if (!writing()) assert.fail(`${file} differs:\n${difference(expected, actual)}\n${refresh}`);
  else if (actual === undefined) rmSync(file);
  else writeFileSync(file, actual);
}

export const refresh = 'If that is how it should be, run again with OPSWRIGHT_GOLDEN=write and read the diff.';

/** The lines of two texts: those of the first alone with `-`, those of the second alone with `+`, in order. */
export function difference(expected = '', actual = ''): string {
  const before = lines(expected);
  const after = lines(actual);
  const result: string[] = [];
  let at = 0;
  for (const line of before) {
    const found = after.indexOf(line, at);
    if (found < 0) result.push(`- ${line}`);
    else {
      result.push(...after.slice(at, found).map((each) => `+ ${each}`), `  ${line}`);
      at = found + 1;
    }
  }
  return [...result, ...after.slice(at).map((each) => `+ ${each}`)].join('\n');
}

function lines(text: string): string[] {
  return text === '' ? [] : text.replace(/\n$/, '').split('\n');
}

/** What lies on disk. */
export const workspace = workspaceIndex(onDiskOnly);

/** What a call gets to see: the document beside the caller, or the one that AWS publishes. */
export const { find: called, names: published } = calledDocuments(workspace, 'schemas/aws-documents.json');

/** The managed rules of AWS Config. */
export const managed = managedRules('schemas/config-catalogue.json');

/** The properties of configuration items. */
export const properties = configFacts<PropertyCatalogue>('schemas/config-properties.json');
