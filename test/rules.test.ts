/**
 * Golden cases: each document in `test/rules/<rule-id>` gives exactly the lines of its `.out` twin, and its fixes together
 * the text of its `.fixed` twin. A document with an empty `.out` looks like a fault and is none.
 *
 * `OPSWRIGHT_GOLDEN=write` writes the twins; the diff is then for reading.
 */

import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { awsModels } from '../server/src/awsModels.ts';
import { writtenAs } from '../server/src/formats.ts';
import { editsTogether } from '../server/src/language/fixes.ts';
import { edited, type Lookups, type ParseOptions, type Problem, ruleInfos } from '../server/src/language/index.ts';
import { formatProblem } from '../server/src/report.ts';
import { called, golden, managed, problemsOf, properties, workspace } from './helpers.ts';

const folder = 'test/rules';
const models = awsModels();
// One in which eight managed rules are not offered.
const region = 'us-east-1';
const ids = ruleInfos.map(({ id }) => id);

for (const id of readdirSync(folder)) {
  for (const { path, text, written } of documentsIn(`${folder}/${id}`)) {
    test(path, () => {
      const problems = problemsOf(text, { ...written, region, lookups: lookupsFor(path) });
      const printed = problems.map((problem) => `${formatProblem(text, problem)}\n`).join('');
      golden(twin(path, 'out'), printed);
      for (const problem of problems) inside(text, problem);
      // The comments that silence rules are told beside the problems of those rules; advice may stand beside anything.
      const others = problems.filter(({ rule, severity }) => rule !== id && /error|warning/.test(severity));
      if (!id.endsWith('-ignore'))
        assert.deepEqual(others, [], 'a case has one fault, and one fault gives one problem');
      if (id.endsWith('-syntax') || id === 'duplicate-key')
        assert.ok(problems.length < 2, 'one fault gives one problem');

      // Advice that waits for a text that can be read is nothing that the fix has done.
      const syntax = problems.some(({ rule }) => rule.endsWith('-syntax'));
      const again = (changed: string): Problem[] =>
        problemsOf(changed, { ...written, region, lookups: lookupsFor(path) }).filter(
          ({ severity }) => !syntax || severity === 'error' || severity === 'warning',
        );
      const fixed = fixedText(text, problems);
      golden(twin(path, 'fixed'), fixed);
      if (fixed === undefined) return;
      eachMends(text, problems, again);
      const left = again(fixed);
      const unfixed = problems.filter(({ fixes }) => !fixes?.length);
      assert.ok(left.length <= unfixed.length, `a fix leaves or makes problems: ${left.map((each) => each.message)}`);
    });
  }
}

test('every rule has a folder with a case that it reports', () => {
  for (const id of ids) {
    assert.ok(existsSync(`${folder}/${id}`), `${folder}/${id} is missing: it holds the cases of the rule "${id}"`);
    const outs = readdirSync(`${folder}/${id}`).filter((name) => name.endsWith('.out'));
    const spoken = outs.filter((name) => readFileSync(`${folder}/${id}/${name}`, 'utf8') !== '');
    assert.ok(spoken.length > 0, `${folder}/${id} has no case that reports "${id}"`);
  }
});

test('every folder is that of a rule, and every twin has its document', () => {
  for (const id of readdirSync(folder)) {
    assert.ok(ids.includes(id), `${folder}/${id} is no rule`);
    const names = readdirSync(`${folder}/${id}`);
    const stems = names.filter((name) => /\.(yaml|json|guard|configql)$/.test(name)).map(stem);
    assert.equal(new Set(stems).size, stems.length, `two documents of ${folder}/${id} would share their twins`);
    for (const name of names) {
      assert.match(
        name,
        /^[a-z0-9-]+(\.(run|ssm))?\.(yaml|json|guard|configql|out|fixed)$/,
        `${folder}/${id}: name cases in kebab-case`,
      );
      assert.ok(stems.includes(stem(name)), `${folder}/${id}/${name} belongs to no document`);
    }
  }
});

for (const { path, text, written } of documentsIn('test/ok')) {
  test(`${path} is sound`, () => {
    const problems = problemsOf(text, { ...written, region, lookups: lookupsFor(path) });
    const grave = problems.filter(({ severity }) => severity === 'error' || severity === 'warning');
    assert.deepEqual(
      grave.map((problem) => formatProblem(text, problem)),
      [],
    );
  });
}

/** What a door would look up for a document at that path. */
function lookupsFor(path: string): Lookups {
  // Elsewhere a call is only a call: cases of other rules need not be right about the services they name.
  const service = /\/(api|selector)-|-output\//.test(path) || path.startsWith('test/ok/') ? models : undefined;
  const kindOf: Lookups['kindOf'] = (name) => workspace.kindOf(name, path);
  return { config: managed, properties, document: (name) => called(name, path), kindOf, ...(service && { service }) };
}

interface Case {
  path: string;
  text: string;
  written: ParseOptions;
}

function documentsIn(path: string): Case[] {
  return readdirSync(path).flatMap((name): Case[] => {
    const written = writtenAs(name);
    if (written.format === undefined || /\.(?:out|fixed)$/.test(name)) return [];
    return [{ path: `${path}/${name}`, text: readFileSync(`${path}/${name}`, 'utf8'), written }];
  });
}

function stem(name: string): string {
  return name.replace(/\.[a-z]+$/, '');
}

function twin(path: string, extension: string): string {
  return `${stem(path)}.${extension}`;
}

/** A place that an editor can underline: inside the text, and not a whole block of it. */
function inside(text: string, { start, end, rule }: Problem): void {
  assert.ok(start >= 0 && start <= end && end <= text.length, `${rule} is reported outside the text`);
  assert.ok(start < end, `${rule} is reported on no character`);
  // What is missing at the very end is reported on the last line break.
  const marked = text.slice(start, end === text.length ? end - 1 : end);
  assert.ok(!marked.includes('\n'), `${rule} is reported on more than one line: ${JSON.stringify(marked)}`);
}

/** The text with the first fix of every problem; undefined when there is none. */
function fixedText(text: string, problems: readonly Problem[]): string | undefined {
  const edits = editsTogether(problems.flatMap(({ fixes }) => fixes?.slice(0, 1) ?? []));
  return edits.length === 0 ? undefined : edited(text, edits);
}

/** Each fix alone takes its problem away and brings no other. */
function eachMends(text: string, problems: readonly Problem[], again: (text: string) => Problem[]): void {
  const counted = (found: readonly Problem[], rule: string): number =>
    found.filter((each) => each.rule === rule).length;
  for (const problem of problems) {
    for (const { title, edits } of problem.fixes ?? []) {
      const left = again(edited(text, editsTogether([{ title, edits }])));
      const what = `"${title}" of ${problem.rule}`;
      assert.ok(counted(left, problem.rule) < counted(problems, problem.rule), `${what} does not mend it`);
      for (const { rule, message } of left)
        assert.ok(counted(left, rule) <= counted(problems, rule), `${what} makes a problem: ${rule}: ${message}`);
    }
  }
}
