import assert from 'node:assert/strict';
import { commands, type Location, type LocationLink, Position } from 'vscode';
import { accept, change, eventually, labelOf, offered, openNew, openUntitled, problemsAre } from '../editor.ts';

describe('run files', () => {
  it('have a language of their own, by their name', async () => {
    const { document } = await openNew('now.run.yaml', 'run: Some-Document\n');
    assert.equal(document.languageId, 'ssm-run');
    await problemsAre(document, []);
  });

  it('begin with a whole one, also before they have a name', async () => {
    const editor = await openUntitled('ssm-run', '');
    await change(editor, () => 'run<|>');
    assert.match(await accept(editor, 'Run file'), /^run: AWS-RunShellScript\nparameters:\n {2}commands:\n/);
    await problemsAre(editor.document, []);
  });

  it('offer the documents of the workspace with what they need', async () => {
    const editor = await openNew('later.run.yaml', '');
    await change(editor, () => 'run: <|>');
    // Those of the workspace are there once they have been read.
    const labels = await eventually(
      async () => (await offered(editor)).map(labelOf),
      (found) => found.includes('./triage.ssm.yaml'),
    );
    assert.ok(labels.includes('AWS-RunShellScript'), labels.join(', '));
    await accept(editor, 'AWS-RunPatchBaseline');
    assert.equal(
      editor.document.getText(),
      'run: AWS-RunPatchBaseline\nparameters:\n  Operation: Scan\ntargets:\n  ids:\n    - ',
    );
  });

  it('lead to their document', async () => {
    const { document } = await openNew('there.run.yaml', 'run: ./triage.ssm.yaml\n');
    const found = await commands.executeCommand<(Location | LocationLink)[]>(
      'vscode.executeDefinitionProvider',
      document.uri,
      new Position(0, 8),
    );
    const [target] = found.map((each) => ('targetUri' in each ? each.targetUri : each.uri).path);
    assert.match(target ?? '', /triage\.ssm\.yaml$/);
  });

  it('tell what does not fit', async () => {
    const text = 'run: AWS-RunShellScript\ntarget:\n  ids: [web-1]\n';
    const { document } = await openNew('amiss.run.yaml', text);
    await problemsAre(document, ['2:1-2:7 error unknown-key: Unknown key "target"; did you mean "targets"?']);
  });
});
