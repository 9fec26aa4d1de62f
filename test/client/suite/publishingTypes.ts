import assert from 'node:assert/strict';
import type { PublishAnswers } from '../../../client/src/documents/publish.ts';
import { app, elementAt } from '../account.ts';
import { type Answer, answering } from '../answers.ts';
import { publishAs, ssmOf, view, withDocuments } from '../documents.ts';

const sum = '5'.repeat(64);
const manifest = (version: string, checksum = sum): string =>
  `${JSON.stringify(
    {
      schemaVersion: '2.0',
      version,
      packages: { amazon: { _any: { x86_64: { file: 'app.zip' } } } },
      files: { 'app.zip': { checksums: { sha256: checksum } } },
    },
    null,
    2,
  )}\n`;

const shell = (words: string): string =>
  `schemaVersion: "2.2"\ndescription: Says it.\nmainSteps:\n  - name: say\n    action: aws:runShellScript\n    inputs:\n      runCommand: ["echo ${words}"]\n`;

describe('the type of a new document', () => {
  const typeOf = async (account: Parameters<typeof ssmOf>[0], name: string) =>
    (await (await ssmOf(account)).describeDocument({ Name: name })).Document?.DocumentType;
  const publishing = (text: string, file: string, name: string, ...answers: Answer[]) =>
    answering(answers, () => publishAs(text, { name, versionName: '' }, file));

  it('is asked where the text fits several, and kept for the versions after it', () =>
    withDocuments(async (account) => {
      const { asked } = await publishing(shell('one'), 'say.ssm.yaml', 'Say', { pick: 'Policy' });
      assert.deepEqual(
        asked.map(({ words, choices }) => [words, choices.map((each) => each.replace(/^\$\(.*?\) /, ''))]),
        [
          [
            'Type of Say',
            [
              'Command — for Run Command, State Manager and maintenance windows',
              'Policy — for State Manager alone, such as what inventory is gathered',
            ],
          ],
        ],
      );
      assert.equal(await typeOf(account, 'Say'), 'Policy');
      const next = { name: 'Say', versionName: '', makeDefault: true, confirmed: true };
      assert.deepEqual(await publishAs(shell('two'), next, 'say.ssm.yaml'), { name: 'Say', version: '2', made: true });
      assert.equal(await typeOf(account, 'Say'), 'Policy');
      await publishing(shell('one'), 'say.ssm.yaml', 'Say-Again', 'escape');
      await assert.rejects(typeOf(account, 'Say-Again'), /does not exist/);
    }));

  it('is told by the text of a calendar, which is no YAML', () =>
    withDocuments(async (account) => {
      const calendar = 'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//AWS//Change Calendar 1.0//EN\r\nEND:VCALENDAR\r\n';
      await publishing(calendar, 'freeze.ics', 'Freeze');
      assert.equal(await typeOf(account, 'Freeze'), 'ChangeCalendar');
      const { Content, DocumentFormat } = await (await ssmOf(account)).getDocument({ Name: 'Freeze' });
      assert.deepEqual([Content, DocumentFormat], [calendar, 'TEXT']);
    }));

  it('is always asked for a text that nothing tells of, and a configuration takes its schema', () =>
    withDocuments(async (account) => {
      const flags = '{ "dark": true }\n';
      const none = await publishing(flags, 'flags.json', 'Flags', { pick: 'ApplicationConfiguration — data' });
      assert.match(none.told.join('\n'), /the account has none\. Publish one as ApplicationConfigurationSchema first/);
      const schema = '{ "$schema": "http://json-schema.org/draft-04/schema#", "type": "object" }\n';
      const { asked } = await publishing(schema, 'flags.schema.json', 'FlagsSchema', { pick: 'Schema' });
      assert.equal(asked.length, 1);
      await publishing(
        flags,
        'flags.json',
        'Flags',
        { pick: 'ApplicationConfiguration — data' },
        { pick: 'FlagsSchema' },
      );
      assert.deepEqual(
        [await typeOf(account, 'Flags'), await typeOf(account, 'FlagsSchema')],
        ['ApplicationConfiguration', 'ApplicationConfigurationSchema'],
      );
    }));

  it('is none for what another service takes', () =>
    withDocuments(async () => {
      const rule = 'ConfigRuleName: a\nSource:\n  Owner: AWS\n  SourceIdentifier: ROOT_ACCOUNT_MFA_ENABLED\n';
      const { told } = await publishing(rule, 'mfa.yaml', 'Mfa');
      assert.deepEqual(told, ['Config rule: AWS Config takes this, not Systems Manager.']);
    }));
});

