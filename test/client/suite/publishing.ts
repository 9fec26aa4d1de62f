import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { commands, languages, TabInputTextDiff, window } from 'vscode';
import type { PublishAnswers } from '../../../client/src/documents/publish.ts';
import { app, linesOf } from '../account.ts';
import { type Answer, answering } from '../answers.ts';
import { ssmOf, view, withDocuments } from '../documents.ts';
import { change, eventually, file, open, openNew, until, write } from '../editor.ts';

const runbook = (description: string): string =>
  `schemaVersion: "0.3"\ndescription: ${description}\nmainSteps:\n  - name: wait\n    action: aws:sleep\n    inputs:\n      Duration: PT1S\n    isEnd: true\n`;

/** Publishes a text of the workspace, with what a person would answer. */
async function publishAs(text: string, answers: PublishAnswers, name = 'published.ssm.yaml'): Promise<unknown> {
  const editor = existsSync(file(name).fsPath) ? await open(name) : await openNew(name, text);
  const { document } = editor;
  // Not saved: what is published is saved by that.
  if (document.getText() !== text) await change(editor, () => text);
  return commands.executeCommand('opswright.publishDocument', { uri: document.uri.toString(), answers });
}

const fresh: PublishAnswers = { name: 'Wait', versionName: '' };

describe('publishing', () => {
  it('makes a new document, then new versions of it, default or not', () =>
    withDocuments(async (account) => {
      const ssm = await ssmOf(account);
      const local = async () =>
        (await linesOf((await app()).trees.of(view), 'In this workspace')).find((line) => line.startsWith('published'));
      assert.deepEqual(await publishAs(runbook('One.'), { name: 'Wait', versionName: 'first' }), {
        name: 'Wait',
        version: '1',
        made: true,
      });
      const { Document } = await ssm.describeDocument({ Name: 'Wait' });
      assert.deepEqual(
        [Document?.DocumentType, Document?.DocumentFormat, Document?.VersionName],
        ['Automation', 'YAML', 'first'],
      );
      // The name is remembered with the file.
      await eventually(local, (line) => line !== undefined);
      assert.equal(await local(), 'published — same as version 1');
      const kept = { ...fresh, makeDefault: false, confirmed: true };
      assert.deepEqual(await publishAs(runbook('Two.'), kept), { name: 'Wait', version: '2', made: true });
      assert.equal((await ssm.describeDocument({ Name: 'Wait' })).Document?.DefaultVersion, '1');
      assert.equal(await local(), 'published — same as version 2, default 1');
      const made = { ...fresh, makeDefault: true, confirmed: true };
      assert.deepEqual(await publishAs(runbook('Three.'), made), { name: 'Wait', version: '3', made: true });
      assert.equal((await ssm.describeDocument({ Name: 'Wait' })).Document?.DefaultVersion, '3');
    }));

  it('sends nothing when the check finds an error, when the type differs, or when nothing is new', () =>
    withDocuments(async (account) => {
      const ssm = await ssmOf(account);
      assert.equal(await publishAs(runbook('One.').replace('aws:sleep', 'aws:sleeps'), fresh), undefined);
      assert.equal(await publishAs(runbook('One.'), { ...fresh, name: 'Shop-DiskReport' }), undefined);
      await assert.rejects(ssm.describeDocument({ Name: 'Wait' }), /does not exist/);
      assert.equal((await ssm.describeDocument({ Name: 'Shop-DiskReport' })).Document?.LatestVersion, '2');
      assert.deepEqual(await publishAs(runbook('One.'), fresh), { name: 'Wait', version: '1', made: true });
      const again = { ...fresh, makeDefault: true, confirmed: true };
      assert.deepEqual(await publishAs(runbook('One.'), again), { name: 'Wait', version: '1', made: false });
      assert.equal((await ssm.describeDocument({ Name: 'Wait' })).Document?.LatestVersion, '1');
    }));

  it('shows at the text what the service has against it', () =>
    withDocuments(async () => {
      // What the configuration leaves out is not checked, so that the service is the first to see it.
      await write('drafts/.opswrightrc.yaml', 'ignore:\n  - "*.yaml"\n');
      const name = 'drafts/wait.ssm.yaml';
      const said = () => languages.getDiagnostics(file(name)).filter(({ source }) => source === 'Systems Manager');
      assert.equal(await publishAs(runbook('One.').replace('aws:sleep', 'aws:sleeps'), fresh, name), undefined);
      const [problem] = said();
      assert.match(problem?.message ?? '', /aws:sleeps/);
      assert.equal(problem?.range.start.line, 4);
      assert.deepEqual(await publishAs(runbook('One.'), fresh, name), { name: 'Wait', version: '1', made: true });
      assert.deepEqual(said(), []);
    }));

  it('says that an older version has the same content', () =>
    withDocuments(async (account) => {
      const ssm = await ssmOf(account);
      const again = { ...fresh, makeDefault: false, confirmed: true };
      await publishAs(runbook('One.'), fresh);
      await publishAs(runbook('Two.'), again);
      assert.equal(await publishAs(runbook('One.'), again), undefined);
      assert.equal((await ssm.describeDocument({ Name: 'Wait' })).Document?.LatestVersion, '2');
    }));

  it('shows the difference first, and waits for a yes', () =>
    withDocuments(async (account) => {
      const ssm = await ssmOf(account);
      await publishAs(runbook('One.'), fresh);
      const waiting = publishAs(runbook('Two.'), { ...fresh, makeDefault: false });
      const tab = () => window.tabGroups.activeTabGroup.activeTab;
      await until(window.tabGroups.onDidChangeTabs, () => tab()?.input instanceof TabInputTextDiff);
      assert.match(tab()?.label ?? '', /Wait: version 1/);
      assert.equal((await ssm.describeDocument({ Name: 'Wait' })).Document?.LatestVersion, '1');
      // The question comes a moment after the difference.
      let answered = false;
      void waiting.finally(() => {
        answered = true;
      });
      await eventually(
        async () => {
          await commands.executeCommand('notifications.clearAll');
          return answered;
        },
        (ended) => ended,
      );
      assert.equal(await waiting, undefined);
      assert.equal((await ssm.describeDocument({ Name: 'Wait' })).Document?.LatestVersion, '1');
    }));

  it('sends nothing where that is not allowed, and does when it is', () =>
    withDocuments(async (account) => {
      const ssm = await ssmOf(account);
      await account.goWrong({ Denied: ['ssm:CreateDocument'] });
      assert.equal(await publishAs(runbook('One.'), fresh), undefined);
      await assert.rejects(ssm.describeDocument({ Name: 'Wait' }), /does not exist/);
      await account.goWrong({});
      assert.deepEqual(await publishAs(runbook('One.'), fresh), { name: 'Wait', version: '1', made: true });
    }));
});

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
      const lines = await linesOf((await app()).trees.of(view), 'Mine', 'Shop-App');
      assert.match(lines[0] ?? '', /^Version 2 .*failed/);
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
