import assert from 'node:assert/strict';
import type { SSM } from '@aws-sdk/client-ssm';
import { commands, languages, TabInputTextDiff, window } from 'vscode';
import type { Connection } from '../../../client/src/aws/connection.ts';
import type { RunKey } from '../../../client/src/runs/run.ts';
import { app, withAccount } from '../account.ts';
import { type Answer, answering } from '../answers.ts';
import { change, closeAll, eventually, labelOf, offered, open, openNew } from '../editor.ts';
import { followed, onlineLinux } from '../running.ts';

const command = `schemaVersion: "2.2"
description: Says hello.
parameters:
  Name:
    type: String
    description: To whom.
mainSteps:
  - name: hello
    action: aws:runShellScript
    inputs:
      runCommand:
        - echo "hello {{ Name }} from $(hostname)"
`;

const runbook = `schemaVersion: "0.3"
description: Waits a moment.
mainSteps:
  - name: wait
    action: aws:sleep
    inputs:
      Duration: PT1S
`;

const broken = `schemaVersion: "0.3"
description: Looks for what is not there.
mainSteps:
  - name: wait
    action: aws:sleep
    inputs:
      Duration: PT1S
  - name: look
    action: aws:executeAwsApi
    inputs:
      Service: ec2
      Api: DescribeInstances
      InstanceIds:
        - i-00000000000000000
`;

async function clientOf(connection: Connection): Promise<SSM> {
  return (await (await app()).connections.clients(connection)).ssm;
}

