/**
 * Connections as a person meets them: chosen from the status bar with a Region, beside another one, signed out and back, closed.
 * Pictures are left in `.vscode-test/screenshots/connections`.
 */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after } from 'node:test';
import { host } from './host.ts';
import type { PretendAccount } from './pretendAccount.ts';
import { foldOthers, inWorkbench, type Place, until } from './visit.ts';

const home = mkdtempSync(path.join(os.tmpdir(), 'opswright-home-'));
const credentials = path.join(home, 'credentials');

function signIn({ keys: { accessKeyId, secretAccessKey } }: PretendAccount): void {
  const lines = ['[crew]', `aws_access_key_id = ${accessKeyId}`, `aws_secret_access_key = ${secretAccessKey}`];
  writeFileSync(credentials, `${lines.join('\n')}\n`);
}

const place: Place = {
  pictures: 'connections',
  account: ['--faults'],
  connect(account) {
    signIn(account);
    const { region, endpoint } = account;
    return {
      settings: { 'opswright.connections': [{ name: 'shop', profile: 'crew', region, endpoint }] },
      env: { AWS_SHARED_CREDENTIALS_FILE: credentials, AWS_CONFIG_FILE: path.join(home, 'config') },
    };
  },
};

inWorkbench('connections in a workbench', place, ({ page, account, visit, picture }) => {
  after(() => rmSync(home, { recursive: true, force: true }));

  const status = (name: string) =>
    page.locator('#opswright\\.opswright\\.opswright\\.connection').filter({ hasText: name });
  const pick = () => page.locator('.quick-input-widget');
  const rows = () => page.getByRole('tree', { name: 'Fleet' }).getByRole('treeitem');

  visit('one is chosen among those of the settings, the demo account and the profiles', async () => {
    await host.openView(page, 'Opswright');
    await host.runCommand(page, 'Opswright: Choose Connection');
    await pick().getByText('access key').first().waitFor();
    await picture('01-choose');
    await host.choose(page, 'shop');
    await status('shop').waitFor();
    await foldOthers(page, 'Fleet');
    await rows().first().waitFor();
    await picture('02-connected');
  });

  visit('another Region is asked for, and any can be typed', async () => {
    await status('shop').click();
    await host.choose(page, 'Another Region');
    await host.choose(page, 'crew');
    await pick().getByText('ap-east-1').first().waitFor();
    await picture('03-regions');
    await page.keyboard.type('xx-new-1');
    await pick().getByText('as typed').first().waitFor();
    await picture('04-region-typed');
    await page.keyboard.press('Escape');
    await pick().waitFor({ state: 'hidden' });
    await status('shop').waitFor();
  });

  visit('two stand side by side, and one is closed from its line', async () => {
    await status('shop').click();
    await host.choose(page, 'demo');
    await status('demo').waitFor();
    const top = rows()
      .filter({ hasText: /^\s*demo/ })
      .first();
    await top.waitFor();
    await picture('05-side-by-side');
    const close = page.getByRole('menuitem', { name: 'Close Connection' }).first();
    await until(close, () => top.click({ button: 'right' }));
    await close.hover();
    await picture('06-menu');
    await close.click();
    await status('shop').waitFor();
    await top.waitFor({ state: 'hidden' });
  });

  visit('one that is signed out says so once, and goes on when somebody has signed in', async () => {
    await account.goWrong({ Expired: true });
    await host.runCommand(page, 'Opswright: Refresh');
    await rows().filter({ hasText: 'Signed out' }).first().waitFor();
    const notice = await host.notification(page, /shop: Signed out/);
    await notice.getByRole('button', { name: 'Sign In' }).waitFor();
    await picture('07-signed-out');
    await account.goWrong({});
    await until(
      rows()
        .filter({ hasText: /Amazon Linux/ })
        .first(),
      async () => signIn(account),
    );
    await picture('08-back');
  });
});
