/** The command as one file for CI: packed, carried to a folder where nothing else is, and run without a network. */

import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type TestContext, test } from 'node:test';

function pack(context: TestContext): { folder: string; file: string } {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'opswright-pack-'));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  const out = execFileSync('npm', ['pack', './dist', '--pack-destination', folder, '--silent'], { encoding: 'utf8' });
  return { folder, file: out.trim() };
}

test('the package checks a document by itself, with the models of AWS services in it', (context) => {
  const { folder, file } = pack(context);
  const step = '- name: look\n    action: aws:executeAwsApi\n    inputs: { Service: ec2, Api: DescribeInstanses }';
  writeFileSync(path.join(folder, 'look.ssm.yaml'), `schemaVersion: "0.3"\nmainSteps:\n  ${step}\n`);
  const run = (...args: string[]) =>
    spawnSync('npx', ['--yes', '--offline', `./${file}`, ...args], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, npm_config_cache: path.join(folder, 'cache') },
    });
  const { status, stdout, stderr } = run('check', 'look.ssm.yaml');
  assert.equal(status, 1, stderr);
  assert.match(stdout, /DescribeInstanses.*did you mean "DescribeInstances"\?/);
  const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
  assert.equal(run('--version').stdout, `opswright ${version}\n`);
});

test('the licences of what is bundled come along', () => {
  const notices = readFileSync('dist/NOTICES.txt', 'utf8');
  for (const name of ['js-yaml', 'ws', '@aws-sdk/client-ssm', 'just-bash', '@dagrejs/dagre', 'vscode-languageserver'])
    assert.match(notices, new RegExp(`^${name} \\d+\\.\\d+\\.\\d+$`, 'm'));
  assert.match(notices, /Permission is hereby granted, free of charge/);
});

test('the README names the file as it is called', () => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
  for (const page of ['README.md', 'media/walkthrough/ci.md', 'media/walkthrough/ci.nls.ja.md'])
    for (const [name] of readFileSync(page, 'utf8').matchAll(/opswright-[\d.]+\.tgz/g))
      assert.equal(name, `opswright-${version}.tgz`, page);
});
