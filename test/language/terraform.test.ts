/** SSM documents in Terraform: every one that can be read is checked at its place, and nothing else is looked at. */

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { complete, type Document, hover, type Problem, parse } from '../../server/src/language/index.ts';
import { ssmKinds } from '../../server/src/language/kinds/index.ts';
import { mark, problemsOf } from '../helpers.ts';

function terraform(text: string): Document {
  return parse(text, { format: 'terraform' });
}

/** The words that are underlined in a text, each with its rule. */
function underlined(text: string, problems: readonly Problem[]): string[] {
  return problems.map(({ rule, start, end }) => `${rule}: ${text.slice(start, end)}`);
}

function resource(body: string): string {
  return `resource "aws_ssm_document" "this" {\n${body}\n}\n`;
}

/** The documents of Systems Manager among the cases of all rules and the sound ones. */
function cases(ending: 'yaml' | 'json'): { path: string; text: string }[] {
  return readdirSync('test', { recursive: true, encoding: 'utf8' })
    .filter((path) => /^(?:rules|ok)[/\\]/.test(path) && path.endsWith(`.${ending}`) && !/-syntax/.test(path))
    .map((path) => ({ path, text: readFileSync(`test/${path}`, 'utf8') }))
    .filter(({ text }) => !/\r|^---|\t/m.test(text))
    .filter(({ text }) => {
      const { parts } = parse(text);
      // The name and the format of a document that a template carries are known only in that template.
      const carried = parts.some(({ name, documentFormat }) => name !== undefined || documentFormat !== undefined);
      return parts.some(isOfSystemsManager) && !carried;
    });
}

function isOfSystemsManager({ kind }: Document['parts'][number]): boolean {
  return kind !== undefined && ssmKinds.includes(kind);
}

/** What a template would read otherwise. */
function escaped(text: string): string {
  return text.replace(/([$%])(?=\{)/g, '$1$1');
}

test('a document in a heredoc is checked like one in a file', () => {
  for (const { path, text } of cases('yaml')) {
    // What a comment silences depends on the lines; how large a document is depends on the file.
    if (/opswright-ignore/.test(text) || /document-size/.test(path)) continue;
    const indented = escaped(text).replace(/^(?=.)/gm, '    ');
    const wrapped = resource(`  document_format = "YAML"\n  content = <<-DOC\n${indented.replace(/\n?$/, '\n')}  DOC`);
    const expected = underlined(text, problemsOf(text)).map(escaped);
    const plain = (words: string[]): string[] => words.map((each) => each.replace(/\s+/g, ' ')).sort();
    assert.deepEqual(plain(underlined(wrapped, problemsOf(wrapped, { format: 'terraform' }))), plain(expected), path);
  }
});

test('a document in jsonencode is checked like one in a file', () => {
  for (const { path, text } of cases('json')) {
    if (/[$%]\{/.test(text) || /json/.test(path)) continue;
    const wrapped = resource(`  content = jsonencode(${text.trimEnd()})`);
    const actual = underlined(wrapped, problemsOf(wrapped, { format: 'terraform' }));
    assert.deepEqual(actual.sort(), underlined(text, problemsOf(text)).sort(), path);
  }
});

test('JSON between quotes is checked at the signs as they are written', () => {
  const json = JSON.stringify({
    schemaVersion: '2.2',
    mainSteps: [{ action: 'aws:runShellScrip', name: 'a', inputs: { runCommand: ['say "x" {{ nothing }}'] } }],
  });
  const text = resource(`  content = ${JSON.stringify(json)}`);
  const problems = problemsOf(text, { format: 'terraform' });
  assert.deepEqual(underlined(text, problems), [
    'unknown-action: \\"aws:runShellScrip\\"',
    'unknown-parameter: nothing',
  ]);
});

test('completion and hover work in a heredoc, and are silent around it', () => {
  const { text, cursors } = mark(
    `<|>${resource(`  content = <<DOC
schemaVersion: "0.3"
mainSteps:
  - name: wait
    action: aws:sl<|>eep
    inputs:
      <|>Duration: PT1S
    <|>
DOC`)}<|>`,
  );
  const [before = 0, action = 0, key = 0, end = 0, behind = 0] = cursors;
  const document = terraform(text);
  assert.equal(hover(document, before), undefined);
  assert.match(hover(document, action)?.markdown ?? '', /aws:sleep/);
  assert.match(hover(document, key + 2)?.markdown ?? '', /Duration/);
  assert.ok(complete(document, action).some(({ label }) => label === 'aws:sleep'));
  assert.ok(complete(document, end).some(({ label }) => label === 'onFailure'));
  assert.deepEqual([complete(document, before), complete(document, behind)], [[], []]);
});

test('the resource gives the document its name and its type', () => {
  const [part] = terraform(
    resource(
      '  name = "restart"\n  document_type = "Session"\n  content = jsonencode({ schemaVersion = "1.0", inputs = {} })',
    ),
  ).parts;
  assert.deepEqual([part?.name?.text, part?.kind], ['restart', 'session']);
});

test('Terraform written as JSON holds documents too', () => {
  const content =
    'schemaVersion: "2.2"\nmainSteps:\n  - name: a\n    action: aws:runShellScrip\n    inputs: $' + '{local.inputs}\n';
  const text = JSON.stringify({ resource: { aws_ssm_document: { a: { content, document_format: 'YAML' } } } }, null, 2);
  assert.deepEqual(underlined(text, problemsOf(text)), ['unknown-action: aws:runShellScrip']);
});
