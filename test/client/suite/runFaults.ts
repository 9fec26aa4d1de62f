import assert from 'node:assert/strict';
import { commands, type TextDocument, window } from 'vscode';
import type { FaultNews } from '../../../client/src/aws/connections.ts';
import { phaseOf } from '../../../client/src/runs/phase.ts';
import type { RunKey } from '../../../client/src/runs/run.ts';
import { app, type PretendAccount, withAccount } from '../account.ts';
import { eventually, openNew } from '../editor.ts';
import { followed, onlineLinux } from '../running.ts';

interface Followed extends PretendAccount {
  key: RunKey;
  /** What it printed, as it is shown. */
  document: TextDocument;
  told: FaultNews[];
  status(): string;
}

/** A command on three nodes, whose output is shown while it goes on and things go wrong. */
function withFollowed(
  use: (followed: Followed) => Promise<void>,
  { script = 'sleep 1; echo done-here', ...more }: { script?: string; MaxConcurrency?: string } = {},
): Promise<void> {
  return withAccount(['--faults', '--nodes', '25'], async (account) => {
    const { connections, runs } = await app();
    const { connection } = account;
    const { ssm } = await connections.clients(connection);
    const InstanceIds = (await onlineLinux(ssm)).slice(0, 3);
    const Parameters = { commands: [script] };
    const input = { DocumentName: 'AWS-RunShellScript', InstanceIds, Parameters, MaxConcurrency: '1', ...more };
    const { Command } = await ssm.sendCommand(input);
    const run = { kind: 'command' as const, id: Command?.CommandId ?? '' };
    const key: RunKey = { connection, ...run };
    await commands.executeCommand('opswright.showRunOutput', { connection, run });
    const document = window.activeTextEditor?.document ?? assert.fail('Nothing was opened');
    const told: FaultNews[] = [];
    const listening = connections.onFault((news) => told.push(news));
    const status = () => runs.store.get(key)?.status ?? '';
    await use({ ...account, key, document, told, status }).finally(() => listening.dispose());
  });
}

/** Every node has ended, and what each printed is shown. */
async function allIsShown({ document }: Followed): Promise<void> {
  await eventually(() => document.getText().match(/^done-here$/gm)?.length === 3);
  await eventually(() => !/still running/.test(document.getText()));
  assert.match(document.getText(), /0 of 3 failed/);
}

describe('a run that is followed while things go wrong', () => {
  it('is shown whole where requests are throttled, and nobody is bothered', () =>
    withFollowed(async (followed) => {
      await followed.goWrong({ Throttle: 0.2 });
      await allIsShown(followed);
      // Requests that were given up are made anew by themselves, and no message says so.
      assert.deepEqual(
        followed.told.filter(({ fault }) => fault.kind !== 'throttled'),
        [],
      );
    }));

  it('goes on once what was denied is allowed, which was told once', () =>
    withFollowed(async (followed) => {
      const { connections } = await app();
      let refused = 0;
      const listening = connections.onCall(({ call, error }) => {
        if (call.operation === 'ListCommands' && error !== undefined) refused++;
      });
      await followed.goWrong({ Denied: ['ssm:ListCommands'] });
      await eventually(() => refused >= 2).finally(() => listening.dispose());
      const actions = followed.told.map(({ fault }) => fault.action);
      assert.deepEqual(actions, ['ssm:ListCommands']);
      await followed.goWrong({});
      await allIsShown(followed);
    }));

  it('goes on with renewed credentials, without a restart', () =>
    withFollowed(async (followed) => {
      const { connections } = await app();
      const { connection } = followed;
      await followed.goWrong({ Expired: true });
      await eventually(() => connections.faultOf(connection)?.kind === 'signedOut');
      assert.equal(followed.told.filter(({ fault }) => fault.kind === 'signedOut').length, 1);
      await followed.goWrong({});
      await allIsShown(followed);
      assert.equal(connections.faultOf(connection), undefined);
    }));

  it('goes on when the endpoint is back, and nothing of it is lost', () =>
    withFollowed(async (followed) => {
      const { connections } = await app();
      const { connection } = followed;
      await followed.goWrong({ AwayFor: 600_000 });
      await eventually(() => connections.faultOf(connection)?.kind === 'unreachable');
      assert.equal(followed.told.length, 1);
      await followed.comeBack();
      await allIsShown(followed);
      assert.equal(connections.faultOf(connection), undefined);
    }));
});

