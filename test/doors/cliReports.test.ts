/** The reports as the command line writes them: JSON, SARIF and the terminal's form. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { bad, folder, good, run } from './fixtures/cli.ts';

const colorStart = '\u001b[';

test('JSON is an array of places and nothing else', async (context) => {
  const cwd = folder(context, { 'b.yaml': bad, 'a.yaml': bad, 'c.yaml': good });
  const { status, stdout } = await run(['check', '--format', 'json', '.'], { cwd });
  assert.equal(status, 1);
  const records = JSON.parse(stdout);
  assert.deepEqual(
    records.map((record: { path: string }) => record.path),
    ['a.yaml', 'b.yaml'],
  );
  const { rule, message, ...rest } = records[0];
  assert.deepEqual(rest, { path: 'a.yaml', line: 6, column: 15, endLine: 6, endColumn: 22, severity: 'error' });
  assert.match(rule, /^[a-z-]+$/);
  assert.match(message, /nowhere/);
});

test('JSON without problems is an empty array, also on a terminal', async (context) => {
  const cwd = folder(context, { 'c.yaml': good });
  const { status, stdout } = await run(['check', '--format=json', '.'], { cwd, terminal: 80 });
  assert.equal(status, 0);
  assert.equal(stdout, '[]\n');
});

test('SARIF names files from the current folder, percent-encoded', async (context) => {
  const cwd = folder(context, { 'my docs/#1.yaml': bad });
  const { status, stdout } = await run(['check', '--format', 'sarif', '.'], { cwd });
  assert.equal(status, 1);
  const [log] = JSON.parse(stdout).runs;
  assert.deepEqual(log.originalUriBaseIds, { '%SRCROOT%': { uri: `${pathToFileURL(cwd).href}/` } });
  assert.equal(log.results.length, 1);
  assert.deepEqual(log.results[0].locations[0].physicalLocation, {
    artifactLocation: { uri: 'my%20docs/%231.yaml', uriBaseId: '%SRCROOT%' },
    region: { startLine: 6, startColumn: 15, endLine: 6, endColumn: 22 },
  });
});

test('a terminal shows the line in question with a caret and colours', async (context) => {
  const cwd = folder(context, { 'bad.yaml': bad });
  const { stdout } = await run(['check', '.'], { cwd, terminal: 80 });
  assert.ok(stdout.includes(colorStart));
  assert.match(stdout, / nextStep: nowhere\n/);
  assert.match(stdout, /\^{7}/);
});

test('colours follow the terminal, the environment and --color', async (context) => {
  const cwd = folder(context, { 'bad.yaml': bad });
  const colored = async (args: string[], env: Record<string, string>, terminal?: number) => {
    const world = terminal === undefined ? { cwd, env } : { cwd, env, terminal };
    return (await run(['check', ...args, 'bad.yaml'], world)).stdout.includes(colorStart);
  };
  assert.equal(await colored([], {}), false);
  assert.equal(await colored([], {}, 80), true);
  assert.equal(await colored([], { NO_COLOR: '1' }, 80), false);
  assert.equal(await colored([], { NO_COLOR: '' }, 80), true);
  assert.equal(await colored([], { TERM: 'dumb' }, 80), false);
  assert.equal(await colored([], { FORCE_COLOR: '1' }), true);
  assert.equal(await colored([], { FORCE_COLOR: '0' }, 80), false);
  assert.equal(await colored(['--color', 'never'], { FORCE_COLOR: '1' }, 80), false);
  assert.equal(await colored(['--color', 'always'], { NO_COLOR: '1' }), true);
});
