/**
 * Draws the pictures of the walkthrough and the fleet of the README anew: `OPSWRIGHT_SCREENSHOT=1 node tools/host.mjs
 * --only=ui --grep tour`, then look at them.
 */

import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { host, type Page, root } from './host.ts';
import { withPalette } from './palette.ts';
import { openVisit, until } from './visit.ts';

const settings = {
  'editor.minimap.enabled': false,
  'editor.stickyScroll.enabled': false,
  'workbench.layoutControl.enabled': false,
  'workbench.colorTheme': 'Default Dark Modern',
};

describe('the pictures of the walkthrough', {
  skip: process.env.OPSWRIGHT_SCREENSHOT !== '1',
  timeout: 600_000,
}, () => {
  let opened: Awaited<ReturnType<typeof openVisit>>;
  let page: Page;
  const row = (words: string | RegExp) =>
    page.locator('.pane-body .monaco-list-row').filter({ hasText: words }).first();

  before(async () => {
    opened = await openVisit({ settings, source: 'examples' });
    page = opened.page;
    await row('prod-web-01').waitFor();
  });
  after(() => opened?.close());

  /** Shows views of ours and folds the others. */
  async function alone(...views: string[]): Promise<void> {
    for (const each of ['Documents', 'Fleet', 'Runs', 'Compliance', 'Tunnels']) {
      const header = page.getByRole('button', { name: new RegExp(`^${each}\\b.* Section$`) }).first();
      const open = (await header.getAttribute('aria-expanded')) === 'true';
      if (open !== views.includes(each)) await header.click();
    }
  }

  async function picture(file: string, clip?: Parameters<Page['screenshot']>[0]['clip']): Promise<void> {
    const small = withPalette((await page.screenshot({ ...(clip && { clip }) })) as Buffer);
    assert.ok(small.length < 100_000, `${file} is too large`);
    await writeFile(path.join(root, 'media', file), small);
  }

  it('run', async () => {
    await alone('Fleet', 'Runs');
    await page.locator('.codelens-decoration a').getByText('▶ Run').first().click();
    await page.locator('.quick-input-widget:visible').getByText('Run under a Temporary Name').first().click();
    const runs = page.locator('.pane').filter({ has: page.getByRole('button', { name: /^Runs\b.* Section$/ }) });
    await page.getByRole('button', { name: 'Show Output' }).first().click();
    await page.locator('.view-line').filter({ hasText: 'systemd' }).first().waitFor();
    await host.runCommand(page, 'Opswright: Refresh');
    await runs.locator('.monaco-list-row').filter({ hasText: 'Takes in the new configuration' }).first().waitFor();
    await page.mouse.move(900, 860);
    await picture('fleet.png');
    await picture('walkthrough/run.png', { x: 0, y: 36, width: 720, height: 480 });
  });

  it('fleet', async () => {
    await alone('Fleet');
    await until(row('Associations'), () => row('prod-web-01').locator('.monaco-tl-twistie').click());
    await picture('walkthrough/fleet.png', { x: 0, y: 36, width: 720, height: 480 });
  });

  it('compliance', async () => {
    await alone('Compliance');
    await row('access-keys-rotated').waitFor();
    // Away from the title, which would tell itself over the lines.
    await page.mouse.move(900, 860);
    await page.locator('.workbench-hover').waitFor({ state: 'hidden' });
    await picture('walkthrough/compliance.png', { x: 0, y: 36, width: 720, height: 480 });
  });

  it('fault', async () => {
    await host.openFile(page, 'restart-instance.ssm.yaml');
    await host.squiggles(page, 'error').first().waitFor();
    await host.hoverText(page, host.squiggles(page, 'error').first());
    await picture('walkthrough/fault.png', { x: 350, y: 36, width: 720, height: 480 });
  });

  it('session', async () => {
    await alone('Fleet');
    await row('prod-web-01').click();
    await host.runCommand(page, 'Opswright: Start Session');
    await host.choose(page, 'prod-web-01');
    await page.locator('.terminal-wrapper.active .xterm-rows').filter({ hasText: /[#$]/ }).first().waitFor();
    await page.keyboard.type('systemctl status nginx\n');
    await page.waitForTimeout(2000);
    await picture('walkthrough/session.png', { x: 340, y: 420, width: 720, height: 456 });
  });
});
