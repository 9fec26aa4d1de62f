/** A workbench with the packaged extension on a copy of a folder. */

import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { type Locator, loadHost, type Page, root } from './host.ts';

export interface Visit {
  page: Page;
  /** Leaves no process and no file behind. */
  close(): Promise<void>;
}

const fixtures = 'test/fixtures/workspace';
// In a browser VS Code would save what is typed after a second, and change the fixtures for the tests that follow.
const settings = { 'files.autoSave': 'off' };

/**
 * @param source - the folder that is copied, from the root of the repository.
 * @param files - texts that are written into it, by their names.
 * @param env - for the extension, on top of the environment.
 */
export async function openVisit(
  more: Record<string, unknown> = {},
  source = fixtures,
  files: Record<string, string> = {},
  env: Record<string, string> = {},
): Promise<Visit> {
  const { openWorkbench } = await loadHost();
  const folder = await mkdtemp(path.join(os.tmpdir(), 'opswright-ui-'));
  const forget = () => rm(folder, { recursive: true, force: true, maxRetries: 5 });
  try {
    // The window shows the name.
    const workspace = path.join(folder, 'operations');
    await cp(path.join(root, source), workspace, { recursive: true });
    if (source === fixtures)
      for (const name of ['new.ssm.yaml', 'web.run.yaml']) await writeFile(path.join(workspace, name), '');
    for (const [name, text] of Object.entries(files)) await writeFile(path.join(workspace, name), text);
    const vsix = path.join(root, 'dist/opswright.vsix');
    const { page, close } = await openWorkbench({ folder: workspace, vsix, settings: { ...settings, ...more }, env });
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
