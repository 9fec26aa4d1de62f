/**
 * The examples of `server/RULES.md` are run: each bad one gives exactly the output under it, and each better one no longer
 * gives its rule. Every rule has a section, and every section a rule.
 *
 * `OPSWRIGHT_GOLDEN=write` writes the outputs and the lines about severity.
 */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, test } from 'node:test';
import { awsModels } from '../server/src/awsModels.ts';
import { formatOf, writtenAs } from '../server/src/formats.ts';
import { type Problem, type RuleInfo, ruleInfos } from '../server/src/language/index.ts';
import { formatProblem } from '../server/src/report.ts';
import { called, difference, golden, managed, problemsOf, properties, refresh, writing } from './helpers.ts';

const file = 'server/RULES.md';
const page = readFileSync(file, 'utf8');
const models = awsModels();
let written = page;

const heading = /^## (.+)$/gm;
const sections = new Map(
  page
    .split(/^(?=## )/m)
    .slice(1)
    .map((section) => [section.slice(3, section.indexOf('\n')), section]),
);

test('every rule has a section, and every section is that of a rule', () => {
  const titles = [...page.matchAll(heading)].map(([, title]) => title ?? '');
  const ids = ruleInfos.map(({ id }) => id);
  assert.deepEqual([...titles].sort(), [...ids].sort(), `the headings of ${file} are the ids of the rules`);
});

for (const rule of ruleInfos) {
  const section = sections.get(rule.id);
  if (section === undefined) continue;
  test(`${file}#${rule.id}`, () => {
    const [bad, output, better] = fences(section);
    assert.ok(bad && output && better, 'a section has three blocks: a bad example, its output, and a better one');
    const problems = problemsIn(bad);
    const printed = problems.map((problem) => `${formatProblem(bad.text, problem)}\n`).join('');
    const found = problems.filter((problem) => problem.rule === rule.id);
    assert.ok(found.length > 0, `the bad example does not give ${rule.id}`);
    const left = problemsIn(better).filter(({ severity, rule: id }) => id === rule.id || severity === 'error');
    const messages = left.map((problem) => formatProblem(better.text, problem));
    assert.deepEqual(messages, [], 'the better example still has a problem');

    const actual = section
      .replace(/^\*\*.*\*\*.*$/m, () => severityLine(rule))
      .replace(output.whole, () => `\`\`\`text\n${printed}\`\`\``);
    if (actual === section) return;
    if (!writing()) assert.fail(`${file}#${rule.id} differs:\n${difference(section, actual)}\n${refresh}`);
    written = written.replace(section, () => actual);
  });
}

after(() => {
  if (written !== page) golden(file, written);
});

interface Fence {
  whole: string;
  language: string;
  text: string;
}

function fences(section: string): Fence[] {
  return [...section.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(([whole, language = '', text = '']) => ({
    whole,
    language,
    text: expanded(text),
  }));
}

/** `# … and 200 more lines like the one above` stands for those lines; the first number in them counts on. */
function expanded(text: string): string {
  return text.replace(/^(.*\n) *# … and (\d+) more lines like the one above\n/gm, (_, line: string, more: string) => {
    const lines = Array.from({ length: Number(more) }, (_item, at) =>
      line.replace(/\d+/, (number) => `${Number(number) + at + 1}`),
    );
    return line + lines.join('');
  });
}

function problemsIn({ text, language }: Fence): Problem[] {
  const lookups = { service: models, config: managed, properties, document: (name: string) => called(name, undefined) };
  // A run file is one by its name, which an example on a page does not have.
  const written = /^run:/m.test(text) ? writtenAs('example.run.yaml') : { format: formatOf('', language) ?? 'yaml' };
  return problemsOf(text, { ...written, region: 'us-east-1', lookups });
}

/** How grave a rule is and how it is silenced, in the words of the page. */
function severityLine({ id, severity, mayWarn = false }: RuleInfo): string {
  const ways = `with \`# opswright-ignore: ${id}\`, or with \`${id}: off\` in \`.opswrightrc.yaml\``;
  if (severity !== 'error') return `**${severity}** · silenced ${ways}`;
  return mayWarn
    ? `**error**, softer where no source is certain · what is not an error is silenced ${ways}`
    : '**error** · cannot be silenced';
}
