/** Python of runbooks that is run on this machine, where somebody has asked for it. Skipped where there is no python3. */

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import {
  CreateDocumentCommand,
  GetAutomationExecutionCommand,
  StartAutomationExecutionCommand,
} from '@aws-sdk/client-ssm';
import { localScripts } from '../../server/src/localScripts.ts';
import { withSandbox } from '../helpers-sandbox.ts';

const name = process.platform === 'win32' ? 'python' : 'python3';
const found = spawnSync(name, ['--version']).status === 0;
const options = found ? {} : { skip: `there is no ${name} here` };

const run = (script: string, handler = 'main', payload = {}, seconds = 20) =>
  localScripts(seconds)({ kind: 'script', runtime: 'python3.11', handler, script, payload });

/** The outcome in one line. */
async function outcome(...given: Parameters<typeof run>): Promise<string> {
  const answer = await run(...given);
  return answer.type === 'error'
    ? `${answer.code}: ${answer.message}`
    : JSON.stringify('value' in answer && answer.value);
}

test('a script gets its payload and gives what its handler returns, whatever it prints', options, async () => {
  const script =
    'import json\ndef main(events, context):\n  print("hello")\n  return {"sum": sum(events["numbers"]), "é": None}';
  assert.equal(await outcome(script, 'main', { numbers: [1, 2, 3] }), '{"sum":6,"é":null}');
});

test('a script that fails tells what and where', options, async () => {
  const script = 'def main(events, context):\n  return events["missing"]';
  assert.equal(await outcome(script), "KeyError: KeyError: 'missing' (line 2 in main)");
  assert.match(await outcome('def main(:\n'), /^SyntaxError: .*line 1/s);
  assert.match(await outcome('x = 1'), /^NameError: .*no function named main/);
  assert.match(await outcome('def main(e, c):\n  return {1, 2}'), /^TypeError: .*not JSON serializable/);
  assert.match(await outcome('import os\ndef main(e, c):\n  os._exit(3)'), /^ScriptEnded: /);
});

test('a script and what it has started end when their time is over', options, async () => {
  const script = 'import subprocess\ndef main(e, c):\n  subprocess.run(["sleep", "60"])';
  assert.match(await outcome(script, 'main', {}, 0.5), /^TimedOut: .*0\.5 seconds/);
});

test('a script sees no credentials and no home, and its folder goes afterwards', options, async () => {
  process.env.AWS_SECRET_ACCESS_KEY = 'a-secret-of-the-user';
  try {
    const script = 'import os\ndef main(e, c):\n  return [os.getcwd(), os.path.expanduser("~"), sorted(os.environ)]';
    const answer = await run(script);
    assert.equal(answer.type, 'value');
    const [folder, home, names] = 'value' in answer ? (answer.value as [string, string, string[]]) : ['', '', []];
    assert.equal(home, folder);
    assert.ok(!names.some((each) => /^AWS_(?!EC2_METADATA_DISABLED)/.test(each)), names.join());
    assert.ok(!existsSync(folder));
  } finally {
    delete process.env.AWS_SECRET_ACCESS_KEY;
  }
});

test('other runtimes are refused clearly', async () => {
  const answer = await localScripts()({
    kind: 'script',
    runtime: 'PowerShell 7.4',
    handler: 'main',
    script: '',
    payload: {},
  });
  assert.equal(
    answer.type === 'error' && answer.message,
    'The sandbox runs Python alone on this machine, not PowerShell 7.4',
  );
});

test('without Python the step says what is missing', async () => {
  const before = process.env.PATH;
  process.env.PATH = '';
  try {
    assert.match(await outcome('def main(e, c):\n  return 1'), /^PythonMissing: There is no python/);
  } finally {
    process.env.PATH = before;
  }
});

const runbook = `schemaVersion: "0.3"
mainSteps:
  - name: add
    action: aws:executeScript
    inputs:
      Runtime: python3.11
      Handler: main
      InputPayload: { numbers: [20, 22] }
      Script: |
        def main(events, context):
          return {"sum": sum(events["numbers"])}
    outputs:
      - { Name: Sum, Selector: $.Payload.sum, Type: Integer }
    isEnd: true
`;

test('a runbook goes on with what its script gives, and does not call that made up', options, () =>
  withSandbox(async ({ account, ssm, pass }) => {
    account.scripts = localScripts(20);
    await ssm.send(
      new CreateDocumentCommand({ Name: 'Adds', Content: runbook, DocumentType: 'Automation', DocumentFormat: 'YAML' }),
    );
    const { AutomationExecutionId } = await ssm.send(new StartAutomationExecutionCommand({ DocumentName: 'Adds' }));
    await pass(10);
    const { AutomationExecution } = await ssm.send(new GetAutomationExecutionCommand({ AutomationExecutionId }));
    const [step] = AutomationExecution?.StepExecutions ?? [];
    assert.deepEqual(step?.Outputs?.Sum, ['42']);
    assert.equal(Object.hasOwn(step ?? {}, 'WarningMessage'), false);
  }),
);
