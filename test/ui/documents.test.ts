/**
 * The journey of somebody who has an account: opens the demo account, looks at its documents, opens one, publishes an example
 * and a second version of it. Each step leaves a picture.
 */

import { documentDialogs } from './documentDialogs.ts';
import { host } from './host.ts';
import { foldOthers, inWorkbench, until } from './visit.ts';

inWorkbench(
  'the documents of an account',
  { pictures: 'documents', settings: { 'editor.minimap.enabled': false, 'window.commandCenter': false } },
  ({ page, visit, picture, type, press, reads, row: line, notice, question, away }) => {
    /** Takes what is proposed, once it is asked. */
    async function agree(words: string): Promise<void> {
      await question(words).waitFor();
      await press('Enter');
    }

    visit('welcomes somebody without an account', async () => {
      await page.locator('.activitybar a[aria-label^="Opswright"]').first().click();
      await page.getByRole('button', { name: 'Try the Demo Account' }).first().waitFor();
      await picture('80-documents-welcome');
    });

    visit('shows what the demo account has', async () => {
      await page.getByRole('button', { name: 'Try the Demo Account' }).first().click();
      await line(/./).waitFor();
      await foldOthers(page, 'Documents');
      await away();
      await line(/^Shop-RestartWebServer/).waitFor();
      await picture('81-documents');
    });

    visit('opens a document and its versions', async () => {
      await line(/^Shop-RestartWebServer/).click();
      await reads('schemaVersion: "0.3"');
      await host.expand(page, 'Documents', 'Shop-RestartWebServer');
      await line(/^Version 3/).waitFor();
      await picture('82-document-open');
      await away();
    });

    visit('compares the default version with the latest', async () => {
      const compare = page.getByRole('menuitem', { name: 'Compare Default with Latest' });
      await until(compare, () => line(/^Shop-RestartWebServer/).click({ button: 'right' }));
      await compare.hover();
      await picture('84-document-menu');
      await compare.click();
      await page.locator('.monaco-diff-editor').first().waitFor();
      await page.locator('.monaco-diff-editor .view-line').filter({ hasText: 'aws:sleep' }).first().waitFor();
      await picture('85-document-difference');
    });

    visit('finds documents by words', async () => {
      await host.runCommand(page, 'Opswright: Filter Documents…');
      await host.answer(page, 'restart');
      await line(/^AWS-RestartEC2Instance/).waitFor();
      await picture('86-documents-filtered');
      await host.runCommand(page, 'Opswright: Filter Documents…');
      await host.answer(page, '');
      await away();
      await line(/^Shop-DiskReport/).waitFor();
    });

    visit('publishes a document of the workspace', async () => {
      await host.openFile(page, 'triage.ssm.yaml');
      await picture('88-publish-button');
      await host.runCommand(page, 'Opswright: Publish Document…');
      await agree('Publish in demo');
      await agree('triage is new in demo');
      await notice(/triage is published/).waitFor();
      await line(/^triage\s*v1/).waitFor();
      await picture('91-published');
    });

    visit('publishes a second version, after a look at the difference', async () => {
      await press('Control+Home', 'ArrowDown', 'End');
      await type(' And more.');
      await host.runCommand(page, 'Opswright: Publish Document…');
      await agree('Publish in demo');
      await agree('A new version of triage');
      await agree('The next version of triage');
      await notice(/Publish triage in demo as version 2/).waitFor();
      await picture('93-publish-difference');
      await until(notice(/as version 2; the default now/), () =>
        notice(/Publish triage in demo/)
          .getByRole('button', { name: 'Publish' })
          .click({ timeout: 2000 })
          .catch(() => undefined),
      );
      await picture('94-published-again');
      await line(/^triage\s*v2/).waitFor();
      await host.expand(page, 'Documents', 'In this workspace');
      await line(/^triage\s*same as version 2/).waitFor();
      await away();
      await picture('95-workspace');
    });
  },
  documentDialogs,
);
