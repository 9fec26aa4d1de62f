import assert from 'node:assert/strict';
import { commands, type Hover, languages, type SymbolInformation, window, workspace } from 'vscode';
import { app, childrenOf, elementAt, linesOf } from '../account.ts';
import { front, onNode, ssmOf, view, withDocuments } from '../documents.ts';
import { eventually, file, until } from '../editor.ts';

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

  it('open as they are now, where one was deleted and made anew while it was open', () =>
    withDocuments(async (account) => {
      const ssm = await ssmOf(account);
      const { connection } = account;
      const open = async (content: string) => {
        await ssm.createDocument({
          Name: 'Fleeting',
          Content: content,
          DocumentType: 'Automation',
          DocumentFormat: 'YAML',
        });
        await commands.executeCommand('opswright.openDocument', { connection, document: { name: 'Fleeting' } });
      };
      const runbook = (words: string) =>
        `schemaVersion: "0.3"\ndescription: ${words}\nmainSteps:\n  - name: rest\n    action: aws:sleep\n    inputs: { Duration: PT1S }\n`;
      await open(runbook('First.'));
      assert.match(front().text, /First\./);
      await ssm.deleteDocument({ Name: 'Fleeting' });
      await open(runbook('Second.'));
      await eventually(
        async () => front().text,
        (text) => /Second\./.test(text),
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
