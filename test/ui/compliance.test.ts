/**
 * From an empty side bar to a finding that is no more: the demo account, its compliance, a remediation with its preview.
 * Pictures are left in `.vscode-test/screenshots`.
 */

import { foldOthers, inWorkbench, until } from './visit.ts';

inWorkbench('compliance in the side bar', {}, ({ page, visit, picture, row, text, dialog }) => {
  /** Folds or unfolds a line, where it is not so. */
  async function turn(words: RegExp, expanded: 'true' | 'false'): Promise<void> {
    await row(words).waitFor();
    if ((await row(words).getAttribute('aria-expanded')) !== expanded) await row(words).click();
    await page
      .locator(`.pane-body .monaco-list-row[aria-expanded=${expanded}]`)
      .filter({ hasText: words })
      .first()
      .waitFor();
  }

  visit('begins with a choice: the demo account, or one of your own', async () => {
    await page.locator('.activitybar a[aria-label^="Opswright"]').first().click();
    await page.getByRole('button', { name: 'Try the Demo Account' }).first().waitFor();
    await picture('70-welcome');
  });

  visit('shows the rules that are broken, and by what', async () => {
    await page.getByRole('button', { name: 'Try the Demo Account' }).first().click();
    await row(/^Non-compliant/).waitFor();
    await foldOthers(page, 'Compliance');
    const rule = row(/^restricted-ssh/);
    await rule.waitFor();
    await until(row(/EC2 SecurityGroup/), () => rule.click());
    await picture('71-compliance');
  });

  visit('shows what a resource was before it changed, and who changed it', async () => {
    const finding = row(/EC2 SecurityGroup/);
    await until(row(/^History/), () => finding.click());
    await until(row(/changed|recorded|discovered/), () => row(/^History/).click());
    await row(/changed|recorded|discovered/).click();
    await text('ResourceDiscovered').waitFor();
    await picture('72-change');
  });

  visit('shows the configuration of a resource, and the definition of its rule', async () => {
    const configuration = row(/^Configuration/);
    await until(text('resourceId'), () => configuration.click());
    await picture('72-configuration');
    const rule = row(/^restricted-ssh/);
    const definition = page.getByRole('menuitem', { name: 'Open Definition' }).first();
    await until(definition, () => rule.click({ button: 'right' }));
    await definition.hover();
    await picture('72-rule-menu');
    await definition.click();
    await text('INCOMING_SSH_DISABLED').waitFor();
    await picture('72-definition');
  });

  visit('evaluates a rule when asked, and says so when that is too early', async () => {
    const rule = row(/^restricted-ssh/);
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
    await row(/^restricted-ssh/).click();
    const rule = row(/^s3-bucket-versioning-enabled/);
    const finding = row(/S3 Bucket/);
    await until(finding, () => rule.click());
    const name = ((await finding.allInnerTexts())[0] ?? '').split(/\s/)[0] ?? '';
    await finding.hover();
    await until(dialog(), () => finding.locator('.action-label[aria-label^="Remediate"]').click());
    await dialog().getByText('AWS-ConfigureS3BucketVersioning').first().waitFor();
    await picture('73-remediation-preview');
    // Who turns away changes nothing.
    await dialog().getByRole('button', { name: 'Cancel' }).first().click();
    await dialog().waitFor({ state: 'detached' });
    await finding.hover();
    await until(dialog(), () => finding.locator('.action-label[aria-label^="Remediate"]').click());
    await dialog().getByRole('button', { name: 'Remediate' }).first().click();
    await page.getByText('the resource was remediated').first().waitFor();
    await row(new RegExp(`^${name}.*S3 Bucket`)).waitFor({ state: 'detached' });
    await picture('74-remediated');
  });

  visit('shows resources, packs and what Systems Manager keeps', async () => {
    await row(/^access-keys-rotated/).click();
    await page.keyboard.press('Home');
    await turn(/^Config rules/, 'false');
    await turn(/^Conformance packs/, 'true');
    await turn(/^storage-baseline/, 'true');
    await row(/^buckets-keep-versions/).waitFor();
    await turn(/^Patches and associations/, 'true');
    await row(/^Patches\s*\d/).waitFor();
    await picture('75-parts');
    await turn(/^storage-baseline/, 'false');
    await turn(/^Resources with findings/, 'true');
    await row(/breaks \d+ rule/).waitFor();
    await picture('76-resources');
  });
});
