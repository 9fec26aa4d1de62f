import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import {
  commands,
  env,
  type Hover,
  languages,
  type SymbolInformation,
  TabInputTextDiff,
  type Uri,
  window,
  workspace,
} from 'vscode';
import type { PublishAnswers } from '../../../client/src/documents/publish.ts';
import { subjectOf } from '../../../client/src/views/subject.ts';
import { app, childrenOf, elementAt, linesOf, type PretendAccount, withAccount } from '../account.ts';
import { change, closeAll, eventually, file, open, openNew, until, write } from '../editor.ts';

const view = 'opswright.documents';

/** Runs a command of the menu of a node. */
async function onNode(command: string, labels: string[], ...more: unknown[]): Promise<unknown> {
  const { trees } = await app();
  const element = await elementAt(trees.of(view), ...labels);
  return commands.executeCommand(command, element, ...more);
}

function withDocuments(use: (account: PretendAccount) => Promise<void>): Promise<void> {
  return withAccount(['--nodes', '2', '--faults'], async (account) => {
    try {
      await use(account);
    } finally {
      await commands.executeCommand('opswright.clearDocumentFilter');
      await closeAll();
    }
  });
}

function front(): { text: string; language: string; name: string; uri: Uri } {
  const document = window.activeTextEditor?.document;
  assert.ok(document, 'No editor is open');
  const { languageId: language, uri } = document;
  return { text: document.getText(), language, name: uri.path.split('/').at(-1) ?? '', uri };
}

