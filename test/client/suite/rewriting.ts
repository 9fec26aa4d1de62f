import assert from 'node:assert/strict';
import {
  type CodeAction,
  CodeActionKind,
  commands,
  type FormattingOptions,
  Range,
  type TextEdit,
  type Uri,
  WorkspaceEdit,
  window,
  workspace,
} from 'vscode';
import { change, closeAll, eventually, file, open, openNew, openUntitled } from '../editor.ts';

const runbook = `schemaVersion: "0.3"
description: Waits twice.
mainSteps:
  - name: first
    action: aws:sleep
    inputs:
      Duration: PT1M
  - name: last
    action: aws:sleep
    inputs:
      Duration: PT1M
    isEnd: true
`;

async function remove(...names: string[]): Promise<void> {
  for (const name of names) await workspace.fs.delete(file(name));
}

describe('the formatter', () => {
  it('is used by Format Document, for a file of ours', async () => {
    const editor = await openNew('untidy.ssm.yaml', runbook.replace('action: ', 'action:    '));
    await eventually(
      async () => commands.executeCommand('editor.action.formatDocument'),
      () => editor.document.getText() === runbook,
    );
    assert.equal(editor.document.getText(), runbook);
    await closeAll();
    await remove('untidy.ssm.yaml');
  });

  it('is offered for a plain YAML file that is one of ours, and for no other', async () => {
    const editsOf = async (uri: Uri) => {
      const options: FormattingOptions = { tabSize: 2, insertSpaces: true };
      return commands.executeCommand<TextEdit[] | undefined>('vscode.executeFormatDocumentProvider', uri, options);
    };
    const ours = await open('disk.yml');
    const before = ours.document.getText();
    await change(ours, (text) => text.replace('action: ', 'action:   '));
    const edits = await eventually(
      () => editsOf(ours.document.uri),
      (found) => (found?.length ?? 0) > 0,
    );
    const edit = new WorkspaceEdit();
    edit.set(ours.document.uri, edits ?? []);
    assert.ok(await workspace.applyEdit(edit));
    assert.equal(ours.document.getText(), before);
    const foreign = await open('garden.yaml');
    await change(foreign, (text) => text.replace(': ', ':   '));
    assert.equal((await editsOf(foreign.document.uri))?.length ?? 0, 0);
  });
});

describe('a refactoring', () => {
  it('puts steps into a new runbook beside this one', async () => {
    const { document } = await openNew('waits.yaml', runbook);
    const range = new Range(3, 10, 6, 12);
    const actions = await eventually(
      async () =>
        commands.executeCommand<CodeAction[]>(
          'vscode.executeCodeActionProvider',
          document.uri,
          range,
          CodeActionKind.RefactorExtract.value,
        ),
      (found) => found.length > 0,
    );
    const action = actions.find(({ title }) => title === 'Extract the step "first" to a runbook');
    assert.ok(action?.edit && (await workspace.applyEdit(action.edit)));
    assert.match(document.getText(), /DocumentName: waits-first\n/);
    const child = await workspace.openTextDocument(file('waits-first.yaml'));
    assert.match(child.getText(), /mainSteps:\n {2}- name: first\n/);
    await child.save();
    await closeAll();
    await remove('waits.yaml', 'waits-first.yaml');
  });
});

describe('a Config rule', () => {
  const rule = 'ConfigRuleName: root-mfa\nSource:\n  Owner: AWS\n  SourceIdentifier: ROOT_ACCOUNT_MFA_ENABLED\n';

  it('is opened in another form beside it by its code action', async () => {
    const { document } = await openNew('root-mfa.yaml', rule);
    const actions = await eventually(
      async () =>
        commands.executeCommand<CodeAction[]>(
          'vscode.executeCodeActionProvider',
          document.uri,
          new Range(0, 3, 0, 3),
          CodeActionKind.RefactorRewrite.value,
        ),
      (found) => found.some(({ title }) => title.startsWith('Rewrite as')),
    );
    const action = actions.find(({ title }) => title === 'Rewrite as a conformance pack entry');
    assert.ok(action?.command);
    await commands.executeCommand(action.command.command, ...(action.command.arguments ?? []));
    const made = window.activeTextEditor?.document ?? assert.fail('nothing is open');
    assert.ok(made.isUntitled);
    assert.match(made.getText(), /^Resources:\n {2}RootMfa:\n {4}Type: AWS::Config::ConfigRule\n/);
    assert.equal(document.getText(), rule);
    await closeAll();
    await remove('root-mfa.yaml');
  });
});

describe('the conversion', () => {
  it('opens a new file beside a saved one', async () => {
    await openNew('turned.yaml', runbook);
    await eventually(
      async () => commands.executeCommand('opswright.convertToJson'),
      () => window.activeTextEditor?.document.uri.path.endsWith('/turned.json') === true,
    );
    const { document } = window.activeTextEditor ?? assert.fail('nothing is open');
    assert.ok(document.uri.path.endsWith('/turned.json'));
    assert.deepEqual(Object.keys(JSON.parse(document.getText())), ['schemaVersion', 'description', 'mainSteps']);
    await closeAll();
    await remove('turned.yaml', 'turned.json');
  });

  it('takes the place of an unsaved text, with its language', async () => {
    const json = '{ "schemaVersion": "2.2", "description": "None yet.", "mainSteps": [] }';
    const { document } = await openUntitled('ssm-json', json);
    await eventually(
      async () => commands.executeCommand('opswright.convertToYaml'),
      () => document.getText() !== json,
    );
    assert.equal(document.getText(), 'schemaVersion: "2.2"\ndescription: None yet.\nmainSteps: []\n');
    const after = window.activeTextEditor?.document;
    assert.equal(after?.languageId, 'ssm-yaml');
  });
});
