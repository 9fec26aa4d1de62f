import { type Frame, host } from './host.ts';
import { runDialogs, runFiles } from './runDialogs.ts';
import { foldOthers, inWorkbench, pickFromMenu, until } from './visit.ts';

const files = {
  'roll-out.ssm.yaml': `schemaVersion: "0.3"
description: Rolls out a version, once somebody has agreed.
mainSteps:
  - name: settle
    action: aws:sleep
    inputs:
      Duration: PT1S
  - name: ask
    action: aws:approve
    onFailure: step:tell
    inputs:
      Message: Roll out now?
      Approvers:
        - sandbox
  - name: choose
    action: aws:branch
    inputs:
      Choices:
        - NextStep: rollOut
          Variable: "{{ ask.ApprovalStatus }}"
          StringEquals: Approved
      Default: skipIt
  - name: rollOut
    action: aws:loop
    onFailure: step:tell
    inputs:
      Iterators: [one, two]
      IteratorDataType: String
      Steps:
        - name: pause
          action: aws:sleep
          inputs:
            Duration: PT1S
    nextStep: check
  - name: check
    action: aws:executeAwsApi
    onFailure: step:tell
    inputs:
      Service: ec2
      Api: DescribeInstances
      InstanceIds:
        - i-00000000000000000
    isEnd: true
  - name: skipIt
    action: aws:sleep
    inputs:
      Duration: PT1S
    isEnd: true
  - name: tell
    action: aws:sleep
    inputs:
      Duration: PT1S
    isEnd: true
`,
};

inWorkbench(
  'a run in the graph',
  {
    pictures: 'runs',
    files: { ...files, ...runFiles },
    account: ['--nodes', '60', '--faults'],
    settings: { 'editor.minimap.enabled': false },
  },
  ({ page, visit, picture, lens }) => {
    let graph: Frame;
    const step = (name: string, state: string) => graph.locator(`.node.${state}[data-id="${name}"]`).waitFor();

    visit('is not drawn before there is one', async () => {
      await host.openFile(page, 'roll-out.ssm.yaml');
      await page.getByRole('button', { name: 'Show Graph' }).first().click();
      graph = await host.webviewWith(page, '.node.loop');
      await graph.locator('#legend').waitFor({ state: 'hidden' });
      await picture('20-graph-without-run');
    });

    visit('colours its steps while it waits for somebody', async () => {
      const asked = page.locator('.quick-input-widget:visible').getByText('Run under a Temporary Name');
      await until(asked, () => lens('Run…').click());
      await asked.click();
      await step('settle', 'succeeded');
      await step('ask', 'waiting');
      await step('rollOut', 'pending');
      await graph
        .locator('#legend')
        .getByText(/Run of/)
        .waitFor();
      await host.notification(page, /roll-out waits for an approval at ask/);
      await picture('21-graph-waiting');
    });

    visit('is taken up when the graph is opened while it goes on', async () => {
      const tab = page.getByRole('tab', { name: /Graph of/ }).first();
      await tab.click();
      await host.runCommand(page, 'View: Close Editor');
      await tab.waitFor({ state: 'detached' });
      await page.getByRole('button', { name: 'Show Graph' }).first().click();
      graph = await host.webviewWith(page, '.node.loop');
      await step('ask', 'waiting');
    });

    visit('goes on in the graph when it is approved in the Runs view', async () => {
      await host.openView(page, 'Opswright');
      await foldOthers(page, 'Runs');
      const row = host.treeItem(page, 'Runs', 'roll-out');
      await row.waitFor();
      await row.hover();
      await row.getByRole('button', { name: 'Approve…' }).click();
      const input = page.locator('.quick-input-widget:visible').getByText('A comment for its log');
      await input.first().waitFor();
      await picture('22-approve-comment');
      await page.keyboard.type('go on');
      await page.keyboard.press('Enter');
      await step('ask', 'succeeded');
      await step('rollOut', 'succeeded');
      await step('check', 'failed');
      await step('tell', 'succeeded');
      await step('skipIt', 'pending');
      await picture('23-graph-failed');
    });

    visit('leads from the message to the step that failed', async () => {
      const message = await host.notification(page, /roll-out failed/, 60_000);
      await picture('24-failed-told');
      await message.getByRole('button', { name: 'Open Failed Step' }).click();
      await host.squiggles(page, 'error').first().waitFor({ state: 'attached' });
      await step('check', 'failed');
      await picture('25-failed-step');
    });

    visit('of another document is shown from the Runs view', async () => {
      await host.openView(page, 'Opswright');
      const row = host.treeItem(page, 'Runs', 'Shop-RestartWebServer');
      const tab = page.getByRole('tab', { name: /Graph of .*Shop-RestartWebServer/ }).first();
      await pickFromMenu(page, row, 'Show Steps as Graph', tab);
      // Where it was moved beside another text its page is a new one.
      graph = await host.webviewWith(page, '.node.running[data-id="drain"]');
      await step('drain', 'running');
      await picture('26-graph-of-another');
    });

    visit('wears the colours of the theme', async () => {
      await host.runCommand(page, 'Preferences: Color Theme');
      await host.answer(page, 'Light Modern');
      await graph.locator('body.vscode-light').waitFor();
      await step('drain', 'running');
      await picture('27-graph-light');
      await page.getByRole('tab', { name: /^roll-out\.ssm\.yaml/ }).click();
      await step('check', 'failed');
      await host.runCommand(page, 'Preferences: Color Theme');
      await host.answer(page, 'Dark High Contrast');
      await graph.locator('body.vscode-high-contrast').waitFor();
      await picture('28-graph-high-contrast');
      await host.runCommand(page, 'Preferences: Color Theme');
      await host.answer(page, 'Dark Modern');
      await graph.locator('body.vscode-dark').waitFor();
      await picture('29-graph-dark');
    });
  },
  runDialogs,
);
