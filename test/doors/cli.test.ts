/** The command line as a whole: commands, options, exit statuses, standard input and progress. */

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { bad, folder, good, run } from './fixtures/cli.ts';

test('opswright alone shows its help and is misuse', async () => {
  const { status, stdout, stderr } = await run([], { cwd: '/' });
  assert.equal(status, 2);
  assert.equal(stdout, '');
  assert.match(stderr, /Usage: opswright COMMAND/);
});

test('help is a success and goes to standard output', async () => {
  for (const args of [['--help'], ['-h'], ['check', '--help'], ['check', '-h']]) {
    const { status, stdout, stderr } = await run(args, { cwd: '/' });
    assert.equal(status, 0);
    assert.match(stdout, /Usage: opswright/);
    assert.equal(stderr, '');
  }
});

test('--version tells the version of the package', async () => {
  const { stdout } = await run(['--version'], { cwd: '/' });
  const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
  assert.equal(stdout, `opswright ${manifest.version}\n`);
});

test('an unknown command is named with the nearest one', async () => {
  const { status, stderr } = await run(['chekc', 'x.yaml'], { cwd: '/' });
  assert.equal(status, 2);
  assert.match(stderr, /unknown command "chekc"; did you mean "check"\?/);
});

test('names that every object has are no commands', async () => {
  assert.equal((await run(['constructor'], { cwd: '/' })).status, 2);
  assert.equal((await run(['check', '--toString'], { cwd: '/' })).status, 2);
});

const misuse: [args: string[], message: RegExp][] = [
  [['--formt', 'json', '.'], /unknown option "--formt"; did you mean "--format"\?/],
  [['-x', '.'], /unknown option "-x"/],
  [['--format', 'jsno', '.'], /unknown format "jsno"; expected "json", "sarif" or "text"; did you mean "json"\?/],
  [['--severity=fatal', '.'], /unknown severity "fatal"/],
  [['--fail-on', 'hint', '.'], /--fail-on: unknown severity "hint"; expected "error", "information" or "warning"/],
  [['--kind', 'automatoin', '.'], /unknown kind "automatoin"; expected .*"command".*; did you mean "automation"\?/],
  [['--format', '--quiet', '.'], /--format needs a value/],
  [['--format'], /--format needs a value/],
  [['--quiet=yes', '.'], /--quiet takes no value/],
  [['--config', 'x.yaml', '--no-config', '.'], /--config and --no-config exclude each other/],
  [[], /nothing to check/],
];
for (const [args, message] of misuse) {
  test(`check ${args.join(' ')} is misuse`, async () => {
    const { status, stdout, stderr } = await run(['check', ...args], { cwd: '/' });
    assert.equal(status, 2);
    assert.equal(stdout, '');
    assert.match(stderr, message);
  });
}

test('a clean document is status 0 and says nothing on standard output', async (context) => {
  const cwd = folder(context, { 'good.yaml': good });
  const outcome = await run(['check', 'good.yaml'], { cwd });
  assert.deepEqual(outcome, { status: 0, stdout: '', stderr: 'no problems in 1 document\n' });
});

test('an error is one line on standard output, a summary on standard error, and status 1', async (context) => {
  const cwd = folder(context, { 'good.yaml': good, 'a/bad.yaml': bad });
  const { status, stdout, stderr } = await run(['check', '.'], { cwd });
  assert.equal(status, 1);
  assert.match(stdout, /^a\/bad\.yaml:6:15 error [a-z-]+: .*\n$/);
  assert.equal(stderr, '1 error in 1 of 2 documents\n');
});

test('an error is shown and fails the check whatever --severity and --fail-on say', async (context) => {
  const cwd = folder(context, { 'bad.yaml': bad });
  assert.equal((await run(['check', '--severity', 'error', '--fail-on', 'error', 'bad.yaml'], { cwd })).status, 1);
});

test('--quiet leaves standard error empty', async (context) => {
  const cwd = folder(context, { 'bad.yaml': bad, 'note.txt': 'hello' });
  const { status, stdout, stderr } = await run(['check', '-q', 'bad.yaml', 'note.txt'], { cwd });
  assert.equal(status, 1);
  assert.notEqual(stdout, '');
  assert.equal(stderr, '');
});