describe('documents', () => {
  it('stand in groups, those of Amazon by type, each type asked for by itself', () =>
    withDocuments(async () => {
      const tree = (await app()).trees.of(view);
      assert.deepEqual(await linesOf(tree), ['In this workspace', 'Mine', 'Shared with me', 'Amazon']);
      assert.deepEqual(await linesOf(tree, 'Mine'), [
        'Shop-DiskReport — v2 · with-a-path · Linux, MacOS',
        'Shop-PatchWithApproval — v1',
        'Shop-RestartWebServer — v2 · with-a-look',
      ]);
      assert.deepEqual(await linesOf(tree, 'Shared with me'), ['Platform-HealthCheck — v1 · Linux, MacOS']);
      assert.deepEqual((await linesOf(tree, 'Amazon')).slice(0, 3), [
        'Runbooks',
        'Command documents',
        'Session documents',
      ]);
      const commandDocuments = await linesOf(tree, 'Amazon', 'Command documents');
      assert.ok(commandDocuments.includes('AWS-RunShellScript — v1 · Linux, MacOS'), commandDocuments.join('\n'));
      assert.deepEqual(await linesOf(tree, 'Amazon', 'Quick Setup'), ['None']);
    }));

  it('show their versions, the newest first and the default one marked', () =>
    withDocuments(async () => {
      const tree = (await app()).trees.of(view);
      const lines = await linesOf(tree, 'Mine', 'Shop-RestartWebServer');
      assert.deepEqual(
        lines.map((line) => line.replace(/ · [^·]*\d$/, '')),
        ['Version 3 — drains-first · YAML', 'Version 2 — default · with-a-look · YAML', 'Version 1 — YAML'],
      );
    }));

  it('are filtered by words, and all there again without them', () =>
    withDocuments(async () => {
      const tree = (await app()).trees.of(view);
      await commands.executeCommand('opswright.filterDocuments', 'restart');
      assert.equal(tree.view.message, 'Filter: restart');
      assert.deepEqual(await linesOf(tree, 'Mine'), ['Shop-RestartWebServer — v2 · with-a-look']);
      assert.ok((await linesOf(tree, 'Amazon')).some((line) => line.startsWith('AWS-RestartEC2Instance')));
      assert.deepEqual(await linesOf(tree, 'Shared with me'), ['None that the filter lets through']);
      await commands.executeCommand('opswright.filterDocuments', 'name:AWS-RunS type:Command');
      assert.deepEqual(
        (await linesOf(tree, 'Amazon')).map((line) => line.split(' ')[0]),
        ['AWS-RunShellScript'],
      );
      await commands.executeCommand('opswright.clearDocumentFilter');
      assert.equal((await linesOf(tree, 'Mine')).length, 3);
    }));

  it('are pinned on top, and open from there', () =>
    withDocuments(async () => {
      const tree = (await app()).trees.of(view);
      await onNode('opswright.pinDocument', ['Amazon', 'Command documents', 'AWS-RunShellScript']);
      assert.deepEqual(await linesOf(tree), ['Pinned', 'In this workspace', 'Mine', 'Shared with me', 'Amazon']);
      const pin = await elementAt(tree, 'Pinned', 'AWS-RunShellScript');
      assert.equal(pin.node.context, 'document amazon yaml pinned');
      await onNode('opswright.openDocument', ['Pinned', 'AWS-RunShellScript']);
      assert.equal(front().name, 'AWS-RunShellScript v1.ssm.yaml');
      await onNode('opswright.unpinDocument', ['Pinned', 'AWS-RunShellScript']);
      assert.deepEqual(await linesOf(tree), ['In this workspace', 'Mine', 'Shared with me', 'Amazon']);
    }));

  it('open read-only, with hover, outline and checks', () =>
    withDocuments(async () => {
      await onNode('opswright.openDocument', ['Mine', 'Shop-RestartWebServer']);
      const { text, language, name, uri } = front();
      assert.deepEqual([language, name], ['ssm-yaml', 'Shop-RestartWebServer v2.ssm.yaml']);
      assert.match(text, /^schemaVersion: "0.3"/);
      const symbols = await eventually(
        async () =>
          (await commands.executeCommand<SymbolInformation[]>('vscode.executeDocumentSymbolProvider', uri)) ?? [],
        (found) => found.length > 0,
      );
      assert.match(JSON.stringify(symbols), /mainSteps/);
      const at = window.activeTextEditor?.document.positionAt(text.indexOf('aws:runCommand'));
      const hovers = await commands.executeCommand<Hover[]>('vscode.executeHoverProvider', uri, at);
      assert.ok(hovers.length > 0, 'Nothing is shown for an action');
      await commands.executeCommand('type', { text: 'x' });
      assert.equal(front().text, text);
    }));

  it('are checked where they open', () =>
    withDocuments(async ({ connection }) => {
      const { connections, documents } = await app();
      const { ssm } = await connections.clients(connection);
      const Content =
        'schemaVersion: "0.3"\ndescription: Waits.\nmainSteps:\n  - name: wait\n    action: aws:sleep\n    inputs: { Duration: PT1S }\n  - name: never\n    action: aws:sleep\n    inputs: { Duration: PT1S }\n';
      await ssm.createDocument({
        Name: 'Checked',
        Content: Content.replace('PT1S }\n  -', 'PT1S }\n    isEnd: true\n  -'),
        DocumentFormat: 'YAML',
        DocumentType: 'Automation',
      });
      const uri = await documents.texts.open(connection, 'Checked');
      await until(languages.onDidChangeDiagnostics, () => languages.getDiagnostics(uri).length > 0);
      assert.match(
        languages
          .getDiagnostics(uri)
          .map(({ message }) => message)
          .join('\n'),
        /never/,
      );
    }));

  it('open in the other format, and in an old version', () =>
    withDocuments(async () => {
      const tree = (await app()).trees.of(view);
      await onNode('opswright.openDocumentAsJson', ['Mine', 'Shop-RestartWebServer']);
      assert.deepEqual([front().language, front().name], ['ssm-json', 'Shop-RestartWebServer v2.ssm.json']);
      assert.equal(JSON.parse(front().text).schemaVersion, '0.3');
      const [, , old] = await childrenOf(tree, await elementAt(tree, 'Mine', 'Shop-RestartWebServer'));
      await commands.executeCommand('opswright.openDocument', old);
      assert.equal(front().name, 'Shop-RestartWebServer v1.ssm.yaml');
    }));

  it('say in place of what is denied which action is missing, and leave the rest', () =>
    withDocuments(async ({ goWrong }) => {
      const tree = (await app()).trees.of(view);
      await goWrong({ Denied: ['ssm:ListDocumentVersions'] });
      assert.equal((await linesOf(tree, 'Mine')).length, 3);
      assert.deepEqual(await linesOf(tree, 'Mine', 'Shop-DiskReport'), [
        'Not allowed: ssm:ListDocumentVersions — click to try again',
      ]);
      await goWrong({ Denied: ['ssm:DescribeDocument'] });
      const local = await linesOf(tree, 'In this workspace');
      assert.ok(local.includes('triage — Not allowed: ssm:DescribeDocument'), local.join('\n'));
      await goWrong({ Throttle: 0.3 });
      await tree.refresh();
      assert.equal((await linesOf(tree, 'Mine', 'Shop-DiskReport')).length, 2);
    }));

  it('of the workspace show whether they are what is published', () =>
    withDocuments(async ({ connection }) => {
      const { connections, trees } = await app();
      const tree = trees.of(view);
      const { ssm } = await connections.clients(connection);
      const state = async () => (await linesOf(tree, 'In this workspace')).find((line) => line.startsWith('triage'));
      assert.equal(await state(), 'triage — not published');
      const Content = new TextDecoder().decode(await workspace.fs.readFile(file('triage.ssm.yaml')));
      const made = { Name: 'triage', DocumentFormat: 'YAML' as const };
      await ssm.createDocument({ ...made, Content, DocumentType: 'Automation' });
      await tree.refresh();
      assert.equal(await state(), 'triage — same as version 1');
      await ssm.updateDocument({
        ...made,
        Content: Content.replace(/description: .*/, 'description: Other.'),
        DocumentVersion: '$LATEST',
      });
      assert.equal(await state(), 'triage — same as version 1', 'The account is asked once');
      await tree.refresh();
      assert.equal(await state(), 'triage — differs from version 2, default 1');
    }));
});

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

