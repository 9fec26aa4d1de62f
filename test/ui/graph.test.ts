/**
 * The graph beside the text, as a person meets it: drawn, clicked, walked through with the keyboard, read as a list, saved.
 * Each test leaves a picture in `.vscode-test/screenshots`.
 */

import { type Frame, host } from './host.ts';
import { inWorkbench } from './visit.ts';

const themes = [
  ['Dark Modern', 'dark'],
  ['Dark High Contrast', 'high-contrast'],
  ['Light High Contrast', 'high-contrast-light'],
] as const;

inWorkbench(
  'the graph of a runbook',
  { settings: { 'workbench.colorTheme': 'Default Light Modern' } },
  ({ page, visit, picture }) => {
    let graph: Frame;
    const step = (name: string) => graph.locator(`.node[data-id="${name}"]`);
    const focused = (name: string) => graph.locator(`.node[data-id="${name}"]:focus`).waitFor();
    const lineIs = (line: number) =>
      page
        .locator('#status\\.editor\\.selection')
        .filter({ hasText: `Ln ${line},` })
        .waitFor();

    visit('opens beside the text by its button', async () => {
      await host.openFile(page, 'triage.ssm.yaml');
      await page.getByRole('button', { name: 'Show Graph' }).first().click();
      graph = await host.webviewWith(page, '.node.loop');
      await step('decide').waitFor();
      await picture('20-graph-light');
    });

    visit('shows the step that the cursor is in', async () => {
      await host.goToLine(page, 45);
      await graph.locator('.node[data-id="askOperators"][aria-current]').waitFor();
      await picture('21-graph-cursor');
    });

    visit('goes to the text of a step that is clicked', async () => {
      await step('restartEach/start').click();
      await lineIs(69);
      await picture('22-graph-clicked');
    });

    visit('draws the fault while it is typed, and keeps its place', async () => {
      await host.goToLine(page, 34, 31);
      await page.keyboard.type('s');
      await graph.locator('.node.missing').waitFor();
      await picture('23-graph-fault');
      await page.keyboard.press('Backspace');
      await graph.locator('.node.missing').waitFor({ state: 'detached' });
    });

    visit('is walked through with the keyboard', async () => {
      await host.runCommand(page, 'Opswright: Show Graph');
      await focused('decide');
      await page.keyboard.press('ArrowDown');
      await focused('askOperators');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowDown');
      await focused('restartEach/stop');
      await picture('24-graph-keyboard');
      await page.keyboard.press('Enter');
      await lineIs(61);
    });

    visit('is saved as a file of its own', async () => {
      await graph.getByRole('button', { name: 'Export' }).click();
      await page.locator('.quick-input-widget:visible').waitFor();
      await page.keyboard.press('Enter');
      await page
        .getByRole('treeitem', { name: /^triage.svg/ })
        .first()
        .waitFor();
    });

    visit('can be read as a list', async () => {
      await graph.getByRole('button', { name: 'List' }).click();
      await graph.locator('#list button[data-id="decide"]').waitFor();
      await picture('25-graph-list');
      await graph.getByRole('button', { name: 'List' }).click();
    });

    visit('wears the colours of the theme', async () => {
      for (const [theme, kind] of themes) {
        await host.runCommand(page, 'Preferences: Color Theme');
        await host.answer(page, theme);
        await graph.locator(`body.vscode-${kind}`).waitFor();
        await picture(`26-graph-${kind}`);
      }
    });

    visit('says in words why there is no graph', async () => {
      await host.runCommand(page, 'View: Focus First Editor Group');
      await host.openFile(page, 'session.json');
      await graph.getByText('A Session document has no steps, and therefore no graph.').waitFor();
      await picture('27-graph-none');
    });
  },
);
