import assert from 'node:assert/strict';
import {
  type CallHierarchyIncomingCall,
  type CallHierarchyItem,
  type CodeLens,
  commands,
  type DocumentLink,
  type InlayHint,
  type Location,
  type LocationLink,
  Position,
  Range,
  type SemanticTokens,
  type SymbolInformation,
  type TextDocument,
  type WorkspaceEdit,
  window,
  workspace,
} from 'vscode';
import { eventually, file, open, problemsAre } from '../editor.ts';

const caller = 'calls/rotate-host.ssm.yaml';

/** Where a word stands first, behind another one; the place is inside the word. */
function at(document: TextDocument, behind: string, word: string): Position {
  const text = document.getText();
  const start = text.indexOf(word, text.indexOf(behind));
  assert.ok(start >= 0, `no "${word}" behind "${behind}"`);
  return document.positionAt(start + 1);
}

const whole = (document: TextDocument): Range => new Range(0, 0, document.lineCount, 0);

/** `drain:22` for a place, its line counted from 1. */
async function inWords(places: readonly (Location | LocationLink)[]): Promise<string[]> {
  return Promise.all(
    places.map(async (place) => {
      const uri = 'targetUri' in place ? place.targetUri : place.uri;
      const range = 'targetUri' in place ? (place.targetSelectionRange ?? place.targetRange) : place.range;
      const document = await workspace.openTextDocument(uri);
      return `${document.getText(range)}:${range.start.line + 1}`;
    }),
  );
}

describe('navigation', () => {
  it('follows a reference to its definition, and back to all references', async () => {
    const { document } = await open(caller);
    const position = at(document, 'writeDown', 'makeVolume.VolumeId');
    const ask = (what: string, ...more: unknown[]) =>
      commands.executeCommand<(Location | LocationLink)[]>(`vscode.execute${what}Provider`, document.uri, ...more);
    const definition = await eventually(
      () => Promise.resolve(ask('Definition', position)),
      (found) => found.length > 0,
    );
    assert.deepEqual(await inWords(definition), ['makeVolume:31']);
    const references = await inWords(await ask('Reference', position));
    assert.deepEqual(references, ['makeVolume:31', 'makeVolume:53', 'makeVolume:61', 'makeVolume:73']);
  });

  it('follows a call to the document in the workspace', async () => {
    const { document } = await open(caller);
    const ask = () =>
      commands.executeCommand<LocationLink[]>(
        'vscode.executeDefinitionProvider',
        document.uri,
        at(document, 'drain', 'HostId'),
      );
    assert.deepEqual(
      await inWords(
        await eventually(
          () => Promise.resolve(ask()),
          (found) => found.length > 0,
        ),
      ),
      ['HostId:5'],
    );
    const links = await commands.executeCommand<DocumentLink[]>('vscode.executeLinkProvider', document.uri);
    assert.ok(links.some(({ target }) => target?.path.endsWith('/calls/DrainHost.yaml')));
  });

  it('renames a step in every place', async () => {
    const { document } = await open(caller);
    await problemsAre(document, []);
    const position = at(document, 'mainSteps', 'tellOwner');
    const edit = await commands.executeCommand<WorkspaceEdit>(
      'vscode.executeDocumentRenameProvider',
      document.uri,
      position,
      'tellTeam',
    );
    assert.ok(await workspace.applyEdit(edit));
    assert.equal(document.getText().includes('tellOwner'), false);
    assert.equal(document.getText().split('tellTeam').length - 1, 4);
    await problemsAre(document, []);
    const taken = commands.executeCommand('vscode.executeDocumentRenameProvider', document.uri, position, 'drain');
    await assert.rejects(Promise.resolve(taken), /"drain" is already the name of a step/);
  });

  it('shows lenses and hints', async () => {
    const { document } = await open(caller);
    const lenses = await eventually(
      () => Promise.resolve(commands.executeCommand<CodeLens[]>('vscode.executeCodeLensProvider', document.uri, 99)),
      (found) => found.length > 0,
    );
    const titles = lenses.map(({ range, command }) => `${document.getText(range)}: ${command?.title}`);
    assert.ok(
      titles.includes('InstanceId: 2 references') && titles.includes('makeVolume: 3 references'),
      titles.join('\n'),
    );
    const hints = await commands.executeCommand<InlayHint[]>(
      'vscode.executeInlayHintProvider',
      document.uri,
      whole(document),
    );
    assert.deepEqual(
      hints.map(({ label, position }) => `${position.line + 1} ${label}`),
      ['38 = gp3', '41 : String', '48 → writeDown', '55 → tellOwner', '73 : String', '74 : String'],
    );
  });

  it('shows the references behind a lens', async () => {
    const { document } = await open(caller);
    const lenses = await commands.executeCommand<CodeLens[]>('vscode.executeCodeLensProvider', document.uri, 99);
    const { command } = lenses.find(({ range }) => document.getText(range) === 'makeVolume') ?? {};
    assert.equal(command?.command, 'opswright.showReferences');
    await commands.executeCommand(command.command, ...(command.arguments ?? []));
    assert.equal(window.activeTextEditor?.document, document);
  });

  it('can leave lenses out', async () => {
    const settings = workspace.getConfiguration('opswright');
    const { document } = await open(caller);
    await settings.update('codeLens.references', false);
    try {
      const ask = async () => {
        const found = await commands.executeCommand<CodeLens[]>('vscode.executeCodeLensProvider', document.uri, 99);
        return found.filter(({ command }) => /reference/.test(command?.title ?? ''));
      };
      assert.deepEqual(await eventually(ask, (found) => found.length === 0), []);
    } finally {
      await settings.update('codeLens.references', undefined);
    }
  });

  it('colours names', async () => {
    const { document } = await open(caller);
    const tokens = await eventually(
      () =>
        Promise.resolve(commands.executeCommand<SemanticTokens>('vscode.provideDocumentSemanticTokens', document.uri)),
      (found) => (found?.data.length ?? 0) > 0,
    );
    assert.ok(tokens.data.length / 5 > 20);
  });

  it('knows who calls a document, and its symbols', async () => {
    const { document } = await open('calls/DrainHost.yaml');
    const prepare = () =>
      commands.executeCommand<CallHierarchyItem[]>('vscode.prepareCallHierarchy', document.uri, new Position(0, 0));
    const [item] = await eventually(
      () => Promise.resolve(prepare()),
      (found) => found.length > 0,
    );
    const calls = await eventually(
      () => commands.executeCommand<CallHierarchyIncomingCall[]>('vscode.provideIncomingCalls', item),
      (found) => found.length > 0,
    );
    assert.deepEqual(
      calls.map(({ from }) => from.name),
      ['rotate-host'],
    );
    const symbols = await commands.executeCommand<SymbolInformation[]>(
      'vscode.executeWorkspaceSymbolProvider',
      'tellOwner',
    );
    // Texts of an account that other suites have opened have symbols too, by VS Code's own reader of Markdown.
    const written = symbols.filter(({ location }) => location.uri.scheme === file(caller).scheme);
    assert.deepEqual(
      written.map(({ location }) => location.uri.path),
      [file(caller).path],
    );
  });
});
