import assert from 'node:assert/strict';
import { commands, env, window, workspace } from 'vscode';
import { app, elementAt, linesOf } from '../account.ts';
import { type Answer, answering } from '../answers.ts';
import { difference, front, onNode, ssmOf, subjectAt, view, withDocuments } from '../documents.ts';
import { eventually, file, open, write } from '../editor.ts';

const restart = ['Mine', 'Shop-RestartWebServer'];
const report = ['Mine', 'Shop-DiskReport'];
const approval = ['Mine', 'Shop-PatchWithApproval'];

/** Runs a command of a node's menu with these answers. */
const asking = (command: string, labels: string[], ...answers: Answer[]) =>
  answering(answers, () => onNode(command, labels));

describe('a published document', () => {
  it('is compared with a file: those of its name come first', () =>
    withDocuments(async () => {
      await write('Shop-RestartWebServer.ssm.yaml', 'schemaVersion: "0.3"\nmainSteps: []\n');
      const { local } = (await app()).documents;
      const isListed = ({ name }: { name: string }) => name === 'Shop-RestartWebServer';
      await eventually(
        () => local.list(),
        (all) => all.some(isListed),
      );
      try {
        const pick = { pick: 'Shop-RestartWebServer' };
        const { asked } = await asking('opswright.compareDocument', restart, pick);
        assert.equal(asked[0]?.words, 'Compare Shop-RestartWebServer');
        assert.match(asked[0]?.choices[0] ?? '', /^Shop-RestartWebServer — Shop-RestartWebServer\.ssm\.yaml/);
        assert.match(asked[0]?.choices[1] ?? '', /Another file…/);
        assert.ok(asked[0]?.choices.some((each) => each.startsWith('triage')));
        assert.deepEqual(difference(), ['Shop-RestartWebServer v2.ssm.yaml', 'Shop-RestartWebServer.ssm.yaml']);
      } finally {
        await workspace.fs.delete(file('Shop-RestartWebServer.ssm.yaml'));
      }
      const subject = await subjectAt(...restart);
      await commands.executeCommand('opswright.compareDocument', { ...subject, file: file('project.json') });
      assert.deepEqual(difference(), ['Shop-RestartWebServer v2.ssm.json', 'project.json']);
    }));

  it('is compared with another version, the older one on the left', () =>
    withDocuments(async () => {
      const { asked } = await asking('opswright.compareDocumentVersions', restart, { pick: 'Version 3' });
      assert.equal(asked[0]?.words, 'Compare the default version of Shop-RestartWebServer');
      assert.deepEqual(
        asked[0]?.choices.map((each) => each.split(' — ')[0]),
        ['Version 3', 'Version 1'],
      );
      assert.deepEqual(difference(), ['Shop-RestartWebServer v2.ssm.yaml', 'Shop-RestartWebServer v3.ssm.yaml']);
      await asking('opswright.compareDocumentVersions', [...restart, 'Version 3'], { pick: 'Version 1' });
      assert.deepEqual(difference(), ['Shop-RestartWebServer v1.ssm.yaml', 'Shop-RestartWebServer v3.ssm.yaml']);
      const { told } = await asking('opswright.compareDocumentVersions', approval);
      assert.deepEqual(told, ['Shop-PatchWithApproval has no other version to compare with.']);
    }));

  it('is compared by its default version with the latest, where those are two', () =>
    withDocuments(async () => {
      await onNode('opswright.compareDefaultLatest', restart);
      assert.deepEqual(difference(), ['Shop-RestartWebServer v2.ssm.yaml', 'Shop-RestartWebServer v3.ssm.yaml']);
      const { told } = await asking('opswright.compareDefaultLatest', approval);
      assert.deepEqual(told, ['The default version of Shop-PatchWithApproval is the latest: 1.']);
    }));

  it('opens in the other format, and a version too', () =>
    withDocuments(async (account) => {
      await onNode('opswright.openDocumentAsJson', [...restart, 'Version 1']);
      assert.deepEqual([front().language, front().name], ['ssm-json', 'Shop-RestartWebServer v1.ssm.json']);
      const Content = JSON.stringify({ schemaVersion: '0.3', mainSteps: [] }).replace(
        '[]',
        '[{"name":"a","action":"aws:sleep","inputs":{"Duration":"PT1S"}}]',
      );
      const ssm = await ssmOf(account);
      await ssm.createDocument({ Name: 'In-Json', Content, DocumentFormat: 'JSON', DocumentType: 'Automation' });
      await (await app()).trees.of(view).refresh();
      await onNode('opswright.openDocumentAsYaml', ['Mine', 'In-Json']);
      assert.deepEqual([front().language, front().name], ['ssm-yaml', 'In-Json v1.ssm.yaml']);
      assert.match(front().text, /^schemaVersion: ['"]?0\.3['"]?\nmainSteps:\n/);
    }));

  it('gets another default version', () =>
    withDocuments(async (account) => {
      const ssm = await ssmOf(account);
      const { told } = await asking('opswright.setDefaultVersion', [...restart, 'Version 3']);
      assert.deepEqual(told, ['Runs of Shop-RestartWebServer that name no version take version 3 now.']);
      assert.equal((await ssm.describeDocument({ Name: 'Shop-RestartWebServer' })).Document?.DefaultVersion, '3');
      const lines = await linesOf((await app()).trees.of(view), 'Mine');
      assert.ok(lines.includes('Shop-RestartWebServer — v3 · drains-first'));
      const { context } = (await elementAt((await app()).trees.of(view), ...restart, 'Version 3')).node;
      assert.match(context ?? '', /default/);
    }));

  it('has a name and an ARN to copy; one of another account has only its ARN', () =>
    withDocuments(async () => {
      await onNode('opswright.copyDocumentName', report);
      assert.equal(await env.clipboard.readText(), 'Shop-DiskReport');
      await onNode('opswright.copyDocumentArn', report);
      assert.match(await env.clipboard.readText(), /^arn:aws:ssm:eu-west-1:\d{12}:document\/Shop-DiskReport$/);
      const shared = ['Shared with me', 'Platform-HealthCheck'];
      await onNode('opswright.copyDocumentName', shared);
      const name = await env.clipboard.readText();
      assert.match(name, /^arn:aws:ssm:.*:document\/Platform-HealthCheck$/);
      await onNode('opswright.copyDocumentArn', shared);
      assert.equal(await env.clipboard.readText(), name);
      await onNode('opswright.copyDocumentArn', ['Amazon', 'Command documents', 'AWS-RunShellScript']);
      assert.equal(await env.clipboard.readText(), 'arn:aws:ssm:eu-west-1::document/AWS-RunShellScript');
    }));

  it('is pinned once, without its version, and the pin outlives the list it came from', () =>
    withDocuments(async ({ connection }) => {
      const { documents, trees } = await app();
      await onNode('opswright.pinDocument', report);
      await onNode('opswright.pinDocument', report);
      assert.deepEqual(await linesOf(trees.of(view), 'Pinned'), ['Shop-DiskReport — Linux, MacOS']);
      assert.equal(documents.kept.pins(connection).length, 1);
      await onNode('opswright.openDocument', ['Pinned', 'Shop-DiskReport']);
      assert.equal(front().name, 'Shop-DiskReport v2.ssm.yaml');
      await onNode('opswright.unpinDocument', report);
      assert.deepEqual(documents.kept.pins(connection), []);
    }));
});

describe('tags of a document', () => {
  const tagsOf = async (account: Parameters<typeof ssmOf>[0]) => {
    const ssm = await ssmOf(account);
    const of = { ResourceType: 'Document', ResourceId: 'Shop-DiskReport' } as const;
    return ((await ssm.listTagsForResource(of)).TagList ?? []).map(({ Key, Value }) => `${Key}=${Value}`);
  };

  it('are all in one line, to add, change and take away', () =>
    withDocuments(async (account) => {
      const first = await asking('opswright.editDocumentTags', report, { type: 'Team=web, Stage=prod' });
      assert.equal(first.asked[0]?.words, 'Tags of Shop-DiskReport');
      assert.deepEqual(await tagsOf(account), ['Team=web', 'Stage=prod']);
      const second = await asking('opswright.editDocumentTags', report, { type: 'Team=ops' });
      assert.deepEqual(second.asked[0]?.choices, ['Team=web, Stage=prod']);
      assert.deepEqual(await tagsOf(account), ['Team=ops']);
      await asking('opswright.editDocumentTags', report, 'escape');
      assert.deepEqual(await tagsOf(account), ['Team=ops']);
      await asking('opswright.editDocumentTags', report, { type: '' });
      assert.deepEqual(await tagsOf(account), []);
    }));

  it('are not taken as they are when they are no tags', () =>
    withDocuments(async (account) => {
      const { told } = await asking('opswright.editDocumentTags', report, { type: 'Team' });
      assert.deepEqual(told, ['"Team" is no tag: KEY=VALUE, with commas between']);
      assert.deepEqual(await tagsOf(account), []);
    }));
});

describe('sharing a document', () => {
  const accountsOf = async (account: Parameters<typeof ssmOf>[0]) => {
    const ssm = await ssmOf(account);
    return (await ssm.describeDocumentPermission({ Name: 'Shop-DiskReport', PermissionType: 'Share' })).AccountIds;
  };

  it('takes account ids, and none to end it', () =>
    withDocuments(async (account) => {
      const before = await accountsOf(account);
      const share = (answer: Answer) => asking('opswright.shareDocument', report, answer);
      const first = await share({ type: '1111-2222-3333, 444455556666' });
      assert.deepEqual(first.asked[0]?.choices, [before?.join(', ')]);
      assert.deepEqual(first.told, ['Shop-DiskReport is shared with 111122223333, 444455556666.']);
      assert.deepEqual(await accountsOf(account), ['111122223333', '444455556666']);
      assert.deepEqual((await share({ type: '12' })).told, ['"12" is no account: 12 digits, or all']);
      await share('escape');
      assert.deepEqual(await accountsOf(account), ['111122223333', '444455556666']);
      assert.deepEqual((await share({ type: '' })).told, ['Shop-DiskReport is shared with nobody.']);
      assert.deepEqual(await accountsOf(account), []);
    }));

  it('with everybody is asked once more', () =>
    withDocuments(async (account) => {
      await asking('opswright.shareDocument', report, { type: '' });
      const refused = await asking('opswright.shareDocument', report, { type: 'all' }, 'escape');
      assert.match(refused.asked[1]?.words ?? '', /^Share Shop-DiskReport with everybody\?\nEvery AWS account/);
      assert.deepEqual(await accountsOf(account), []);
      const { told } = await asking('opswright.shareDocument', report, { type: 'all' }, { press: 'Share' });
      assert.deepEqual(told, ['Shop-DiskReport is shared with everybody.']);
      assert.deepEqual(await accountsOf(account), ['all']);
    }));
});

describe('deleting a document', () => {
  const names = async () => (await linesOf((await app()).trees.of(view), 'Mine')).map((line) => line.split(' ')[0]);
  const three = ['Shop-DiskReport', 'Shop-PatchWithApproval', 'Shop-RestartWebServer'];

  it('is asked, with what goes with it, and can be refused', () =>
    withDocuments(async (account) => {
      const ssm = await ssmOf(account);
      await asking('opswright.shareDocument', report, { type: '111122223333' });
      const { asked } = await asking('opswright.deleteDocument', report, 'escape');
      assert.deepEqual(asked, [
        {
          words: `Delete Shop-DiskReport from ${account.connection.id}?\n2 versions.\nIt is shared with 111122223333, who lose it.\nThis cannot be undone.`,
          choices: ['Delete'],
        },
      ]);
      assert.deepEqual(await names(), three);
      await asking('opswright.deleteDocument', report, { press: 'Delete' });
      assert.deepEqual(await names(), three.slice(1));
      await assert.rejects(ssm.describeDocument({ Name: 'Shop-DiskReport' }), /does not exist/);
    }));

  it('names the associations that use it, and leaves the sharing as it is when the service refuses', () =>
    withDocuments(async (account) => {
      const ssm = await ssmOf(account);
      await asking('opswright.shareDocument', report, { type: '111122223333' });
      await ssm.createAssociation({
        Name: 'Shop-DiskReport',
        AssociationName: 'disks-every-day',
        Targets: [{ Key: 'InstanceIds', Values: ['*'] }],
        ScheduleExpression: 'rate(1 day)',
      });
      const { asked, told } = await asking('opswright.deleteDocument', report, { press: 'Delete' });
      assert.match(asked[0]?.words ?? '', /\n1 association of State Manager uses it \(disks-every-day\)\. The service/);
      assert.match(told.join('\n'), /You must disassociate a document from all managed nodes/);
      assert.deepEqual(await names(), three);
      const shared = await ssm.describeDocumentPermission({ Name: 'Shop-DiskReport', PermissionType: 'Share' });
      assert.deepEqual(shared.AccountIds, ['111122223333']);
    }));

  it('says what may not be seen, and deletes all the same', () =>
    withDocuments(async ({ goWrong }) => {
      await goWrong({ Denied: ['ssm:ListAssociations', 'ssm:DescribeDocumentPermission'] });
      const { asked } = await asking('opswright.deleteDocument', approval, { press: 'Delete' });
      assert.match(
        asked[0]?.words ?? '',
        /Whether it is shared: not allowed to see\.\nWhether associations use it: not allowed to see\./,
      );
      assert.deepEqual(await names(), ['Shop-DiskReport', 'Shop-RestartWebServer']);
    }));

  it('of one version leaves the others', () =>
    withDocuments(async () => {
      const { asked } = await asking('opswright.deleteDocument', [...restart, 'Version 1'], { press: 'Delete' });
      assert.match(
        asked[0]?.words ?? '',
        /^Delete version 1 of Shop-RestartWebServer from .*\?\nThis cannot be undone\.$/,
      );
      assert.equal((await linesOf((await app()).trees.of(view), ...restart)).length, 2);
    }));

  it('takes its pin with it', () =>
    withDocuments(async ({ connection }) => {
      await onNode('opswright.pinDocument', report);
      await asking('opswright.deleteDocument', report, { press: 'Delete' });
      assert.deepEqual((await app()).documents.kept.pins(connection), []);
    }));
});

describe('a file beside what is published', () => {
  it('is compared with the latest version of its name', () =>
    withDocuments(async (account) => {
      const ssm = await ssmOf(account);
      const { document } = await open('triage.ssm.yaml');
      const text = document.getText();
      const made = { Name: 'triage', DocumentFormat: 'YAML' as const };
      await ssm.createDocument({ ...made, Content: text, DocumentType: 'Automation' });
      const Content = text.replace(/description: .*/, 'description: Other.');
      await ssm.updateDocument({ ...made, Content, DocumentVersion: '$LATEST' });
      await commands.executeCommand('opswright.compareWithPublished', document.uri);
      assert.deepEqual(difference(), ['triage v2.ssm.yaml', 'triage.ssm.yaml']);
      await (await app()).trees.of(view).refresh();
      await onNode('opswright.compareWithPublished', ['In this workspace', 'triage']);
      assert.deepEqual(difference(), ['triage v2.ssm.yaml', 'triage.ssm.yaml']);
    }));

  it('is offered to be published where there is none', () =>
    withDocuments(async (account) => {
      const { document } = await open('triage.ssm.yaml');
      const { told } = await answering([], () =>
        commands.executeCommand('opswright.compareWithPublished', document.uri),
      );
      assert.deepEqual(told, [`triage is not published in ${account.connection.id}.`]);
      assert.equal(window.activeTextEditor?.document.uri.toString(), document.uri.toString());
    }));
});

describe('when the account does not let one', () => {
  const changes: [command: string, labels: string[], action: string, answers: Answer[]][] = [
    ['opswright.setDefaultVersion', [...restart, 'Version 3'], 'ssm:UpdateDocumentDefaultVersion', []],
    ['opswright.editDocumentTags', report, 'ssm:ListTagsForResource', []],
    ['opswright.editDocumentTags', report, 'ssm:AddTagsToResource', [{ type: 'Team=web' }]],
    ['opswright.shareDocument', report, 'ssm:DescribeDocumentPermission', []],
    ['opswright.shareDocument', report, 'ssm:ModifyDocumentPermission', [{ type: '111122223333' }]],
    ['opswright.deleteDocument', approval, 'ssm:DeleteDocument', [{ press: 'Delete' }]],
    ['opswright.compareDocumentVersions', restart, 'ssm:ListDocumentVersions', []],
    ['opswright.compareDefaultLatest', restart, 'ssm:GetDocument', []],
    ['opswright.openDocument', restart, 'ssm:GetDocument', []],
    ['opswright.openDocumentAsJson', restart, 'ssm:GetDocument', []],
  ];

  it('each command names the action that is missing, and nothing is changed', () =>
    withDocuments(async ({ goWrong }) => {
      const tree = (await app()).trees.of(view);
      const before = await linesOf(tree, 'Mine');
      // A node that was read before stays there while it cannot be read.
      const nodes = new Map<string, object>();
      for (const [, labels] of changes) nodes.set(labels.join(), await elementAt(tree, ...labels));
      for (const [command, labels, action, answers] of changes) {
        await goWrong({ Denied: [action] });
        const { told } = await answering(answers, () => commands.executeCommand(command, nodes.get(labels.join())));
        // What was said a moment ago is not said again.
        if (told.length > 0) assert.match(told.join('\n'), new RegExp(`Not allowed: ${action}\\.`), command);
        else assert.equal(action, 'ssm:GetDocument', command);
      }
      await goWrong({});
      await tree.refresh();
      assert.deepEqual(await linesOf(tree, 'Mine'), before);
    }));

  it('what is throttled is tried again until it is done', () =>
    withDocuments(async (account) => {
      await account.goWrong({ Throttle: 0.3 });
      await asking('opswright.editDocumentTags', report, { type: 'Team=web' });
      await asking('opswright.setDefaultVersion', [...restart, 'Version 3']);
      await account.goWrong({});
      const { Document } = await (await ssmOf(account)).describeDocument({ Name: 'Shop-RestartWebServer' });
      assert.equal(Document?.DefaultVersion, '3');
    }));

  it('credentials that are over are told with a way to sign in, and renewed ones are taken', () =>
    withDocuments(async ({ goWrong, connection }) => {
      const { connections, trees } = await app();
      const node = await elementAt(trees.of(view), ...restart);
      await goWrong({ Expired: true });
      const { told } = await answering([], () => commands.executeCommand('opswright.openDocument', node));
      assert.match(told.join('\n'), /Signed out\. The credentials of this connection have expired/);
      await trees.of(view).refresh();
      assert.deepEqual(await linesOf(trees.of(view), 'Mine'), ['Signed out — click to try again']);
      await goWrong({});
      await commands.executeCommand('opswright.refresh');
      assert.equal((await linesOf(trees.of(view), 'Mine')).length, 3);
      assert.equal(connections.faultOf(connection), undefined);
    }));

  it('an endpoint that is gone is told in the view, which is there again with it', () =>
    withDocuments(async ({ end, again }) => {
      const tree = (await app()).trees.of(view);
      assert.equal((await linesOf(tree, 'Mine')).length, 3);
      await end();
      await tree.refresh();
      assert.deepEqual(await linesOf(tree, 'Mine'), ['No answer — click to try again']);
      await again();
      await commands.executeCommand('opswright.refresh');
      assert.equal((await linesOf(tree, 'Mine')).length, 3);
      await onNode('opswright.openDocument', report);
      assert.equal(front().name, 'Shop-DiskReport v2.ssm.yaml');
    }));
});
