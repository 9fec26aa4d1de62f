/** Reports of problems made by hand: lines, columns, order, words, SARIF's parts and the terminal's form. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import draft04 from 'ajv-draft-04';
import formats from 'ajv-formats';
import { prettyReport } from '../../server/src/cliPretty.ts';
import { sarifReport } from '../../server/src/cliSarif.ts';
import type { Problem } from '../../server/src/language/index.ts';
import { formatProblem, jsonReport, positionsIn, sorted, summary, textReport } from '../../server/src/report.ts';

const text = 'name: 😀 one\r\nnext: two\rlast: three\n';

function problemAt(part: string, more: Partial<Problem> = {}): Problem {
  const start = text.indexOf(part);
  return { rule: 'some-rule', severity: 'error', message: 'is wrong', start, end: start + part.length, ...more };
}

test('a problem is one line as in the golden files', () => {
  assert.equal(formatProblem(text, problemAt('one')), '1:10 error some-rule: is wrong');
  assert.equal(formatProblem(text, problemAt('two', { severity: 'hint' })), '2:7 hint some-rule: is wrong');
  assert.equal(formatProblem(text, problemAt('three')), '3:7 error some-rule: is wrong');
});

test('a message stays on its line and cannot steer a terminal', () => {
  const message = 'found "a\nb\u001b[31m"\r\n';
  assert.equal(formatProblem(text, problemAt('one', { message })), '1:10 error some-rule: found "a b\\u001b[31m" ');
});

test('offsets outside the text are held inside it', () => {
  const position = positionsIn('a\nb');
  assert.deepEqual(position(99), { line: 2, column: 2 });
  assert.deepEqual(position(-1), { line: 1, column: 1 });
  assert.deepEqual(position(2), { line: 2, column: 1 });
});

test('text has one line for each problem, behind the path', () => {
  const files = [{ path: 'a b.yaml', text, problems: [problemAt('one'), problemAt('two')] }];
  assert.equal(textReport(files), 'a b.yaml:1:10 error some-rule: is wrong\na b.yaml:2:7 error some-rule: is wrong\n');
  assert.equal(textReport([]), '');
});

test('JSON counts from one and in UTF-16 code units', () => {
  assert.deepEqual(JSON.parse(jsonReport([{ path: 'a.yaml', text, problems: [problemAt('one\r\nnext')] }])), [
    {
      path: 'a.yaml',
      line: 1,
      column: 10,
      endLine: 2,
      endColumn: 5,
      severity: 'error',
      rule: 'some-rule',
      message: 'is wrong',
    },
  ]);
});

test('problems are sorted by place, the graver first', () => {
  const problems = [problemAt('two'), problemAt('one', { severity: 'hint' }), problemAt('one')];
  assert.deepEqual(sorted(problems), [problems[2], problems[1], problems[0]]);
});

test('the summary counts in words', () => {
  const error = problemAt('one');
  const file = { path: 'a', text, problems: [error, error, problemAt('two', { severity: 'warning' })] };
  assert.equal(summary([file], 1357), '2 errors, 1 warning in 1 of 1,357 documents');
  assert.equal(summary([], 1), 'no problems in 1 document');
  assert.equal(summary([], 0), 'no documents to check');
  const info = { path: 'b', text, problems: [problemAt('one', { severity: 'information' })] };
  assert.equal(summary([file, info], 2), '2 errors, 1 warning, 1 information in 2 of 2 documents');
});

const rich = problemAt('two', {
  severity: 'information',
  rule: 'other-rule',
  related: [{ ...problemAt('one'), message: 'the other half' }],
  fixes: [{ title: 'Write three', edits: [{ ...problemAt('two'), text: 'three' }] }],
});
const twice = problemAt('one');
const context = {
  root: '/home/me/repo',
  version: '1.2.3',
  rules: [
    { id: 'absent-rule', severity: 'error', summary: 'Does not occur.' },
    { id: 'other-rule', severity: 'information', summary: 'Does occur.' },
  ] as const,
};

test('SARIF is valid by the published schema', () => {
  // Both packages are CommonJS; their default export is the function itself or a field of it.
  const Ajv = ('default' in draft04 ? draft04.default : draft04) as unknown as new (
    options: object,
  ) => {
    compile(schema: object): ((data: unknown) => boolean) & { errors?: unknown };
  };
  const addFormats = ('default' in formats ? formats.default : formats) as unknown as (ajv: object) => void;
  const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
  addFormats(ajv);
  const validate = ajv.compile(JSON.parse(readFileSync('test/doors/fixtures/sarif-schema-2.1.0.json', 'utf8')));
  const files = [
    { path: 'a b/ä.yaml', text, problems: [twice, twice, rich, problemAt('', { start: 3, end: 3 })] },
    { path: '../outside.yaml', text, problems: [twice] },
    { path: '<stdin>', text, problems: [twice] },
  ];
  for (const report of [sarifReport(files, context), sarifReport([], context)]) {
    assert.ok(validate(JSON.parse(report)), JSON.stringify(validate.errors, undefined, 2));
  }
});

test('SARIF lists the rules that occur and points back to them', () => {
  const [run] = JSON.parse(sarifReport([{ path: 'a.yaml', text, problems: [twice, rich] }], context)).runs;
  assert.deepEqual(
    run.tool.driver.rules.map((rule: { id: string }) => rule.id),
    ['other-rule', 'some-rule'],
  );
  assert.deepEqual(
    run.results.map((result: { ruleIndex: number; level: string }) => [result.ruleIndex, result.level]),
    [
      [1, 'error'],
      [0, 'note'],
    ],
  );
});

test('SARIF carries fixes and related places', () => {
  const [run] = JSON.parse(sarifReport([{ path: 'a.yaml', text, problems: [rich] }], context)).runs;
  const [result] = run.results;
  assert.equal(result.relatedLocations[0].message.text, 'the other half');
  assert.deepEqual(result.fixes[0].artifactChanges[0].replacements, [
    {
      deletedRegion: { startLine: 2, startColumn: 7, endLine: 2, endColumn: 10 },
      insertedContent: { text: 'three' },
    },
  ]);
});

test('fingerprints stay the same when lines move, and differ for the same fault twice', () => {
  const prints = (source: string, problems: Problem[]) =>
    JSON.parse(sarifReport([{ path: 'a.yaml', text: source, problems }], context)).runs[0].results.map(
      (result: { partialFingerprints: Record<string, string> }) => result.partialFingerprints['problemHash/v1'],
    );
  const [first, second] = prints(text, [twice, twice]);
  assert.notEqual(first, second);
  const moved = { ...twice, start: twice.start + 1, end: twice.end + 1 };
  assert.deepEqual(prints(`\n${text}`, [moved]), [first]);
});

test('a terminal shows an excerpt, a caret and related places', () => {
  const files = [{ path: 'a.yaml', text, problems: [twice, rich] }];
  assert.equal(
    prettyReport(files, { colors: false, columns: 80 }),
    [
      'a.yaml:1:10 error some-rule: is wrong',
      '1 | name: 😀 one',
      '  |          ^^^',
      '',
      'a.yaml:2:7 information other-rule: is wrong',
      '2 | next: two',
      '  |       ^^^',
      '  = a.yaml:1:10 the other half',
      '',
      '',
    ].join('\n'),
  );
});

test('a terminal shows the part of a long line that matters, and tabs as spaces', () => {
  const source = `\t${'x'.repeat(200)} here ${'y'.repeat(200)}`;
  const start = source.indexOf('here');
  const problem = problemAt('', { start, end: start + 4 });
  const report = prettyReport([{ path: 'a', text: source, problems: [problem] }], { colors: false, columns: 40 });
  const [, line = '', caret = ''] = report.split('\n');
  assert.ok(line.length <= 40);
  assert.equal(line.indexOf('here'), caret.indexOf('^^^^'));
  const short = { path: 'a', text: '\tkey', problems: [problemAt('', { start: 1, end: 4 })] };
  assert.match(prettyReport([short], { colors: false, columns: 40 }), /\n1 \| {3}key\n {2}\| {3}\^\^\^\n/);
});
