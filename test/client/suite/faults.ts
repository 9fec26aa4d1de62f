import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { commands, env } from 'vscode';
import type { FaultNews } from '../../../client/src/aws/connections.ts';
import type { Tree } from '../../../client/src/views/tree.ts';
import { app, childrenOf, elementAt, linesOf, type PretendAccount, withAccount } from '../account.ts';
import { answering } from '../answers.ts';
import { eventually, until } from '../editor.ts';
import { accountProcesses, canListProcesses } from '../processes.ts';

const fleet = 'opswright.fleet';
const compliance = 'opswright.compliance';

/** What was told to the person meanwhile. */
async function toldDuring(use: (told: FaultNews[]) => Promise<void>): Promise<void> {
  const told: FaultNews[] = [];
  const listening = (await app()).connections.onFault((news) => told.push(news));
  await use(told).finally(() => listening.dispose());
}

/** What a view shows when it is read anew: a list that was read once is kept. */
async function linesNow(tree: Tree, ...labels: string[]): Promise<string[]> {
  await tree.refresh();
  return linesOf(tree, ...labels);
}

function withFaults(use: (account: PretendAccount, told: FaultNews[]) => Promise<void>): Promise<void> {
  return withAccount(['--faults', '--nodes', '5'], (account) => toldDuring((told) => use(account, told)));
}

