/** `opswright format`: what is written, what is only told, and what is left alone. */

import assert from 'node:assert/strict';
import { chmodSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { folder, good, run } from './fixtures/cli.ts';

const untidy = good.replace('description: ', 'description:   ');
const foreign = 'services:\n    web:   {}\n';

test('formats in place what needs it, and names it', async (context) => {
  const cwd = folder(context, { 'a.yaml': untidy, 'b.yaml': good, 'compose.yaml': foreign });
  const outcome = await run(['format', '.'], { cwd });
  assert.deepEqual(outcome, { status: 0, stdout: 'a.yaml\n', stderr: '1 formatted, 2 unchanged\n' });
  assert.equal(readFileSync(join(cwd, 'a.yaml'), 'utf8'), good);
  assert.equal(readFileSync(join(cwd, 'compose.yaml'), 'utf8'), foreign);
  assert.deepEqual(readdirSync(cwd).sort(), ['a.yaml', 'b.yaml', 'compose.yaml']);
});

test('--check changes nothing and fails when something would change', async (context) => {
  const cwd = folder(context, { 'a.yaml': untidy, 'b.yaml': good });
  const outcome = await run(['format', '--check', 'a.yaml', 'b.yaml'], { cwd });
  assert.deepEqual(outcome, { status: 1, stdout: 'a.yaml\n', stderr: '1 to format, 1 unchanged\n' });
  assert.equal(readFileSync(join(cwd, 'a.yaml'), 'utf8'), untidy);
  assert.equal((await run(['format', '--check', 'b.yaml'], { cwd })).status, 0);
});

test('leaves a broken document as it is, says where, and formats the others', async (context) => {
  const broken = `${good}outputs: [\n`;
  const cwd = folder(context, { 'a.yaml': broken, 'b.yaml': untidy });
  const { status, stderr } = await run(['format', '.'], { cwd });
  assert.equal(status, 2);
  assert.match(stderr, /^opswright: a\.yaml: not formatted: 8:10: /);
  assert.equal(readFileSync(join(cwd, 'a.yaml'), 'utf8'), broken);
  assert.equal(readFileSync(join(cwd, 'b.yaml'), 'utf8'), good);
});

test('keeps the mark, the encoding, the mode and the link of a file', async (context) => {
  const utf16 = Buffer.from(`\ufeff${untidy}`, 'utf16le').swap16();
  const cwd = folder(context, { 'marked.yaml': `\ufeff${untidy}`, 'wide.yaml': utf16 });
  chmodSync(join(cwd, 'marked.yaml'), 0o640);
  symlinkSync('marked.yaml', join(cwd, 'link.yaml'));
  await run(['format', 'link.yaml', 'wide.yaml'], { cwd });
  assert.equal(readFileSync(join(cwd, 'marked.yaml'), 'utf8'), `\ufeff${good}`);
  assert.equal(statSync(join(cwd, 'marked.yaml')).mode & 0o777, 0o640);
  assert.deepEqual(readFileSync(join(cwd, 'wide.yaml')), Buffer.from(`\ufeff${good}`, 'utf16le').swap16());
});

test('standard input goes to standard output', async (context) => {
  const cwd = folder(context, {});
  const { status, stdout } = await run(['format', '-', '--quiet'], { cwd, stdin: untidy });
  assert.deepEqual([status, stdout], [0, good]);
  assert.equal((await run(['format', '-', '--check'], { cwd, stdin: untidy })).status, 1);
  assert.equal((await run(['format', '-'], { cwd, stdin: foreign })).stdout, foreign);
});

test('leaves out what the configuration leaves out', async (context) => {
  const cwd = folder(context, { '.opswrightrc.yaml': 'ignore:\n  - a.yaml\n', 'a.yaml': untidy });
  const { status, stderr } = await run(['format', 'a.yaml'], { cwd });
  assert.deepEqual([status, stderr], [0, 'note: a.yaml: left out by the configuration\n0 formatted, 0 unchanged\n']);
  assert.equal((await run(['format', '--no-config', 'a.yaml'], { cwd })).stdout, 'a.yaml\n');
});

test('misuse is told, with status 2', async (context) => {
  const cwd = folder(context, {});
  for (const [args, message] of [
    [[], /nothing to format/],
    [['--chek', '.'], /unknown option "--chek"; did you mean "--check"\?/],
    [['nowhere.yaml'], /nowhere\.yaml: no such file or folder/],
  ] as const) {
    const { status, stderr } = await run(['format', ...args], { cwd });
    assert.equal(status, 2);
    assert.match(stderr, message);
  }
  assert.match((await run(['format', '--help'], { cwd })).stdout, /^Lays out AWS Systems Manager documents/);
});

test('a file that cannot be replaced is told', async (context) => {
  const cwd = folder(context, { 'a.yaml': untidy });
  writeFileSync(join(cwd, 'plain'), '');
  const { status, stderr } = await run(['format', 'plain/a.yaml'], { cwd });
  assert.equal(status, 2);
  assert.match(stderr, /plain\/a\.yaml/);
});
