import assert from 'node:assert/strict';
import {
  type CodeAction,
  CodeActionKind,
  commands,
  type DocumentSymbol,
  type Hover,
  type Location,
  type LocationLink,
  MarkdownString,
  Range,
  type TextDocument,
  type TextEdit,
  WorkspaceEdit,
  workspace,
} from 'vscode';
import {
  accept,
  change,
  closeAll,
  eventually,
  file,
  labelOf,
  offered,
  openNew,
  openUntitled,
  problemsAre,
} from '../editor.ts';

const policy = `let sizes = [1, 2]

rule volumes_small when resourceType == "AWS::EC2::Volume" {
  configuration.size in %sizes
}

rule volumes when volumes_small {
  configuration.encrypted == true
}
`;

const unknown = '4:26-4:30 error guard-unknown-name: "%szes" is assigned nowhere; did you mean "sizes"?';

function place(document: TextDocument, behind: string, word: string): { uri: TextDocument['uri']; range: Range } {
  const text = document.getText();
  const start = document.positionAt(text.indexOf(word, text.indexOf(behind)) + 1);
  return { uri: document.uri, range: new Range(start, start) };
}

describe('a Guard policy', () => {
  afterEach(async () => {
    await closeAll();
    for (const [uri] of (await workspace.fs.readDirectory(file('.'))).filter(([name]) => name.endsWith('.guard')))
      await workspace.fs.delete(file(uri));
  });

  it('has its problems shown, and mended by a quick fix', async () => {
    const editor = await openNew('sizes.guard', policy.replace('%sizes', '%szes'));
    const { document } = editor;
    assert.equal(document.languageId, 'guard');
    await problemsAre(document, [unknown]);
    const { uri, range } = place(document, 'in %', 'szes');
    const actions = await commands.executeCommand<CodeAction[]>(
      'vscode.executeCodeActionProvider',
      uri,
      range,
      CodeActionKind.QuickFix.value,
    );
    const fix = actions.find(({ title }) => title === 'Change to "sizes"');
    assert.ok(fix?.edit && (await workspace.applyEdit(fix.edit)));
    await problemsAre(document, []);
    assert.equal(document.getText(), policy);
  });

  it('is completed: types, properties of their items, variables and rules', async () => {
    const editor = await openNew('typed.guard', policy);
    await change(editor, (text) => text.replace('"AWS::EC2::Volume"', '"AWS::EC2::Vol<|>"'));
    assert.equal(
      await accept(editor, 'AWS::EC2::Volume'),
      'rule volumes_small when resourceType == "AWS::EC2::Volume" {',
    );
    await change(editor, (text) => text.replace('configuration.size in', 'configuration.<|> in'));
    assert.equal(await accept(editor, 'size'), '  configuration.size in %sizes');
    await change(editor, (text) => text.replace('%sizes', '%<|>'));
    assert.equal(await accept(editor, '%sizes'), '  configuration.size in %sizes');
    await change(editor, (text) => text.replace('when volumes_small', 'when <|>'));
    const labels = (await offered(editor)).map(labelOf);
    assert.ok(labels.includes('volumes_small') && labels.includes('resourceType'), labels.join(', '));
  });

  it('is completed inside JSON, with the escapes that it needs', async () => {
    const rule = {
      ConfigRuleName: 'a',
      Source: { Owner: 'CUSTOM_POLICY', CustomPolicyDetails: { PolicyRuntime: 'guard-2.x.x', PolicyText: policy } },
    };
    const editor = await openUntitled('json', JSON.stringify(rule, undefined, 2));
    await change(editor, (text) => text.replace('AWS::EC2::Volume', 'AWS::EC2::Vol<|>'));
    await accept(editor, 'AWS::EC2::Volume');
    assert.deepEqual(JSON.parse(editor.document.getText()), rule);
  });

  it('has its words, names and properties explained', async () => {
    const { document } = await openNew('explained.guard', policy);
    const hoverOn = async (behind: string, word: string): Promise<string> => {
      const { uri, range } = place(document, behind, word);
      const found = await commands.executeCommand<Hover[]>('vscode.executeHoverProvider', uri, range.start);
      const contents = found.flatMap((each) => each.contents);
      return contents.map((each) => (each instanceof MarkdownString ? each.value : String(each))).join('\n');
    };
    assert.match(await hoverOn('resourceType', '=='), /^`==` — Both are equal/);
    assert.match(
      await hoverOn('configuration', 'size'),
      /^\*\*configuration\.size\*\* — whole number, of AWS::EC2::Volume/,
    );
    assert.match(await hoverOn('in %', 'sizes'), /^\*\*sizes\*\* — variable[\s\S]*let sizes = \[1, 2\]/);
  });

  it('leads from a use to the declaration', async () => {
    const { document } = await openNew('followed.guard', policy);
    for (const [behind, word, line] of [
      ['in %', 'sizes', 0],
      ['rule volumes when', 'volumes_small', 2],
    ] as const) {
      const { uri, range } = place(document, behind, word);
      const found = await commands.executeCommand<(Location | LocationLink)[]>(
        'vscode.executeDefinitionProvider',
        uri,
        range.start,
      );
      const lines = found.map((each) => ('targetUri' in each ? each.targetRange : each.range).start.line);
      assert.deepEqual(lines, [line], word);
    }
  });

  it('has an outline of its variables and rules, and is laid out', async () => {
    const { document } = await openNew(
      'outlined.guard',
      policy.replace('  configuration.size', '      configuration.size'),
    );
    const symbols = await eventually(
      async () => commands.executeCommand<DocumentSymbol[]>('vscode.executeDocumentSymbolProvider', document.uri),
      (found) => (found?.length ?? 0) > 0,
    );
    assert.deepEqual(
      symbols.map(({ name }) => name),
      ['sizes', 'volumes_small', 'volumes'],
    );
    const edits = await eventually(
      async () =>
        commands.executeCommand<TextEdit[] | undefined>('vscode.executeFormatDocumentProvider', document.uri, {
          tabSize: 2,
          insertSpaces: true,
        }),
      (found) => (found?.length ?? 0) > 0,
    );
    const edit = new WorkspaceEdit();
    edit.set(document.uri, edits ?? []);
    assert.ok(await workspace.applyEdit(edit));
    assert.equal(document.getText(), policy);
  });
});
