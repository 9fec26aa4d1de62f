import assert from 'node:assert/strict';
import type { SSM } from '@aws-sdk/client-ssm';
import { commands } from 'vscode';
import type { RunFilter } from '../../../client/src/runs/filter.ts';
import type { RunKey } from '../../../client/src/runs/run.ts';
import { app, childrenOf, linesOf, withAccount } from '../account.ts';
import { eventually, openNew } from '../editor.ts';
import { followed, onlineLinux } from '../running.ts';

/** The names of the documents of the runs that are shown, in their order. */
async function shown(): Promise<string[]> {
  const lines = await linesOf((await app()).trees.of('opswright.runs'));
  return lines.map((line) => line.replace(/ — .*/, ''));
}

const filterTo = (filter: RunFilter) => commands.executeCommand('opswright.filterRuns', filter);

/** What the lists of runs are asked for while `use` runs, by the operation. */
async function filtersDuring(ssm: SSM, use: () => Promise<void>): Promise<Record<string, unknown[]>> {
  const asked: Record<string, unknown[]> = {};
  ssm.middlewareStack.add(
    (next, { commandName = '' }) =>
      async (args) => {
        const { Filters = [] } = args.input as { Filters?: unknown[] };
        if (/^(ListCommands|DescribeAutomationExecutions)Command$/.test(commandName))
          asked[commandName.replace(/Command$/, '')] = [...(asked[commandName.replace(/Command$/, '')] ?? []), Filters];
        return next(args);
      },
    { step: 'initialize', name: 'filters' },
  );
  await use().finally(() => ssm.middlewareStack.remove('filters'));
  return asked;
}

describe('the filter of the Runs view', () => {
  afterEach(() => filterTo({}));

  it('shows runs by how they stand, and asks the service for no others', () =>
    withAccount(['--nodes', '25'], async ({ connection }) => {
      const { connections, trees } = await app();
      const all = await shown();
      const { ssm } = await connections.clients(connection);
      const asked = await filtersDuring(ssm, async () => {
        await filterTo({ phases: ['failed'] });
        assert.deepEqual(await shown(), ['Shop-RestartWebServer', 'AWS-RunShellScript', 'AWS-UpdateSSMAgent']);
      });
      assert.match(JSON.stringify(asked.DescribeAutomationExecutions), /"ExecutionStatus"/);
      assert.ok(asked.ListCommands?.some((filters) => /"Status","value":"Failed"/.test(JSON.stringify(filters))));
      assert.match(trees.of('opswright.runs').view.message ?? '', /^Only runs that failed$/);
      await filterTo({ phases: ['waiting'] });
      assert.deepEqual(await shown(), ['Shop-PatchWithApproval']);
      await filterTo({ document: 'Shop-' });
      assert.deepEqual(await shown(), [
        'Shop-RestartWebServer',
        'Shop-PatchWithApproval',
        'Shop-RestartWebServer',
        'Shop-RestartWebServer',
      ]);
      await filterTo({ document: 'Nobody-' });
      assert.deepEqual(await shown(), ['No such runs']);
      await filterTo({});
      assert.deepEqual(await shown(), all);
      assert.equal(trees.of('opswright.runs').view.message, '');
    }));

  it('tells of a list that may not be read, once, and shows the other', () =>
    withAccount(['--nodes', '25', '--faults'], async ({ goWrong }) => {
      await goWrong({ Denied: ['ssm:ListCommands'] });
      await filterTo({ phases: ['failed'] });
      assert.deepEqual(await shown(), ['Commands', 'Shop-RestartWebServer']);
      // A click on the line tries again.
      await goWrong({});
      const tree = (await app()).trees.of('opswright.runs');
      const [line] = await childrenOf(tree);
      const { command, arguments: given = [] } = line?.node.command ?? assert.fail();
      await commands.executeCommand(command, ...given);
      assert.ok(!(await shown()).includes('Commands'));
      assert.ok((await shown()).includes('AWS-RunShellScript'));
      await commands.executeCommand('opswright.clearRunFilter');
      assert.ok((await shown()).length > 5);
    }));

  it('lets a run go that does not fit any more, by itself', () =>
    withAccount(['--nodes', '25'], async ({ connection }) => {
      const { connections, runs, trees } = await app();
      const { ssm } = await connections.clients(connection);
      const [node = ''] = await onlineLinux(ssm);
      await commands.executeCommand('opswright.runs.focus');
      await filterTo({ phases: ['running'] });
      const { document } = await openNew(
        'short.run.yaml',
        `run: AWS-RunShellScript\nparameters:\n  commands: [sleep 600]\ntargets:\n  ids: [${node}]\n`,
      );
      const uri = document.uri.toString();
      const key = await commands.executeCommand<RunKey>('opswright.runFile', uri, { confirmed: true });
      assert.ok(key, 'Nothing was sent');
      await eventually(async () => (await shown()).includes('AWS-RunShellScript'));
      // As somebody else would, of whom nothing is heard here.
      await ssm.cancelCommand({ CommandId: key.id });
      await followed(runs.store, key);
      // Read anew by itself: nobody refreshes it here.
      await eventually(async () => !(await shown()).includes('AWS-RunShellScript'));
      assert.ok(trees.of('opswright.runs').view.visible);
      // A view that is seen goes on asking.
      await commands.executeCommand('workbench.view.explorer');
      await eventually(() => !trees.of('opswright.runs').view.visible);
    }));
});

