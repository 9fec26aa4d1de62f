import { errorsAre, host } from './host.ts';
import { pickFromMenu, until, type Visits } from './visit.ts';

/** In one line, so that the editor indents nothing. */
const waiting =
  "{ schemaVersion: '0.3', description: Waits., mainSteps: [{ name: wait, action: 'aws:sleep', isEnd: true, inputs: { Duration: PT1S } }] }";

export const documentDialogs: Visits = ({
  page,
  visit,
  picture,
  type,
  press,
  reads,
  row: line,
  notice,
  question,
  dialog,
  away,
}) => {
  /** Picks an entry of the menu of a line, and waits for what it brings. */
  async function fromMenu(words: RegExp, entry: string, brings: ReturnType<typeof line>): Promise<void> {
    await pickFromMenu(page, line(words), entry, brings);
    await away();
  }

  /** Picks an entry that has an icon before its words. */
  const take = (entry: string) =>
    page.locator('.quick-input-widget:visible .monaco-list-row').filter({ hasText: entry }).first().click();

  /** Opens a template of its name, as it is. */
  async function newText(template: string, format?: string): Promise<void> {
    await host.runCommand(page, 'Opswright: New Document');
    await host.choose(page, template);
    if (format !== undefined) await host.choose(page, format);
    await page.locator('.quick-input-widget:visible').waitFor({ state: 'hidden' });
    await page.locator('.monaco-editor.focused').first().waitFor();
  }

  visit('has nothing in sight that is of the workspace', async () => {
    const group = page.getByRole('treeitem', { name: /^In this workspace/ }).first();
    if ((await group.getAttribute('aria-expanded')) === 'true') await group.locator('.monaco-tl-twistie').click();
    await line(/^Shop-DiskReport/).waitFor();
  });

  visit('pins a document', async () => {
    await line(/^Shop-DiskReport/).hover();
    await line(/^Shop-DiskReport/)
      .getByRole('button', { name: 'Pin' })
      .click();
    await line(/^Pinned/).waitFor();
    await away();
    await picture('01-documents-pinned');
    await line(/^Shop-DiskReport/).hover();
    await line(/^Shop-DiskReport/)
      .getByRole('button', { name: 'Unpin' })
      .click();
    await line(/^Pinned/).waitFor({ state: 'detached' });
  });

  visit('says what is no tag, and takes what is', async () => {
    await fromMenu(/^Shop-DiskReport/, 'Edit Tags', question(/Tags of Shop-DiskReport/));
    await type('Team');
    await question(/"Team" is no tag/).waitFor();
    await picture('02-document-tags');
    await type('=web');
    await question(/is no tag/).waitFor({ state: 'hidden' });
    await press('Enter');
  });

  visit('asks once more before a document is everybody’s', async () => {
    await fromMenu(/^Shop-DiskReport/, 'Share', question(/Share Shop-DiskReport/));
    await picture('03-document-share');
    await host.answer(page, 'all');
    await dialog(/Share Shop-DiskReport with everybody\?/).waitFor();
    await picture('04-document-share-everybody');
    await dialog(/everybody/)
      .getByRole('button', { name: 'Cancel' })
      .click();
    await dialog(/everybody/).waitFor({ state: 'hidden' });
  });

  visit('picks a version to compare with', async () => {
    await fromMenu(/^Shop-RestartWebServer/, 'Compare with Another Version', question(/Version 3/));
    await picture('05-document-versions');
    await host.choose(page, 'Version 1');
    await page.locator('.monaco-diff-editor').first().waitFor();
    await picture('06-document-version-difference');
  });

  visit('picks a file to compare with', async () => {
    await fromMenu(/^Shop-RestartWebServer/, 'Compare with a Local File', question(/Another file/));
    await picture('07-document-file');
    await press('Escape');
  });

  visit('makes another version the default', async () => {
    await host.expand(page, 'Documents', 'Shop-RestartWebServer');
    await fromMenu(/^Version 3/, 'Make the Default Version', notice(/take version 3 now/));
    await line(/^Version 3.*default/).waitFor();
    await picture('08-document-default');
    await host.runCommand(page, 'Notifications: Clear All Notifications');
  });

  visit('says what goes with a document before it is deleted', async () => {
    await fromMenu(/^Shop-DiskReport/, 'Delete Document', dialog(/Delete Shop-DiskReport from demo\?/));
    await picture('09-document-delete');
    await dialog(/Delete/)
      .getByRole('button', { name: 'Cancel' })
      .click();
    await line(/^Shop-DiskReport/).waitFor();
    await fromMenu(/^Shop-DiskReport/, 'Delete Document', dialog(/Delete Shop-DiskReport from demo\?/));
    await dialog(/Delete Shop-DiskReport/)
      .getByRole('button', { name: 'Delete' })
      .click();
    await line(/^Shop-DiskReport/).waitFor({ state: 'detached' });
  });

  visit('asks which type a text is that fits two', async () => {
    await newText('Shell and PowerShell', 'YAML');
    await reads('mainSteps:');
    await errorsAre(page, 0);
    await host.runCommand(page, 'Opswright: Publish Document…');
    await question(/Publish in demo/).waitFor();
    await host.answer(page, 'Say-Hello');
    await question(/Type of Say-Hello/).waitFor();
    await picture('10-publish-type');
    await take('Policy');
    await question(/Say-Hello is new in demo/).waitFor();
    await picture('11-publish-version-name');
    await press('Enter');
    await notice(/Say-Hello is published in demo/).waitFor();
    await line(/^Say-Hello/).waitFor();
    await away();
    await picture('12-published-policy');
  });

  visit('asks for the files of a package, and says why they cannot be taken', async () => {
    await newText('Package manifest');
    await reads('  "schemaVersion": "2.0",');
    await errorsAre(page, 0);
    await host.runCommand(page, 'Opswright: Publish Document…');
    await question(/Publish in demo/).waitFor();
    await host.answer(page, 'Shop-Agent');
    await question(/Files of Shop-Agent: agent-linux\.zip and agent-windows\.zip/).waitFor();
    await picture('13-publish-files');
    await type('shop-packages');
    await question(/is neither an address/).waitFor();
    await picture('14-publish-files-refused');
    await host.answer(page, 's3://nobody-has-this/agent');
    await question(/Shop-Agent is new in demo/).waitFor();
    await press('Enter');
    await notice(/cannot use version 1 of Shop-Agent/).waitFor();
    await picture('15-publish-failed');
    await host.runCommand(page, 'Notifications: Clear All Notifications');
  });

  visit('asks for the type of a text that nothing tells of', async () => {
    await host.openFile(page, 'garden.yaml');
    await host.runCommand(page, 'Opswright: Publish Document…');
    await question(/Publish in demo/).waitFor();
    await press('Enter');
    await question(/Type of garden/).waitFor();
    await picture('16-publish-unknown');
    await press('Escape');
  });

  visit('runs a text that is not published, after a choice, and shows the difference of the next one', async () => {
    await host.openFile(page, 'new.ssm.yaml');
    await page.keyboard.insertText(waiting);
    await errorsAre(page, 0);
    await press('Control+S');
    await host.runCommand(page, 'Opswright: Run Document…');
    await question(/Run under a Temporary Name/).waitFor();
    await picture('17-run-publish');
    await take('Publish and Run');
    await notice(/new is published in demo, as a new document/).waitFor();
    await host.runCommand(page, 'Notifications: Clear All Notifications');
    await host.openFile(page, 'new.ssm.yaml');
    await host.goToLine(page, 1, waiting.indexOf('Waits.') + 'Waits.'.length + 1);
    await type(' Again.');
    await press('Control+S');
    await errorsAre(page, 0);
    await host.runCommand(page, 'Opswright: Run Document…');
    await question(/Run What Is Published/).waitFor();
    await picture('18-run-differs');
    await take('Publish and Run');
    await notice(/Publish new in demo as version 2\?/).waitFor();
    await page.locator('.monaco-diff-editor').first().waitFor();
    await picture('19-run-difference');
    await until(notice(/new is published in demo as version 2; the default stays version 1/), () =>
      notice(/Publish new in demo/)
        .getByRole('button', { name: 'Publish' })
        .click({ timeout: 2000 })
        .catch(() => undefined),
    );
    await picture('20-run-published');
  });
};
