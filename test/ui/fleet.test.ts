/**
 * The Fleet view as a person meets it, on a pretend account of 250 nodes: groups, filter, what is below a node, and a list
 * that goes on when it is scrolled. Each leaves a picture in `.vscode-test/screenshots/fleet`, to be looked at.
 */

import assert from 'node:assert/strict';
import { host } from './host.ts';
import { foldOthers, inWorkbench, until } from './visit.ts';

inWorkbench(
  'the Fleet view in a workbench',
  { pictures: 'fleet', account: ['--nodes', '250'] },
  ({ page, visit, picture }) => {
    const rows = () => page.getByRole('tree', { name: 'Fleet' }).getByRole('treeitem');
    const row = (label: string) => host.treeItem(page, 'Fleet', label);

    /** As many as the list has, drawn or not. */
    async function size(): Promise<number> {
      return Number(await rows().first().getAttribute('aria-setsize'));
    }

    async function group(by: string): Promise<void> {
      await host.runCommand(page, 'Opswright: Group Nodes');
      await host.choose(page, by);
    }

    visit('lists nodes with their state, id and platform', async () => {
      await host.openView(page, 'Opswright');
      await rows().first().waitFor();
      await foldOthers(page, 'Fleet');
      await rows().first().waitFor();
      await picture('01-flat');
      assert.ok((await size()) >= 101);
    });

    visit('goes on when it is scrolled to the end', async () => {
      await rows().first().click();
      await until(row('Load more'), () => page.keyboard.press('End'));
      await until(page.getByRole('tree', { name: 'Fleet' }).locator('[aria-setsize="250"]').first(), () =>
        page.keyboard.press('End'),
      );
      await page.keyboard.press('End');
      await picture('02-scrolled');
    });

    visit('shows what is on a node', async () => {
      await page.keyboard.press('Home');
      const first = await rows().first().getAttribute('aria-label');
      const name = /^[\w-]+/.exec(first ?? '')?.[0] ?? '';
      await host.expand(page, 'Fleet', name);
      await row('Patches').waitFor();
      await picture('03-node');
      for (const section of ['Recent commands', 'Inventory', 'Associations', 'Patches'])
        await host.expand(page, 'Fleet', section);
      await row('Applications').waitFor();
      await picture('04-sections');
      await host.expand(page, 'Fleet', 'Applications');
      await row('bash').waitFor();
      await picture('05-applications');
    });

    visit('says more when somebody points at a node', async () => {
      await page.keyboard.press('Home');
      const text = await host.hoverText(page, rows().first());
      await picture('06-tooltip');
      assert.match(text, /Agent/);
    });

    visit('groups by state, platform, tag and resource group', async () => {
      await group('State');
      await host.expand(page, 'Fleet', 'Connection lost');
      await rows().filter({ hasText: 'connection lost ·' }).first().waitFor();
      await picture('07-by-state');
      // More than a page is counted when somebody asks.
      const online = rows()
        .filter({ hasText: /^\s*Online\s*\d+\+\s*$/ })
        .first();
      await online.hover();
      await online.getByRole('button', { name: 'Count Nodes' }).click();
      await rows()
        .filter({ hasText: /^\s*Online\s*2\d\d\s*$/ })
        .first()
        .waitFor();
      await picture('07-counted');
      await group('Platform');
      await host.expand(page, 'Fleet', 'Ubuntu');
      await rows().filter({ hasText: 'Ubuntu 24.04' }).first().waitFor();
      await picture('08-by-platform');
      await group('Tag');
      await host.choose(page, 'Environment');
      // Not one of the nodes that were there before, whose names begin like that of the group.
      const dev = rows()
        .filter({ hasText: /^\s*dev\s*\d*\s*$/ })
        .first();
      await dev.waitFor();
      await until(rows().filter({ hasText: /^dev-/ }).first(), () => dev.locator('.monaco-tl-twistie').click());
      await picture('09-by-tag');
      await group('Resource Group');
      const store = rows()
        .filter({ hasText: /^\s*store\s*2\s*$/ })
        .first();
      await store.waitFor();
      await until(row('store-berlin-01'), () => store.locator('.monaco-tl-twistie').click());
      await picture('09-by-resource-group');
      await group('Not Grouped');
      await row('Load more').waitFor({ state: 'hidden' });
    });

    visit('filters by what is typed, and says so', async () => {
      await host.runCommand(page, 'Opswright: Filter Nodes');
      await page.locator('.quick-input-widget').getByText('part of a name').first().waitFor();
      await page.keyboard.type('Role=db');
      await page.locator('.quick-input-widget').getByText('Only the tag Role = db').first().waitFor();
      await picture('10-filter-typed');
      await page.keyboard.press('Enter');
      await page.getByText('Only the tag Role = db.').first().waitFor();
      await row('prod-app-01').waitFor({ state: 'hidden' });
      await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
      await rows().first().waitFor();
      await picture('11-filtered');
      await host.runCommand(page, 'Opswright: Show All Nodes');
    });

    visit('searches applications', async () => {
      await host.runCommand(page, 'Opswright: Search Applications');
      await page.locator('.quick-input-widget').getByText('nginx').first().waitFor();
      await picture('12-applications');
      await host.choose(page, 'nginx');
      await page.getByText('report the application "nginx"').first().waitFor();
      await row('prod-app-01').waitFor({ state: 'hidden' });
      await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
      await rows().first().waitFor();
      await picture('13-who-has-it');
      await host.runCommand(page, 'Opswright: Show All Nodes');
    });

    visit('explains why a node is not reached', async () => {
      await group('State');
      await host.expand(page, 'Fleet', 'Connection lost');
      const lost = rows()
        .filter({ hasText: /connection lost ·/ })
        .first();
      await lost.click();
      await page.keyboard.press('ArrowRight');
      const explain = page.getByRole('button', { name: "Why Can't I Reach This Node?" });
      const fact = rows()
        .filter({ hasText: /last ping/ })
        .first();
      await fact.hover();
      await picture('14-lost');
      await explain.first().click();
      const preview = await host.webviewWith(page, 'h1');
      await preview.getByText('Begin here').first().waitFor();
      await picture('15-explained');
    });
  },
);