describe('a run that is run again from the Runs view', () => {
  it('is sent with the same inputs, a command as well as an automation', () =>
    withAccount(['--nodes', '25'], async ({ connection }) => {
      const { connections, runs } = await app();
      const { ssm } = await connections.clients(connection);
      const ids = (await onlineLinux(ssm)).slice(0, 2);
      const { Command } = await ssm.sendCommand({
        ...{ DocumentName: 'AWS-RunShellScript', InstanceIds: ids, Comment: 'the first time' },
        ...{ Parameters: { commands: ['echo again'] }, OutputS3BucketName: 'scratch-dev' },
      });
      const run = { kind: 'command' as const, id: Command?.CommandId ?? '' };
      const first = { connection, run, document: 'AWS-RunShellScript' };
      const key = await commands.executeCommand<RunKey>('opswright.runAgain', first, { confirmed: true });
      assert.notEqual(key.id, run.id);
      await followed(runs.store, key);
      const [one, two] = (await ssm.listCommands({})).Commands ?? [];
      for (const each of [one, two]) {
        assert.deepEqual(each?.InstanceIds, ids);
        assert.deepEqual(each?.Parameters, { commands: ['echo again'] });
        assert.deepEqual([each?.Comment, each?.OutputS3BucketName], ['the first time', 'scratch-dev']);
      }
      await ssm.createDocument({ Name: 'Short', Content: short, DocumentType: 'Automation', DocumentFormat: 'YAML' });
      const input = { DocumentName: 'Short', Parameters: { For: ['PT2S'] } };
      const { AutomationExecutionId: id = '' } = await ssm.startAutomationExecution(input);
      const automation = { kind: 'automation' as const, id };
      const again = await commands.executeCommand<RunKey>('opswright.runAgain', { connection, run: automation });
      assert.notEqual(again.id, id);
      const { AutomationExecution } = await ssm.getAutomationExecution({ AutomationExecutionId: again.id });
      assert.deepEqual(AutomationExecution?.Parameters?.For, ['PT2S']);
    }));

  it('is not, where its document was there for that run alone', () =>
    withAccount(['--nodes', '25'], async ({ connection }) => {
      const { connections, runs } = await app();
      const { ssm } = await connections.clients(connection);
      const { document } = await openNew('alone.ssm.yaml', short);
      const uri = document.uri.toString();
      const key = await commands.executeCommand<RunKey>('opswright.runDocument', uri, { publish: 'temporary' });
      await followed(runs.store, key);
      const subject = { connection, run: { kind: key.kind, id: key.id } };
      assert.equal(await commands.executeCommand('opswright.runAgain', subject), undefined);
      const Filters = [{ Key: 'DocumentNamePrefix' as const, Values: ['Opswright-Temporary-alone'] }];
      const { AutomationExecutionMetadataList = [] } = await ssm.describeAutomationExecutions({ Filters });
      assert.equal(AutomationExecutionMetadataList.length, 1);
    }));
});

const short = `schemaVersion: "0.3"
parameters:
  For:
    type: String
    default: PT1S
mainSteps:
  - name: wait
    action: aws:sleep
    inputs:
      Duration: "{{ For }}"
`;

describe('the targets of a run file', () => {
  it('are named before anything is sent: by id, by tag, and none', () =>
    withAccount(['--nodes', '25'], async ({ connection }) => {
      const { connections } = await app();
      const { ssm } = await connections.clients(connection);
      const before = (await ssm.listCommands({})).Commands?.length;
      const [one = '', two = ''] = await onlineLinux(ssm);
      let count = 0;
      const previewOf = async (targets: string) => {
        const text = `run: AWS-RunShellScript\nparameters:\n  commands: [uptime]\ntargets:\n  ${targets}\n`;
        const { document } = await openNew(`who-${++count}.run.yaml`, text);
        const uri = document.uri.toString();
        return commands.executeCommand<string[] | undefined>('opswright.previewTargets', uri, { quiet: true });
      };
      assert.equal((await previewOf(`ids: [${one}, ${two}]`))?.length, 2);
      const Filters = [{ Key: 'tag:Environment', Values: ['prod'] }];
      const { InstanceInformationList = [] } = await ssm.describeInstanceInformation({ Filters });
      assert.equal((await previewOf('tags: { Environment: [prod] }'))?.length, InstanceInformationList.length);
      assert.deepEqual(await previewOf('tags: { Environment: [nowhere] }'), []);
      assert.equal((await ssm.listCommands({})).Commands?.length, before);
    }));
});
