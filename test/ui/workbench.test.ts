/**
 * The extension as a person meets it: the packaged one, in a workbench, with mouse, keyboard and eyes.
 *
 * The tests share one workbench and follow each other like a visit does. Each leaves a picture in
 * `.vscode-test/screenshots`, which nothing compares; they are there to be looked at.
 */

import assert from 'node:assert/strict';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { loadHost, type Page, type Workbench } from './host.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const screenshots = path.join(root, '.vscode-test/screenshots');
// In a browser VS Code would save what is typed after a second, and mend the fixtures for the tests that follow.
const settings = { 'files.autoSave': 'off' };
const host = await loadHost();

describe('the extension in a workbench', { timeout: 300_000 }, () => {
  let workbench: Workbench;
  let page: Page;
  let folder: string;

  before(async () => {
    await rm(screenshots, { recursive: true, force: true });
    await mkdir(screenshots, { recursive: true });
    folder = await mkdtemp(path.join(os.tmpdir(), 'opswright-ui-'));
    const workspace = path.join(folder, 'operations');
    await cp(path.join(root, 'test/fixtures/workspace'), workspace, { recursive: true });
    await writeFile(path.join(workspace, 'new.ssm.yaml'), '');
    workbench = await host.openWorkbench({ folder: workspace, vsix: path.join(root, 'dist/opswright.vsix'), settings });
    page = workbench.page;
  });

  after(async () => {
    await workbench?.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  const picture = (name: string) => page.screenshot({ path: path.join(screenshots, `${name}.png`) });

  /** A test that leaves a picture of where it failed. */
  const visit = (title: string, run: () => Promise<void>, skip = false) =>
    it(title, { skip }, async () => {
      try {
        await run();
      } catch (error) {
        await picture(`failed - ${title}`);
        throw error;
      }
    });

  visit('marks the fault in a file that is opened', async () => {
    await host.openFile(page, 'restart.yaml');
    await host.squiggles(page, 'error').first().waitFor({ state: 'attached' });
    await host.waitForProblems(page, 1);
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
    assert.match((await row.allInnerTexts()).join(), /opswright\s*\(?unknown-step\)?\s*\[Ln 35, Col 15\]/);
    await page.keyboard.press('Control+Shift+M');
    await panel.waitFor({ state: 'hidden' });
  });

  visit('mends it with the quick fix', async () => {
    await host.goToLine(page, 35, 16);
    await page.keyboard.press('Control+.');
    const menu = page.locator('.action-widget:visible');
    await menu.getByText('Change to "start"').waitFor();
    await picture('04-quick-fix');
    await page.keyboard.press('Enter');
    await lineBecomes(page, '    nextStep: start');
    await host.waitForProblems(page, 0);
  });

  visit('says what an action is', async () => {
    await host.goToLine(page, 30, 14);
    const word = page.locator('.view-line span span').filter({ hasText: /^aws:changeInstanceState$/ });
    const text = await host.hoverText(page, word.first());
    await picture('05-hover-action');
    assert.match(text, /Starts, stops or terminates EC2 instances/);
  });

  visit('completes a key while it is typed', async () => {
    await host.goToLine(page, 30, 42);
    await page.keyboard.press('Enter');
    await page.keyboard.type('onFail', { delay: 30 });
    const first = suggestions(page).first();
    await first.filter({ hasText: 'onFailure' }).waitFor();
    await detailsOf(page);
    await picture('06-complete-key');
    await page.keyboard.press('Enter');
    await lineBecomes(page, '    onFailure: ');
  });

  visit('completes the name of a step', async () => {
    await page.keyboard.type('st', { delay: 30 });
    await suggestions(page).filter({ hasText: 'step:start' }).first().waitFor();
    await picture('07-complete-step');
    await page.keyboard.press('Escape');
    await host.runCommand(page, 'File: Revert File');
    await lineBecomes(page, '    nextStep: strat');
  });

  visit('completes a reference between braces', async () => {
    await host.goToLine(page, 33, 25);
    for (let i = 0; i < 'InstanceId'.length; i++) await page.keyboard.press('Backspace');
    await page.keyboard.type('lo', { delay: 30 });
    await suggestions(page).first().filter({ hasText: 'look.State' }).waitFor();
    await picture('08-complete-reference');
    await page.keyboard.press('Enter');
    await lineBecomes(page, '        - "{{ look.State }}"');
    await host.runCommand(page, 'File: Revert File');
  });

  visit('shows the outline', async () => {
    await host.runCommand(page, 'Explorer: Focus on Outline View');
    // The list of files leaves it little room, and what is out of sight is not drawn.
    await page.getByRole('button', { name: /^Explorer Section/ }).click();
    const tree = page.locator('.outline-tree');
    await tree.getByRole('treeitem', { name: /^look/ }).first().waitFor();
    await picture('09-outline');
    const rows = (await tree.getByRole('treeitem').allInnerTexts()).map((row) => row.replace(/\s+/g, ' ').trim());
    assert.ok(rows.includes('mainSteps 3 steps') && rows.includes('stop aws:changeInstanceState'), rows.join('\n'));
  });

  visit('says what was recognised in the language status', async () => {
    const text = await languageStatus(page);
    await picture('10-status');
    assert.match(text, /SSM Automation runbook · schema 0\.3/);
    assert.match(text, /1 error/);
  });

  visit('keeps out of the language status of other files', async () => {
    await host.openFile(page, 'compose.yaml');
    await page.locator('#status\\.editor\\.mode').waitFor();
    await page.locator('#status\\.languageStatus').waitFor({ state: 'hidden' });
    await picture('11-other-file');
  });

  visit('begins an empty document with a snippet', async () => {
    await host.openFile(page, 'new.ssm.yaml');
    await page.keyboard.type('runb', { delay: 30 });
    await suggestions(page).first().filter({ hasText: 'runbook' }).waitFor();
    await picture('12-snippet');
    await page.keyboard.press('Enter');
    await lineBecomes(page, 'mainSteps:');
    await page.keyboard.press('Escape');
    await host.waitForProblems(page, 0);
    await picture('13-runbook');
  });

  visit('has a walkthrough with an example', async () => {
    await host.runCommand(page, 'Welcome: Open Walkthrough...');
    await host.choose(page, 'Get started with Opswright');
    const button = page.getByRole('button', { name: 'Open an Example', exact: true });
    await button.waitFor();
    await host.webviewWith(page, 'h2');
    await picture('14-walkthrough');
    await button.click();
    await host.squiggles(page, 'error').first().waitFor({ state: 'attached' });
    await picture('15-example');
  });

  const wanted = process.env.OPSWRIGHT_SCREENSHOT === '1';
  visit(
    'makes the picture of the README',
    async () => {
      await host.runCommand(page, 'View: Close All Editor Groups');
      await host.openFile(page, 'patch-web-servers.ssm.yaml');
      await host.waitForProblems(page, 2);
      const panel = await host.openProblems(page);
      await panel
        .getByRole('treeitem', { name: /VolumId/ })
        .first()
        .waitFor();
      await page
        .locator('.outline-tree')
        .getByRole('treeitem', { name: /^installPatches/ })
        .first()
        .waitFor();
      await host.goToLine(page, 28);
      await host.hoverText(page, host.squiggles(page, 'error').first());
      await page.screenshot({ path: path.join(root, 'media/screenshot.png') });
      await picture('16-readme');
    },
    !wanted,
  );
});

const suggestions = (page: Page) => page.locator('.suggest-widget.visible .monaco-list-row');

/** Shows the documentation beside the completion list, if it is not shown already. */
async function detailsOf(page: Page): Promise<void> {
  const details = page.locator('.suggest-details:visible');
  if ((await details.count()) === 0) await page.keyboard.press('Control+Space');
  await details.waitFor();
}

/** Waits until a line of the editor in front reads so. An editor shows spaces as ones that do not break. */
async function lineBecomes(page: Page, wanted: string): Promise<void> {
  const words = wanted.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll(' ', '[ \\u00a0]');
  await page
    .locator('.view-line')
    .filter({ hasText: new RegExp(`^${words}$`) })
    .first()
    .waitFor();
}

/** What stands behind the braces in the status bar. */
async function languageStatus(page: Page): Promise<string> {
  await page.locator('#status\\.languageStatus').hover();
  const hover = page.locator('.hover-language-status').first();
  await hover.waitFor();
  return (await hover.allInnerTexts()).join('\n');
}
