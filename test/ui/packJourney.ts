/**
 * The journey of somebody who writes a conformance pack: three managed rules and a remediation, from nothing, by *New Config
 * Rule* and completion; then a slip is mended and a rule renamed. Each step leaves a picture.
 */

import { errorsAre, host } from './host.ts';
import type { Visits } from './visit.ts';

export const packJourney: Visits = ({ page, visit, picture, type, press, accept, reads }) => {
  /** A resource of a type behind the last one, up to the first keys that it needs. */
  async function addResource(id: string, kind: string): Promise<void> {
    await press('Control+End', 'Enter', 'Shift+Home');
    await type(`  ${id}:`);
    await press('Enter', 'Shift+Home');
    await type('    ');
    await accept('Type');
    await accept(kind);
    await press('Escape', 'Enter');
    await accept('Properties');
  }

  async function addRule(id: string, words: string, identifier: string): Promise<void> {
    await addResource(id, 'AWS::Config::ConfigRule');
    await accept('AWS');
    await press('Escape', 'End', 'Enter');
    await accept('SourceIdentifier');
    await type(words);
    await accept(identifier);
    await press('Escape');
    await reads(`        SourceIdentifier: ${identifier}`);
  }

  visit('begins with a managed rule that is found by words', async () => {
    await host.runCommand(page, 'Opswright: New Config Rule');
    const option = page.locator('.quick-input-widget:visible').getByRole('option', { name: /ACCESS_KEYS_ROTATED/ });
    await option.waitFor();
    await picture('50-pack-rules');
    await type('rotated access');
    await option.waitFor();
    await picture('51-pack-search');
    await host.choose(page, 'ACCESS_KEYS_ROTATED');
    await host.choose(page, 'Conformance pack');
    await reads('        SourceIdentifier: ACCESS_KEYS_ROTATED');
    await picture('52-pack-begun');
    await type('60');
    await press('Escape');
    await reads('    Default: "60"');
    await errorsAre(page, 0);
    await press('Control+End', 'Backspace');
  });

  visit('adds two rules by completion', async () => {
    await addRule('Versions', 'S3_BUCKET_VERS', 'S3_BUCKET_VERSIONING_ENABLED');
    await press('Enter', 'Shift+Tab');
    await accept('ConfigRuleName');
    await type('bucket-versioning');
    await press('Escape');
    await picture('53-pack-second');
    await addRule('Volumes', 'ENCRYPTED_VOL', 'ENCRYPTED_VOLUMES');
    await errorsAre(page, 0);
    await picture('54-pack-third');
  });

  visit('adds a remediation by completion', async () => {
    await addResource('KeepVersions', 'AWS::Config::RemediationConfiguration');
    await press('Control+Space');
    await accept('bucket-versioning');
    await press('Tab', 'Tab');
    await type('ConfigureS3BucketVer');
    await accept('AWS-ConfigureS3BucketVersioning');
    await press('Escape', 'End', 'Enter');
    await accept('Parameters');
    await accept('BucketName');
    await reads('            Value: RESOURCE_ID');
    await press('Escape');
    await errorsAre(page, 0);
    await picture('55-pack-remediation');
  });

  visit('mends a slip with the light bulb', async () => {
    await host.goToLine(page, 22, 80);
    await press('Backspace', 'Escape');
    await errorsAre(page, 1);
    await press('Control+.');
    await page.locator('.action-widget:visible').getByText('Change to "S3_BUCKET_VERSIONING_ENABLED"').waitFor();
    await picture('56-pack-fix');
    await press('Enter');
    await reads('        SourceIdentifier: S3_BUCKET_VERSIONING_ENABLED');
    await errorsAre(page, 0);
  });

  visit('renames the rule together with its remediation', async () => {
    await host.goToLine(page, 23, 80);
    await press('F2');
    await page.locator('.rename-box input:focus').waitFor();
    await type('keep-versions');
    await press('Enter');
    await reads('      ConfigRuleName: keep-versions');
    await page
      .locator('.view-line')
      .filter({ hasText: /bucket-versioning/ })
      .waitFor({ state: 'detached' });
    await errorsAre(page, 0);
    await picture('57-pack-renamed');
  });
};
