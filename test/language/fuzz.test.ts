/**
 * Damaged documents: nothing throws, nothing takes long, every range lies within the text, and the same text gives the same
 * answers. The seed is fixed; `OPSWRIGHT_FUZZ=seed,runs` makes a larger campaign of it.
 */

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  check,
  complete,
  type Format,
  folds,
  hover,
  outline,
  parse,
  type Range,
} from '../../server/src/language/index.ts';
import type { Node } from '../../server/src/language/syntax/node.ts';
import { corpusFiles, corpusText } from '../corpus.ts';
import { thorough } from '../sample.ts';

const samples = [
  `description: Restarts.\nschemaVersion: '0.3'\nassumeRole: "{{ Role }}"\nparameters:\n  Role:\n    type: String\n    default: ''\nmainSteps:\n  - name: a\n    action: aws:sleep\n    inputs: &in\n      Duration: PT10S # short\n  - name: b\n    action: aws:executeScript\n    inputs:\n      <<: *in\n      Runtime: python3.11\n      Handler: run\n      InputPayload: { id: "{{ Role }}" }\n      Script: |-\n        def run(events, context):\n          return {"😀": events['id']}\n    isEnd: true\n`,
  `schemaVersion: "2.2"\r\ndescription: >-\r\n  Shows\r\n  disks.\r\nparameters: {\r\n}\r\nmainSteps:\r\n- action: aws:runShellScript\r\n  name: linux\r\n  precondition:\r\n    StringEquals: [platformType, Linux]\r\n  inputs:\r\n    runCommand: ["df -h", 'du']\r\n`,
  `{\n  "schemaVersion": "2.2",\n  "description": "Shows \\"disks\\" \\ud83d\\ude00.",\n  "parameters": { "Path": { "type": "String", "default": "/var" } },\n  "mainSteps": [\n    {\n      "action": "aws:runShellScript",\n      "name": "linux",\n      "inputs": { "timeoutSeconds": 60, "runCommand": ["df {{ Path }}"] }\n    }\n  ]\n}\n`,
];

const [seed = 20_240_601, numRuns = thorough ? 400 : 100] = (process.env.OPSWRIGHT_FUZZ ?? '')
  .split(',')
  .filter(Boolean)
  .map(Number);
/** Longer documents of the corpus are left to the larger campaign. */
const longest = process.env.OPSWRIGHT_FUZZ === undefined ? 8_000 : 300_000;

const folders = /^(?:ssm-automation|ssm-command|docs-ssm|ssm-awsowned|ssm-templated|cfn-ssm-document)$/;
const found = corpusFiles(folders).map(corpusText);
const documents = [...samples, ...found.filter(({ length }) => length <= longest)];

/** One act of damage; `at` and `to` are fractions of the text. */
interface Damage {
  act: 'truncate' | 'delete' | 'duplicate' | 'swap' | 'insert' | 'indent' | 'cutHalf';
  at: number;
  to: number;
  bits: string;
}

const bits = fc.oneof(
  fc.constantFrom(
    '"',
    "'",
    '{',
    '}',
    '[',
    ']',
    '{{',
    '}}',
    ':',
    ': ',
    ',',
    '\t',
    '\n',
    '\r',
    '#',
    '- ',
    '&a ',
    '*a',
    '!x ',
    '|',
    '>',
    '<<: *a\n',
  ),
  fc.constantFrom(
    '---\n',
    '\0',
    '\ufeff',
    '\ud83d',
    '\ude00',
    '\u2028',
    '\\',
    '? ',
    '%',
    '@',
    '<<<<<<< a\n',
    '{{ x.',
    '$ref: x\n',
  ),
  fc.string({ unit: 'binary', maxLength: 4 }),
);
const fraction = fc.double({ min: 0, max: 1, noNaN: true });
const damages = fc.array(
  fc.record<Damage>({
    act: fc.constantFrom('truncate', 'delete', 'duplicate', 'swap', 'insert', 'insert', 'indent', 'cutHalf'),
    at: fraction,
    to: fraction,
    bits,
  }),
  { minLength: 1, maxLength: 5 },
);

