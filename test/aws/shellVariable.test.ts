import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shellVariable } from '../../client/src/aws/shellVariable.ts';

test('a variable is written as the shell of the terminal takes it', () => {
  const written = (shell: string) => shellVariable(shell, 'P');
  assert.equal(written('/bin/bash'), '"$P"');
  assert.equal(written('/usr/bin/fish'), '"$P"');
  assert.equal(written('C:\\Program Files\\Git\\bin\\bash.exe'), '"$P"');
  assert.equal(written('C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe'), '"$env:P"');
  assert.equal(written('/usr/local/bin/pwsh'), '"$env:P"');
  assert.equal(written('C:\\WINDOWS\\system32\\cmd.exe'), '"%P%"');
  assert.equal(written('/usr/bin/nu'), '$env.P');
});
