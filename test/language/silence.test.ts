/** Comments that silence rules: where they are put, how far they reach, and what is offered in them. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  check,
  type Fix,
  type Format,
  ignoreHover,
  ignoreItems,
  type ParseOptions,
  parse,
  silencedHere,
  silencedInFile,
} from '../../server/src/language/index.ts';
import { mark } from '../helpers.ts';

const rule = 'runtime-retired';

function runbook(runtime: string, top = ''): string {
  return `${top}schemaVersion: "0.3"
assumeRole: arn:aws:iam::123456789012:role/run
mainSteps:
  - name: run
    action: aws:executeScript
    inputs:
      ${runtime}
      Handler: main
      Script: |
        def main(events, context):
          return {}
`;
}

/** The text with the edits, or `none`. */
function applied(text: string, edits: Fix['edits'] | undefined): string {
  const [edit] = edits ?? [];
  return edit === undefined ? 'none' : text.slice(0, edit.start) + edit.text + text.slice(edit.end);
}

function silenced(text: string, id = rule, format: Format = 'yaml'): { here: string; inFile: string } {
  const document = parse(text, { format });
  const problem = check(document).find((each) => each.rule === id);
  assert.ok(problem, `${id} is not reported`);
  return {
    here: applied(text, silencedHere(document, problem)),
    inFile: applied(text, silencedInFile(document, problem)),
  };
}

function reported(text: string, options: ParseOptions = {}, id = rule): number {
  return check(parse(text, options)).filter((problem) => problem.rule === id).length;
}

test('a comment goes above the line, or to the top of the file', () => {
  const { here, inFile } = silenced(runbook('Runtime: python3.7'));
  assert.equal(here, runbook(`# opswright-ignore: ${rule}\n      Runtime: python3.7`));
  assert.equal(inFile, runbook('Runtime: python3.7', `# opswright-ignore: ${rule}\n`));
  for (const text of [here, inFile]) assert.equal(reported(text), 0);
});

test('a comment that is there takes in one more rule', () => {
  const above = silenced(runbook('# opswright-ignore: some-rule\n      Runtime: python3.7')).here;
  assert.equal(above, runbook(`# opswright-ignore: some-rule, ${rule}\n      Runtime: python3.7`));
  const behind = silenced(runbook('Runtime: python3.7 # opswright-ignore:')).here;
  assert.equal(behind, runbook(`Runtime: python3.7 # opswright-ignore: ${rule}`));
  const top = silenced(runbook('Runtime: python3.7', '# Ours\n# opswright-ignore: a, b,\n\n')).inFile;
  assert.equal(top, runbook('Runtime: python3.7', `# Ours\n# opswright-ignore: a, b, ${rule}\n\n`));
});

test('Windows line ends and a byte order mark stay as they are', () => {
  const text = `\ufeff${runbook('Runtime: python3.7').replaceAll('\n', '\r\n')}`;
  const { here, inFile } = silenced(text);
  assert.equal(here, text.replace('Runtime', `# opswright-ignore: ${rule}\r\n      Runtime`));
  assert.equal(inFile, text.replace('schema', `# opswright-ignore: ${rule}\r\nschema`));
  for (const each of [here, inFile]) assert.equal(reported(each), 0);
});

test('the first key has its comment behind it, since one above would hold for the file', () => {
  const text =
    'schemaVersion: 0.3\nmainSteps:\n  - name: wait\n    action: aws:sleep\n    inputs: { Duration: PT1S }\n';
  const { here } = silenced(text, 'unquoted-version');
  assert.equal(here, text.replace('0.3', '0.3 # opswright-ignore: unquoted-version'));
  assert.equal(reported(here, {}, 'unquoted-version'), 0);
});

test('a comment above a script holds for all of it, since none can stand inside', () => {
  const text = `schemaVersion: "2.2"
parameters:
  Word: { type: String }
mainSteps:
  - name: say
    action: aws:runShellScript
    inputs:
      runCommand:
        - |
          date
          echo {{ Word }} now
        - date
`;
  const { here } = silenced(text, 'injection-command');
  assert.equal(here, text.replace('        - |', '        # opswright-ignore: injection-command\n        - |'));
  assert.equal(reported(here, {}, 'injection-command'), 0);
});

