import assert from 'node:assert/strict';
import { DiagnosticSeverity, languages } from 'vscode';
import { change, open, openUntitled, problemsAre } from '../editor.ts';

const misspeltStep = '36:15-36:20 error unknown-step: "strat" names no step; did you mean "start"?';

describe('diagnostics', () => {
  it('are shown for a runbook in a .yaml file', async () => {
    const { document } = await open('restart.yaml');
    await problemsAre(document, [misspeltStep]);
    const diagnostic = languages.getDiagnostics(document.uri).find(({ code }) => code === 'unknown-step');
    assert.equal(diagnostic?.source, 'opswright');
    assert.equal(diagnostic.severity, DiagnosticSeverity.Error);
    assert.equal(document.getText(diagnostic.range), 'strat');
  });

  it('are shown for a Command document in a .yml file', async () => {
    const { document } = await open('disk.yml');
    await problemsAre(document, [
      '10:13-10:30 error unknown-action: "aws:runShellScrip" is no plugin of Command documents; did you mean "aws:runShellScript"?',
    ]);
  });

  it('are shown for session preferences in a .json file', async () => {
    const { document } = await open('session.json');
    await problemsAre(document, [
      '7:28-7:39 error wrong-type: "s3EncryptionEnabled" wants true or false, not the text "sometimes"',
    ]);
  });

  it('are shown for a document in a Terraform file, whatever language the editor gives it', async () => {
    const { document } = await open('main.tf');
    await problemsAre(document, [
      '6:44-6:54 error unknown-action: "aws:slep" is no action of Automation; did you mean "aws:sleep"?',
    ]);
  });

  it('point at the other place, where there is one', async () => {
    const { document } = await open('twice.ssm.yaml');
    assert.equal(document.languageId, 'ssm-yaml');
    await problemsAre(document, ['9:11-9:15 error duplicate-step: Another step is named "wait"']);
    const related = languages.getDiagnostics(document.uri).flatMap((each) => each.relatedInformation ?? []);
    assert.deepEqual(
      related.map(({ message, location }) => [message, location.uri.toString(), location.range.start.line + 1]),
      [['The first one is here', document.uri.toString(), 5]],
    );
  });

  for (const language of ['yaml', 'ssm-yaml']) {
    it(`are shown for an unsaved document in the language ${language}`, async () => {
      const saved = await open('restart.yaml');
      const { document } = await openUntitled(language, saved.document.getText());
      await problemsAre(document, [misspeltStep]);
    });
  }

  it('go when the fault is mended, and come back with it', async () => {
    const editor = await open('restart.yaml');
    await problemsAre(editor.document, [misspeltStep]);
    await change(editor, (text) => text.replace('strat', 'start'));
    await problemsAre(editor.document, []);
    await change(editor, (text) => text.replace('nextStep: start', 'nextStep: strat'));
    await problemsAre(editor.document, [misspeltStep]);
  });

  it('move with the lines above them', async () => {
    const editor = await open('restart.yaml');
    await change(editor, (text) => `# One more line\n${text}`);
    await problemsAre(editor.document, [misspeltStep.replaceAll('36:', '37:')]);
  });

  it('stay away from YAML and JSON that is none of ours', async () => {
    const others = [await open('garden.yaml'), await open('project.json')];
    // What is opened later is checked later.
    const { document } = await open('restart.yaml');
    await problemsAre(document, [misspeltStep]);
    for (const { document } of others) await problemsAre(document, []);
  });

  it('go when a document stops being one of ours', async () => {
    const editor = await open('restart.yaml');
    await problemsAre(editor.document, [misspeltStep]);
    await change(editor, () => 'services: {}\n');
    await problemsAre(editor.document, []);
  });
});
