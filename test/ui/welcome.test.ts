/**
 * The first minutes of a newcomer, on the folder that `npm start` opens. Each step leaves a picture in
 * `.vscode-test/screenshots`.
 */

import assert from 'node:assert/strict';
import { after, before, describe } from 'node:test';
import { errorsAre, type Page } from './host.ts';
import { openVisit, type Visit } from './visit.ts';
import { writing } from './writing.ts';

describe('the first minutes', { timeout: 600_000 }, () => {
  let opened: Visit;
  let page: Page;

  before(async () => {
    opened = await openVisit({ 'editor.minimap.enabled': false }, 'examples');
    page = opened.page;
  });
  after(() => opened?.close());

  const { visit, picture } = writing(() => page);

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
    await page.locator('.codelens-decoration a').getByText('▶ Run').first().click();
    await page.locator('.quick-input-widget:visible').getByText('Run under a Temporary Name').first().click();
    await page
      .locator('.notification-list-item')
      .filter({ hasText: /done on 3 nodes/ })
      .first()
      .waitFor();
    await picture('71-first-run');
  });
});
