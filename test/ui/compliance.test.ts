/**
 * From an empty side bar to a finding that is no more: the demo account, its compliance, a remediation with its preview.
 * Pictures are left in `.vscode-test/screenshots`.
 */

import { after, before, describe } from 'node:test';
import type { Page } from './host.ts';
import { foldOthers, openVisit, until, type Visit } from './visit.ts';
import { writing } from './writing.ts';

describe('compliance in the side bar', { timeout: 600_000 }, () => {
  let opened: Visit;
  let page: Page;

  before(async () => {
    opened = await openVisit();
    page = opened.page;
  });
  after(() => opened?.close());

  const { visit, picture } = writing(() => page);
  const row = (words: string | RegExp) => page.locator('.pane-body .monaco-list-row').filter({ hasText: words });

  visit('begins with a choice: the demo account, or one of your own', async () => {
    await page.locator('.activitybar a[aria-label^="Opswright"]').first().click();
    await page.getByRole('button', { name: 'Try the Demo Account' }).first().waitFor();
    await picture('70-welcome');
  });

  visit('shows the rules that are broken, and by what', async () => {
    await page.getByRole('button', { name: 'Try the Demo Account' }).first().click();
    await row(/^Non-compliant/)
      .first()
      .waitFor();
    await foldOthers(page, 'Compliance');
    const rule = row(/^restricted-ssh/).first();
    await rule.waitFor();
    await until(row(/EC2 SecurityGroup/).first(), () => rule.click());
    await picture('71-compliance');
  });

  visit('shows what a resource was before it changed, and who changed it', async () => {
    const finding = row(/EC2 SecurityGroup/).first();
    await until(row(/^History/).first(), () => finding.click());
    await until(row(/changed|recorded|discovered/).first(), () =>
      row(/^History/)
        .first()
        .click(),
    );
    await row(/changed|recorded|discovered/)
      .first()
      .click();
    await page.locator('.view-line').filter({ hasText: 'ResourceDiscovered' }).first().waitFor();
    await picture('72-change');
  });

  visit('remediates a finding after it was shown what will run, and the finding is gone', async () => {
    await row(/^restricted-ssh/)
      .first()
      .click();
    const rule = row(/^s3-bucket-versioning-enabled/).first();
    const finding = row(/S3 Bucket/).first();
    await until(finding, () => rule.click());
    const name = ((await finding.allInnerTexts())[0] ?? '').split(/\s/)[0] ?? '';
    await finding.hover();
    const dialog = page.locator('.monaco-dialog-box');
    await until(dialog, () => finding.locator('.action-label[aria-label^="Remediate"]').click());
    await dialog.getByText('AWS-ConfigureS3BucketVersioning').first().waitFor();
    await picture('73-remediation-preview');
    await dialog.getByRole('button', { name: 'Remediate' }).first().click();
    await page.getByText('the resource was remediated').first().waitFor();
    await row(new RegExp(`^${name}.*S3 Bucket`))
      .first()
      .waitFor({ state: 'detached' });
    await picture('74-remediated');
  });
});
