/**
 * The journey of somebody who runs a document: from an example by its lens to a finished run, and to what it printed. Each step
 * leaves a picture in `.vscode-test/screenshots`.
 */

import { host } from './host.ts';
import { until, type Visits } from './visit.ts';

export const exampleRun: Visits = ({ page, visit, picture, reads, lens }) => {
  visit('begins with the lens above it, which opens a run file', async () => {
    await host.openFile(page, 'restart-service.ssm.yaml');
    const tab = page.getByRole('tab', { name: /restart-service\.ssm\.yaml/ });
    await until(lens('Run…'), () => tab.click());
    // Two where the first click was slow to open it.
    const file = page.getByRole('tab', { name: /restart-service-2\.run\.yaml/ }).first();
    await until(file, () => lens('Run…').click());
    await reads('parameters:');
    await picture('80-run-file');
  });

  visit('is sent by the run file of the examples, and says how it ended', async () => {
    const tab = page.getByRole('tab', { name: /restart-service\.run\.yaml/ });
    if (!(await tab.isVisible())) await host.openFile(page, 'restart-service.run.yaml');
    await tab.click();
    await reads('comment: Takes in the new configuration');
    const asked = page.locator('.quick-input-widget:visible').getByText('Run under a Temporary Name');
    // The run file of the visit before stands beside it, with a lens of its own.
    const editor = page.locator('.monaco-editor').filter({ hasText: 'configuration' });
    await until(asked, () => editor.locator('.codelens-decoration a').filter({ hasText: '▶ Run' }).first().click());
    await picture('82-run-asked');
    await asked.click();
    await host.notification(page, /restart-service.*(done|failed)/, 60_000);
    await picture('83-run-ended');
  });

  visit('stands in the Runs view, with its nodes', async () => {
    await host.openView(page, 'Opswright');
    const line = host.treeItem(page, 'Runs', 'restart-service');
    await line.waitFor();
    await host.expand(page, 'Runs', 'restart-service');
    await picture('85-runs-view');
  });
};
