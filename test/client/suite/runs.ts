import assert from 'node:assert/strict';
import { commands, window } from 'vscode';
import { app, linesOf, withAccount } from '../account.ts';
import { closeAll, eventually } from '../editor.ts';
import { followed } from '../running.ts';

/** Times depend on when a test runs. */
const noTimes = (line: string) => line.replace(/ (?:·|—) (?:\d\d:\d\d(?: [AP]M)?|\d+ \w{3}|\w{3} \d+|for [^·]*)$/, '');

describe('the Runs view', () => {
  it('lists commands and automations, the newest first, without those that others have started', () =>
    withAccount(['--nodes', '25'], async () => {
      const { trees } = await app();
      assert.deepEqual((await linesOf(trees.of('opswright.runs'))).map(noTimes), [
        'Shop-RestartWebServer — at drain',
        'Shop-PatchWithApproval — waits for approval at askTheTeam',
        'AWS-RunShellScript — How long are they up? · 4 nodes',
        'Shop-RestartWebServer — failed',
        'AWS-RunShellScript — Restart the web server · 2 of 2 failed',
        'AWS-CreateSnapshot',
        'AWS-RunPowerShellScript — Services of the agent · 3 nodes',
        'AWS-RestartEC2Instance',
        'AWS-RestartEC2Instance — cancelled',
        'AWS-UpdateSSMAgent — 1 of 1 failed',
        'Shop-RestartWebServer',
      ]);
    }));

  it('shows the nodes of a command, the failed ones first, with their steps and what they printed', () =>
    withAccount(['--nodes', '25'], async ({ connection }) => {
      const { connections, trees, runs } = await app();
      const { ssm } = await connections.clients(connection);
      const nodes =
        (
          await ssm.describeInstanceInformation({
            Filters: [
              { Key: 'PlatformTypes', Values: ['Linux'] },
              { Key: 'PingStatus', Values: ['Online'] },
            ],
          })
        ).InstanceInformationList ?? [];
      const ids = nodes.slice(0, 2).map(({ InstanceId = '' }) => InstanceId);
      const { Command } = await ssm.sendCommand({
        DocumentName: 'AWS-RunShellScript',
        InstanceIds: ids,
        Parameters: {
          commands: [`[ "$(hostname)" = "${nodes[0]?.ComputerName}" ] && { echo broken >&2; exit 3; }; echo fine`],
        },
        Comment: 'Try',
      });
      const tree = trees.of('opswright.runs');
      tree.refresh();
      const run = { connection, kind: 'command' as const, id: Command?.CommandId ?? '' };
      const stop = runs.store.watch(run, 'details');
      await followed(runs.store, run);
      stop.dispose();
      tree.refresh();
      const [line] = await linesOf(tree);
      assert.match(line ?? '', /^AWS-RunShellScript — Try · 1 of 2 failed · /);
      const below = await linesOf(tree, 'AWS-RunShellScript');
      assert.equal(below.length, 2);
      assert.match(below[0] ?? '', /failed · exit 3$/);
    }));

  it('opens the output of a command, and follows it', () =>
    withAccount(['--nodes', '25'], async ({ connection }) => {
      const { connections, runs } = await app();
      const { ssm } = await connections.clients(connection);
      const { InstanceInformationList: [node] = [] } = await ssm.describeInstanceInformation({
        Filters: [
          { Key: 'PlatformTypes', Values: ['Linux'] },
          { Key: 'PingStatus', Values: ['Online'] },
        ],
      });
      const { Command } = await ssm.sendCommand({
        DocumentName: 'AWS-RunShellScript',
        InstanceIds: [node?.InstanceId ?? ''],
        Parameters: { commands: ['echo one', 'seq 1 3000'] },
      });
      const run = { kind: 'command' as const, id: Command?.CommandId ?? '' };
      await commands.executeCommand('opswright.showRunOutput', { connection, run });
      const document = window.activeTextEditor?.document;
      assert.equal(document?.uri.scheme, 'opswright-run');
      await eventually(() => /^3000$/m.test(document?.getText() ?? ''));
      assert.match(document?.getText() ?? '', /^one$/m);
      assert.match(document?.getText() ?? '', /exit code 0/);
      assert.doesNotMatch(document?.getText() ?? '', /still running/);
      await closeAll();
      await eventually(() => runs.store.watched === 0);
    }));
});
