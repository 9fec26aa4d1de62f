import { errorsAre, host } from './host.ts';
import { inWorkbench, until } from './visit.ts';

inWorkbench('silencing in a workbench', { pictures: 'silence' }, ({ page, visit, picture }) => {
  visit('marks a document in a Terraform file', async () => {
    await host.openFile(page, 'main.tf');
    await host.squiggles(page, 'error').first().waitFor({ state: 'attached' });
    await errorsAre(page, 1);
    await picture('01-terraform');
  });

  visit('silences a warning in the project with the quick fix', async () => {
    await host.openFile(page, 'retired.yaml');
    await host.squiggles(page, 'warning').first().waitFor({ state: 'attached' });
    await host.goToLine(page, 9, 18);
    await page.locator('[class*=lightbulb]:visible').first().waitFor();
    const way = page.locator('.action-widget:visible').getByText('Silence "runtime-retired" in the project');
    await until(way, async () => {
      // A list that came before the problem did does not have it.
      await page.keyboard.press('Escape');
      await page.keyboard.press('Control+.');
    });
    await picture('02-ways');
    await way.click();
    await host.squiggles(page, 'warning').first().waitFor({ state: 'detached' });
    await picture('03-silenced');
  });

  visit('offers the rules that are not set yet in the configuration', async () => {
    // The one of the folder was only just written: whether the list of files has it by now is open.
    await host.openFile(page, 'quiet/.opswrightrc.yaml');
    // Behind a line that is indented: without the language, which may not be loaded yet, the editor keeps what a line has.
    await host.goToLine(page, 3, 100);
    await page.keyboard.press('Enter');
    await page.keyboard.type('missing-t', { delay: 80 });
    const offered = page.locator('.suggest-widget.visible .monaco-list-row').first();
    // The list may have gone again, or not have come, by the time it is looked for.
    await until(offered, () => page.keyboard.press('Control+Space'));
    await picture('04-rules');
  });
});
