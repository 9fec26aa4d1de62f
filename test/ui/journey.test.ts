/**
 * The journey of somebody who writes a runbook: from an empty file, almost entirely by completion, to its graph. Each step
 * leaves a picture in `.vscode-test/screenshots`.
 */

import { errorsAre, host } from './host.ts';
import { packJourney } from './packJourney.ts';
import { runFile } from './runFile.ts';
import { inWorkbench } from './visit.ts';

inWorkbench(
  'writing from an empty file',
  { settings: { 'editor.minimap.enabled': false, 'editor.stickyScroll.enabled': false } },
  ({ page, visit, picture, type, press, accept, reads }) => {
    visit('begins with a whole runbook', async () => {
      await host.openFile(page, 'new.ssm.yaml');
      await press('Control+Space');
      await page.locator('.suggest-widget.visible').waitFor();
      await picture('30-journey-empty');
      await accept('Automation runbook');
      await reads('mainSteps:');
      await type('Stops an instance after a while.');
      await press('Tab');
      await type('rest');
      await page.locator('.suggest-widget.visible').waitFor({ state: 'hidden' });
      await press('Tab');
      await type('PT10M');
      await press('Escape');
      await reads('description: Stops an instance after a while.');
      await errorsAre(page, 0);
      await picture('31-journey-skeleton');
    });

    visit('declares a parameter', async () => {
      await host.goToLine(page, 7, 80);
      await press('Enter', 'Shift+Tab');
      await type('InstanceId:');
      await press('Enter');
      await accept('type');
      await accept('AWS::EC2::Instance::Id');
      await reads('    type: AWS::EC2::Instance::Id');
      await picture('32-journey-parameter');
    });

    visit('adds a step whose inputs come along', async () => {
      await press('Control+End');
      await type('  - ');
      await accept('name');
      await type('stop');
      await press('Escape', 'Enter');
      await accept('action');
      await type('change');
      await picture('33-journey-action');
      await accept('aws:changeInstanceState');
      await reads('    action: aws:changeInstanceState');
      await picture('34-journey-inputs');
    });

    visit('fills in the inputs', async () => {
      await press('Control+Space');
      await accept('{{ InstanceId }}');
      await press('Tab');
      await press('Control+Space');
      await accept('stopped');
      await press('Escape');
      await reads('      DesiredState: stopped');
      await errorsAre(page, 0);
      await picture('35-journey-filled');
    });

    visit('leads the first step to it', async () => {
      await host.goToLine(page, 14, 80);
      await press('Enter', 'Shift+Tab');
      await accept('nextStep');
      await accept('stop');
      await reads('    nextStep: stop');
      await errorsAre(page, 0);
      await picture('36-journey-next');
    });

    visit('follows the reference to the step', async () => {
      await press('F12');
      await page.locator('#status\\.editor\\.selection').filter({ hasText: 'Ln 16,' }).waitFor();
    });

    visit('renames the step everywhere', async () => {
      await press('F2');
      const box = page.locator('.rename-box input:focus');
      await box.waitFor();
      await type('stopInstance');
      await picture('37-journey-rename');
      await press('Enter');
      await reads('  - name: stopInstance');
      await reads('    nextStep: stopInstance');
      await errorsAre(page, 0);
    });

    visit('mends a slip with the light bulb', async () => {
      await host.goToLine(page, 15, 80);
      await press('Backspace', 'Escape');
      await errorsAre(page, 1);
      await press('Control+.');
      const fix = page.locator('.action-widget:visible').getByText('Change to "stopInstance"');
      await fix.waitFor();
      await picture('38-journey-fix');
      await press('Enter');
      await reads('    nextStep: stopInstance');
      await errorsAre(page, 0);
    });

    visit('shows the graph of what was written', async () => {
      await page.getByRole('button', { name: 'Show Graph' }).first().click();
      const graph = await host.webviewWith(page, '.node[data-id="stopInstance"]');
      await graph.locator('.node[data-id="rest"][aria-current]').waitFor();
      await picture('39-journey-graph');
    });

    visit('begins another document from a template', async () => {
      await press('Control+1');
      await host.runCommand(page, 'Opswright: New Document');
      await page
        .locator('.quick-input-widget:visible')
        .getByRole('option', { name: /^Branch/ })
        .waitFor();
      await picture('40-new-document');
      await host.choose(page, 'Call an API and wait');
      await host.choose(page, 'YAML');
      await reads('      Api: CreateSnapshot');
      await errorsAre(page, 0);
      await picture('41-new-template');
    });
  },
  packJourney,
  runFile,
);
