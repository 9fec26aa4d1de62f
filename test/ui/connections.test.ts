/**
 * Connections as a person meets them: chosen from the status bar with a Region, beside another one, signed out and back, closed.
 * Pictures are left in `.vscode-test/screenshots/connections`.
 */

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, describe } from 'node:test';
import { type Keys, setFaults } from '../helpers-signed.ts';
import { loadHost, type Page, root } from './host.ts';
import { foldOthers, openVisit, until, type Visit } from './visit.ts';
import { writing } from './writing.ts';

const host = await loadHost();

describe('connections in a workbench', { timeout: 600_000 }, () => {
  let account: ChildProcess | undefined;
  let opened: Visit;
  let page: Page;
  let endpoint = '';
  let keys: Keys = { accessKeyId: '', secretAccessKey: '' };
  const home = mkdtempSync(path.join(os.tmpdir(), 'opswright-home-'));
  const credentials = path.join(home, 'credentials');
  const signIn = () =>
    writeFileSync(
      credentials,
      `[crew]\naws_access_key_id = ${keys.accessKeyId}\naws_secret_access_key = ${keys.secretAccessKey}\n`,
    );

  before(async () => {
    account = fork(path.join(root, 'dist/cli.js'), ['sandbox', '--quiet', '--faults'], { silent: true });
    if (!account.stdout) throw new Error('The account says nothing');
    const [line] = await once(createInterface({ input: account.stdout }), 'line');
    const said = JSON.parse(line);
    endpoint = said.endpoint;
    keys = { accessKeyId: said.accessKeyId, secretAccessKey: said.secretAccessKey };
    signIn();
    // The workbench takes the environment over.
    process.env.AWS_SHARED_CREDENTIALS_FILE = credentials;
    process.env.AWS_CONFIG_FILE = path.join(home, 'config');
    const connections = [{ name: 'shop', profile: 'crew', region: said.region, endpoint }];
    opened = await openVisit({ 'opswright.connections': connections });
    page = opened.page;
  });
  after(async () => {
    await opened?.close();
    account?.kill();
    delete process.env.AWS_SHARED_CREDENTIALS_FILE;
    delete process.env.AWS_CONFIG_FILE;
    rmSync(home, { recursive: true, force: true });
  });

  const { visit, picture } = writing(() => page, path.join(root, '.vscode-test/screenshots/connections'));
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
    await setFaults(endpoint, keys, { Expired: true });
    await host.runCommand(page, 'Opswright: Refresh');
    await rows().filter({ hasText: 'Signed out' }).first().waitFor();
    const notice = await host.notification(page, /shop: Signed out/);
    await notice.getByRole('button', { name: 'Sign In' }).waitFor();
    await picture('07-signed-out');
    await setFaults(endpoint, keys, {});
    await until(
      rows()
        .filter({ hasText: /Amazon Linux/ })
        .first(),
      async () => signIn(),
    );
    await picture('08-back');
  });
});
