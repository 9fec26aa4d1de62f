/** Draws the pictures of the README anew: `OPSWRIGHT_SCREENSHOT=1 node tools/host.mjs --only=ui`, then look at them. */

import assert from 'node:assert/strict';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { it } from 'node:test';
import { errorsAre, host, root } from './host.ts';
import { openVisit } from './visit.ts';

const plain = {
  'editor.minimap.enabled': false,
  'editor.stickyScroll.enabled': false,
  'workbench.layoutControl.enabled': false,
};

it('draws the picture of the README', { skip: process.env.OPSWRIGHT_SCREENSHOT !== '1' }, async () => {
  const { page, close } = await openVisit({ settings: plain });
  try {
    await host.openFile(page, 'patch-web-servers.ssm.yaml');
    await errorsAre(page, 2);
    await host.runCommand(page, 'Explorer: Focus on Outline View');
    await page.getByRole('button', { name: /^Explorer Section/ }).click();
    await page
      .locator('.outline-tree')
      .getByRole('treeitem', { name: /^waitUntilHealthy/ })
      .first()
      .waitFor();
    const panel = await host.openProblems(page);
    await panel
      .getByRole('treeitem', { name: /VolumId/ })
      .first()
      .waitFor();
    await host.goToLine(page, 30);
    assert.match(await host.hoverText(page, host.squiggles(page, 'error')), /has no output "VolumId"/);
    const file = path.join(root, 'media/screenshot.png');
    await page.screenshot({ path: file });
    assert.ok((await stat(file)).size < 300_000, 'The picture is too large for a README');
  } finally {
    await close();
  }
});

it('draws the graph of the README', { skip: process.env.OPSWRIGHT_SCREENSHOT !== '1' }, async () => {
  const { page, close } = await openVisit({ settings: plain });
  try {
    await host.openFile(page, 'triage.ssm.yaml');
    await page.getByRole('button', { name: 'Show Graph' }).first().click();
    const graph = await host.webviewWith(page, '.node.loop');
    await host.runCommand(page, 'View: Toggle Primary Side Bar Visibility');
    await host.goToLine(page, 45);
    await graph.locator('[aria-current]').first().waitFor();
    await graph.getByRole('button', { name: 'Fit' }).click();
    await page.keyboard.press('Control+1');
    await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
    const file = path.join(root, 'media/graph.png');
    await page.screenshot({ path: file });
    assert.ok((await stat(file)).size < 300_000, 'The picture is too large for a README');
  } finally {
    await close();
  }
});
