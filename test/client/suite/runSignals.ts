import assert from 'node:assert/strict';
import type { SSM, StepExecution } from '@aws-sdk/client-ssm';
import { commands, env, window } from 'vscode';
import type { Connection } from '../../../client/src/aws/connection.ts';
import { phaseOf } from '../../../client/src/runs/phase.ts';
import type { RunKey } from '../../../client/src/runs/run.ts';
import type { RunSubject } from '../../../client/src/runs/subject.ts';
import { app, childrenOf, withAccount } from '../account.ts';
import { eventually, openNew } from '../editor.ts';

const pausing = `schemaVersion: "0.3"
description: Waits for somebody.
mainSteps:
  - name: begin
    action: aws:sleep
    inputs:
      Duration: PT1S
  - name: look
    action: aws:pause
    inputs: {}
  - name: end
    action: aws:sleep
    inputs:
      Duration: PT1S
`;

const slow = `schemaVersion: "0.3"
mainSteps:
  - name: first
    action: aws:sleep
    inputs:
      Duration: PT1S
  - name: second
    action: aws:sleep
    inputs:
      Duration: PT6H
`;

interface Followed {
  connection: Connection;
  ssm: SSM;
  /** What a menu hands over. */
  subject: RunSubject;
  status(): string;
  steps(): readonly StepExecution[];
  /** Words of the line of the run, for the menus. */
  context(): Promise<string>;
}

/** An automation of a pretend account, watched while somebody signals to it. */
function withAutomation(
  begin: (ssm: SSM, connection: Connection) => Promise<string | undefined>,
  use: (followed: Followed) => Promise<void>,
): Promise<void> {
  return withAccount(['--nodes', '25'], async ({ connection }) => {
    const { connections, runs, trees } = await app();
    const { ssm } = await connections.clients(connection);
    const run = { kind: 'automation' as const, id: (await begin(ssm, connection)) ?? assert.fail('none') };
    const key: RunKey = { connection, ...run };
    const stop = runs.store.watch(key, 'details');
    const known = () => {
      const found = runs.store.get(key);
      return found && 'automation' in found ? found : undefined;
    };
    try {
      await use({
        ...{ connection, ssm },
        subject: { connection, run },
        status: () => known()?.status ?? '',
        steps: () => known()?.steps ?? [],
        async context() {
          const tree = trees.of('opswright.runs');
          await tree.refresh();
          const line = (await childrenOf(tree)).find(({ node }) => node.id === `automation ${run.id}`);
          return line?.node.context ?? '';
        },
      });
    } finally {
      stop.dispose();
    }
  });
}

/** The demo account has one that waits for an approval. */
async function waitingForApproval(ssm: SSM): Promise<string | undefined> {
  const Filters = [{ Key: 'CurrentAction' as const, Values: ['aws:approve'] }];
  const { AutomationExecutionMetadataList: [waiting] = [] } = await ssm.describeAutomationExecutions({ Filters });
  return waiting?.AutomationExecutionId;
}

async function runText(text: string): Promise<string | undefined> {
  const { document } = await openNew('signals.ssm.yaml', text);
  const answers = { publish: 'temporary' };
  return (await commands.executeCommand<RunKey>('opswright.runDocument', document.uri.toString(), answers))?.id;
}

async function interactive(ssm: SSM): Promise<string | undefined> {
  const Name = 'Step-By-Step';
  await ssm.createDocument({ Name, Content: slow, DocumentType: 'Automation', DocumentFormat: 'YAML' });
  return (await ssm.startAutomationExecution({ DocumentName: Name, Mode: 'Interactive' })).AutomationExecutionId;
}

const of = (name: string, steps: readonly StepExecution[]) => steps.find(({ StepName }) => StepName === name);

describe('an automation that waits for somebody', () => {
  it('is rejected, and its log says by whom and why', () =>
    withAutomation(waitingForApproval, async ({ subject, status, steps, context }) => {
      assert.match(await context(), /^run automation waiting .*\bapprove\b/);
      await commands.executeCommand('opswright.rejectAutomation', subject, 'not on a Friday');
      await eventually(() => phaseOf(status()) === 'failed');
      const approval = steps().find(({ Action }) => Action === 'aws:approve');
      assert.equal(phaseOf(approval?.StepStatus), 'failed');
      await commands.executeCommand('opswright.showRunOutput', subject);
      assert.match(window.activeTextEditor?.document.getText() ?? '', /not on a Friday/);
      assert.doesNotMatch(await context(), /approve|going/);
    }));

  it('goes on when it is resumed', () =>
    withAutomation(
      () => runText(pausing),
      async ({ subject, status, steps, context }) => {
        await eventually(() => phaseOf(of('look', steps())?.StepStatus) === 'waiting');
        assert.match(await context(), /^run automation waiting .*\bpause\b/);
        await commands.executeCommand('opswright.resumeAutomation', subject, '');
        await eventually(() => status() === 'Success');
        assert.equal(of('look', steps())?.StepStatus, 'Success');
      },
    ));

  it('takes no approval where it waits for none, and goes on waiting', () =>
    withAutomation(
      () => runText(pausing),
      async ({ subject, status, steps }) => {
        await eventually(() => phaseOf(of('look', steps())?.StepStatus) === 'waiting');
        await commands.executeCommand('opswright.approveAutomation', subject, 'why not');
        assert.equal(phaseOf(status()), 'waiting');
        await commands.executeCommand('opswright.resumeAutomation', subject, '');
        await eventually(() => status() === 'Success');
      },
    ));
});

describe('an automation that is run step by step', () => {
  it('begins each step when it is told, and ends with the one that is stopped', () =>
    withAutomation(interactive, async ({ subject, status, steps, context }) => {
      assert.match(await context(), /\bgoing\b.*\binteractive\b/);
      assert.notEqual(of('first', steps())?.StepStatus, 'Success');
      await commands.executeCommand('opswright.startAutomationStep', subject);
      await eventually(() => of('first', steps())?.StepStatus === 'Success');
      await commands.executeCommand('opswright.startAutomationStep', subject);
      await eventually(() => of('second', steps())?.StepStatus === 'InProgress');
      await commands.executeCommand('opswright.stopAutomationStep', subject);
      await eventually(() => phaseOf(of('second', steps())?.StepStatus) === 'stopped');
      await eventually(() => status() === 'Cancelled');
      assert.doesNotMatch(await context(), /interactive/);
    }));

  it('is cancelled as a whole', () =>
    withAutomation(interactive, async ({ subject, status }) => {
      await commands.executeCommand('opswright.cancelRun', subject);
      await eventually(() => status() === 'Cancelled');
    }));
});

describe('the id of a run', () => {
  it('is copied', () =>
    withAutomation(waitingForApproval, async ({ subject }) => {
      await commands.executeCommand('opswright.copyRunId', subject);
      assert.equal(await env.clipboard.readText(), subject.run.id);
    }));
});
