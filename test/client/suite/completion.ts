import assert from 'node:assert/strict';
import { CompletionItemKind } from 'vscode';
import { accept, change, closeAll, labelOf, offered, open, openUntitled, problemsAre } from '../editor.ts';

/** The fixture runbook, changed so that something can be typed at `<|>`. */
async function typing(edit: (text: string) => string) {
  const editor = await open('restart.yaml');
  await change(editor, edit);
  return editor;
}

describe('completion', () => {
  it('offers the keys of a step, those that are there left out', async () => {
    const editor = await typing((text) => text.replace('    nextStep: strat\n', '    <|>\n'));
    const labels = (await offered(editor)).map(labelOf);
    assert.ok(labels.includes('nextStep') && labels.includes('onFailure'), labels.join(', '));
    assert.ok(!labels.includes('name') && !labels.includes('inputs'), labels.join(', '));
  });

  it('writes a key with a place for its value', async () => {
    const editor = await typing((text) => text.replace('    nextStep: strat\n', '    next<|>\n'));
    assert.equal(await accept(editor, 'nextStep'), '    nextStep: ');
  });

  it('writes a key that holds a map with what its action needs below it', async () => {
    const editor = await typing((text) => text.replace(/ {4}inputs:\n(.*\n){4}/, '    in<|>\n'));
    assert.equal(await accept(editor, 'inputs'), '    inputs:\n      Service: \n      Api: ');
  });

  it('offers the inputs of the action', async () => {
    const editor = await typing((text) => text.replace('      DesiredState: stopped\n', '      <|>\n'));
    assert.equal(await accept(editor, 'DesiredState'), '      DesiredState: running');
  });

  it('writes the name of an action', async () => {
    const editor = await typing((text) => text.replace('aws:changeInstanceState', 'aws:ch<|>'));
    assert.equal(await accept(editor, 'aws:changeInstanceState'), '    action: aws:changeInstanceState');
  });

  it('offers the steps that come after it as the next one', async () => {
    const editor = await typing((text) => text.replace('nextStep: strat', 'nextStep: <|>'));
    const labels = (await offered(editor)).map(labelOf);
    assert.deepEqual(
      labels.filter((label) => ['stop', 'look', 'start'].includes(label)),
      ['start'],
    );
    assert.equal(await accept(editor, 'start'), '    nextStep: start');
    await problemsAre(editor.document, []);
  });

  it('offers parameters, variables and outputs inside {{ }}', async () => {
    for (const [typed, label, line] of [
      ['"{{ <|> }}"', 'InstanceId', '        - "{{ InstanceId }}"'],
      ['"{{ Inst<|>', 'InstanceId', '        - "{{ InstanceId }}"'],
      ['"{{ <|> }}"', 'look.State', '        - "{{ look.State }}"'],
      ['"{{ look.<|> }}"', 'look.State', '        - "{{ look.State }}"'],
      ['"{{ variable:<|> }}"', 'variable:attempts', '        - "{{ variable:attempts }}"'],
      ['"{{ global:<|> }}"', 'global:REGION', '        - "{{ global:REGION }}"'],
    ] as const) {
      const editor = await typing((text) => text.replace(/"\{\{ InstanceId \}\}"(?=\n {6}DesiredState)/, typed));
      assert.equal(await accept(editor, label), line);
      await closeAll();
    }
  });

  it('writes quotes around a key in JSON', async () => {
    const editor = await open('session.json');
    await change(editor, (text) => text.replace(/"runAsEnabled": false/, '"runAs<|>"'));
    assert.equal(await accept(editor, 'runAsEnabled'), '    "runAsEnabled": false');
  });

  it('begins a document with a snippet', async () => {
    const editor = await openUntitled('ssm-yaml', '');
    await change(editor, () => 'runbook<|>');
    assert.match(await accept(editor, 'runbook'), /^schemaVersion: "0\.3"\n(.*\n)*mainSteps:\n {2}- name: /);
    await problemsAre(editor.document, []);
  });

  it('offers nothing of ours in other YAML', async () => {
    const editor = await open('garden.yaml');
    await change(editor, (text) => text.replace('"{{ Nothing }}"', '"{{ <|> }}"'));
    const kinds = (await offered(editor)).map(({ kind }) => kind);
    // The snippets of the manifest are VS Code's business, and so are the words of open documents.
    const others = [CompletionItemKind.Snippet, CompletionItemKind.Text];
    assert.deepEqual(
      kinds.filter((kind) => kind !== undefined && !others.includes(kind)),
      [],
    );
  });
});