describe('a package', () => {
  const packageFile = 'app.package.json';
  const publishing = (text: string, more: PublishAnswers, ...answers: Answer[]) =>
    answering(answers, () => publishAs(text, { name: 'Shop-App', versionName: '', ...more }, packageFile));

  it('is published with its files in S3, and the next version takes over what is the same', () =>
    withDocuments(async (account) => {
      const ssm = await ssmOf(account);
      const first = await publishing(manifest('1.0'), {}, { type: 's3://scratch-dev/app' });
      assert.deepEqual(first.asked, [{ words: 'Files of Shop-App: app.zip', choices: [''] }]);
      assert.deepEqual(first.result, { name: 'Shop-App', version: '1', made: true });
      const { Document } = await ssm.describeDocument({ Name: 'Shop-App' });
      assert.deepEqual([Document?.DocumentType, Document?.Status], ['Package', 'Active']);
      assert.deepEqual(Document?.AttachmentsInformation, [{ Name: 'app.zip' }]);

      const next = { makeDefault: true, confirmed: true };
      const second = await publishing(manifest('1.1'), next, { type: 'Shop-App/1' });
      assert.deepEqual(second.asked[0]?.choices, ['Shop-App/1']);
      assert.deepEqual(second.result, { name: 'Shop-App', version: '2', made: true });
      // With another checksum the files are other ones: the folder of the last time is proposed.
      const third = await publishing(manifest('1.2', '6'.repeat(64)), next, { type: 's3://scratch-dev/new' });
      assert.deepEqual(third.asked[0]?.choices, ['s3://scratch-dev/app']);
      assert.equal((await ssm.describeDocument({ Name: 'Shop-App' })).Document?.DefaultVersion, '3');
    }));

  it('is not the default when the service cannot copy its files, and it is said why', () =>
    withDocuments(async (account) => {
      const ssm = await ssmOf(account);
      await publishing(manifest('1.0'), { attachments: 's3://scratch-dev/app' });
      const next = { makeDefault: true, confirmed: true, attachments: 's3://nobody-has-this' };
      const { told, result } = await publishing(manifest('1.1'), next);
      assert.match(told.join('\n'), /cannot use version 2 of Shop-App\. The specified S3 bucket does not exist/);
      assert.match(told.join('\n'), /Mend that, delete what was made in the Documents view, and publish again\./);
      assert.deepEqual(result, { name: 'Shop-App', version: '2', made: true, unusable: true });
      assert.equal((await ssm.describeDocument({ Name: 'Shop-App' })).Document?.DefaultVersion, '1');
      const { node } = await elementAt((await app()).trees.of(view), 'Mine', 'Shop-App', 'Version 2');
      assert.match(node.description ?? '', /failed$/);
      assert.deepEqual(node.icon, { name: 'error', color: 'list.errorForeground' });
      assert.match(String(node.tooltip), /The specified S3 bucket does not exist/);
    }));

  it('waits for an address that can be one', () =>
    withDocuments(async (account) => {
      const { told, result } = await publishing(manifest('1.0'), {}, { type: 'https://example.com/app.zip' });
      assert.match(
        told.join('\n'),
        /is neither an address such as s3:\/\/bucket\/folder nor a version such as Name\/3/,
      );
      assert.equal(result, undefined);
      await assert.rejects((await ssmOf(account)).describeDocument({ Name: 'Shop-App' }), /does not exist/);
    }));
});