describe('running a document', () => {
  it('opens a run file beside a document of the workspace, and runs it on two nodes under a temporary name', () =>
    withAccount(['--nodes', '25'], async ({ connection }) => {
      const { runs } = await app();
      const ssm = await clientOf(connection);
      const [one, two] = await onlineLinux(ssm);
      const { document } = await openNew('hello.ssm.yaml', command);
      await commands.executeCommand('opswright.runDocument', document.uri.toString());
      const editor = window.activeTextEditor ?? assert.fail();
      assert.match(editor.document.uri.path, /hello\.run\.yaml$/);
      assert.match(editor.document.getText(), /To whom\./);
      await change(
        editor,
        () => `run: ./hello.ssm.yaml\nparameters:\n  Name: world\ntargets:\n  ids:\n    - ${one}\n    - ${two}\n`,
      );
      const answers = { confirmed: true, publish: 'temporary' };
      const key = await commands.executeCommand<RunKey>('opswright.runFile', editor.document.uri.toString(), answers);
      assert.ok(key, 'Nothing was sent');
      const run = await followed(runs.store, key);
      assert.equal(run.status, 'Success');
      assert.match(run.document, /^Opswright-Temporary-hello-[0-9a-f]{8}$/);
      const whole = await runs.store.read(key);
      const printed =
        'invocations' in whole
          ? (whole.invocations ?? []).map(({ CommandPlugins }) => CommandPlugins?.[0]?.Output)
          : [];
      assert.equal(printed.length, 2);
      for (const text of printed) assert.match(text ?? '', /^hello world from /);
      await eventually(async () => {
        const { DocumentIdentifiers = [] } = await ssm.listDocuments({ Filters: [{ Key: 'Owner', Values: ['Self'] }] });
        return DocumentIdentifiers.every(({ Name }) => !Name?.startsWith('Opswright-Temporary-'));
      });
    }));

  it('runs a runbook that needs nothing in one step, and again', () =>
    withAccount(['--nodes', '3'], async ({ connection }) => {
      const { runs } = await app();
      const ssm = await clientOf(connection);
      const { document } = await openNew('wait.ssm.yaml', runbook);
      const uri = document.uri.toString();
      const key = await commands.executeCommand<RunKey>('opswright.runDocument', uri, { publish: 'real' });
      assert.equal((await followed(runs.store, key)).status, 'Success');
      const { Document } = await ssm.describeDocument({ Name: 'wait' });
      assert.equal(Document?.DocumentType, 'Automation');
      const again = await commands.executeCommand<RunKey>('opswright.runAgain', uri);
      assert.notEqual(again.id, key.id);
      assert.equal((await followed(runs.store, again)).status, 'Success');
    }));

  it('publishes it first as a command would: after the check, and a look at the difference', () =>
    withAccount(['--nodes', '3'], async ({ connection }) => {
      const { documents, runs } = await app();
      const ssm = await clientOf(connection);
      const { document } = await openNew('wait.ssm.yaml', runbook);
      const uri = document.uri.toString();
      await documents.kept.rememberName(connection, document.uri, 'Wait-A-Moment');
      const edit = async (words: string, others: string) =>
        change(await open('wait.ssm.yaml'), (text) => text.replace(words, others));
      const run = (...answers: Answer[]) =>
        answering(answers, () => commands.executeCommand<RunKey>('opswright.runDocument', uri));
      const latest = async () => (await ssm.describeDocument({ Name: 'Wait-A-Moment' })).Document?.LatestVersion;

      const first = await run({ pick: 'Publish and Run' });
      assert.deepEqual(
        first.asked.map(({ words }) => words),
        ['Run Wait-A-Moment'],
      );
      assert.equal((await followed(runs.store, first.result)).status, 'Success');
      assert.equal(await latest(), '1');
      // Nothing to choose where it is what is published.
      const second = await run();
      assert.equal(runs.store.get(second.result)?.document, 'Wait-A-Moment');

      await edit('Waits a moment.', 'Waits.');
      const refused = await run({ pick: 'Publish and Run' }, { leave: 'Publish' });
      assert.match(refused.asked[1]?.words ?? '', /^Publish Wait-A-Moment in .* as version 2\?$/);
      assert.ok(window.tabGroups.activeTabGroup.activeTab?.input instanceof TabInputTextDiff, 'No difference is shown');
      assert.equal(refused.result, undefined);
      assert.equal(await latest(), '1');
      const third = await run({ pick: 'Publish and Run' }, { press: 'Publish' });
      assert.equal((await followed(runs.store, third.result)).status, 'Success');
      const { AutomationExecution } = await ssm.getAutomationExecution({ AutomationExecutionId: third.result.id });
      assert.equal(AutomationExecution?.DocumentVersion, '2');
      assert.equal((await ssm.describeDocument({ Name: 'Wait-A-Moment' })).Document?.DefaultVersion, '1');

      await edit('aws:sleep', 'aws:sleeps');
      for (const how of ['Publish and Run', 'Run under a Temporary Name']) {
        const { told, result } = await run({ pick: how });
        assert.match(told.join('\n'), /wait\.ssm\.yaml has 1 error, which the service refuses/);
        assert.equal(result, undefined);
      }
      const asPublished = await run({ pick: 'Run What Is Published' });
      assert.equal((await followed(runs.store, asPublished.result)).status, 'Success');
      assert.equal(await latest(), '2');
    }));

  it('offers all documents of an account to run, what was run last and scripts before the others', () =>
    withAccount(['--nodes', '25'], async ({ connection }) => {
      const ssm = await clientOf(connection);
      const [nodeId] = await onlineLinux(ssm);
      const names = Array.from({ length: 60 }, (_, at) => `Mine-${String(at).padStart(2, '0')}`);
      for (const Name of names)
        await ssm.createDocument({ Name, Content: runbook, DocumentFormat: 'YAML', DocumentType: 'Automation' });
      const pick = async (platform: string, answer: Answer) => {
        const given = { connection, nodeId, platform };
        const { asked } = await answering([answer], () => commands.executeCommand('opswright.runDocument', given));
        return (asked[0]?.choices ?? []).map((choice) => choice.split(' — ')[0]);
      };
      const first = await pick('Linux', { pick: 'AWS-RunShellScript' });
      assert.deepEqual(first.slice(0, 4), ['scripts', 'AWS-RunShellScript', 'AWS-RunPowerShellScript', 'mine']);
      assert.deepEqual(
        names.filter((name) => !first.includes(name)),
        [],
      );
      assert.ok(first.includes('AWS-UpdateSSMAgent'));
      assert.equal(new Set(first).size, first.length);
      const editor = window.activeTextEditor ?? assert.fail();
      assert.match(editor.document.getText(), /run: AWS-RunShellScript/);
      assert.equal(editor.viewColumn, 1);
      await change(
        editor,
        () => `run: AWS-UpdateSSMAgent\nparameters:\n  allowDowngrade: "false"\ntargets:\n  ids:\n    - ${nodeId}\n`,
      );
      await commands.executeCommand('opswright.runFile', editor.document.uri.toString(), { confirmed: true });
      await commands.executeCommand('opswright.runDocument', { connection, document: 'AWS-UpdateSSMAgent', nodeId });
      assert.match(window.activeTextEditor?.document.getText() ?? '', /\n {2}allowDowngrade: "false"\n/);
      const again = await pick('Windows', 'escape');
      assert.deepEqual(again.slice(0, 5), [
        'run before',
        'AWS-UpdateSSMAgent',
        'scripts',
        'AWS-RunPowerShellScript',
        'AWS-RunShellScript',
      ]);
    }));

  it('begins a run file with nodes of the fleet, and with what was given the last time', () =>
    withAccount(['--nodes', '25'], async ({ connection }) => {
      const [one] = await onlineLinux(await clientOf(connection));
      const subject = { connection, document: 'AWS-RunShellScript', nodeId: one };
      await commands.executeCommand('opswright.runDocument', subject);
      const editor = window.activeTextEditor ?? assert.fail();
      assert.match(editor.document.getText(), new RegExp(`- ${one}`));
      await change(
        editor,
        () => `run: AWS-RunShellScript\nparameters:\n  commands:\n    - echo again\ntargets:\n  ids:\n    - ${one}\n`,
      );
      const uri = editor.document.uri.toString();
      assert.equal(
        ((await commands.executeCommand<string[]>('opswright.previewTargets', uri, { quiet: true })) ?? []).length,
        1,
      );
      const key = await commands.executeCommand<RunKey>('opswright.runFile', uri, { confirmed: true });
      assert.ok(key);
    }));

  it('counts the nodes of a resource group before anything is sent, where that can be known', () =>
    withAccount(['--nodes', '120', '--faults'], async ({ goWrong }) => {
      let count = 0;
      const targetsOf = async (targets: string) => {
        const text = `run: AWS-RunShellScript\nparameters:\n  commands:\n    - uptime\ntargets:\n${targets}`;
        const { document } = await openNew(`group-${++count}.run.yaml`, text);
        const uri = document.uri.toString();
        const names = await commands.executeCommand<string[]>('opswright.previewTargets', uri, { quiet: true });
        await closeAll();
        return names;
      };
      const web = await targetsOf('  group: web\n');
      assert.ok(web.length > 5 && web.every((name) => name.includes('-web-')), web.join());
      assert.equal(await targetsOf('  group: nobody\n'), undefined);
      await goWrong({ Denied: ['resource-groups:ListGroupResources'] });
      assert.equal(await targetsOf('  group: web\n'), undefined);
    }));

  it('says what is wrong with a run file, and sends nothing', () =>
    withAccount(['--nodes', '3'], async ({ connection }) => {
      const ssm = await clientOf(connection);
      const before = (await ssm.listCommands({})).Commands?.length;
      const { document } = await openNew('wrong.run.yaml', 'run: AWS-RunShellScript\nparameters:\n  commands: echo\n');
      assert.equal(
        await commands.executeCommand('opswright.runFile', document.uri.toString(), { confirmed: true }),
        undefined,
      );
      assert.equal((await ssm.listCommands({})).Commands?.length, before);
    }));

  it('cancels a command', () =>
    withAccount(['--nodes', '25'], async ({ connection }) => {
      const { runs } = await app();
      const [node = ''] = await onlineLinux(await clientOf(connection));
      const { document } = await openNew(
        'long.run.yaml',
        `run: AWS-RunShellScript\nparameters:\n  commands: [sleep 600]\ntargets:\n  ids: [${node}]\n`,
      );
      const key = await commands.executeCommand<RunKey>('opswright.runFile', document.uri.toString(), {
        confirmed: true,
      });
      await commands.executeCommand('opswright.cancelRun', { connection, run: key });
      assert.equal((await followed(runs.store, key)).status, 'Cancelled');
    }));

  it('approves an automation, with a comment', () =>
    withAccount(['--nodes', '25'], async ({ connection }) => {
      const { runs } = await app();
      const ssm = await clientOf(connection);
      const { AutomationExecutionMetadataList = [] } = await ssm.describeAutomationExecutions({});
      const waiting = AutomationExecutionMetadataList.find(({ CurrentAction }) => CurrentAction === 'aws:approve');
      const run = { kind: 'automation' as const, id: waiting?.AutomationExecutionId ?? '' };
      const key: RunKey = { connection, ...run };
      const stop = runs.store.watch(key, 'details');
      await commands.executeCommand('opswright.approveAutomation', { connection, run }, 'looks good');
      await eventually(() => {
        const known = runs.store.get(key);
        const steps = known && 'steps' in known ? (known.steps ?? []) : [];
        return steps.some(({ Action, StepStatus }) => Action === 'aws:approve' && StepStatus === 'Success');
      });
      stop.dispose();
    }));

  it('opens the document at the step that failed, until the failure is dismissed', () =>
    withAccount(['--nodes', '25'], async ({ connection }) => {
      const { runs } = await app();
      const { document } = await openNew('broken.ssm.yaml', broken);
      const key = await commands.executeCommand<RunKey>('opswright.runDocument', document.uri.toString(), {
        publish: 'temporary',
      });
      assert.equal((await followed(runs.store, key)).status, 'Failed');
      await closeAll();
      const run = { kind: key.kind, id: key.id };
      await commands.executeCommand('opswright.openFailedStep', { connection, run });
      const editor = window.activeTextEditor ?? assert.fail();
      assert.equal(editor.document.uri.toString(), document.uri.toString());
      const ofRun = () => languages.getDiagnostics(document.uri).filter(({ source }) => source === 'Opswright run');
      const [problem] = ofRun();
      assert.equal(editor.document.lineAt(problem?.range.start.line ?? 0).text, '  - name: look');
      await commands.executeCommand('opswright.dismissFailure', document.uri);
      assert.deepEqual(ofRun(), []);
    }));

  it('completes run files with the nodes of the account', () =>
    withAccount(['--nodes', '25'], async ({ connection }) => {
      const [node = ''] = await onlineLinux(await clientOf(connection));
      const editor = await openNew('live.run.yaml', '');
      await change(editor, () => 'run: AWS-RunShellScript\ntargets:\n  ids:\n    - <|>\n');
      await eventually(async () => {
        const items = await offered(editor);
        return items.some((item) => JSON.stringify([labelOf(item), item.insertText, item.filterText]).includes(node));
      });
    }));
});

