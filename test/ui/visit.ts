/**
 * A workbench with the packaged extension on a copy of a folder, for the visits of a suite, which follow each other; and what
 * somebody does there whom the workbench may not hear at once.
 */

import assert from 'node:assert/strict';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe } from 'node:test';
import { host, type Locator, type Page, root } from './host.ts';
import { type Parts, partsOf } from './parts.ts';
import { type PretendAccount, startAccount } from './pretendAccount.ts';
import { type Writing, writing } from './writing.ts';

/** Where a visit takes place. */
export interface Place {
  settings?: Record<string, unknown>;
  /** The folder that is copied, from the root of the repository. */
  source?: string;
  /** Texts that are written into it, by their names. */
  files?: Record<string, string>;
  /** For the extension, on top of the environment. */
  env?: Record<string, string>;
  /** Options of the pretend account that the workbench is connected to; there is none without. */
  account?: string[];
  /** How it is connected, if not with the keys of the account in the environment. */
  connect?(account: PretendAccount): Pick<Place, 'settings' | 'env'>;
  /** The folder of its pictures in `.vscode-test/screenshots`. */
  pictures?: string;
}

/** What visits are declared with. Its page and account are there once they run. */
export interface Visitor extends Writing, Parts {
  page: Page;
  account: PretendAccount;
}

const fixtures = 'test/fixtures/workspace';
// In a browser VS Code would save what is typed after a second, and change the fixtures for the tests that follow.
const usual = { 'files.autoSave': 'off' };

/** Declares visits that follow each other. */
export type Visits = (visitor: Visitor) => void;

/**
 * A suite whose visits share a workbench, which leaves no process and no file behind.
 *
 * @param parts - those of the suite, and of others that the place will do for: most of the time of a short one goes into opening
 * a workbench. What one leaves open is closed for the next.
 */
export function inWorkbench(title: string, place: Place, ...parts: Visits[]): void {
  describe(title, { timeout: 600_000 }, () => {
    let opened: Awaited<ReturnType<typeof openVisit>> | undefined;
    let account: PretendAccount | undefined;
    before(async () => {
      account = place.account && (await startAccount(...place.account));
      const connected = account && (place.connect ?? byKeys)(account);
      const settings = { ...connected?.settings, ...place.settings };
      opened = await openVisit({ ...place, settings, env: { ...connected?.env, ...place.env } });
    });
    after(async () => {
      await opened?.close();
      account?.end();
    });
    const page = later(() => opened?.page);
    const screenshots = path.join(root, '.vscode-test/screenshots', place.pictures ?? '');
    const visitor = { page, account: later(() => account), ...writing(page, screenshots), ...partsOf(page) };
    for (const [at, declare] of parts.entries()) {
      if (at > 0) visitor.visit('begins anew', () => clear(page));
      declare(visitor);
    }
  });
}

/** Closes all texts, saves none, and takes all messages away. */
async function clear(page: Page): Promise<void> {
  await host.runCommand(page, 'Notifications: Clear All Notifications');
  await host.runCommand(page, 'View: Close All Editors');
  const refusal = page.locator('.monaco-dialog-box').getByRole('button', { name: "Don't Save" });
  const tabs = page.locator('.tabs-container .tab');
  for (const end = Date.now() + 60_000; (await tabs.count()) > 0; await page.waitForTimeout(50)) {
    assert.ok(Date.now() < end, 'Texts stay open');
    if (await refusal.isVisible()) await refusal.click();
  }
}

/** Stands for what is there later. */
function later<T extends object>(get: () => T | undefined): T {
  return new Proxy({} as T, {
    get(_, key) {
      const there = get();
      if (!there) throw new Error(`Nothing is open yet that has ${String(key)}`);
      const value: unknown = Reflect.get(there, key);
      return typeof value === 'function' ? value.bind(there) : value;
    },
  });
}

/** Under the name `shop`. */
export function byKeys({ endpoint, region, keys }: PretendAccount): Pick<Place, 'settings' | 'env'> {
  return {
    settings: { 'opswright.connections': [{ name: 'shop', region, endpoint }], 'opswright.connection': 'shop' },
    env: { AWS_ACCESS_KEY_ID: keys.accessKeyId, AWS_SECRET_ACCESS_KEY: keys.secretAccessKey },
  };
}

/** A workbench that its caller closes. */
export async function openVisit({ settings, source = fixtures, files = {}, env = {} }: Place = {}): Promise<{
  page: Page;
  close(): Promise<void>;
}> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'opswright-ui-'));
  const forget = () => rm(folder, { recursive: true, force: true, maxRetries: 5 });
  try {
    // The window shows the name.
    const workspace = path.join(folder, 'operations');
    await cp(path.join(root, source), workspace, { recursive: true });
    if (source === fixtures)
      for (const name of ['new.ssm.yaml', 'web.run.yaml']) await writeFile(path.join(workspace, name), '');
    for (const [name, text] of Object.entries(files)) await writeFile(path.join(workspace, name), text);
    const { page, close } = await host.openWorkbench({
      ...{ folder: workspace, settings: { ...usual, ...settings }, env },
      ...packaged(),
    });
    // For a machine that is busy with something else.
    page.setDefaultTimeout(60_000);
    // A palette that is opened before the extension is known does not offer its commands, not even later.
    await page
      .locator('.activitybar a[aria-label^="Opswright"]')
      .first()
      .waitFor()
      .catch((error) => close().then(() => Promise.reject(error)));
    return { page, close: () => close().finally(forget) };
  } catch (error) {
    await forget();
    throw error;
  }
}

/** The package, or the folder where `tools/host.mjs` has installed it once for all suites. */
function packaged(): { vsix: string } | { extensionsDir: string } {
  const { OPSWRIGHT_EXTENSIONS: extensionsDir } = process.env;
  return extensionsDir ? { extensionsDir } : { vsix: path.join(root, 'dist/opswright.vsix') };
}

/** Acts again until what it brings is there: a menu or a lens that is just then drawn again loses what was done to it. */
export async function until(wanted: Locator, act: () => Promise<unknown>): Promise<void> {
  for (let left = 5; ; left--) {
    await act();
    try {
      return await wanted.waitFor({ timeout: 5000 });
    } catch (error) {
      if (left === 0) throw error;
    }
  }
}

/** Folds the views beside the one that is looked at: a tree draws only the rows that there is room for. */
export async function foldOthers(page: Page, view: string): Promise<void> {
  for (const other of ['Documents', 'Fleet', 'Runs', 'Tunnels', 'Compliance']) {
    if (other === view) continue;
    const header = page.locator(`.pane-header[aria-expanded="true"][aria-label^="${other}"]`);
    for (let left = 5; left > 0 && (await header.count()) > 0; left--) await header.first().locator('.title').click();
  }
}

/** Picks an entry of the menu of a line, and waits for what it brings. */
export async function pickFromMenu(page: Page, line: Locator, entry: string, brings: Locator): Promise<void> {
  const item = page.getByRole('menuitem', { name: entry }).first();
  await until(brings, async () => {
    if (!(await item.isVisible())) await line.click({ button: 'right' });
    // A menu takes no click in its first moment, and goes when the view is drawn anew.
    const soon = { timeout: 2000 };
    await item
      .hover(soon)
      .then(() => item.click(soon))
      .catch(() => undefined);
  });
}
