import assert from 'node:assert/strict';
import { commands } from 'vscode';
import type { FaultNews } from '../../../client/src/aws/connections.ts';
import { app, childrenOf, elementAt, linesOf, type PretendAccount, withAccount } from '../account.ts';
import { eventually } from '../editor.ts';
import { accountProcesses, canListProcesses } from '../processes.ts';

const fleet = 'opswright.fleet';
const compliance = 'opswright.compliance';

/** What was told to the person meanwhile. */
async function toldDuring(use: (told: FaultNews[]) => Promise<void>): Promise<void> {
  const told: FaultNews[] = [];
  const listening = (await app()).connections.onFault((news) => told.push(news));
  await use(told).finally(() => listening.dispose());
}

function withFaults(use: (account: PretendAccount, told: FaultNews[]) => Promise<void>): Promise<void> {
  return withAccount(['--faults', '--nodes', '5'], (account) => toldDuring((told) => use(account, told)));
}

describe('when the account does not answer as it should', () => {
  it('a denied action is named, once, and the other views go on', () =>
    withFaults(async ({ goWrong }, told) => {
      const { trees } = await app();
      await goWrong({ Denied: ['config:*'] });
      assert.deepEqual(await linesOf(trees.of(compliance), 'Config rules'), [
        'Not allowed: config:GetComplianceSummaryByConfigRule — click to try again',
      ]);
      await trees.of(compliance).refresh();
      await childrenOf(trees.of(compliance), await elementAt(trees.of(compliance), 'Config rules'));
      const denied = told.filter(({ fault }) => fault.action === 'config:GetComplianceSummaryByConfigRule');
      assert.equal(denied.length, 1);
      assert.match(denied[0]?.fault.detail ?? '', /lack the IAM action config:GetComplianceSummaryByConfigRule/);
      assert.equal((await linesOf(trees.of(fleet))).length, 5);
      assert.ok((await linesOf(trees.of(compliance), 'Systems Manager')).length > 0);
    }));

  it('expired credentials are told once for all views, and renewed ones are taken without a restart', () =>
    withFaults(async ({ connection, goWrong }, told) => {
      const { connections, trees } = await app();
      await goWrong({ Expired: true });
      assert.deepEqual(await linesOf(trees.of(fleet)), ['Signed out — click to try again']);
      assert.deepEqual(await linesOf(trees.of(compliance), 'Resources with findings'), [
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
      assert.equal((await linesOf(trees.of(fleet))).length, 5);
      assert.deepEqual(told, []);
    }));

  it('throttled calls are tried again, and nobody is bothered', () =>
    withFaults(async ({ goWrong }, told) => {
      const { trees } = await app();
      await goWrong({ Throttle: 0.4 });
      for (let round = 0; round < 5; round++) {
        await trees.of(fleet).refresh();
        assert.equal((await linesOf(trees.of(fleet))).length, 5);
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
    await commands.executeCommand('opswright.refresh');
    assert.equal((await linesOf(trees.of(fleet))).length, 25);
    await commands.executeCommand('opswright.closeConnection');
    assert.deepEqual(await eventually(accountProcesses, (ids) => ids.length === 0), []);
  });
});
