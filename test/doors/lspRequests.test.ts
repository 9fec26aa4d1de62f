/** What an editor is answered when it asks: completion, hover, outline, folding and quick fixes. */

import assert from 'node:assert/strict';
import {
  CancellationTokenSource,
  CodeActionRequest,
  CompletionRequest,
  DocumentSymbolRequest,
  FoldingRangeRequest,
  HoverRequest,
  LSPErrorCodes,
} from 'vscode-languageserver/node';
import {
  type ConfigFormChoice,
  configFormsRequest,
  type DocumentPicture,
  graphRequest,
  type ManagedRuleChoice,
  managedRulesRequest,
  type NewConfigRule,
  newConfigRuleRequest,
  rewriteConfigRuleCommand,
} from '../../server/src/protocol.ts';
import { rulesOf, test } from '../helpers-lsp.ts';
import { bad, foreign, good, inside, top, uri } from '../helpers-lsp-texts.ts';

test('answers completion, hover, outline and folding', async ({ open, connection }) => {
  await open(uri, good);
  const textDocument = { uri };
  const completion = await connection.sendRequest(CompletionRequest.type, inside);
  assert.ok(Array.isArray(completion) && completion.some(({ label }) => label === 'aws:sleep'));
  assert.ok((await connection.sendRequest(HoverRequest.type, inside))?.contents);
  const symbols = await connection.sendRequest(DocumentSymbolRequest.type, { textDocument });
  assert.match(JSON.stringify(symbols), /"children":\[.*"name":"first"/);
  const folds = await connection.sendRequest(FoldingRangeRequest.type, { textDocument });
  assert.ok(folds?.some(({ startLine, endLine }) => startLine === 2 && endLine >= 12));
});

test('answers the graph of a document, with places in lines and columns', async ({ open, connection }) => {
  await open(uri, good);
  const ask = (asked: string) =>
    connection.sendRequest<DocumentPicture | null>(graphRequest, { textDocument: { uri: asked } });
  const picture = await ask(uri);
  const first = picture?.graphs[0]?.nodes.find(({ name }) => name === 'first');
  assert.equal(picture?.version, 1);
  assert.deepEqual(first?.selection, { start: { line: 3, character: 10 }, end: { line: 3, character: 15 } });
  assert.equal(await ask('file:///nowhere.yaml'), null);
  await open('file:///garden.yaml', foreign);
  assert.match((await ask('file:///garden.yaml'))?.note ?? '', /^This is not a document with steps\./);
});

test('answers the managed rules and the text of one, while no document is open', async ({ connection }) => {
  const rules = await connection.sendRequest<ManagedRuleChoice[]>(managedRulesRequest);
  assert.deepEqual(
    rules.find(({ identifier }) => identifier === 'ACCESS_KEYS_ROTATED'),
    { identifier: 'ACCESS_KEYS_ROTATED', name: 'access-keys-rotated', trigger: 'periodic', types: ['AWS::IAM::User'] },
  );
  const ask = (identifier: string) =>
    connection.sendRequest<NewConfigRule | null>(newConfigRuleRequest, { identifier, form: 'api' });
  assert.equal((await ask('ACCESS_KEYS_ROTATED'))?.format, 'json');
  assert.equal(await ask('NO_SUCH_RULE'), null);
});

const configRule = 'ConfigRuleName: root-mfa\nSource:\n  Owner: AWS\n  SourceIdentifier: ROOT_ACCOUNT_MFA_ENABLED\n';

test('answers the other forms of a Config rule, and offers to open them', async ({ open, connection }) => {
  await open(uri, configRule);
  const ask = (asked: string) =>
    connection.sendRequest<ConfigFormChoice[] | null>(configFormsRequest, {
      textDocument: { uri: asked },
      position: top,
    });
  const forms = await ask(uri);
  assert.deepEqual(
    forms?.map(({ form }) => form),
    ['template', 'pack'],
  );
  assert.match(forms?.[1]?.text ?? '', /^Resources:\n {2}RootMfa:\n/);
  assert.equal(await ask('file:///nowhere.yaml'), null);
  const context = { diagnostics: [], only: ['refactor.rewrite'] };
  const range = { start: top, end: top };
  const actions = await connection.sendRequest(CodeActionRequest.type, { textDocument: { uri }, range, context });
  const action = actions?.find(({ title }) => title === 'Rewrite as a conformance pack entry');
  assert.deepEqual(action?.command, {
    title: action?.title,
    command: rewriteConfigRuleCommand,
    arguments: [uri, top, 'pack'],
  });
});

test(
  'puts another form of a Config rule in its place for an editor that knows no more',
  async ({ open, connection }) => {
    await open(uri, configRule);
    const context = { diagnostics: [], only: ['refactor.rewrite'] };
    const range = { start: top, end: top };
    const actions = await connection.sendRequest(CodeActionRequest.type, { textDocument: { uri }, range, context });
    const action = actions?.find(({ title }) => title === 'Rewrite as a conformance pack entry');
    assert.ok(action && 'edit' in action);
    const [edit] = action.edit?.changes?.[uri] ?? [];
    assert.match(edit?.newText ?? '', /^Resources:\n/);
  },
  { textDocument: { codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: [] } } } } },
);

