/**
 * What somebody is asked and told who runs something on many nodes: before it is sent, while it goes on, and when it cannot be
 * cancelled. Each step leaves a picture in `.vscode-test/screenshots/runs`.
 */

import assert from 'node:assert/strict';
import { host } from './host.ts';
import { foldOthers, until, type Visits } from './visit.ts';

/** The files that it runs. */
export const runFiles = {
  'many.run.yaml': `# On every node of production, one after the other.
run: AWS-RunShellScript
parameters:
  commands:
    - uptime
targets:
  tags:
    Environment: [prod]
concurrency: "1"
comment: How long are they up?
`,
  'terminate.run.yaml': `run: AWS-TerminateEC2Instance
parameters:
  InstanceId:
    - i-0123456789abcdef0
`,
};

export const runDialogs: Visits = ({ page, account, visit, picture, lens, dialog }) => {
  const row = (label: string) => host.treeItem(page, 'Runs', label);

  /** How many runs like that the account has. */
  async function sent(): Promise<number> {
    const { Commands = [] } = (await account.call('ListCommands', {})) as { Commands?: { Comment?: string }[] };
    const { AutomationExecutionMetadataList: automations = [] } = (await account.call('DescribeAutomationExecutions', {
      Filters: [{ Key: 'DocumentNamePrefix', Values: ['AWS-TerminateEC2Instance'] }],
    })) as { AutomationExecutionMetadataList?: unknown[] };
    return Commands.filter(({ Comment }) => Comment === 'How long are they up?').length + automations.length;
  }

  async function askToRun(file: string): Promise<void> {
    await host.openFile(page, file);
    await until(dialog(), () => lens('▶ Run').click());
  }

  visit(
    'asks before it goes to more nodes than usual, and sends nothing when somebody thinks better of it',
    async () => {
      const before = await sent();
      await askToRun('many.run.yaml');
      await dialog()
        .getByText(/^Run AWS-RunShellScript on \d\d nodes\?$/)
        .first()
        .waitFor();
      await picture('01-many-asked');
      await dialog().getByRole('button', { name: 'Cancel' }).click();
      await dialog().waitFor({ state: 'hidden' });
      assert.equal(await sent(), before);
    },
  );

  visit('says what a document destroys, and sends nothing when somebody thinks better of it', async () => {
    const before = await sent();
    await askToRun('terminate.run.yaml');
    await dialog().getByText('Run AWS-TerminateEC2Instance').first().waitFor();
    await picture('02-destructive-asked');
    await page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'hidden' });
    assert.equal(await sent(), before);
  });

  visit('shows how far it is once it was confirmed', async () => {
    await askToRun('many.run.yaml');
    await dialog().getByRole('button', { name: 'Run', exact: true }).click();
    await host.notification(page, /\d+ of \d+ nodes/);
    await picture('03-progress');
  });

  visit('says that it could not be cancelled, and why, and can be asked again', async () => {
    await account.goWrong({ Denied: ['ssm:CancelCommand'] });
    const progress = await host.notification(page, /\d+ of \d+ nodes/);
    await progress.getByRole('button', { name: 'Cancel' }).click();
    await host.notification(page, /Could not cancel the run\. shop: Not allowed: ssm:CancelCommand/);
    // It goes on, and so does its progress.
    await host.notification(page, /\d+ of \d+ nodes/);
    await host.notification(page, /Copy Action/);
    await picture('04-not-cancelled');
  });

  visit('is cancelled from its progress', async () => {
    await account.goWrong({});
    const progress = await host.notification(page, /\d+ of \d+ nodes/);
    await progress.getByRole('button', { name: 'Cancel' }).click();
    await host.notification(page, /AWS-RunShellScript was cancelled\./);
    await picture('05-cancelled');
    await host.openView(page, 'Opswright');
    await foldOthers(page, 'Runs');
    await row('AWS-RunShellScript').filter({ hasText: 'cancelled' }).waitFor();
    await picture('06-cancelled-in-view');
  });

  visit('keeps what somebody wrote to an approval that could not be sent', async () => {
    const waiting = row('Shop-PatchWithApproval');
    await waiting.hover();
    await account.goWrong({ AwayFor: 8000 });
    await waiting.getByRole('button', { name: 'Approve…' }).click();
    await page.locator('.quick-input-widget:visible').getByText('A comment for its log').first().waitFor();
    await page.keyboard.type('tonight is fine');
    await page.keyboard.press('Enter');
    const told = await host.notification(page, /Could not approve the automation\. shop: No answer/, 60_000);
    await picture('07-not-approved');
    // As soon as the account answers others, it answers this.
    for (let answered = false; !answered; ) answered = await sent().then(Boolean, () => false);
    await told.getByRole('button', { name: 'Try Again' }).click();
    await row('Shop-PatchWithApproval').filter({ hasText: 'waits for approval' }).waitFor({ state: 'hidden' });
    const { AutomationExecutionMetadataList: [run] = [] } = (await account.call('DescribeAutomationExecutions', {
      Filters: [{ Key: 'DocumentNamePrefix', Values: ['Shop-PatchWithApproval'] }],
    })) as { AutomationExecutionMetadataList?: { AutomationExecutionId: string }[] };
    const found = await account.call('GetAutomationExecution', {
      AutomationExecutionId: run?.AutomationExecutionId,
    });
    assert.match(JSON.stringify(found), /tonight is fine/);
    await picture('08-approved');
  });

  visit('shows the runs that are chosen', async () => {
    await host.runCommand(page, 'Opswright: Filter Runs');
    const choice = page.locator('.quick-input-widget:visible').getByText('Failed', { exact: true }).first();
    await choice.waitFor();
    await picture('09-filter-asked');
    await choice.click();
    await page.getByText('Only runs that failed').first().waitFor();
    await row('Shop-RestartWebServer').waitFor();
    await row('Shop-PatchWithApproval').waitFor({ state: 'hidden' });
    await picture('10-filtered');
  });
};
