import assert from 'node:assert/strict';
import { commands, workspace } from 'vscode';
import { closeAll, eventually, file, openNew, write } from '../editor.ts';

const runbook = (runtime: string) => `schemaVersion: "0.3"
description: Runs a script
assumeRole: arn:aws:iam::111122223333:role/Operator
mainSteps:
  - name: run
    action: aws:executeScript
    inputs:
      Runtime: ${runtime}
      Handler: run
      Script: |
        def run(events, context):
            return {}
`;

/** Tick the one group there is, and apply. */
const preview = [
  'refactorPreview.groupByType',
  'refactorPreview.focus',
  'list.focusFirst',
  'refactorPreview.toggleCheckedState',
  'refactorPreview.apply',
];

describe('the update of runtimes', () => {
  const names = ['runtimes/open.yaml', 'runtimes/closed.yaml'];

  const updated = async (): Promise<boolean> => {
    const documents = await Promise.all(names.map((name) => workspace.openTextDocument(file(name))));
    return documents.every((document) => document.getText() === runbook('python3.11'));
  };

  afterEach(async () => {
    await closeAll();
    await workspace.fs.delete(file('runtimes'), { recursive: true });
  });

  it('shows one change for all documents of the workspace, and makes it when it is confirmed', async () => {
    await write('runtimes/closed.yaml', runbook('python3.8'));
    await openNew('runtimes/open.yaml', runbook('python3.7'));
    // The preview tells of itself by no event: it is asked to do what a person would until it has been there to do it. When
    // it comes up between two of those commands it is confirmed with nothing ticked, and asked for again.
    for (let left = 4; left > 0 && !(await updated()); left--) {
      let done = false;
      const running = commands.executeCommand('opswright.updateRuntimes').then(() => {
        done = true;
      });
      await eventually(
        async () => {
          for (const id of preview) await commands.executeCommand(id);
          return done;
        },
        (finished) => finished,
      );
      await running;
    }
    for (const name of names) {
      const document = await workspace.openTextDocument(file(name));
      assert.equal(document.getText(), runbook('python3.11'), name);
    }
  });
});
