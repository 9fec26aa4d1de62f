import assert from 'node:assert/strict';
import { commands, languages, TabInputTextDiff, window } from 'vscode';
import type { PublishAnswers } from '../../../client/src/documents/publish.ts';
import { app, linesOf } from '../account.ts';
import { answering } from '../answers.ts';
import { publishAs, ssmOf, view, withDocuments } from '../documents.ts';
import { eventually, file, until, write } from '../editor.ts';

const runbook = (description: string): string =>
  `schemaVersion: "0.3"\ndescription: ${description}\nmainSteps:\n  - name: wait\n    action: aws:sleep\n    inputs:\n      Duration: PT1S\n    isEnd: true\n`;

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

describe('publishing in an account that does not answer as it should', () => {
  it('makes one version, however often it is throttled', () =>
    withDocuments(async (account) => {
      await account.goWrong({ Throttle: 0.3 });
      assert.deepEqual(await publishAs(runbook('One.'), fresh), { name: 'Wait', version: '1', made: true });
      const again = { ...fresh, makeDefault: true, confirmed: true };
      assert.deepEqual(await publishAs(runbook('Two.'), again), { name: 'Wait', version: '2', made: true });
      await account.goWrong({});
      const { Document } = await (await ssmOf(account)).describeDocument({ Name: 'Wait' });
      assert.deepEqual([Document?.LatestVersion, Document?.DefaultVersion], ['2', '2']);
    }));

  it('names the action that is missing for a new version, and for its being the default', () =>
    withDocuments(async (account) => {
      await publishAs(runbook('One.'), fresh);
      const publishing = () =>
        answering([], () => publishAs(runbook('Two.'), { ...fresh, makeDefault: true, confirmed: true }));
      await account.goWrong({ Denied: ['ssm:UpdateDocument'] });
      assert.match((await publishing()).told.join('\n'), /Not allowed: ssm:UpdateDocument\./);
      await account.goWrong({ Denied: ['ssm:UpdateDocumentDefaultVersion'] });
      assert.match((await publishing()).told.join('\n'), /Not allowed: ssm:UpdateDocumentDefaultVersion\./);
      const { Document } = await (await ssmOf(account)).describeDocument({ Name: 'Wait' });
      assert.deepEqual([Document?.LatestVersion, Document?.DefaultVersion], ['2', '1']);
    }));

  it('says that nobody answers, or that one is signed out, and publishes when that is mended', () =>
    withDocuments(async (account) => {
      const publishing = () => answering([], () => publishAs(runbook('One.'), fresh));
      await account.goWrong({ Expired: true });
      assert.match(
        (await publishing()).told.join('\n'),
        /Signed out\. The credentials of this connection have expired/,
      );
      await account.goWrong({});
      await account.end();
      assert.match((await publishing()).told.join('\n'), /No answer\./);
      await account.again();
      await commands.executeCommand('opswright.refresh');
      assert.deepEqual((await publishing()).result, { name: 'Wait', version: '1', made: true });
    }));
});
