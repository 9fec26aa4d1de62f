/**
 * Refactorings. `test/refactor` holds documents with a selection, `<|…|>`, and as `.out` all that is offered there: the text
 * after it, the new file, or why it is refused. The properties hold over all documents that are at hand: nothing that is
 * offered makes a problem that was not there.
 */

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import {
  calledDocumentOf,
  check,
  type Document,
  edited,
  type Lookups,
  parse,
  type Refactoring,
  refactorings,
} from '../../server/src/language/index.ts';
import { dataOf, documentsAtHand } from '../corpus.ts';
import { golden, mark } from '../helpers.ts';

type Format = 'yaml' | 'json';

for (const name of readdirSync('test/refactor').filter((each) => !each.endsWith('.out'))) {
  test(name, () => {
    const format = name.endsWith('.json') ? 'json' : 'yaml';
    const { text, ranges } = mark(readFileSync(`test/refactor/${name}`, 'utf8'));
    const [range] = ranges;
    assert.ok(range, 'a case marks what is selected: <|…|>');
    const document = parse(text, { format });
    const offered = refactorings(document, range, { fileName: `restart.${format}` });
    golden(`test/refactor/${name}.out`, offered.map((each) => printed(text, each)).join(''));
    for (const each of offered) sound(document, each, format);
  });
}

function printed(text: string, { title, kind, edits, file, refused }: Refactoring): string {
  if (refused !== undefined) return `==== ${title} (${kind})\nrefused: ${refused}\n`;
  const made = file === undefined ? '' : `---- ${file.name}\n${file.text}`;
  return `==== ${title} (${kind})\n${edited(text, edits)}${made}`;
}

const counted = new WeakMap<Document, Map<string, number>>();

/** How often each rule speaks up. */
function counts(document: Document, lookups: Lookups): Map<string, number> {
  const found = new Map<string, number>();
  for (const { rule, severity } of check(document, { lookups })) {
    // What only a comment mentions may count as read, and a comment goes with its step.
    if (severity === 'hint' || severity === 'information' || rule === 'unused-parameter') continue;
    found.set(rule, (found.get(rule) ?? 0) + 1);
  }
  return found;
}

/** Of a document by itself; several refactorings of one ask for it. */
function countsBefore(document: Document): Map<string, number> {
  const known = counted.get(document) ?? counts(document, {});
  counted.set(document, known);
  return known;
}

/** A refactoring makes no problem, neither in the document nor in a new one. */
function sound(document: Document, { title, edits, file, refused }: Refactoring, format: Format): void {
  if (refused !== undefined) return;
  const before = countsBefore(document);
  const child = file && parse(file.text, { format });
  const signature = child?.parts[0] && calledDocumentOf(child.parts[0]);
  const name = file?.name.replace(/(?:\.ssm|\.runbook)?\.\w+$/, '');
  const lookups: Lookups = { document: (each) => (each === name ? signature : undefined) };
  const after = counts(parse(edited(document.text, edits), { format }), lookups);
  for (const [rule, count] of after) assert.ok(count <= (before.get(rule) ?? 0), `"${title}" makes a problem: ${rule}`);
  if (child === undefined) return;
  assert.equal(child.parts[0]?.kind, 'automation');
  for (const rule of counts(child, {}).keys()) assert.ok(before.has(rule), `"${title}": the new document has ${rule}`);
}

/** Places and selections all over a text, the same each time. */
function selections({ length }: string): { start: number; end: number }[] {
  return [...Array(4).keys()].map((i) => {
    const start = Math.floor((length * (i + 0.4)) / 4);
    return { start, end: Math.min(length, start + (i % 3) * (i % 3) * 200) };
  });
}

test('nothing that is offered for documents of the corpus makes a problem', () => {
  let done = 0;
  for (const { name, text, format, document } of documentsAtHand()) {
    // The cases of the rules are there for their faults, which a new document would only have anew.
    if (document.faults.length > 0 || name.startsWith('test/rules')) continue;
    for (const range of selections(text)) {
      for (const offered of refactorings(document, range, { fileName: `runbook.${format}` })) {
        if (offered.kind === 'source.sortInputs') continue;
        try {
          sound(document, offered, format);
        } catch (error) {
          throw new Error(`${name} at ${range.start} to ${range.end}`, { cause: error });
        }
        done++;
      }
    }
  }
  assert.ok(done > 100);
});

test('sorting changes the order alone', () => {
  for (const { name, text, format, document } of documentsAtHand()) {
    const sorting = refactorings(document, { start: 0, end: text.length }).find(
      ({ kind }) => kind === 'source.sortInputs',
    );
    const data = dataOf(text, format);
    if (sorting === undefined || data === undefined) continue;
    const after = edited(text, sorting.edits);
    assert.deepEqual(dataOf(after, format), data, name);
    assert.equal(parse(after, { format }).comments().length, document.comments().length, name);
  }
});

test('every Command document of schema 1.2 that can be upgraded stays as clean as it was', () => {
  let upgraded = 0;
  for (const { text, format, document } of documentsAtHand()) {
    const at = /schemaVersion["']?:\s*["']?1\.2/.exec(text);
    if (at === null || document.parts.length !== 1) continue;
    const range = { start: at.index, end: at.index };
    const upgrade = refactorings(document, range).find(({ title }) => title === 'Convert to schema 2.2');
    if (upgrade === undefined || upgrade.refused !== undefined) continue;
    sound(document, upgrade, format);
    const [part] = parse(edited(text, upgrade.edits), { format }).parts;
    assert.match(part?.reason ?? '', /mainSteps and schemaVersion 2\.2/);
    upgraded++;
  }
  assert.ok(upgraded > 0);
});

test('a broken document and one that is none of ours are offered nothing', () => {
  for (const text of ['schemaVersion: "0.3"\nmainSteps:\n  - name: [a\n', 'services: {}\n'])
    assert.deepEqual(refactorings(parse(text), { start: 0, end: text.length }), []);
});
