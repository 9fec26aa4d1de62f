/** The well-known documents of the sandbox: our own checker has nothing to say about them, and those people meet first are there. */

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { problemsOf } from '../helpers.ts';

const root = 'schemas/documents';
const files = readdirSync(root).flatMap((type) => readdirSync(path.join(root, type)).map((file) => `${type}/${file}`));

for (const file of files)
  test(`${file} is clean`, () => {
    const text = readFileSync(path.join(root, file), 'utf8');
    assert.deepEqual(
      problemsOf(text, { format: 'yaml', region: 'eu-west-1' }).map(({ rule, message }) => `${rule}: ${message}`),
      [],
    );
  });

test('the documents that people meet first are there', () => {
  const names = new Set(files.map((file) => path.basename(file, '.yaml')));
  const wanted = [
    'AWS-RunShellScript',
    'AWS-RunPowerShellScript',
    'AWS-StopEC2Instance',
    'AWS-StartEC2Instance',
    'AWS-RestartEC2Instance',
    'AWS-CreateImage',
    'AWS-CopySnapshot',
    'AWS-RunAnsiblePlaybook',
    'AWS-InstallPowerShellModule',
    'AWS-UpdateSSMAgent',
    'AWS-GatherSoftwareInventory',
    'AWS-RunPatchBaseline',
    'AWS-ConfigureAWSPackage',
    'AWS-DisableS3BucketPublicReadWrite',
    'AWS-EnableS3BucketEncryption',
    'AWS-ConfigureS3BucketVersioning',
    'AWS-ConfigureS3BucketLogging',
    'AWS-StartPortForwardingSession',
    'AWS-StartPortForwardingSessionToRemoteHost',
    'AWS-StartSSHSession',
    'SSM-SessionManagerRunShell',
  ];
  assert.deepEqual(
    wanted.filter((name) => !names.has(name)),
    [],
  );
});
