/**
 * The first minutes of a newcomer, on the folder that `npm start` opens. Each step leaves a picture in
 * `.vscode-test/screenshots`.
 */

import assert from 'node:assert/strict';
import { exampleRun } from './exampleRun.ts';
import { errorsAre } from './host.ts';
import { inWorkbench } from './visit.ts';

inWorkbench(
  'the first minutes',
  { source: 'examples', settings: { 'editor.minimap.enabled': false } },
  ({ page, visit, picture, lens }) => {
    visit('begin with the fleet of the demo account beside a run file', async () => {
      await page.locator('.monaco-editor[data-uri$="/restart-service.run.yaml"]').first().waitFor();
      await page
        .getByRole('treeitem', { name: /prod-web-01/ })
        .first()
        .waitFor();
      await page.locator('.statusbar').getByText('demo').first().waitFor();
      await errorsAre(page, 0);
      assert.equal(await page.getByRole('tab', { name: /\.yaml|Welcome|README/ }).count(), 1);
      await picture('70-start');
    });

    visit('go on with a run that succeeds, after one click and a choice', async () => {
      await lens('▶ Run').click();
      await page.locator('.quick-input-widget:visible').getByText('Run under a Temporary Name').first().click();
      await page
        .locator('.notification-list-item')
        .filter({ hasText: /done on 3 nodes/ })
        .first()
        .waitFor();
      await picture('71-first-run');
    });
  },
  exampleRun,
);
