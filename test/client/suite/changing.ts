import assert from 'node:assert/strict';
import { type CodeAction, CodeActionKind, commands, languages, workspace } from 'vscode';
import { closeAll, file, open, problemsAre, write } from '../editor.ts';

describe('a quick fix', () => {
  it('mends what it is offered for', async () => {
    const { document } = await open('disk.yml');
    await problemsAre(document, [
      '10:13-10:30 error unknown-action: "aws:runShellScrip" is no plugin of Command documents; did you mean "aws:runShellScript"?',
    ]);
    const diagnostic = languages.getDiagnostics(document.uri).find(({ code }) => code === 'unknown-action');
    const actions = await commands.executeCommand<CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      diagnostic?.range,
      CodeActionKind.QuickFix.value,
    );
    assert.deepEqual(
      actions.map(({ title, isPreferred }) => [title, isPreferred]),
      [['Change to "aws:runShellScript"', true]],
    );
    const [edit] = actions.flatMap((action) => action.edit ?? []);
    assert.ok(edit && (await workspace.applyEdit(edit)));
    assert.match(document.lineAt(9).text, /action: aws:runShellScript$/);
    await problemsAre(document, []);
  });
});

describe('.opswrightrc.yaml', () => {
  const error = '15:15-15:19 error unknown-step: "lost" names no step; expected "first"';
  const warning = '9:5-9:13 warning end-and-next: "nextStep" is never used: "isEnd" ends the run here';
  let original: string;

  before(async () => {
    original = new TextDecoder().decode(await workspace.fs.readFile(file('quiet/.opswrightrc.yaml')));
  });
  afterEach(async () => {
    await closeAll();
    await write('quiet/.opswrightrc.yaml', original);
  });

  it('turns a warning off', async () => {
    const { document } = await open('quiet/ends.yaml');
    await problemsAre(document, [error]);
  });

  it('is read again when it changes', async () => {
    const { document } = await open('quiet/ends.yaml');
    await problemsAre(document, [error]);
    await write('quiet/.opswrightrc.yaml', 'rules: {}\n');
    await problemsAre(document, [warning, error]);
    await workspace.fs.delete(file('quiet/.opswrightrc.yaml'));
    await write('quiet/.opswrightrc.yaml', original);
    await problemsAre(document, [error]);
  });

  it('is marked where it is wrong, and not used', async () => {
    const { document } = await open('quiet/ends.yaml');
    await write('quiet/.opswrightrc.yaml', 'rules:\n  end-and-nxt: off\n');
    await problemsAre(document, [warning, error]);
    const config = await open('quiet/.opswrightrc.yaml');
    await problemsAre(config.document, [
      '2:3-2:14 error configuration: unknown rule "end-and-nxt"; did you mean "end-and-next"?',
    ]);
  });
});
