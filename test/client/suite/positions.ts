import assert from 'node:assert/strict';
import { commands, EndOfLine, type Hover } from 'vscode';
import { change, open, openNew, problemsAre } from '../editor.ts';

describe('places in the text', () => {
  it('are the same with Windows line ends', async () => {
    const plain = await open('restart.yaml');
    const text = plain.document.getText();
    const editor = await openNew('windows.yaml', text.replaceAll('\n', '\r\n'));
    assert.equal(editor.document.eol, EndOfLine.CRLF);
    await problemsAre(editor.document, [
      '36:15-36:20 error unknown-step: "strat" names no step; did you mean "start"?',
    ]);
    await change(editor, (all) => all.replace('nextStep: strat\r\n', 'nextStep: start\r\n'));
    await problemsAre(editor.document, []);
  });

  it('count an emoji as two, as VS Code does', async () => {
    const step =
      '  - { name: nap, action: aws:sleep, inputs: { Duration: PT1M }, description: "💤 👩‍💻", nextStep: nope }';
    const { document } = await openNew(
      'emoji.ssm.yaml',
      `schemaVersion: "0.3"\ndescription: "🚀 upwards"\nmainSteps:\n${step}\n`,
    );
    const column = step.indexOf('nope') + 1;
    await problemsAre(document, [`4:${column}-4:${column + 4} error unknown-step: "nope" names no step`]);
    const position = document.positionAt(document.getText().indexOf('nextStep') + 1);
    const [hover] = await commands.executeCommand<Hover[]>('vscode.executeHoverProvider', document.uri, position);
    assert.equal(hover?.range && document.getText(hover.range), 'nextStep');
  });
});