test(
  'answers an editor that knows no trees, snippets or Markdown in plainer ways',
  async ({ open, connection }) => {
    await open(uri, good);
    const symbols = await connection.sendRequest(DocumentSymbolRequest.type, { textDocument: { uri } });
    assert.ok(symbols?.some((symbol) => 'location' in symbol && symbol.name === 'last'));
    const items = await connection.sendRequest(CompletionRequest.type, {
      textDocument: { uri },
      position: { line: 12, character: 4 },
    });
    assert.ok(Array.isArray(items));
    for (const item of items) assert.notEqual(item.insertTextFormat, 2);
  },
  {},
);

test('offers the fixes of the marks it is asked about, and of no others', async ({ open, connection }) => {
  await open(uri, bad.replace('nowhere', 'lst'));
  const ask = (line: number, only?: string[]) =>
    connection.sendRequest(CodeActionRequest.type, {
      textDocument: { uri },
      range: { start: { line, character: 15 }, end: { line, character: 15 } },
      context: { diagnostics: [], ...(only && { only }) },
    });
  for (const action of (await ask(5)) ?? []) {
    assert.ok('edit' in action && action.edit?.changes?.[uri]);
    assert.equal(action.kind, 'quickfix');
  }
  assert.deepEqual(await ask(0, ['quickfix']), []);
  for (const action of (await ask(5, ['refactor'])) ?? [])
    assert.ok('edit' in action && /^refactor\./.test(action.kind ?? ''));
  assert.deepEqual(await ask(5, ['source.organizeImports']), []);
});

test('tells a request that was cancelled so', async ({ open, connection }) => {
  await open(uri, good);
  const source = new CancellationTokenSource();
  const asked = connection.sendRequest(HoverRequest.type, inside, source.token);
  source.cancel();
  await assert.rejects(asked, { code: LSPErrorCodes.RequestCancelled });
});

test('answers null about documents that are not open', async ({ connection }) => {
  for (const unknown of ['file:///nowhere.yaml', '', 'not a uri', 'file:///%E0%A4%A']) {
    const textDocument = { uri: unknown };
    assert.equal(await connection.sendRequest(HoverRequest.type, { textDocument, position: top }), null);
    assert.equal(await connection.sendRequest(DocumentSymbolRequest.type, { textDocument }), null);
  }
});

test('survives places outside of the text and requests without a place', async ({ open, connection, logged }) => {
  await open(uri, good);
  const far = { line: 1e6, character: 1e6 };
  await connection.sendRequest(HoverRequest.type, { textDocument: { uri }, position: far });
  const broken = { textDocument: { uri } } as typeof inside;
  assert.equal(await connection.sendRequest(HoverRequest.type, broken), null);
  assert.match(logged.join('\n'), /Internal error in hover[\s\S]*at /);
});

test('survives garbage', async ({ open, pass, shown, connection, logged }) => {
  const garbage = ['\0\ud800{{{[', '{"a":', '- - - :\n\t- ]', '%YAML 9\n---\n&a *a', `${'['.repeat(5000)}`, '\ufeff'];
  for (const [index, text] of garbage.entries()) {
    for (const language of ['ssm-yaml', 'ssm-json']) {
      const file = `file:///${index}.${language}`;
      await open(file, text, language);
      const position = { line: 0, character: 3 };
      await connection.sendRequest(CompletionRequest.type, { textDocument: { uri: file }, position });
      await connection.sendRequest(HoverRequest.type, { textDocument: { uri: file }, position });
      await connection.sendRequest(FoldingRangeRequest.type, { textDocument: { uri: file } });
    }
  }
  await open(uri, bad);
  await pass(0);
  assert.deepEqual(rulesOf(shown(uri)), ['unknown-step']);
  assert.deepEqual(logged, []);
});

test('leaves a file that is none of ours to others', async ({ open, connection }) => {
  await open(uri, foreign);
  const textDocument = { uri };
  const range = { start: top, end: { line: 3, character: 0 } };
  const context = { diagnostics: [] };
  assert.equal(await connection.sendRequest(CompletionRequest.type, { textDocument, position: top }), null);
  assert.equal(await connection.sendRequest(HoverRequest.type, { textDocument, position: top }), null);
  assert.equal(await connection.sendRequest(DocumentSymbolRequest.type, { textDocument }), null);
  // With a list, even an empty one, VS Code would not fold by indentation any more.
  assert.equal(await connection.sendRequest(FoldingRangeRequest.type, { textDocument }), null);
  assert.equal(await connection.sendRequest(CodeActionRequest.type, { textDocument, range, context }), null);
});
