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

  visit('shows the configuration of a resource, and the definition of its rule', async () => {
    const configuration = row(/^Configuration/).first();
    await until(page.locator('.view-line').filter({ hasText: 'resourceId' }).first(), () => configuration.click());
    await picture('72-configuration');
    const rule = row(/^restricted-ssh/).first();
    const definition = page.getByRole('menuitem', { name: 'Open Definition' }).first();
    await until(definition, () => rule.click({ button: 'right' }));
    await definition.hover();
    await picture('72-rule-menu');
    await definition.click();
    await page.locator('.view-line').filter({ hasText: 'INCOMING_SSH_DISABLED' }).first().waitFor();
    await picture('72-definition');
  });

  visit('evaluates a rule when asked, and says so when that is too early', async () => {
    const rule = row(/^restricted-ssh/).first();
    const evaluate = rule.locator('.action-label[aria-label^="Evaluate Now"]');
    await rule.hover();
    const progress = page.locator('.notifications-toasts').getByText('Evaluating restricted-ssh').first();
    await until(progress, () => evaluate.click());
    await picture('72-evaluating');
    await progress.waitFor({ state: 'detached' });
    await rule.hover();
    const refusal = page.getByRole('button', { name: 'Wait and Evaluate' }).first();
    await until(refusal, () => evaluate.click());
    await picture('72-evaluated-too-early');
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
    // Who turns away changes nothing.
    await dialog.getByRole('button', { name: 'Cancel' }).first().click();
    await dialog.waitFor({ state: 'detached' });
    await finding.hover();
    await until(dialog, () => finding.locator('.action-label[aria-label^="Remediate"]').click());
    await dialog.getByRole('button', { name: 'Remediate' }).first().click();
    await page.getByText('the resource was remediated').first().waitFor();
    await row(new RegExp(`^${name}.*S3 Bucket`))
      .first()
      .waitFor({ state: 'detached' });
    await picture('74-remediated');
  });

  visit('shows resources, packs and what Systems Manager keeps', async () => {
    await row(/^access-keys-rotated/)
      .first()
      .click();
    await page.keyboard.press('Home');
    const part = (words: RegExp) => row(words).first();
    await until(part(/^Conformance packs/), () => part(/^Config rules/).click());
    await until(part(/^storage-baseline/), () => part(/^Conformance packs/).click());
    await until(part(/^buckets-keep-versions/), () => part(/^storage-baseline/).click());
    await until(part(/^Patches\s*\d/), () => part(/^Patches and associations/).click());
    await picture('75-parts');
    await part(/^storage-baseline/).click();
    await until(part(/breaks \d+ rule/), () => part(/^Resources with findings/).click());
    await picture('76-resources');
  });
});
