/**
 * The formatter. `test/format` holds documents and, as `.out`, what becomes of them; the properties hold over all documents
 * that are at hand: formatting twice is formatting once, the data stay the same to readers that are not ours, and so do
 * the comments.
 */

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { edited, format, formatLine, parse } from '../../server/src/language/index.ts';
import { dataOf, documentsAtHand } from '../corpus.ts';
import { golden, mark } from '../helpers.ts';
import { thorough } from '../sample.ts';

type Format = 'yaml' | 'json';

function formatted(text: string, written: Format): string {
  const result = format(parse(text, { format: written }));
  assert.ok('edits' in result, `declined: ${JSON.stringify(result)}`);
  return edited(text, result.edits);
}

for (const name of readdirSync('test/format').filter((each) => !each.endsWith('.out'))) {
  test(name, () => {
    const text = readFileSync(`test/format/${name}`, 'utf8');
    const written = name.endsWith('.json') ? 'json' : 'yaml';
    const result = formatted(text, written);
    golden(`test/format/${name.replace(/\.\w+$/, '.out')}`, result);
    assert.equal(formatted(result, written), result, 'formatting twice is formatting once');
    assert.deepEqual(dataOf(result, written), dataOf(text, written));
  });
}

function holds(text: string, written: Format, document = parse(text, { format: written })): void {
  const result = format(document);
  if ('declined' in result) {
    assert.ok(
      document.faults.some(({ severity }) => severity === 'error'),
      `a sound document is declined: ${result.declined}`,
    );
    return;
  }
  const after = edited(text, result.edits);
  const again = parse(after, { format: written });
  assert.deepEqual(format(again), { edits: [] }, 'formatting twice is formatting once');
  assert.deepEqual(dataOf(after, written), dataOf(text, written), 'the data stay the same');
  const comments = (of: typeof document) => of.comments().map((comment) => comment.text);
  assert.deepEqual(comments(again), comments(document), 'the comments stay the same');
}

test('every document of the corpus keeps its data and comments, and is formatted once for all', () => {
  for (const { name, text, format: written, document } of documentsAtHand()) {
    try {
      holds(text, written, document);
    } catch (error) {
      throw new Error(name, { cause: error });
    }
  }
});

/** Blanks that mean nothing, put where a hand may have put them. */
function untidy(text: string, lines: readonly number[]): string {
  const list = text.split('\n');
  for (const line of lines) {
    const at = line % list.length;
    const old = list[at] ?? '';
    if (line % 3 === 0) list[at] = `${old}  `;
    else if (line % 3 === 1) list[at] = old.replace(/^(\s*(?:- )?[\w"']+):(?= \S)/, '$1 :  ');
    else list.splice(at, 0, '');
  }
  return list.join('\n');
}

test('untidy documents keep their meaning, too', () => {
  const documents = [...readdirSync('test/ok').map((name) => `test/ok/${name}`), 'examples/patch-instance.ssm.yaml'];
  fc.assert(
    fc.property(fc.constantFrom(...documents), fc.array(fc.nat(500), { maxLength: 20 }), (path, lines) => {
      const written = path.endsWith('.json') ? 'json' : 'yaml';
      holds(untidy(readFileSync(path, 'utf8'), lines), written);
    }),
    { seed: 20_261_125, numRuns: thorough ? 200 : 60 },
  );
});

const lead = 'schemaVersion: "0.3"\n';

test('a broken document is left alone, with the reason and its place', () => {
  const { text, ranges } = mark(`${lead}mainSteps:\n    - name: <|[|>a\n`);
  const result = format(parse(text));
  assert.ok('declined' in result);
  assert.match(result.declined, /is not closed/);
  assert.equal(result.at, ranges[0]?.start);
});

test('what is none of ours is left alone', () => {
  assert.deepEqual(format(parse('services:\n    web:   {}\n')), { edits: [] });
});

test('edits are small: one for each stretch of blanks', () => {
  const { text, ranges } = mark(`${lead}description:<|   |>x<|  |>\n<|\n|>`);
  const result = format(parse(text));
  assert.deepEqual('edits' in result && result.edits.map(({ start, end }) => ({ start, end })), ranges);
});

test('a range is formatted alone where that is safe', () => {
  const { text, ranges } = mark(
    `${lead}mainSteps:\n  - name:   a\n    action: aws:sleep\n<|    inputs:   \n      Duration:   PT1S|>\n`,
  );
  const [range] = ranges;
  assert.ok(range);
  const result = format(parse(text), { range });
  assert.ok('edits' in result);
  assert.match(edited(text, result.edits), /name: {3}a[\s\S]* {4}inputs:\n {6}Duration: PT1S\n$/);
});

test('a range takes in what must move along', () => {
  const { text, ranges } = mark(
    `${lead}parameters:\n  A:\n    type: String\nmainSteps:\n  - name: a\n    action: aws:sleep\n    inputs:\n<|          Duration: PT1S|>\n          X: y\n`,
  );
  const [range] = ranges;
  assert.ok(range);
  const result = format(parse(text), { range });
  assert.ok('edits' in result);
  assert.match(edited(text, result.edits), /\n {6}Duration: PT1S\n {6}X: y\n$/);
});

test('a line just left loses the blanks that mean nothing, and keeps its place', () => {
  const { text, cursors } = mark(`${lead}mainSteps:\n    - name:   a  <|>\n    - name:   b\n`);
  const edits = formatLine(parse(text), cursors[0] ?? 0);
  assert.equal(edited(text, edits), `${lead}mainSteps:\n    - name: a\n    - name:   b\n`);
});

test('the line ends of Windows stay', () => {
  const text =
    'schemaVersion: "2.2"\r\nmainSteps:\r\n-   action: aws:runShellScript  \r\n    name: run\r\n\r\n\r\n    inputs:\r\n      runCommand: |\r\n          df\r\n\r\n          du\r\n';
  const wanted =
    'schemaVersion: "2.2"\r\nmainSteps:\r\n- action: aws:runShellScript\r\n  name: run\r\n\r\n  inputs:\r\n    runCommand: |\r\n        df\r\n\r\n        du\r\n';
  assert.equal(formatted(text, 'yaml'), wanted);
});

test('JSON is indented as the editor asks', () => {
  const text = '{\n"schemaVersion": "2.2",\n"mainSteps": []\n}\n';
  const result = format(parse(text), { indent: '\t' });
  assert.ok('edits' in result);
  assert.equal(edited(text, result.edits), '{\n\t"schemaVersion": "2.2",\n\t"mainSteps": []\n}\n');
});