test('JSON has no comments, and a text in quotes none of ours', () => {
  const json = JSON.stringify(
    { schemaVersion: '2.2', mainSteps: [{ name: 'a', action: 'aws:x', inputs: {} }] },
    null,
    1,
  );
  assert.deepEqual(silenced(json, 'unknown-action', 'json'), { here: 'none', inFile: 'none' });
  const template = `Resources:\n  A:\n    Type: AWS::SSM::Document\n    Properties:\n      Content: ${JSON.stringify(json)}\n`;
  const { here, inFile } = silenced(template, 'unknown-action');
  assert.equal(here, 'none');
  assert.equal(inFile, `# opswright-ignore: unknown-action\n${template}`);
});

test('in Terraform a comment stands in the document, or at the top of the file', () => {
  const text = `# Ours.\nresource "aws_ssm_document" "a" {\n  content = <<-DOC\n${runbook('Runtime: python3.7').replace(/^(?=.)/gm, '    ')}  DOC\n}\n`;
  const { here, inFile } = silenced(text, rule, 'terraform');
  assert.equal(here, text.replace('Runtime', `# opswright-ignore: ${rule}\n          Runtime`));
  assert.equal(inFile, `# opswright-ignore: ${rule}\n${text}`);
  for (const each of [here, inFile]) assert.equal(reported(each, { format: 'terraform' }), 0);
});

test('errors are not silenced by anything that is offered', () => {
  const { text, cursors } = mark(`${runbook('Runtime: python3.7')}# opswright-ignore: <|>\n`);
  const labels = ignoreItems(parse(text), cursors[0] ?? 0, () => [])?.map(({ label }) => label) ?? [];
  assert.ok(labels.includes(rule) && labels.includes('unknown-key'));
  assert.ok(!labels.includes('unknown-step') && !labels.includes('json-syntax'));
});

test('in a comment the rules that are reported where it holds come first', () => {
  const { text, cursors } = mark(runbook('# opswright-ignore: unknown-key, <|>run<|>\n      Runtime: python3.7'));
  for (const cursor of cursors) {
    const document = parse(text);
    const items = ignoreItems(document, cursor, () => check(document)) ?? [];
    const [first] = [...items].sort((a, b) => (a.sort < b.sort ? -1 : 1));
    assert.equal(first?.label, rule);
    assert.match(first?.documentation?.() ?? '', /Here: python3\.7 is retired/);
    assert.ok(!items.some(({ label }) => label === 'unknown-key'));
    assert.equal(text.slice(first?.range.start, first?.range.end), 'run');
  }
});

test('at the top of a file all that is reported in it comes first', () => {
  const { text, cursors } = mark(runbook('Runtime: python3.7', '# opswright-ignore:<|>\n'));
  const document = parse(text);
  const items = ignoreItems(document, cursors[0] ?? 0, () => check(document)) ?? [];
  assert.deepEqual(
    items.filter(({ detail }) => detail === 'reported here').map(({ insert }) => insert),
    [` ${rule}`],
  );
});

test('the comment itself is offered while its first word is typed, and only there', () => {
  const at = (marked: string): string[] | undefined => {
    const { text, cursors } = mark(marked);
    return ignoreItems(parse(text), cursors[0] ?? 0, () => [])?.map(({ insert }) => insert);
  };
  assert.deepEqual(at(runbook('#<|>\n      Runtime: a')), [' opswright-ignore: ']);
  assert.deepEqual(at(runbook('# ops<|>\n      Runtime: a')), ['opswright-ignore: ']);
  assert.equal(at(runbook('# other<|>\n      Runtime: a')), undefined);
  assert.equal(at(runbook('Runtime: <|>a')), undefined);
});

test('a rule in a comment is explained', () => {
  const { text, cursors } = mark(runbook(`# opswright-ignore: ${rule}<|>\n      Runtime: python3.7`));
  assert.match(ignoreHover(parse(text), cursors[0] ?? 0)?.markdown ?? '', /^\*\*runtime-retired\*\* — warning\n\n/);
});