async function ssmOf({ connection }: PretendAccount) {
  return (await (await app()).connections.clients(connection)).ssm;
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
      assert.deepEqual(await publishAs(runbook('Two.'), kept), { name: 'Wait', version: '2' });
      assert.equal((await ssm.describeDocument({ Name: 'Wait' })).Document?.DefaultVersion, '1');
      assert.equal(await local(), 'published — same as version 2, default 1');
      const made = { ...fresh, makeDefault: true, confirmed: true };
      assert.deepEqual(await publishAs(runbook('Three.'), made), { name: 'Wait', version: '3' });
      assert.equal((await ssm.describeDocument({ Name: 'Wait' })).Document?.DefaultVersion, '3');
    }));

  it('sends nothing when the check finds an error, when the type differs, or when nothing is new', () =>
    withDocuments(async (account) => {
      const ssm = await ssmOf(account);
      assert.equal(await publishAs(runbook('One.').replace('aws:sleep', 'aws:sleeps'), fresh), undefined);
      assert.equal(await publishAs(runbook('One.'), { ...fresh, name: 'Shop-DiskReport' }), undefined);
      await assert.rejects(ssm.describeDocument({ Name: 'Wait' }), /does not exist/);
      assert.equal((await ssm.describeDocument({ Name: 'Shop-DiskReport' })).Document?.LatestVersion, '2');
      assert.deepEqual(await publishAs(runbook('One.'), fresh), { name: 'Wait', version: '1' });
      assert.equal(await publishAs(runbook('One.'), { ...fresh, makeDefault: true, confirmed: true }), undefined);
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
      assert.deepEqual(await publishAs(runbook('One.'), fresh, name), { name: 'Wait', version: '1' });
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
      assert.deepEqual(await publishAs(runbook('One.'), fresh), { name: 'Wait', version: '1' });
    }));
});

