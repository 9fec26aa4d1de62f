/**
 * The extension as a person meets it: the packaged one, in a workbench, with mouse, keyboard and eyes.
 *
 * The tests share one workbench and follow each other like a visit does. Each leaves a picture in
 * `.vscode-test/screenshots`, which nothing compares; they are there to be looked at.
 */

import assert from 'node:assert/strict';
import { errorsAre, host, type Page } from './host.ts';
import { navigation } from './navigation.ts';
import { inWorkbench, until } from './visit.ts';

inWorkbench(
  'the extension in a workbench',
  { settings: { 'editor.minimap.enabled': false } },
  navigation,
  ({ page, visit, picture, type, reads }) => {
    visit('marks the fault in a file that is opened', async () => {
      await host.openFile(page, 'restart.yaml');
      await host.squiggles(page, 'error').first().waitFor({ state: 'attached' });
      await errorsAre(page, 1);
      await picture('01-squiggle');
    });

    visit('says what is wrong when the mouse rests on the mark', async () => {
      const text = await host.hoverText(page, host.squiggles(page, 'error'));
      await picture('02-hover');
      assert.match(text, /"strat" names no step; did you mean "start"\?/);
      assert.match(text, /opswright\(unknown-step\)/);
    });

    visit('lists it in the problems panel and counts it in the status bar', async () => {
      const panel = await host.openProblems(page);
      const row = panel.getByRole('treeitem', { name: /"strat" names no step/ }).first();
      await row.waitFor();
      await picture('03-problems');
      assert.match((await row.allInnerTexts()).join(), /opswright\s*\(?unknown-step\)?\s*\[Ln 36, Col 15\]/);
      await page.keyboard.press('Control+Shift+M');
      await panel.waitFor({ state: 'hidden' });
    });

    visit('mends it with the quick fix', async () => {
      await host.goToLine(page, 36, 16);
      // The menu goes when the editor moves below it; the light bulb is drawn once everything has come to rest.
      await page.locator('[class*=lightbulb]:visible').first().waitFor();
      const menu = page.locator('.action-widget:visible').getByText('Change to "start"');
      await until(menu, () => page.keyboard.press('Control+.'));
      await picture('04-quick-fix');
      await page.keyboard.press('Enter');
      await reads('    nextStep: start');
      await errorsAre(page, 0);
    });

    visit('says what an action is', async () => {
      await host.goToLine(page, 31, 14);
      const word = page.locator('.view-line span span').filter({ hasText: /^aws:changeInstanceState$/ });
      const text = await host.hoverText(page, word.first());
      await picture('05-hover-action');
      assert.match(text, /Starts, stops or terminates EC2 instances/);
    });

    visit('completes a key while it is typed', async () => {
      await host.goToLine(page, 31, 42);
      await page.keyboard.press('Enter');
      await type('onFail');
      const first = suggestions(page).first();
      await first.filter({ hasText: 'onFailure' }).waitFor();
      await reads('    onFail');
      await detailsOf(page);
      await picture('06-complete-key');
      await page.keyboard.press('Enter');
      await reads('    onFailure: ');
    });

    visit('completes the name of a step', async () => {
      await type('st');
      await suggestions(page).filter({ hasText: 'step:start' }).first().waitFor();
      await picture('07-complete-step');
      await page.keyboard.press('Escape');
      await host.runCommand(page, 'File: Revert File');
      await reads('    nextStep: strat');
    });

    visit('completes a reference between braces', async () => {
      await host.goToLine(page, 34, 25);
      for (let i = 0; i < 'InstanceId'.length; i++) await page.keyboard.press('Backspace');
      await type('lo');
      await suggestions(page).first().filter({ hasText: 'look.State' }).waitFor();
      await picture('08-complete-reference');
      await page.keyboard.press('Enter');
      await reads('        - "{{ look.State }}"');
      await host.runCommand(page, 'File: Revert File');
    });

    visit('shows the outline', async () => {
      await host.runCommand(page, 'Explorer: Focus on Outline View');
      // The list of files leaves it little room, and what is out of sight is not drawn.
      await page.getByRole('button', { name: /^Explorer Section/ }).click();
      const tree = page.locator('.outline-tree');
      await tree.getByRole('treeitem', { name: /^look/ }).first().waitFor();
      await picture('09-outline');
      const rows = (await tree.getByRole('treeitem').allInnerTexts()).join('\n');
      assert.match(rows, /^mainSteps\s*3 steps/m);
      assert.match(rows, /^stop\s*aws:changeInstanceState\s*1/m);
    });

    visit('says what was recognised in the language status', async () => {
      const text = await languageStatus(page);
      await picture('10-status');
      assert.match(text, /SSM Automation runbook · schema 0\.3/);
      assert.match(text, /1 error/);
    });

    visit('keeps out of the language status of other files', async () => {
      await host.openFile(page, 'garden.yaml');
      await page.locator('#status\\.editor\\.mode').waitFor();
      await page.locator('#status\\.languageStatus').waitFor({ state: 'hidden' });
      await picture('11-other-file');
    });

    visit('begins an empty document with a whole one', async () => {
      await host.openFile(page, 'new.ssm.yaml');
      await type('runb');
      const snippet = suggestions(page).filter({ hasText: 'Automation runbook' }).first();
      await snippet.waitFor();
      await picture('12-snippet');
      await snippet.click();
      await reads('mainSteps:');
      await page.keyboard.press('Escape');
      // The one of restart.yaml.
      await errorsAre(page, 1);
      await picture('13-runbook');
    });

    visit('has a walkthrough with an example', async () => {
      await host.runCommand(page, 'Welcome: Open Walkthrough...');
      await host.choose(page, 'Get started with Opswright');
      const button = page.getByRole('button', { name: 'Open an Example', exact: true });
      await page.locator('.getting-started-step').filter({ hasText: 'Fix a fault' }).first().click();
      await button.waitFor();
      await page.locator('.getting-started-media img').first().waitFor();
      await picture('14-walkthrough');
      await button.click();
      await host.squiggles(page, 'error').first().waitFor({ state: 'attached' });
      await picture('15-example');
    });
  },
);

const suggestions = (page: Page) => page.locator('.suggest-widget.visible .monaco-list-row');

/** Shows the documentation beside the completion list, if it is not shown already. */
async function detailsOf(page: Page): Promise<void> {
  const details = page.locator('.suggest-details:visible');
  if ((await details.count()) === 0) await page.keyboard.press('Control+Space');
  await details.waitFor();
}

/** What stands behind the braces in the status bar. */
async function languageStatus(page: Page): Promise<string> {
  await page.locator('#status\\.languageStatus').hover();
  const hover = page.locator('.hover-language-status').first();
  await hover.waitFor();
  return (await hover.allInnerTexts()).join('\n');
}