describe('when the account does not answer as it should', () => {
  it('a denied action is named, once, and the other views go on', () =>
    withFaults(async ({ goWrong }, told) => {
      const { trees } = await app();
      await goWrong({ Denied: ['config:*'] });
      assert.deepEqual(await linesNow(trees.of(compliance), 'Config rules'), [
        'Not allowed: config:GetComplianceSummaryByConfigRule — click to try again',
      ]);
      await trees.of(compliance).refresh();
      await childrenOf(trees.of(compliance), await elementAt(trees.of(compliance), 'Config rules'));
      const denied = told.filter(({ fault }) => fault.action === 'config:GetComplianceSummaryByConfigRule');
      assert.equal(denied.length, 1);
      assert.match(denied[0]?.fault.detail ?? '', /lack the IAM action config:GetComplianceSummaryByConfigRule/);
      assert.equal((await linesOf(trees.of(fleet))).length, 5);
      assert.ok((await linesOf(trees.of(compliance), 'Patches and associations')).length > 0);
    }));

  it('expired credentials are told once for all views, and renewed ones are taken without a restart', () =>
    withFaults(async ({ connection, goWrong }, told) => {
      const { connections, trees } = await app();
      await goWrong({ Expired: true });
      assert.deepEqual(await linesNow(trees.of(fleet)), ['Signed out — click to try again']);
      assert.deepEqual(await linesNow(trees.of(compliance), 'Resources with findings'), [
        'Signed out — click to try again',
      ]);
      assert.equal(told.filter(({ fault }) => fault.kind === 'signedOut').length, 1);
      assert.equal(connections.faultOf(connection)?.kind, 'signedOut');
      await goWrong({});
      await commands.executeCommand('opswright.refresh');
      assert.equal((await linesOf(trees.of(fleet))).length, 5);
      assert.equal(connections.faultOf(connection), undefined);
    }));

  it('an endpoint that is away for a moment is waited for', () =>
    withFaults(async ({ goWrong }, told) => {
      const { trees } = await app();
      await goWrong({ AwayFor: 300 });
      assert.equal((await linesNow(trees.of(fleet))).length, 5);
      assert.deepEqual(told, []);
    }));

  it('throttled calls are tried again, and nobody is bothered', () =>
    withFaults(async ({ goWrong }, told) => {
      const { trees } = await app();
      await goWrong({ Throttle: 0.4 });
      for (let round = 0; round < 5; round++) {
        assert.equal((await linesNow(trees.of(fleet))).length, 5);
      }
      assert.deepEqual(told, []);
    }));

  it('an action that one view lacks leaves all the others as they are, and is told once', () =>
    withFaults(async ({ goWrong }) => {
      const { trees } = await app();
      const documents = 'opswright.documents';
      const runs = 'opswright.runs';
      const places: [view: string, denied: string[], below: string[]][] = [
        [fleet, ['ssm:DescribeInstanceProperties', 'ssm:DescribeInstanceInformation'], []],
        [documents, ['ssm:ListDocuments'], ['Mine']],
        [compliance, ['config:DescribeComplianceByConfigRule'], ['Config rules', 'Non-compliant']],
        [runs, ['ssm:ListCommands', 'ssm:DescribeAutomationExecutions'], []],
      ];
      for (const [view, denied] of places) {
        await goWrong({ Denied: denied });
        const { told, offered } = await answering([], async (hears) => {
          for (const [each, , below] of places) {
            const lines = await linesNow(trees.of(each), ...below);
            assert.equal(/^Not allowed/.test(lines[0] ?? ''), each === view, `${each} without ${denied}: ${lines[0]}`);
            assert.ok(lines.length > 0, `${each} without ${denied}`);
          }
          await linesNow(trees.of(view), ...(places.find(([each]) => each === view)?.[2] ?? []));
          await hears(1);
        });
        assert.equal(new Set(told).size, told.length, told.join('\n'));
        assert.ok(told.length > 0 && told.length <= denied.length, told.join('\n'));
        assert.ok(offered.every((buttons) => buttons.includes('Copy Action')));
        // What was denied is told again when it was allowed in between.
        await goWrong({});
        for (const [each] of places) await trees.of(each).refresh();
      }
    }));

  it('nothing is said of a connection that was closed before that', () =>
    withFaults(async ({ connection, goWrong }) => {
      const { connections, trees } = await app();
      await goWrong({ Denied: ['config:*'] });
      const next = { ...connection, id: `${connection.id} again` };
      const { told } = await answering([], async (hears) => {
        for (const each of [connection, next]) {
          connections.choose(each);
          await linesNow(trees.of(compliance), 'Config rules');
          if (each === connection) connections.close(each);
        }
        await hears(1);
      });
      connections.close(next);
      assert.deepEqual(
        told.map((words) => words.startsWith(`${next.id}: Not allowed`)),
        [true],
        told.join('\n'),
      );
    }));

  it('nobody there is told once for all views, and one press brings them back', () =>
    withFaults(async ({ connection, end, again }) => {
      const { connections, trees } = await app();
      const views = [fleet, compliance].map((each) => trees.of(each));
      await end();
      const { told, offered } = await answering([], async (hears) => {
        for (const view of views) {
          await view.refresh();
          assert.ok((await linesOf(view, ...(view === views[1] ? ['Config rules'] : [])))[0]?.startsWith('No answer'));
        }
        await hears(1);
      });
      assert.equal(told.length, 1, told.join('\n'));
      assert.match(told[0] ?? '', /No answer.*Check the network/s);
      assert.deepEqual(offered, [['Try Again', 'Choose Connection']]);
      await again();
      // What is said anew after a while offers the same; it is pressed this time.
      connections.renew(connection);
      assert.equal((await linesOf(trees.of(fleet))).length, 5);
      assert.ok((await linesOf(trees.of(compliance), 'Config rules')).length > 2);
    }));

  it('a first sign-in is heard, which makes the folder of its cache', () =>
    withFaults(async ({ connection, goWrong }) => {
      if (process.platform === 'win32') return;
      const { connections, trees } = await app();
      const before = process.env.HOME;
      const home = mkdtempSync(path.join(os.tmpdir(), 'opswright-home-'));
      mkdirSync(path.join(home, '.aws'));
      process.env.HOME = home;
      try {
        await goWrong({ Expired: true });
        await linesNow(trees.of(fleet));
        assert.equal(connections.faultOf(connection)?.kind, 'signedOut');
        await goWrong({});
        const heard = until(connections.onState, () => connections.faultOf(connection) === undefined);
        const cache = path.join(home, '.aws/sso/cache');
        mkdirSync(cache, { recursive: true });
        await heard;
        // What is written into it is heard as well.
        await goWrong({ Expired: true });
        await trees.of(fleet).refresh();
        await linesNow(trees.of(fleet));
        await goWrong({});
        const again = until(connections.onState, () => connections.faultOf(connection) === undefined);
        writeFileSync(path.join(cache, 'token.json'), '{}');
        await again;
      } finally {
        if (before === undefined) delete process.env.HOME;
        else process.env.HOME = before;
        rmSync(home, { recursive: true, force: true });
      }
    }));

  it('the way out of a fault is one press: try again, or the action to ask for', () =>
    withFaults(async ({ connection, goWrong }) => {
      const { connections, trees } = await app();
      // All of it while somebody answers: a view may run into it, and say so, before this one is asked.
      const { asked, told } = await answering([{ press: 'Try Again', after: () => goWrong({}) }], async () => {
        await goWrong({ Expired: true });
        await linesNow(trees.of(fleet));
        await until(connections.onState, () => connections.faultOf(connection) === undefined);
      });
      assert.deepEqual(asked[0]?.choices, ['Sign In', 'Try Again', 'Choose Connection']);
      assert.deepEqual(told, []);
      assert.equal((await linesOf(trees.of(fleet))).length, 5);
      await goWrong({ Denied: ['config:*'] });
      await answering([{ press: 'Copy Action' }], async () => {
        await linesNow(trees.of(compliance), 'Config rules');
        await eventually(
          () => env.clipboard.readText(),
          (text) => text.startsWith('config:'),
        );
      });
      assert.equal(await env.clipboard.readText(), 'config:GetComplianceSummaryByConfigRule');
    }));

  it('lost nodes are shown as lost, and nothing else is', () =>
    withFaults(async ({ goWrong }, told) => {
      const { trees } = await app();
      await goWrong({ LostNodes: ['*'] });
      const lines = await linesNow(trees.of(fleet));
      assert.ok(lines.length === 5 && lines.every((line) => line.includes('— connection lost · ')), lines.join('\n'));
      await goWrong({});
      assert.ok((await linesNow(trees.of(fleet))).every((line) => !line.includes('lost')));
      assert.ok((await linesOf(trees.of(compliance), 'Config rules')).length > 2);
      assert.deepEqual(told, []);
    }));

  it('throttled questions of all parts of a view are tried again', () =>
    withFaults(async ({ goWrong }, told) => {
      const { trees } = await app();
      await goWrong({ Throttle: 0.2 });
      const tree = trees.of(compliance);
      for (const part of ['Config rules', 'Resources with findings', 'Conformance packs', 'Patches and associations']) {
        const lines = await linesOf(tree, part);
        assert.ok(lines.length > 0 && !lines.some((line) => line.includes('try again')), `${part}: ${lines.join()}`);
      }
      assert.deepEqual(told, []);
    }));

  it('the demo account comes back when its process has died', async function () {
    if (!canListProcesses) this.skip();
    const { trees } = await app();
    await commands.executeCommand('opswright.tryDemo');
    assert.equal((await linesOf(trees.of(fleet))).length, 25);
    const [id, ...others] = await accountProcesses();
    assert.deepEqual(others, []);
    process.kill(id ?? 0, 'SIGKILL');
    await eventually(accountProcesses, (ids) => !ids.includes(id ?? 0));
    // The extension hears of it a moment later than the list of processes; until then nobody answers.
    const afresh = async () => {
      await commands.executeCommand('opswright.refresh');
      return linesOf(trees.of(fleet));
    };
    assert.equal((await eventually(afresh, ({ length }) => length === 25)).length, 25);
    await commands.executeCommand('opswright.closeConnection');
    assert.deepEqual(await eventually(accountProcesses, (ids) => ids.length === 0), []);
  });
});