describe('a published document', () => {
  const diff = () => {
    const input = window.tabGroups.activeTabGroup.activeTab?.input;
    assert.ok(input instanceof TabInputTextDiff, 'No difference is shown');
    return [input.original.path.split('/').at(-1), input.modified.path.split('/').at(-1)];
  };

  it('is compared with a file, with another version, and its default version with the latest', () =>
    withDocuments(async () => {
      await onNode('opswright.compareDefaultLatest', ['Mine', 'Shop-RestartWebServer']);
      assert.deepEqual(diff(), ['Shop-RestartWebServer v2.ssm.yaml', 'Shop-RestartWebServer v3.ssm.yaml']);
      const [subject] = [
        subjectOf(await elementAt((await app()).trees.of(view), 'Mine', 'Shop-RestartWebServer')),
      ] as object[];
      await commands.executeCommand('opswright.compareDocumentVersions', { ...subject, other: '1' });
      assert.deepEqual(diff(), ['Shop-RestartWebServer v1.ssm.yaml', 'Shop-RestartWebServer v2.ssm.yaml']);
      await commands.executeCommand('opswright.compareDocument', { ...subject, file: file('project.json') });
      assert.deepEqual(diff(), ['Shop-RestartWebServer v2.ssm.json', 'project.json']);
    }));

  it('gets another default version', () =>
    withDocuments(async (account) => {
      const ssm = await ssmOf(account);
      await onNode('opswright.setDefaultVersion', ['Mine', 'Shop-RestartWebServer', 'Version 3']);
      assert.equal((await ssm.describeDocument({ Name: 'Shop-RestartWebServer' })).Document?.DefaultVersion, '3');
      assert.ok(
        (await linesOf((await app()).trees.of(view), 'Mine')).includes('Shop-RestartWebServer — v3 · drains-first'),
      );
    }));

  it('gets tags, and loses them', () =>
    withDocuments(async (account) => {
      const ssm = await ssmOf(account);
      const subject = subjectOf(await elementAt((await app()).trees.of(view), 'Mine', 'Shop-DiskReport')) as object;
      const tags = async () =>
        (await ssm.listTagsForResource({ ResourceType: 'Document', ResourceId: 'Shop-DiskReport' })).TagList;
      await commands.executeCommand('opswright.editDocumentTags', { ...subject, text: 'Team=web, Stage=prod' });
      assert.deepEqual(await tags(), [
        { Key: 'Team', Value: 'web' },
        { Key: 'Stage', Value: 'prod' },
      ]);
      await commands.executeCommand('opswright.editDocumentTags', { ...subject, text: 'Team=ops' });
      assert.deepEqual(await tags(), [{ Key: 'Team', Value: 'ops' }]);
    }));

  it('is shared with accounts, and no longer', () =>
    withDocuments(async (account) => {
      const ssm = await ssmOf(account);
      const subject = subjectOf(
        await elementAt((await app()).trees.of(view), 'Mine', 'Shop-PatchWithApproval'),
      ) as object;
      const accounts = async () =>
        (await ssm.describeDocumentPermission({ Name: 'Shop-PatchWithApproval', PermissionType: 'Share' })).AccountIds;
      await commands.executeCommand('opswright.shareDocument', { ...subject, text: '111122223333, 444455556666' });
      assert.deepEqual(await accounts(), ['111122223333', '444455556666']);
      await commands.executeCommand('opswright.shareDocument', { ...subject, text: 'all', confirmed: true });
      assert.deepEqual(await accounts(), ['all']);
    }));

  it('is deleted with its versions, also when it was shared', () =>
    withDocuments(async () => {
      const tree = (await app()).trees.of(view);
      const version = subjectOf(await elementAt(tree, 'Mine', 'Shop-RestartWebServer', 'Version 1')) as object;
      await commands.executeCommand('opswright.deleteDocument', { ...version, confirmed: true });
      assert.equal((await linesOf(tree, 'Mine', 'Shop-RestartWebServer')).length, 2);
      const subject = subjectOf(await elementAt(tree, 'Mine', 'Shop-DiskReport')) as object;
      await commands.executeCommand('opswright.deleteDocument', { ...subject, confirmed: true });
      assert.deepEqual(
        (await linesOf(tree, 'Mine')).map((line) => line.split(' ')[0]),
        ['Shop-PatchWithApproval', 'Shop-RestartWebServer'],
      );
    }));

  it('has a name and an ARN to copy', () =>
    withDocuments(async () => {
      await onNode('opswright.copyDocumentName', ['Mine', 'Shop-DiskReport']);
      assert.equal(await env.clipboard.readText(), 'Shop-DiskReport');
      await onNode('opswright.copyDocumentArn', ['Mine', 'Shop-DiskReport']);
      assert.match(await env.clipboard.readText(), /^arn:aws:ssm:eu-west-1:\d{12}:document\/Shop-DiskReport$/);
    }));
});
