/**
 * The extension as a person meets it: the packaged one, in a workbench, with mouse, keyboard and eyes.
 *
 * The tests share one workbench and follow each other like a visit does. Each leaves a picture in
 * `.vscode-test/screenshots`, which nothing compares; they are there to be looked at.
 */

import assert from 'node:assert/strict';
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { loadHost, type Page, type Workbench } from './host.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const screenshots = path.join(root, '.vscode-test/screenshots');
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
    workbench = await host.openWorkbench({ folder: workspace, vsix: path.join(root, 'dist/opswright.vsix') });
    page = workbench.page;
  });

  after(async () => {
    await workbench?.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  const picture = (name: string) => page.screenshot({ path: path.join(screenshots, `${name}.png`) });

  it('marks the fault in a file that is opened', async () => {
    await host.openFile(page, 'restart.yaml');
    await host.squiggles(page, 'error').first().waitFor({ state: 'attached' });
    await host.waitForProblems(page, 1);
    await picture('01-squiggle');
  });

  it('says what is wrong when the mouse rests on the mark', async () => {
    const text = await host.hoverText(page, host.squiggles(page, 'error'));
    await picture('02-hover');
    assert.match(text, /"strat" names no step; did you mean "start"\?/);
    assert.match(text, /opswright\(unknown-step\)/);
  });

  it('explores', async () => {
    const panel = await host.openProblems(page);
    await panel.getByRole('treeitem', { name: /strat/ }).first().waitFor();
    await picture('03-problems');
    console.log(await panel.allInnerTexts());
    await host.runCommand(page, 'View: Toggle Problems');
    await host.goToLine(page, 20, 15);
    await page.keyboard.press('Control+.');
    await picture('04-fix');
    await page.keyboard.press('Escape');
    await host.goToLine(page, 15, 13);
    console.log(
      await host.hoverText(
        page,
        page
          .locator('.view-line')
          .filter({ hasText: 'action: aws:changeInstanceState' })
          .first()
          .locator('span span')
          .nth(3),
      ),
    );
    await picture('05-hover-action');
    await host.goToLine(page, 20, 20);
    for (let i = 0; i < 5; i++) await page.keyboard.press('Backspace');
    console.log(await host.completions(page));
    await picture('06-next-step');
    await page.keyboard.press('Enter');
    await picture('07-accepted');
    await host.runCommand(page, 'Explorer: Focus on Outline View');
    await picture('08-outline');
    await page.locator('#status\\.languageStatus').click();
    await picture('09-status');
    await page.keyboard.press('Escape');
    await host.runCommand(page, 'Welcome: Open Walkthrough...');
    await picture('10-choose');
    await host.choose(page, 'Get started with Opswright');
    await picture('11-walkthrough');
  });
});
