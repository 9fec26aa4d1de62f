/** Which files `opswright check` takes: folders, globs, what git ignores, links, and what is no text. */

import assert from 'node:assert/strict';
import { chmodSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { bad, folder, reportedPaths, run } from './fixtures/cli.ts';

/** The paths that are reported for these arguments; every file of these tests is a bad document. */
async function checked(args: string[], cwd: string): Promise<string[]> {
  return reportedPaths(await run(['check', '--format', 'json', ...args], { cwd }));
}

test('a folder is searched for yaml, yml and json files, in a steady order', async (context) => {
  const json = JSON.stringify({
    schemaVersion: '0.3',
    mainSteps: [{ name: 'a', action: 'aws:sleep', nextStep: 'no' }],
  });
  const cwd = folder(context, { 'z.yaml': bad, 'a/y.yml': bad, 'a/b.json': json, 'a/c.txt': bad, '.ci/d.yaml': bad });
  assert.deepEqual(await checked(['.'], cwd), ['.ci/d.yaml', 'a/b.json', 'a/y.yml', 'z.yaml']);
  assert.deepEqual(await checked(['a'], cwd), ['a/b.json', 'a/y.yml']);
  assert.deepEqual(await checked(['..'], join(cwd, 'a')), ['../.ci/d.yaml', '../z.yaml', 'b.json', 'y.yml']);
});

test('Terraform files are searched for the documents in them', async (context) => {
  const main = `resource "aws_ssm_document" "a" {\n  content = <<-X\n${bad.replace(/^/gm, '    ')}\n  X\n}\n`;
  const cwd = folder(context, { 'main.tf': main, 'b.tofu': main, 'other.tf': 'locals {}', '.terraform/m/x.tf': main });
  assert.deepEqual(await checked(['.'], cwd), ['b.tofu', 'main.tf']);
  const { stderr } = await run(['check', 'other.tf'], { cwd });
  assert.match(
    stderr,
    /other\.tf: not a document Opswright knows: it has no aws_ssm_document, policy_text or template_body of a conformance pack that is written out/,
  );
});

test('a named file is taken whatever its name, and once however often it is named', async (context) => {
  const cwd = folder(context, { 'runbook.txt': bad, 'b.yaml': bad });
  assert.deepEqual(await checked(['runbook.txt', '.', 'b.yaml', './runbook.txt'], cwd), ['b.yaml', 'runbook.txt']);
});

test('globs are expanded on any shell', async (context) => {
  const cwd = folder(context, { 'a/x.yaml': bad, 'a/b/y.yaml': bad, 'a/b/z.txt': bad, 'c.yml': bad });
  assert.deepEqual(await checked(['**/*.yaml'], cwd), ['a/b/y.yaml', 'a/x.yaml']);
  assert.deepEqual(await checked(['a/**/*.{txt,yml}', '*.yml'], cwd), ['a/b/z.txt', 'c.yml']);
  assert.deepEqual(await checked(['a/*'], cwd), ['a/b/y.yaml', 'a/x.yaml']);
  assert.deepEqual(await checked(['../*.yml'], join(cwd, 'a')), ['../c.yml']);
  assert.deepEqual(await checked([`${cwd}/a/*.yaml`], cwd), ['a/x.yaml']);
});

test('a file whose name looks like a glob is that file', async (context) => {
  const cwd = folder(context, { 'a[1].yaml': bad, 'a1.yaml': bad });
  assert.deepEqual(await checked(['a[1].yaml'], cwd), ['a[1].yaml']);
});

test('a glob that matches nothing is misuse', async (context) => {
  const cwd = folder(context, { 'x.yaml': bad });
  const { status, stderr } = await run(['check', '*.yml'], { cwd });
  assert.equal(status, 2);
  assert.match(stderr, /\*\.yml: no file matches/);
});

test('node_modules and .git are not searched', async (context) => {
  const cwd = folder(context, {
    'node_modules/p/x.yaml': bad,
    '.git/x.yaml': bad,
    'a/node_modules/x.yaml': bad,
    'b.yaml': bad,
  });
  assert.deepEqual(await checked(['.'], cwd), ['b.yaml']);
  assert.deepEqual(await checked(['**/*.yaml'], cwd), ['b.yaml']);
  assert.deepEqual(await checked(['node_modules/p'], cwd), ['node_modules/p/x.yaml']);
});

test('what git ignores is left out, at every level', async (context) => {
  const cwd = folder(context, {
    '.git/info/exclude': 'excluded.yaml\n',
    '.gitignore': 'build/\n*.gen.yaml\n/top.yaml\n# comment\n',
    'a/.gitignore': '!keep.gen.yaml\n/local.yaml\nsub/only.yaml\nName.yaml\n',
    'a/keep.gen.yaml': bad,
    'a/drop.gen.yaml': bad,
    'a/local.yaml': bad,
    'a/name.yaml': bad,
    'a/top.yaml': bad,
    'a/b/local.yaml': bad,
    'a/sub/only.yaml': bad,
    'a/b/sub/only.yaml': bad,
    'a/excluded.yaml': bad,
    'build/.gitignore': '!x.yaml\n',
    'build/x.yaml': bad,
    'top.yaml': bad,
  });
  const kept = ['a/b/local.yaml', 'a/b/sub/only.yaml', 'a/keep.gen.yaml', 'a/name.yaml', 'a/top.yaml'];
  assert.deepEqual(await checked(['.'], cwd), kept);
  assert.deepEqual(await checked(['a'], cwd), kept);
  assert.deepEqual(await checked(['**/*.yaml'], cwd), kept);
  assert.deepEqual(
    await checked(['.'], join(cwd, 'a')),
    kept.map((path) => path.slice(2)),
  );
});

test('a deeper .gitignore can take back a folder', async (context) => {
  const cwd = folder(context, {
    '.git/HEAD': '',
    '.gitignore': 'out\n',
    'a [1]/.gitignore': '!out/\n',
    'a [1]/out/x.yaml': bad,
    'b/out/x.yaml': bad,
  });
  assert.deepEqual(await checked(['.'], cwd), ['a [1]/out/x.yaml']);
});

test('a file or folder that is named is checked even when git ignores it', async (context) => {
  const cwd = folder(context, {
    '.git/HEAD': '',
    '.gitignore': 'build/\nx.yaml\n',
    'build/y.yaml': bad,
    'x.yaml': bad,
  });
  assert.deepEqual(await checked(['x.yaml', 'build'], cwd), ['build/y.yaml', 'x.yaml']);
});

test('links are followed when named, not when found', async (context) => {
  const cwd = folder(context, { 'a/x.yaml': bad });
  symlinkSync('..', join(cwd, 'a/loop'));
  symlinkSync('x.yaml', join(cwd, 'a/link.yaml'));
  symlinkSync('gone.yaml', join(cwd, 'a/dead.yaml'));
  symlinkSync('self.yaml', join(cwd, 'a/self.yaml'));
  assert.deepEqual(await checked(['.'], cwd), ['a/x.yaml']);
  assert.deepEqual(await checked(['**/*.yaml'], cwd), ['a/x.yaml']);
  assert.deepEqual(await checked(['a/loop/a/loop'], cwd), ['a/loop/a/loop/a/x.yaml']);
  assert.deepEqual(await checked(['a/link.yaml'], cwd), ['a/link.yaml']);
});

test('text in UTF-8 and UTF-16 with byte order marks is read', async (context) => {
  const utf16 = Buffer.from(`\ufeff${bad}`, 'utf16le');
  const cwd = folder(context, { '8.yaml': `\ufeff${bad}`, 'le.yaml': utf16, 'be.yaml': Buffer.from(utf16).swap16() });
  const { stdout } = await run(['check', '.'], { cwd });
  const places = stdout.match(/^\S+ error/gm);
  assert.deepEqual(places, ['8.yaml:6:15 error', 'be.yaml:6:15 error', 'le.yaml:6:15 error']);
});

test('what is no text, or too much of it, is skipped with a note', async (context) => {
  const cwd = folder(context, {
    'binary.yaml': Buffer.from([0x61, 0, 0x62]),
    'latin.yaml': Buffer.from([0x61, 0xe9, 0x62]),
    'huge.json': Buffer.alloc(5 * 1024 * 1024 + 1, 0x20),
  });
  const { status, stdout, stderr } = await run(['check', '.'], { cwd });
  assert.equal(status, 0);
  assert.equal(stdout, '');
  assert.equal(
    stderr,
    'note: binary.yaml: skipped: not a text file\n' +
      'note: huge.json: skipped: larger than 5 MB\n' +
      'note: latin.yaml: skipped: not valid UTF-8 text\n' +
      'no documents to check\n',
  );
});

test('a file that cannot be read makes status 2, and the others are still checked', async (context) => {
  if (process.platform === 'win32') return context.skip('files cannot be locked this way');
  const cwd = folder(context, { 'x.yaml': bad });
  writeFileSync(join(cwd, 'secret.yaml'), bad, { mode: 0 });
  chmodSync(cwd, 0o755);
  const { status, stdout, stderr } = await asNobody(() => run(['check', '.'], { cwd }));
  assert.equal(status, 2);
  assert.match(stdout, /^x\.yaml:6:15 error .*\n$/);
  assert.match(stderr, /secret\.yaml: cannot be read: permission denied\n/);
});

/** Runs without the rights of the superuser, who may read everything. */
async function asNobody<Result>(action: () => Promise<Result>): Promise<Result> {
  if (process.geteuid?.() !== 0) return action();
  process.seteuid?.(65534);
  try {
    return await action();
  } finally {
    process.seteuid?.(0);
  }
}

test('documents that are checked together are checked against each other, wherever they lie', async (context) => {
  const caller = (name: string): string =>
    `schemaVersion: '0.3'\nmainSteps:\n- { name: a, action: aws:executeAutomation, inputs: { DocumentName: ${name} } }\n`;
  const child = "schemaVersion: '0.3'\nparameters: { Id: { type: String } }\nassumeRole: '{{ Id }}'\nmainSteps: []\n";
  const cwd = folder(context, {
    'a/caller.yaml': caller('Child'),
    'b/path.yaml': caller('../c/Child.yaml'),
    'c/Child.yaml': child,
  });
  const told = async (...args: string[]): Promise<string[]> => {
    const { stdout } = await run(['check', ...args], { cwd });
    return stdout.split('\n').filter((line) => line.includes('called-document'));
  };
  assert.deepEqual(
    (await told('.')).map((line) => line.replace(/:.*: /, ': ')),
    [
      'a/caller.yaml: "Child" needs "Id", which is not given',
      'b/path.yaml: "../c/Child.yaml" needs "Id", which is not given',
    ],
  );
  assert.deepEqual(await told('a'), []);
});
