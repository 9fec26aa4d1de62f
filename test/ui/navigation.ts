/**
 * Lenses, hints, colours and rename as a person meets them. The pictures in `.vscode-test/screenshots/navigation` are there
 * to be looked at.
 */

import assert from 'node:assert/strict';
import { host } from './host.ts';
import { until, type Visits } from './visit.ts';

export const navigation: Visits = ({ page, visit, picture, lens, text }) => {
  visit('shows lenses, hints and colours', async () => {
    await host.openFile(page, 'rotate-host.ssm.yaml');
    await lens('2 references').waitFor();
    await picture('01-top');
    await host.goToLine(page, 48);
    await text('→ writeDown').waitFor();
    await picture('02-hints');
    await host.goToLine(page, 74);
    await picture('03-script');
  });

  visit('shows the references behind a lens', async () => {
    await host.goToLine(page, 5);
    const peek = page.locator('.peekview-widget');
    // The editor draws its lenses again after a jump: a click on one that is just then exchanged is lost.
    await until(peek, () => lens('2 references').click());
    await picture('04-references');
    assert.match((await peek.allInnerTexts()).join(), /\(2\)/);
    await page.keyboard.press('Escape');
  });

  visit('says why a name cannot be given, and renames', async () => {
    await host.goToLine(page, 31, 14);
    await page.keyboard.press('F2');
    await page.locator('.rename-box input:focus').first().waitFor();
    await page.keyboard.press('Control+A');
    await page.keyboard.type('drain');
    await page.keyboard.press('Enter');
    await page.getByText('"drain" is already the name of a step').first().waitFor();
    await picture('05-refused');
    await page.keyboard.press('Escape');
    await page.keyboard.press('F2');
    await page.locator('.rename-box input:focus').first().waitFor();
    await page.keyboard.press('Control+A');
    await page.keyboard.type('newDisk');
    await page.keyboard.press('Enter');
    await text('newDisk').waitFor();
    // What is out of sight is not drawn.
    await host.goToLine(page, 53);
    await text('newDisk.VolumeId').waitFor();
    await picture('06-renamed');
    await host.runCommand(page, 'File: Revert File');
  });

  visit('shows who calls a document', async () => {
    await host.openFile(page, 'DrainHost.yaml');
    await lens('2 references').waitFor();
    await host.runCommand(page, 'Calls: Show Call Hierarchy');
    await page
      .getByRole('treeitem', { name: /^rotate-host/ })
      .first()
      .waitFor();
    await picture('07-callers');
  });
};