test('- reads standard input under the given name', async () => {
  const named = await run(['check', '-', '--stdin-name', 'docs/x.yaml'], { cwd: '/', stdin: bad });
  assert.equal(named.status, 1);
  assert.match(named.stdout, /^docs\/x\.yaml:6:15 error /);
  const unnamed = await run(['check', '-'], { cwd: '/', stdin: bad });
  assert.match(unnamed.stdout, /^<stdin>:6:15 error /);
  assert.equal((await run(['check', '-'], { cwd: '/', stdin: good })).status, 0);
});

test('a path that does not exist is misuse, told before anything is checked', async (context) => {
  const cwd = folder(context, { 'bad.yaml': bad });
  const { status, stdout, stderr } = await run(['check', 'bad.yaml', 'gone.yaml', 'lost'], { cwd });
  assert.equal(status, 2);
  assert.equal(stdout, '');
  assert.match(stderr, /gone\.yaml: no such file or folder\n.*lost: no such file or folder\n$/);
});

test('--output takes the report, and a place that cannot be written is misuse', async (context) => {
  const cwd = folder(context, { 'bad.yaml': bad });
  const { status, stdout } = await run(['check', 'bad.yaml', '--output', 'report.txt'], { cwd, terminal: 80 });
  assert.equal(status, 1);
  assert.equal(stdout, '');
  assert.match(readFileSync(join(cwd, 'report.txt'), 'utf8'), /^bad\.yaml:6:15 error .*\n$/);
  const lost = await run(['check', 'bad.yaml', '-o', 'no/such/folder.txt'], { cwd });
  assert.equal(lost.status, 2);
  assert.match(lost.stderr, /no\/such\/folder\.txt: cannot be written: no such file or directory/);
});

test('a file of no kind is passed over with a note when named, in silence when found', async (context) => {
  const cwd = folder(context, { 'other.yaml': 'services: {}\n', 'good.yaml': good });
  const named = await run(['check', 'other.yaml', 'good.yaml'], { cwd });
  assert.equal(named.status, 0);
  assert.match(named.stderr, /^note: other\.yaml: not a document Opswright knows: .+\nno problems in 1 document\n$/);
  const found = await run(['check', '.'], { cwd });
  assert.deepEqual(found, { status: 0, stdout: '', stderr: 'no problems in 1 document\n' });
});

test('--kind takes a file for that kind whatever it looks like', async (context) => {
  const cwd = folder(context, { 'other.yaml': 'services: {}\n' });
  const { stderr } = await run(['check', '--kind', 'automation', 'other.yaml'], { cwd });
  assert.match(stderr, /1 document\n$/);
});

test('progress is shown on a terminal after a while, and taken away', async (context) => {
  const cwd = folder(context, { 'a.yaml': good, 'b.yaml': good, 'c.yaml': good });
  const slowly = () => {
    let time = 0;
    return () => {
      time += 250;
      return time;
    };
  };
  const shown = await run(['check', '.'], { cwd, terminal: 80, now: slowly() });
  assert.ok(shown.stderr.includes('\r\u001b[Kchecking 1 of 3 …'));
  assert.ok(shown.stderr.endsWith('…\r\u001b[Kno problems in 3 documents\n'));
  for (const quiet of [{ env: { CI: 'true' } }, { args: ['--quiet'] }, { now: () => 0 }]) {
    const { args = [], ...world } = quiet as { args?: string[] };
    const hidden = await run(['check', '.', ...args], { cwd, terminal: 80, now: slowly(), ...world });
    assert.ok(!hidden.stderr.includes('checking'));
  }
});

test('the entry connects the process: status, streams, standard input', async () => {
  const entry = fileURLToPath(new URL('../../server/src/cli.js', import.meta.url));
  const status = await new Promise((resolve) => {
    const child = execFile(process.execPath, [entry, 'check', '-'], (error, stdout) => {
      resolve([error?.code, stdout.split(' ')[0]]);
    });
    child.stdin?.end(bad);
  });
  assert.deepEqual(status, [1, '<stdin>:6:15']);
});
