import assert from 'node:assert/strict';
import { commands, type DocumentSymbol, type FoldingRange, type Hover, MarkdownString } from 'vscode';
import { open } from '../editor.ts';

/** The text of the hover on the first place where `word` stands, after `before`. */
async function hoverOn(name: string, before: string, word: string): Promise<string> {
  const { document } = await open(name);
  const text = document.getText();
  const at = text.indexOf(word, text.indexOf(before));
  const found = await commands.executeCommand<Hover[]>(
    'vscode.executeHoverProvider',
    document.uri,
    document.positionAt(at + 1),
  );
  const contents = found.flatMap(({ contents }) => contents);
  return contents.map((each) => (each instanceof MarkdownString ? each.value : String(each))).join('\n');
}

function inLines(symbols: DocumentSymbol[], indent = ''): string[] {
  return symbols.flatMap(({ name, detail, children }) => [
    `${indent}${name}${detail && ` (${detail})`}`,
    ...inLines(children, `${indent}  `),
  ]);
}

describe('hover', () => {
  it('says what an action does', async () => {
    const text = await hoverOn('restart.yaml', 'action:', 'aws:changeInstanceState');
    assert.match(text, /^\*\*aws:changeInstanceState\*\*/);
    assert.match(text, /\*\*DesiredState\*\*/);
  });

  it('says what a key means', async () => {
    assert.match(await hoverOn('restart.yaml', 'name: stop', 'nextStep'), /^\*\*nextStep\*\* — String/);
  });

  it('says what a reference reads', async () => {
    const text = await hoverOn('restart.yaml', '{{ InstanceId', 'InstanceId');
    assert.match(text, /Parameter \*\*InstanceId\*\* — AWS::EC2::Instance::Id/);
    assert.match(text, /The instance to restart\./);
  });

  it('stays away from other YAML', async () => {
    assert.equal(await hoverOn('garden.yaml', 'beds', 'description'), '');
  });
});

describe('outline', () => {
  it('is a tree of sections, parameters, steps and outputs', async () => {
    const { document } = await open('restart.yaml');
    const symbols = await commands.executeCommand<DocumentSymbol[]>(
      'vscode.executeDocumentSymbolProvider',
      document.uri,
    );
    assert.deepEqual(inLines(symbols), [
      'schemaVersion (0.3)',
      'description (Restarts an instance.)',
      'assumeRole ({{ AutomationAssumeRole }})',
      'parameters (2 parameters)',
      '  InstanceId (AWS::EC2::Instance::Id)',
      '  AutomationAssumeRole (AWS::IAM::Role::Arn)',
      'variables (1 variable)',
      '  attempts (Integer)',
      'mainSteps (3 steps)',
      '  look (aws:executeAwsApi)',
      '    State (String)',
      '  stop (aws:changeInstanceState)',
      '  start (aws:changeInstanceState)',
      'outputs (1 output)',
      '  look.State',
    ]);
  });
});

describe('folding', () => {
  it('folds sections, steps and what they hold', async () => {
    const { document } = await open('twice.ssm.yaml');
    const ranges = await commands.executeCommand<FoldingRange[]>('vscode.executeFoldingRangeProvider', document.uri);
    assert.deepEqual(
      ranges.map(({ start, end }) => `${start + 1}-${end + 1}`).sort(),
      ['4-12', '5-8', '7-8', '9-12', '11-12'].sort(),
    );
  });

  it('leaves other YAML to VS Code', async () => {
    const { document } = await open('garden.yaml');
    const ranges = await commands.executeCommand<FoldingRange[]>('vscode.executeFoldingRangeProvider', document.uri);
    assert.ok(ranges.length > 0, 'VS Code folds by indentation where nobody else does');
  });
});
