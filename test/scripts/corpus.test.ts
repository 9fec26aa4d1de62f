/**
 * The scripts of real documents: each fault that is reported in one is named below, so that a new one is looked at.
 *
 * The corpus lies beside the repository and is no part of it; without it there is nothing to test here.
 */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { corpusFiles, corpusProblems, noCorpus } from '../corpus.ts';

const mine = /^(?:script-syntax|handler-|attachment-|powershell-|shell-|script-secret|script-role)/;

/** Faults that the documents really have; `python3` or the guide agrees. */
const known = [
  'docs-ssm-fragments/aws-systems-manager-user-guide--automation-authoring-runbooks-scripted-example-L113.yaml script-role',
  'docs-ssm/aws-systems-manager-user-guide--automation-action-executeScript-L115.yaml script-syntax',
  'docs-ssm/aws-systems-manager-user-guide--documents-schemas-features-L738.yaml attachment-handler',
  'ssm-automation/aws-digito-artifacts-gameday--Digito-AddNetworkLatencyFromAsgUsingAppliance.yml attachment-undeclared',
  'ssm-automation/aws-digito-artifacts-gameday--Digito-SetupEC2Appliance.yml attachment-undeclared',
];

test('scripts of real documents are sound', { skip: noCorpus }, () => {
  const found = new Set<string>();
  for (const file of corpusFiles(/./).filter((name) => /\.(?:ya?ml|json)$/.test(name)))
    for (const { rule } of corpusProblems(file)) if (mine.test(rule)) found.add(`${file} ${rule}`);
  assert.deepEqual([...found].sort(), known);
});
