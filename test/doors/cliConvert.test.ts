/** `opswright convert`: where the result goes, what is told, and what is refused. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { folder, good, run } from './fixtures/cli.ts';

test('writes the other format to standard output, and tells what is lost', async (context) => {
  const cwd = folder(context, { 'a.yaml': `# why\n${good}` });
  const { status, stdout, stderr } = await run(['convert', 'a.yaml', '--to', 'json'], { cwd });
  assert.equal(status, 0);
  assert.deepEqual(Object.keys(JSON.parse(stdout)), ['schemaVersion', 'description', 'mainSteps']);
  assert.equal(stderr, 'note: a.yaml: One comment is left out: JSON has none.\n');
  const back = await run(['convert', '-', '--to', 'yaml'], { cwd, stdin: stdout });
  assert.deepEqual(back, { status: 0, stdout: good, stderr: '' });
});

test('writes to a file', async (context) => {
  const cwd = folder(context, { 'a.yaml': good });
  const { status, stdout } = await run(['convert', 'a.yaml', '--to=json', '-o', 'b.json'], { cwd });
  assert.deepEqual([status, stdout], [0, '']);
  assert.equal(JSON.parse(readFileSync(join(cwd, 'b.json'), 'utf8')).schemaVersion, '0.3');
  assert.equal((await run(['convert', 'a.yaml', '--to', 'json', '-o', 'no/b.json'], { cwd })).status, 2);
});

test('refuses with the reason and its place', async (context) => {
  const cwd = folder(context, { 'a.yaml': `${good}outputs: [\n`, 'b.yaml': 'a: b\n' });
  const broken = await run(['convert', 'a.yaml', '--to', 'json'], { cwd });
  assert.equal(broken.status, 1);
  assert.match(broken.stderr, /^opswright: a\.yaml:8:10: not converted: The text has to be mended first: /);
  assert.equal((await run(['convert', 'b.yaml', '--to', 'json'], { cwd })).status, 1);
});

test('misuse is told, with status 2', async (context) => {
  const cwd = folder(context, { 'a.yaml': good });
  for (const [args, message] of [
    [[], /nothing to convert/],
    [['a.yaml'], /--to yaml or --to json is needed/],
    [['a.yaml', '--to', 'yml'], /unknown format "yml"; expected "json" or "yaml"/],
    [['a.yaml', 'b.yaml', '--to', 'json'], /one file at a time/],
    [['nowhere.yaml', '--to', 'json'], /nowhere\.yaml: cannot be read: no such file/],
  ] as const) {
    const { status, stderr } = await run(['convert', ...args], { cwd });
    assert.equal(status, 2);
    assert.match(stderr, message);
  }
  assert.match((await run(['convert', '--help'], { cwd })).stdout, /^Writes an AWS Systems Manager document/);
});
