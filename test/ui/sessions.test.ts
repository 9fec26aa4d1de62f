/**
 * Sessions as a person meets them, on a pretend account: a terminal on a node from the Fleet view, its end and its second
 * beginning, what could keep a session away, and a tunnel whose page the browser opens. Each leaves a picture in
 * `.vscode-test/screenshots/sessions`, to be looked at.
 */

import assert from 'node:assert/strict';
import { host, type Locator } from './host.ts';
import { home, sessionDialogs } from './sessionDialogs.ts';
import { inWorkbench } from './visit.ts';

inWorkbench(
  'sessions in a workbench',
  {
    pictures: 'sessions',
    account: ['--faults', '--nodes', '5'],
    // Drawn as text of the page, so that it can be read.
    settings: { 'terminal.integrated.gpuAcceleration': 'off' },
    env: { HOME: home },
  },
  ({ page, visit, picture, row, question, terminalShows: shows }) => {
    let node = '';
    const nameOf = async (option: Locator) => (await option.locator('.label-name').allInnerTexts()).join('');

    visit('open a terminal on a node that is picked', async () => {
      await host.openView(page, 'Opswright');
      await row(/i-\w+/).waitFor();
      await host.runCommand(page, 'Opswright: Start Session');
      // Not one of the palette, which is still there for a moment: nodes have ids.
      const first = page
        .locator('.quick-input-widget:visible')
        .getByRole('option')
        .filter({ hasText: /i-[0-9a-f]{8}/ });
      await first.first().waitFor();
      // The list is drawn anew when more nodes come.
      for (const end = Date.now() + 60_000; node === ''; node = await nameOf(first.first()))
        assert.ok(Date.now() < end, 'No node has a name');
      await picture('01-pick');
      await page.keyboard.press('Enter');
      await shows(/[#>] *$/m);
      await page.keyboard.type('hostname; echo "Grüße, 🙂"\n');
      await shows(new RegExp(node));
      await shows(/Grüße, 🙂/);
      await picture('02-terminal');
    });

    visit('tell how a session ended, and start another one with R', async () => {
      await page.keyboard.type('exit\n');
      await shows(/Press R to start another session/);
      await picture('03-ended');
      await page.keyboard.press('r');
      await shows(/another session[\s\S]*(#|>) ?/);
      await page.keyboard.type('echo again $((20+1))\n');
      await shows(/again 21/);
      await picture('04-again');
    });

    visit('find out what could keep a session away', async () => {
      await host.runCommand(page, 'Opswright: Check Session Access');
      const options = page.locator('.quick-input-widget:visible').getByRole('option');
      await options.first().waitFor();
      await host.choose(page, node);
      await page.locator('.quick-input-widget:visible').getByText('Try it: start a session').waitFor();
      await picture('05-access');
      await page.keyboard.press('Escape');
    });

    visit('forward a port, and its page opens in a browser', async () => {
      await host.runCommand(page, 'Opswright: Forward Port');
      await page.locator('.quick-input-widget:visible').getByRole('option').first().waitFor();
      await host.choose(page, node);
      await question(/HOST:PORT/).waitFor();
      await host.answer(page, '80');
      await page.locator('.quick-input-widget:visible').getByText('The port of this machine').waitFor();
      await picture('06-local-port');
      await page.keyboard.press('Enter');
      await page.locator('.quick-input-widget:visible').getByText('A name for the tunnel').waitFor();
      await host.answer(page, 'page of the node');
      const line = row(/page of the node/);
      await row(/localhost:\d+/).waitFor();
      const port = /localhost:(\d+)/.exec((await line.allInnerTexts()).join(' '))?.[1];
      const browser = await page.context().newPage();
      await browser.goto(`http://127.0.0.1:${port}/`);
      assert.equal(
        await browser
          .getByRole('heading')
          .first()
          .allInnerTexts()
          .then((texts) => texts.join('')),
        node,
      );
      await picture('08-page', browser);
      await browser.close();
      // What it has carried is drawn within a second.
      await row(/↓ \d/).waitFor();
      await picture('07-tunnel');
    });

    visit('close a tunnel from its line', async () => {
      const line = row(/page of the node/);
      await line.hover();
      await line.locator('.action-label[aria-label^="Close Tunnel"]').click();
      await row(/↓ \d/).waitFor({ state: 'detached' });
      await picture('09-closed');
    });
  },
  sessionDialogs,
);
