/**
 * The fault table: sound documents, and edits of them that each make one fault.
 *
 * Beside each document of `test/faults` stands a `.diff` with the same name. A hunk says which problem the edit gives, and
 * marks with `<|…|>` the words that it is reported on:
 *
 *     @@ error unknown-step: a jump to a misspelt step
 *     -    nextStep: report
 *     +    nextStep: <|reprot|>
 *
 * There is that one problem and no other, of whatever severity. A YAML document is checked in JSON too, with the same
 * faults; but those of a hunk that begins with `@@ yaml`, which JSON cannot express.
 */

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { load } from 'js-yaml';
import { awsModels } from '../server/src/awsModels.ts';
import { formatOf } from '../server/src/formats.ts';
import type { Format, Problem } from '../server/src/language/index.ts';
import { called, managed, mark, problemsOf, properties } from './helpers.ts';

const folder = 'test/faults';
const lookups = {
  service: awsModels(),
  config: managed,
  properties,
  document: (name: string) => called(name, undefined),
};

for (const file of readdirSync(folder).filter((name) => !name.endsWith('.diff'))) {
  const name = file.replace(/\.[a-z]+$/, '');
  const format = formatOf(file) ?? 'yaml';
  const base = readFileSync(`${folder}/${file}`, 'utf8');
  // Tags of CloudFormation cannot be written in JSON.
  const inBoth = format === 'yaml' && !/[:-] !\w/.test(base);
  const hunks = hunksOf(readFileSync(`${folder}/${name}.diff`, 'utf8'));

  test(`${file} is sound`, () => {
    assert.deepEqual(found(base, format), []);
    if (inBoth) assert.deepEqual(found(asJson(base), 'json'), []);
  });

  for (const hunk of hunks) {
    const title = `${name}: ${hunk.title}`;
    if (hunk.yamlOnly || !inBoth) {
      test(title, () => expectOne(apply(base, hunk), format, hunk));
    } else {
      test(`${title}, in YAML`, () => expectOne(apply(base, hunk), 'yaml', hunk));
      test(`${title}, in JSON`, () => expectOne(asJson(apply(base, hunk)), 'json', hunk));
    }
  }
}

interface Hunk {
  title: string;
  yamlOnly: boolean;
  /** Severity and rule. */
  expected: string;
  before: string;
  /** What takes the place of `before`, with its marks. */
  after: string;
}

function hunksOf(table: string): Hunk[] {
  const [, ...hunks] = table.split(/^@@ /m);
  return hunks.map((hunk): Hunk => {
    const [heading = '', ...body] = hunk.trimEnd().split('\n');
    const [, yamlOnly, expected, title] = /^(yaml )?(\w+ [a-z-]+): (.+)$/.exec(heading) ?? [];
    assert.ok(expected !== undefined && title !== undefined, `not the heading of a hunk: ${heading}`);
    // Comments between groups of hunks begin with "#".
    const lines = body.filter((line) => line !== '' && !line.startsWith('#'));
    const side = (sign: string): string =>
      lines
        .filter((line) => line.startsWith(' ') || line.startsWith(sign))
        .map((line) => `${line.slice(1)}\n`)
        .join('');
    const stray = lines.find((line) => !/^[-+ ]/.test(line));
    assert.equal(stray, undefined, `${title}: a line begins with none of "-", "+" and a space`);
    return { title, yamlOnly: yamlOnly !== undefined, expected, before: mark(side('-')).text, after: side('+') };
  });
}

function apply(base: string, { title, before, after }: Hunk): string {
  const pieces = `\n${base}`.split(`\n${before}`);
  assert.equal(pieces.length, 2, `${title}: the lines to replace stand ${pieces.length - 1} times in the document`);
  return pieces.join(`\n${after}`).slice(1);
}

function expectOne(marked: string, format: Format, { expected }: Hunk): void {
  const { text, ranges } = mark(marked);
  const [range] = ranges;
  assert.ok(range !== undefined && ranges.length === 1, 'mark the place of the problem with <| and |>');
  assert.deepEqual(found(text, format), [`${lineOf(text, range.start)} ${expected} ${words(text, range)}`]);
}

/** Each problem with its line and words; its message is there for whoever reads a failure. */
function found(marked: string, format: Format): string[] {
  const { text } = mark(marked);
  // That a document is of an old schema is true of all of it, with or without a fault.
  const problems = problemsOf(text, { format, lookups }).filter(({ rule }) => rule !== 'old-schema');
  return problems.map(
    (problem) => `${lineOf(text, problem.start)} ${problem.severity} ${problem.rule} ${words(text, problem)}`,
  );
}

function lineOf(text: string, offset: number): string {
  return `${text.slice(0, offset).split('\n').length}:`;
}

/** The words of a place, without the quotes around them: those are written in one format and not in the other. */
function words(text: string, { start, end }: Pick<Problem, 'start' | 'end'>): string {
  return text.slice(start, end).replace(/^(["'])(.*)\1$/s, '$2');
}

/**
 * The same document in JSON, with its marks. They travel inside of quotes, as characters that no document has; those around
 * a number or a word such as `true` differ, since JSON takes its quotes away again.
 */
function asJson(marked: string): string {
  const travelling = marked
    .replace(/<\|(["'])(.*?)\1\|>/g, '$1\uE000$2\uE001$1')
    .replace(/<\|(true|false|null|-?\d+(?:\.\d+)?)\|>/g, '\uE002$1\uE003')
    .replace('<|', '\uE000')
    .replace('|>', '\uE001');
  return `${JSON.stringify(load(travelling), null, 2)}\n`
    .replace(/"\uE002(.*?)\uE003"/, '<|$1|>')
    .replace(/[\uE000\uE002]/, '<|')
    .replace(/[\uE001\uE003]/, '|>');
}
