/**
 * The journey of somebody who writes a run file: from an empty file, by completion. Each step leaves a picture in
 * `.vscode-test/screenshots`.
 */

import { errorsAre, host } from './host.ts';
import type { Visits } from './visit.ts';

export const runFile: Visits = ({ page, visit, picture, type, press, accept, reads }) => {
  visit('begins with its document, which brings what it needs', async () => {
    await host.openFile(page, 'web.run.yaml');
    await type('run: ');
    await press('Control+Space');
    await page.locator('.suggest-widget.visible').getByText('./triage.ssm.yaml').first().waitFor();
    await picture('60-run-documents');
    await accept('./triage.ssm.yaml');
    await reads('  InstanceIds:');
    await picture('61-run-parameters');
    await type('i-0a1b2c3d4e5f60718');
    await press('Tab');
    await type('arn:aws:sns:eu-west-1:111122223333:hosts');
    await press('Escape');
    await errorsAre(page, 0);
  });

  visit('offers the other keys, without those of commands', async () => {
    await press('Control+End', 'Enter', 'Shift+Tab');
    await press('Control+Space');
    await page.locator('.suggest-widget.visible').getByText('locations').first().waitFor();
    await picture('62-run-keys');
    await accept('version');
    await reads('version: ');
  });

  visit('tells what does not fit', async () => {
    await type('newest');
    await press('Escape', 'Escape');
    await errorsAre(page, 1);
    await picture('63-run-problems');
  });
};
