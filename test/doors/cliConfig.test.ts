/** `.opswrightrc.yaml`: its meaning as a text, and how the command line finds and uses it. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readConfig } from '../../server/src/config.ts';
import { configFiles } from '../../server/src/configFiles.ts';
import type { RuleInfo } from '../../server/src/language/index.ts';
import { formatProblem } from '../../server/src/report.ts';
import { bad, folder, good, run } from './fixtures/cli.ts';

const rules: RuleInfo[] = [
  { id: 'unknown-step', severity: 'error', summary: 'A step that is not there.' },
  { id: 'unused-step', severity: 'warning', summary: 'A step that nothing leads to.' },
  { id: 'long-name', severity: 'information', summary: 'A name that is hard to read.' },
];

test('a configuration sets severities and globs', () => {
  const text = 'rules:\n  unused-step: off\n  long-name: "hint"\nignore:\n  - generated/\n  - "*.tmp.yaml"\n';
  assert.deepEqual(readConfig(text, rules), {
    severities: { 'unused-step': 'off', 'long-name': 'hint' },
    ignore: ['generated/', '*.tmp.yaml'],
    actions: [],
    problems: [],
  });
});

test('a configuration can be JSON', () => {
  assert.deepEqual(readConfig('{ "rules": { "long-name": "warning" } }', rules).severities, { 'long-name': 'warning' });
});

test('a configuration can say nothing', () => {
  for (const text of ['', '# nothing\n', 'rules:\nignore:\n', '{}']) {
    assert.deepEqual(readConfig(text, rules), { severities: {}, ignore: [], actions: [], problems: [] });
  }
});

const faults: [name: string, text: string, expected: string[]][] = [
  [
    'a misspelt key',
    'rulez:\n  long-name: off\n',
    [
      '1:1 error configuration: unknown key "rulez"; expected "actions", "ignore", "region" or "rules"; did you mean "rules"?',
    ],
  ],
  [
    'a misspelt rule',
    'rules:\n  unusd-step: off\n',
    ['2:3 error configuration: unknown rule "unusd-step"; did you mean "unused-step"?'],
  ],
  [
    'a misspelt severity',
    'rules:\n  long-name: wraning\n',
    [
      '2:14 error configuration: "wraning" is no severity; ' +
        'expected "hint", "information", "off" or "warning"; did you mean "warning"?',
    ],
  ],
  [
    'no severity',
    'rules:\n  long-name:\n',
    ['2:3 error configuration: this is no severity; expected "hint", "information", "off" or "warning"'],
  ],
  [
    'raising a rule to an error',
    'rules:\n  long-name: error\n',
    ['2:14 error configuration: "error" is no severity; expected "hint", "information", "off" or "warning"'],
  ],
  [
    'turning an error off',
    'rules:\n  unknown-step: off\n',
    [
      '2:3 error configuration: "unknown-step" is an error, which cannot be turned off or lowered: ' +
        'the service refuses such a document',
    ],
  ],
  ['globs that are no list', 'ignore: "*.yaml"\n', ['1:9 error configuration: "ignore" has to be a list of globs']],
  [
    'actions that are no list',
    'actions: aws:new\n',
    ['1:10 error configuration: "actions" has to be a list of names of actions'],
  ],
  [
    'an action whose name is none',
    'actions:\n  - newAction\n  - Custom:thing\n  - "own:"\n',
    [
      '2:5 error configuration: "newAction" is no name of an action; they are like "aws:executeScript"',
      '4:5 error configuration: "own:" is no name of an action; they are like "own:executeScript"',
    ],
  ],
  [
    'a Region that is none',
    'region: Ireland\n',
    ['1:9 error configuration: "region" has to be the code of a Region, such as eu-west-1'],
  ],
  ['a glob that is no text', 'ignore:\n  - [a]\n', ['2:5 error configuration: a glob has to be a text']],
  [
    'a list',
    '- rules\n',
    [
      '1:1 error configuration: the configuration has to be a map with the keys "rules", "ignore", "actions" and "region"',
    ],
  ],
];
for (const [name, text, expected] of faults) {
  test(`${name} is a fault with a place`, () => {
    const { problems } = readConfig(text, rules);
    assert.deepEqual(
      problems.map((problem) => formatProblem(text, problem)),
      expected,
    );
  });
}

test('what is wrong with the text itself is a fault as well', () => {
  assert.notEqual(readConfig('rules: {', rules).problems.length, 0);
  assert.notEqual(readConfig('ignore: [a]\nignore: [b]\n', rules).problems.length, 0);
});

test('the Region of a configuration marks managed rules that are not offered there', async (context) => {
  const rule = 'ConfigRuleName: farm\nSource:\n  Owner: AWS\n  SourceIdentifier: DEVICEFARM_PROJECT_TAGGED\n';
  const cwd = folder(context, { '.opswrightrc.yaml': 'region: us-east-1\n', 'rule.yaml': rule });
  const { stdout } = await run(['check', '.'], { cwd });
  assert.match(stdout, /^rule\.yaml:4:21 information rule-region: /);
  const elsewhere = await run(['check', '--no-config', '.'], { cwd });
  assert.equal(elsewhere.stdout, '');
});

test('the nearest configuration wins, and files it leaves out are not checked', async (context) => {
  const cwd = folder(context, {
    '.opswrightrc.yaml': 'ignore: [/a/old.yaml, generated/]\n',
    'a/old.yaml': bad,
    'a/new.yaml': bad,
    'a/generated/x.yaml': bad,
    'b/.opswrightrc.json': '{ "ignore": ["/x.yaml"] }',
    'b/x.yaml': bad,
    'b/generated/y.yaml': bad,
  });
  const { stdout } = await run(['check', '.'], { cwd });
  assert.deepEqual(stdout.match(/^\S+(?= error)/gm), ['a/new.yaml:6:15', 'b/generated/y.yaml:6:15']);
  const all = await run(['check', '--no-config', '.'], { cwd });
  assert.equal(all.stdout.match(/^\S+(?= error)/gm)?.length, 5);
});

test('a named file that the configuration leaves out is told', async (context) => {
  const cwd = folder(context, { '.opswrightrc.yml': 'ignore: ["*.yaml"]\n', 'x.yaml': bad });
  const { status, stderr } = await run(['check', 'x.yaml'], { cwd });
  assert.equal(status, 0);
  assert.match(stderr, /^note: x\.yaml: left out by the configuration\n/);
});

test('a faulty configuration is misuse, told with its place before anything is checked', async (context) => {
  const cwd = folder(context, { 'a/.opswrightrc.yaml': 'ignored: []\n', 'a/x.yaml': bad, 'a/b/y.yaml': good });
  const { status, stdout, stderr } = await run(['check', '.'], { cwd });
  assert.equal(status, 2);
  assert.equal(stdout, '');
  assert.match(
    stderr,
    /\na\/\.opswrightrc\.yaml:1:1 error configuration: unknown key "ignored".*did you mean "ignore"\?\n$/,
  );
});

test('--config uses one file for all, and a file that is not there is misuse', async (context) => {
  const cwd = folder(context, {
    'own.yaml': 'ignore: [x.yaml]\n',
    '.opswrightrc.yaml': 'nonsense: 1\n',
    'x.yaml': bad,
  });
  assert.equal((await run(['check', '--config', 'own.yaml', 'x.yaml'], { cwd })).status, 0);
  const lost = await run(['check', '--config', 'gone.yaml', 'x.yaml'], { cwd });
  assert.equal(lost.status, 2);
  assert.match(lost.stderr, /gone\.yaml: cannot be read: no such file or directory/);
});

test('a configuration is read once, until it is to be forgotten', async (context) => {
  const files = { '.opswrightrc.yaml': 'ignore: [x.yaml]\n' };
  const cwd = folder(context, files);
  const configs = configFiles();
  const first = configs.configFor(`${cwd}/a/b/x.yaml`);
  assert.equal(first.ignored(`${cwd}/a/b/x.yaml`), true);
  assert.equal(configs.configFor(`${cwd}/a/y.yaml`), first);
  configs.clear();
  assert.notEqual(configs.configFor(`${cwd}/a/y.yaml`), first);
});

test('an action that the configuration names is no fault', async (context) => {
  const cwd = folder(context, {
    '.opswrightrc.yaml': 'actions:\n  - aws:slepp\n',
    'a.yaml': good.replace('aws:sleep', 'aws:slepp'),
    'b.yaml': good.replace('aws:sleep', 'aws:slip'),
  });
  const { stdout } = await run(['check', '.'], { cwd });
  assert.deepEqual(stdout.match(/^\S+(?= error)/gm), ['b.yaml:5:13']);
});

test('a misspelt word of a configuration has a fix', () => {
  const text = 'rulez:\n  a: off\nrules:\n  long-nam: off\n  unused-step: hnt\n';
  const fixes = readConfig(text, rules).problems.map((problem) => problem.fixes?.[0]?.title);
  assert.deepEqual(fixes, ['Change to "rules"', 'Change to "long-name"', 'Change to "hint"']);
});