describe('a run that somebody cancels while things go wrong', () => {
  const script = 'sleep 600; echo done-here';

  it('goes on where that is denied, and is cancelled once it is allowed', () =>
    withFollowed(
      async ({ key, goWrong, told, status }) => {
        await goWrong({ Denied: ['ssm:CancelCommand'] });
        await commands.executeCommand('opswright.cancelRun', { connection: key.connection, run: key });
        assert.deepEqual(
          told.map(({ fault }) => fault.action),
          ['ssm:CancelCommand'],
        );
        assert.equal(phaseOf(status()), 'running');
        await goWrong({});
        await commands.executeCommand('opswright.cancelRun', { connection: key.connection, run: key });
        await eventually(() => status() === 'Cancelled');
      },
      { script },
    ));

  it('is cancelled where the endpoint is away for a moment', () =>
    withFollowed(
      async ({ key, goWrong, told, status }) => {
        await goWrong({ AwayFor: 300 });
        await commands.executeCommand('opswright.cancelRun', { connection: key.connection, run: key });
        await eventually(() => status() === 'Cancelled');
        assert.deepEqual(told, []);
      },
      { script },
    ));

  it('is cancelled where the answer to that is lost', () =>
    withFollowed(
      async ({ key, goWrong, status }) => {
        await goWrong({ LostAnswers: ['ssm:CancelCommand'] });
        await commands.executeCommand('opswright.cancelRun', { connection: key.connection, run: key });
        await eventually(() => status() === 'Cancelled');
      },
      { script },
    ));
});

describe('an automation that somebody approves while things go wrong', () => {
  it('waits on where that is denied or throttled, and goes on after', () =>
    withAccount(['--faults', '--nodes', '25'], async ({ connection, goWrong }) => {
      const { connections, runs } = await app();
      const { ssm } = await connections.clients(connection);
      const Filters = [{ Key: 'CurrentAction' as const, Values: ['aws:approve'] }];
      const { AutomationExecutionMetadataList: [waiting] = [] } = await ssm.describeAutomationExecutions({ Filters });
      const run = { kind: 'automation' as const, id: waiting?.AutomationExecutionId ?? '' };
      const key: RunKey = { connection, ...run };
      const stop = runs.store.watch(key, 'details');
      const approval = () => {
        const known = runs.store.get(key);
        const steps = known && 'steps' in known ? (known.steps ?? []) : [];
        return phaseOf(steps.find(({ Action }) => Action === 'aws:approve')?.StepStatus ?? 'none');
      };
      try {
        await eventually(() => approval() === 'waiting');
        await goWrong({ Denied: ['ssm:SendAutomationSignal'] });
        await commands.executeCommand('opswright.approveAutomation', { connection, run }, 'yes');
        assert.equal(phaseOf((await runs.store.read(key)).status), 'waiting');
        await goWrong({ Throttle: 0.4 });
        await commands.executeCommand('opswright.approveAutomation', { connection, run }, 'yes');
        await eventually(() => approval() === 'passed');
      } finally {
        stop.dispose();
      }
    }));
});

describe('a document that was published for a run that could not be sent', () => {
  it('is deleted as soon as that is possible', () =>
    withAccount(['--faults', '--nodes', '25'], async ({ connection, goWrong }) => {
      const { connections } = await app();
      const left = async () => {
        const { ssm } = await connections.clients(connection);
        const { DocumentIdentifiers = [] } = await ssm.listDocuments({ Filters: [{ Key: 'Owner', Values: ['Self'] }] });
        return DocumentIdentifiers.filter(({ Name }) => Name?.startsWith('Opswright-Temporary-')).length;
      };
      const text =
        'schemaVersion: "0.3"\nmainSteps:\n  - name: rest\n    action: aws:sleep\n    inputs: { Duration: PT1S }\n';
      const { document } = await openNew('unsent.ssm.yaml', text);
      const uri = document.uri.toString();
      await goWrong({ Denied: ['ssm:StartAutomationExecution', 'ssm:DeleteDocument'] });
      assert.equal(await commands.executeCommand('opswright.runDocument', uri, { publish: 'temporary' }), undefined);
      assert.equal(await left(), 1);
      await goWrong({});
      connections.close(connection);
      connections.choose(connection);
      await eventually(async () => (await left()) === 0);
    }));
});

describe('a document that was left behind in a demo account that is gone', () => {
  it('is forgotten with the next demo account', async () => {
    const { connections, memory } = await app();
    const left = { connection: 'demo', kind: 'automation', id: 'gone', document: 'Opswright-Temporary-gone-0123abcd' };
    await memory.update('temporaryDocuments', [left]);
    await commands.executeCommand('opswright.tryDemo');
    await eventually(() => memory.get<unknown[]>('temporaryDocuments', []).length === 0);
    for (const open of connections.open) connections.close(open);
  });
});

describe('a run file that is sent while the answer is lost', () => {
  it('begins one run, which is followed', () =>
    withAccount(['--faults', '--nodes', '25'], async ({ connection, goWrong }) => {
      const { connections, runs } = await app();
      const { ssm } = await connections.clients(connection);
      const [node = ''] = await onlineLinux(ssm);
      const { document } = await openNew(
        'once.run.yaml',
        `run: AWS-RunShellScript\nparameters:\n  commands: [echo once]\ntargets:\n  ids: [${node}]\ncomment: just once\n`,
      );
      await goWrong({ LostAnswers: ['ssm:SendCommand'] });
      const uri = document.uri.toString();
      const key = await commands.executeCommand<RunKey>('opswright.runFile', uri, { confirmed: true });
      assert.ok(key, 'Nothing was sent');
      await goWrong({});
      assert.equal((await followed(runs.store, key)).status, 'Success');
      const { Commands = [] } = await ssm.listCommands({});
      assert.equal(Commands.filter(({ Comment }) => Comment === 'just once').length, 1);
    }));
});