describe('a run over a thousand nodes', () => {
  /** How many requests it takes, retries left out, and how many results there are in the end. */
  async function runOver(throttle: string): Promise<{ requests: number; results: number; failed: number }> {
    let answer = { requests: 0, results: 0, failed: 0 };
    await withAccount(['--nodes', '1000', '--throttle', throttle], async ({ connection }) => {
      const { runs } = await app();
      const ssm = await clientOf(connection);
      const { document } = await openNew(
        `all-${throttle}.run.yaml`,
        'run: AWS-RunShellScript\nparameters:\n  commands: [echo fine]\ntargets:\n  tags:\n    Environment: [prod, staging, dev]\nconcurrency: 100%\nerrors: 100%\ntimeout: 30\n',
      );
      ssm.middlewareStack.add(
        (next) => async (args) => {
          answer.requests++;
          return next(args);
        },
        { step: 'initialize', name: 'counting' },
      );
      const key = await commands.executeCommand<RunKey>('opswright.runFile', document.uri.toString(), {
        confirmed: true,
      });
      assert.ok(key, 'Nothing was sent');
      const stop = runs.store.watch(key, 'details');
      await eventually(() => runs.store.get(key)?.whole === true, Boolean, 150_000);
      stop.dispose();
      const run = runs.store.get(key);
      const invocations = run && 'invocations' in run ? (run.invocations ?? []) : [];
      answer = {
        ...answer,
        results: invocations.length,
        failed: invocations.filter(({ Status }) => Status !== 'Success').length,
      };
      ssm.middlewareStack.remove('counting');
    });
    return answer;
  }

  it('shows every result, also where a fifth of the requests is throttled, with few requests more', async function () {
    this.timeout(400_000);
    const plain = await runOver('0');
    const throttled = await runOver('0.2');
    const mark = process.env.OPSWRIGHT_MARK ?? '';
    console.log(`${mark}1,000 nodes: ${plain.requests} requests, ${throttled.requests} where a fifth is throttled`);
    assert.ok(plain.results > 900, `${plain.results}`);
    assert.equal(throttled.results, plain.results);
    assert.ok(throttled.requests <= 1.2 * plain.requests, `${throttled.requests} and ${plain.requests}`);
  });
});
