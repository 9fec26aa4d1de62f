/**
 * Every template of "New Document" and every contributed snippet is a sound document once it is filled in with what it
 * proposes: no error and no warning. A snippet of a step or a parameter stands in a document that declares what it reads.
 */

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { awsModels } from '../server/src/awsModels.ts';
import { parse } from '../server/src/language/index.ts';
import { plainOf } from '../server/src/lspSnippets.ts';
import { formatProblem } from '../server/src/report.ts';
import { called, managed, problemsOf } from './helpers.ts';

interface Template {
  id: string;
  kind: string;
  language?: 'plain' | 'run';
  snippets: { yaml?: string; json?: string };
}

const models = awsModels();
const lookups = { service: models, config: managed, document: (name: string) => called(name, undefined) };
// Plain JavaScript outside of the projects, which the build uses too.
const { readTemplates }: { readTemplates(folder: string): Promise<Template[]> } = await import(
  pathToFileURL('tools/templates.mjs').href
);
const templates = await readTemplates('templates');

function assertSound(text: string, format: 'yaml' | 'json', kind?: 'run'): void {
  const written = kind ? { format, kind } : { format };
  const kinds = parse(text, written).parts.flatMap(({ kind, embedded }) => (embedded ? [] : [kind]));
  assert.ok(kinds.length === 1 && kinds[0] !== undefined, 'it is not recognised');
  const grave = problemsOf(text, { ...written, lookups }).filter(({ severity }) => /error|warning/.test(severity));
  assert.deepEqual(
    grave.map((problem) => formatProblem(text, problem)),
    [],
    text,
  );
}

for (const { id, language, snippets } of templates) {
  for (const format of ['yaml', 'json'] as const) {
    const snippet = snippets[format];
    if (snippet === undefined) continue;
    test(`template ${id} in ${format}`, () => {
      const text = plainOf(snippet);
      assert.doesNotMatch(text, /[«»]|\$\{\d/);
      assertSound(text, format, language === 'run' ? 'run' : undefined);
      if (format === 'json') assert.ok(JSON.parse(text));
    });
  }
}

test('every template is listed, and every kind has a title of its own', () => {
  const files = readdirSync('templates').filter((name) => name.endsWith('.yaml'));
  assert.deepEqual(templates.map(({ id }) => `${id}.yaml`).sort(), files.sort());
});

test('what is filled in twice in a template is filled in together', () => {
  const script = templates.find(({ id }) => id === 'run-script')?.snippets.yaml ?? '';
  assert.equal(script.match(/\$\{3:pick_newest\}/g)?.length, 2);
  assert.match(script, /allowedPattern: \^\[\\\\w\.\*-\]\{1,128\\\}\\\$/);
});

// Those of AWS Config stand in templates; language/config.test.ts puts them there.
for (const file of readdirSync('snippets').filter((name) => name !== 'config.json')) {
  const snippets: Record<string, { prefix: string[]; body: string[] }> = JSON.parse(
    readFileSync(`snippets/${file}`, 'utf8'),
  );
  for (const [name, { body }] of Object.entries(snippets)) {
    test(`snippet ${file}: ${name}`, () => {
      const text = filledIn(body.join('\n'));
      if (file === 'run.json') {
        assertSound(/^run:/.test(text) ? text : `run: Some-Document\n${text}`, 'yaml', 'run');
        return;
      }
      assertSound(/^schemaVersion/.test(text) ? text : around(text, file === 'automation.json'), 'yaml');
    });
  }
}

/** With what it proposes; a placeholder that comes again without a proposal has that of the first. */
function filledIn(snippet: string): string {
  const proposals = new Map([...snippet.matchAll(/\$\{(\d+):((?:\\.|[^\\}])*)\}/g)].map(([, n, text]) => [n, text]));
  return plainOf(snippet.replace(/\$\{([1-9]\d*)\}/g, (whole, n: string) => proposals.get(n) ?? whole));
}

/** A document around a step or a parameter, with the parameters and the steps that it names. */
function around(part: string, automation: boolean): string {
  const indented = (text: string, by: string): string => text.replace(/^(?=.)/gm, by);
  const isStep = part.startsWith('- ');
  const used = [...new Set([...part.matchAll(/\{\{ (\w+) \}\}/g)].map(([, name]) => name ?? ''))];
  const own = isStep ? '' : /^(\w+):/.exec(part)?.[1];
  const targets = [...part.matchAll(/^\s*(?:- )?(?:NextStep|Default|nextStep): (\w+)$/gm)].map(([, name]) => name);
  const declared = used.map((name) => {
    const type = name.endsWith('s') ? 'StringList' : 'String';
    return `  ${name}:\n    type: ${type}\n    description: (Required) Is given.\n    allowedPattern: ^[\\w-]+$\n`;
  });
  const lines = automation
    ? [
        'schemaVersion: "0.3"\ndescription: Around a snippet.\n',
        `assumeRole: ${own === 'AutomationAssumeRole' ? '"{{ AutomationAssumeRole }}"' : 'arn:aws:iam::111122223333:role/Runbooks'}\n`,
      ]
    : ['schemaVersion: "2.2"\ndescription: Around a snippet.\n'];
  const parameters = declared.join('') + (isStep ? '' : `${indented(part, '  ')}\n`);
  if (parameters !== '') lines.push(`parameters:\n${parameters}`);
  lines.push('mainSteps:\n');
  if (isStep) lines.push(`${indented(part, '  ')}\n`);
  if (automation) {
    const sleep = (name: string | undefined): string =>
      `  - name: ${name}\n    action: aws:sleep\n    inputs:\n      Duration: PT1M\n    isEnd: true\n`;
    if (targets.length > 0) lines.push(...targets.map(sleep));
    else if (!isStep) lines.push(sleep(`last\n    description: For "{{ ${own} }}"`));
  } else if (!isStep)
    lines.push(
      `  - name: run\n    action: aws:runShellScript\n    inputs:\n      runCommand:\n        - echo "$SSM_${own}"\n`,
    );
  return lines.join('');
}
