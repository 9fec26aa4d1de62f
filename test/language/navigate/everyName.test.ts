/**
 * What must hold for any name of any document: it leads to where it is declared, its references come back to it, and a
 * rename changes nothing else.
 *
 * Runs on our own documents, and on the corpus where that lies beside the repository. Of each document some names are
 * drawn, the same ones on each run.
 */

import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import {
  check,
  definition,
  parse,
  prepareRename,
  references,
  rename,
  tokens,
} from '../../../server/src/language/index.ts';
import { drawn } from '../../sample.ts';

const folders = ['examples', 'test/ok', 'test/rules', '../shared/corpus'].map((each) => path.resolve(each));
const all = folders.filter(existsSync).flatMap((folder, which) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((each) => each.isFile() && /\.(ya?ml|json)$/.test(each.name))
    .map((each) => path.join(each.parentPath, each.name))
    .sort()
    // The corpus is large; a part of it, spread over all of its folders, is as telling.
    .filter((_, index) => which < 3 || index % 5 === 0),
);
const files = drawn(all, 4);

/** Rules that look at what a name says: another name is another case for them. */
const byName = new Set([
  'name-form',
  'value-form',
  'plain-secret',
  'pseudo-parameter',
  'shell-unset-variable',
  'unused-ignore',
  'unused-parameter',
]);

interface Named {
  file: string;
  text: string;
  offset: number;
}

/** A few names of each document of ours, drawn by a fixed sequence. */
function names(perFile: number): Named[] {
  const next = sequence(7);
  return files.flatMap((file) => {
    const text = readFileSync(file, 'utf8');
    const document = parse(text);
    const found = tokens(document).map(({ start }) => start);
    return Array.from({ length: Math.min(perFile, found.length) }, () => ({
      file,
      text,
      offset: found[next() % found.length] ?? 0,
    }));
  });
}

function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return state >>> 8;
  };
}

function apply(text: string, edits: readonly { start: number; end: number; text: string }[]): string {
  let after = text;
  for (const edit of [...edits].sort((a, b) => b.start - a.start))
    after = after.slice(0, edit.start) + edit.text + after.slice(edit.end);
  return after;
}

/** Of the same length, so that everything stays where it is. */
function fresh(name: string): string {
  return 'Zq'.repeat(name.length).slice(0, name.length);
}

const problems = (text: string): string[] =>
  check(parse(text))
    .filter(({ rule }) => !byName.has(rule))
    .map(({ rule, severity, start, end }) => `${rule} ${severity} ${start}-${end}`);

describe('any name', () => {
  it('is among the references of what declares it', () => {
    for (const { file, text, offset } of names(2)) {
      const document = parse(text);
      const found = definition(document, offset);
      for (const { selection } of found?.targets ?? []) {
        const back = references(document, selection.start, true) ?? [];
        const own = back.some(({ start }) => start === selection.start);
        assert.ok(own, `${file}: ${text.slice(selection.start, selection.end)}`);
      }
    }
  });

  it('can be changed and changed back, and the checks find the same meanwhile', () => {
    let renamed = 0;
    for (const { file, text, offset } of names(1)) {
      const document = parse(text);
      const before = prepareRename(document, offset);
      if (before === undefined || 'refused' in before) continue;
      const other = rename(document, offset, fresh(before.name));
      if (other === undefined || 'refused' in other) continue;
      const changed = apply(text, other.edits);
      const told = `${file}: ${before.name}`;
      assert.deepEqual(problems(changed), problems(text), told);
      const back = rename(parse(changed), offset, before.name);
      assert.ok(back !== undefined, told);
      // A name that the service would not take is not given back.
      if ('refused' in back) assert.match(back.refused, /cannot be the name of/, told);
      else assert.equal(apply(changed, back.edits), text, told);
      renamed++;
    }
    assert.ok(renamed > 20, `only ${renamed} names could be changed`);
  });
});