function damaged(text: string, { act, at, to, bits: put }: Damage): string {
  const from = Math.floor(at * text.length);
  const end = from + Math.floor(to * to * to * 200);
  const lines = text.split('\n');
  const i = Math.floor(at * (lines.length - 1));
  const j = Math.floor(to * (lines.length - 1));
  switch (act) {
    case 'truncate':
      return text.slice(0, from);
    case 'delete':
      return text.slice(0, from) + text.slice(end);
    case 'duplicate':
      return text.slice(0, end) + text.slice(from);
    case 'swap':
      [lines[i], lines[j]] = [lines[j] ?? '', lines[i] ?? ''];
      return lines.join('\n');
    case 'insert':
      return text.slice(0, from) + put + text.slice(from);
    case 'indent':
      lines[i] = to < 0.5 ? (lines[i] ?? '').slice(1) : `${put.slice(0, 1)}${lines[i] ?? ''}`;
      return lines.join('\n');
    case 'cutHalf':
      return text.replace(/[\ud800-\udbff][\udc00-\udfff]/, (pair) => pair.charAt(to < 0.5 ? 0 : 1));
  }
}

/** A node and all below it; aliases and merges are not followed. */
function nodes(node: Node): Node[] {
  if (node.type === 'list') return [node, ...node.items.flatMap(nodes)];
  if (node.type !== 'map') return [node];
  const own = node.entries.filter(({ merged }) => !merged);
  return [node, ...own.flatMap(({ key, value }) => [key, ...nodes(value)])];
}

/** Everything that the language core has to say about a text, with the ranges in it. */
function answers(text: string, places: readonly number[], format?: Format): { said: unknown[]; ranges: Range[] } {
  const document = parse(text, format === undefined ? {} : { format });
  const problems = check(document);
  const offsets = places.map((place) => Math.floor(place * text.length));
  const completions = offsets.flatMap((offset) =>
    complete(document, offset).map((item) => ({ ...item, documentation: item.documentation?.() })),
  );
  const hovers = offsets.flatMap((offset) => hover(document, offset) ?? []);
  const items = outline(document);
  const folded = folds(document);
  const ranges: Range[] = [
    ...document.faults,
    ...document.damage,
    ...document.comments(),
    ...document.parts.flatMap(({ root }) => nodes(root)),
    ...problems,
    ...problems.flatMap(({ related }) => related ?? []),
    ...problems.flatMap(({ fixes }) => fixes?.flatMap(({ edits }) => edits) ?? []),
    ...completions.map(({ range }) => range),
    ...hovers.map(({ range }) => range),
    ...items.flatMap(function all(item): Range[] {
      return [item.range, item.selection, ...item.children.flatMap(all)];
    }),
    ...folded,
  ];
  return { said: [problems, completions, hovers, items, folded, document.faults, document.damage], ranges };
}

function hold(text: string, places: readonly number[], format?: Format): void {
  const { said, ranges } = answers(text, places, format);
  for (const { start, end } of ranges)
    assert.ok(start >= 0 && start <= end && end <= text.length, `${start} to ${end} of ${text.length}`);
  assert.deepEqual(answers(text, places, format).said, said);
}

test('damaged documents are read, checked and explored without a fall', () => {
  fc.assert(
    fc.property(fc.nat(), damages, fc.array(fraction, { minLength: 1, maxLength: 4 }), (which, acts, places) => {
      hold(acts.reduce(damaged, documents[which % documents.length] ?? ''), places);
    }),
    { seed, numRuns },
  );
});

test('damaged Terraform texts, and their beginnings', () => {
  const texts = readdirSync('test/embedded/terraform')
    .filter((name) => name.endsWith('.tf'))
    .map((name) => readFileSync(`test/embedded/terraform/${name}`, 'utf8'));
  fc.assert(
    fc.property(fc.nat(), damages, fc.array(fraction, { minLength: 1, maxLength: 4 }), (which, acts, places) => {
      hold(acts.reduce(damaged, texts[which % texts.length] ?? ''), places, 'terraform');
    }),
    { seed, numRuns },
  );
  for (const text of texts)
    for (let end = 0; end <= text.length; end += thorough ? 7 : 29) hold(text.slice(0, end), [1], 'terraform');
});

test('the beginnings of a document, as while it is typed', () => {
  for (const text of samples)
    for (let end = 0; end <= text.length; end += thorough ? 7 : 29) hold(text.slice(0, end), [1]);
});

test('texts that are nothing at all', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), fraction, (text, place) =>
      hold(`schemaVersion${text}`, [place]),
    ),
    { seed, numRuns },
  );
});
