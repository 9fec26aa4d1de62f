/**
 * The language server: says what it can do and hands each message to one function of the language core.
 *
 * It knows no syntax and reads no editor state, so it works the same in every editor. All requests go through one fence
 * (`lspRequests.ts`), all texts through one cache (`lspDocuments.ts`), all checks through one debounce
 * (`lspDiagnostics.ts`). A request for a document that is not open, too long or none of ours is answered with null, not
 * with an empty list: VS Code falls back to folding by indentation only then.
 */

import type { Connection, InitializeParams, InitializeResult } from 'vscode-languageserver/node';
import { DidChangeWatchedFilesNotification, TextDocumentSyncKind, TextDocuments } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { configHover, configItems } from './configWords.ts';
import { complete, folds, hover, ignoreHover, ignoreItems, outline } from './language/index.ts';
import { allLookups } from './lookups.ts';
import { completionAnswers } from './lspCompletion.ts';
import { editorConfig, isConfig } from './lspConfig.ts';
import { problemsAt, toCodeActions, toFold, toHover, toOffsets, toSymbol, toSymbolList } from './lspConvert.ts';
import { type After, afterMilliseconds, pushDiagnostics } from './lspDiagnostics.ts';
import { openDocuments } from './lspDocuments.ts';
import type { Door } from './lspDoor.ts';
import { drawingCapabilities, registerDrawing } from './lspDrawing.ts';
import { formattingCapabilities, serveFormatting } from './lspEditing.ts';
import { type Features, featuresOf } from './lspFeatures.ts';
import { alikeActions, asksForFixAll, fixAllActions, fixAllKind, workspaceActions } from './lspFixes.ts';
import { serveForms } from './lspForms.ts';
import { serveGraph } from './lspGraph.ts';
import { liveLookups } from './lspLive.ts';
import { navigationCapabilities, registerNavigation } from './lspNavigation.ts';
import { serveNewConfigRule } from './lspNewConfigRule.ts';
import { registerPublishing } from './lspPublishing.ts';
import { refactorActions, refactorKinds, serveConversion } from './lspRefactor.ts';
import { requestFence } from './lspRequests.ts';
import { serveRun } from './lspRun.ts';
import { registerRuntimes } from './lspRuntimes.ts';
import { editorSettings } from './lspSettings.ts';
import { silenceActions } from './lspSilence.ts';
import { registerSymbols, symbolCapabilities } from './lspSymbols.ts';
import { foldersOf, watchWorkspace } from './lspWorkspace.ts';
import { workspaceIndex } from './workspaceIndex.ts';

/** Starts listening on a connection. Time is passed in, so that tests can stop it. */
export function serve(connection: Connection, after: After = afterMilliseconds): void {
  const texts = new TextDocuments(TextDocument);
  const config = editorConfig(connection);
  const index = workspaceIndex({
    open: (file) => documents.get(documents.ofFile(file) ?? '')?.document,
    watched: () => features.watching,
  });
  const lookups = allLookups(index);
  const documents = openDocuments(texts, config, lookups);
  const answer = requestFence(connection);
  let features: Features = featuresOf(undefined);
  let folders: string[] = [];
  const settings = editorSettings(connection, () => features);
  const withLive = liveLookups({ connection, features: () => features, after });
  const completions = completionAnswers(() => features);
  const checked = (uri: string): void => workspace.looked(uri);
  const diagnostics = pushDiagnostics({ connection, documents, after, features: () => features, checked });
  const workspace = watchWorkspace({ connection, index, changed: recheckCalls });
  const door: Door = { connection, answer, documents, index, settings, features: () => features };

  serveGraph(connection, documents, answer);
  serveConversion(connection, documents, answer);
  serveForms(connection, documents, answer);
  serveNewConfigRule(connection, lookups(undefined), answer);
  const formatting = serveFormatting({ connection, documents, answer, features: () => features });

  connection.onInitialize((params) => {
    features = featuresOf(params);
    folders = foldersOf(params);
    return initializeResult(params, features);
  });

  connection.onInitialized(() => {
    if (features.watching) {
      const watchers = [
        { globPattern: '**/.opswrightrc.{yaml,yml,json}' },
        { globPattern: '**/*.{yaml,yml,json,tf,tofu}' },
      ];
      connection.client
        .register(DidChangeWatchedFilesNotification.type, { watchers })
        .catch((error) => connection.console.warn(`The editor refused to watch files: ${error}`));
    }
    formatting.ready();
    if (features.folders)
      connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        const gone = new Set(removed.map(({ uri }) => uri));
        folders = [...folders.filter((uri) => !gone.has(uri)), ...added.map(({ uri }) => uri)];
        recheck();
        return workspace.foldersChanged(added, removed);
      });
    settings.begin();
    return workspace.enter(folders);
  });

  // A file can be moved into or out of the reach of a configuration, so that everything is looked at again.
  function recheck(): void {
    config.clear();
    documents.forgetProblems();
    diagnostics.all();
  }
  connection.onDidChangeWatchedFiles(({ changes }) => {
    if (changes.some(({ uri }) => isConfig(uri))) recheck();
    workspace.filesChanged(changes);
  });
  connection.onDidChangeConfiguration(() => settings.changed());

  /** Another document has changed, which an open one may call. */
  function recheckCalls(): void {
    documents.forgetProblems();
    diagnostics.all();
    settings.redrawLenses();
  }

  // For an editor that does not watch files.
  texts.onDidSave(({ document }) => isConfig(document.uri) && recheck());

  texts.onDidChangeContent(({ document }) => {
    diagnostics.changed(document.uri);
    formatting.changed(document.uri);
  });
  texts.onDidClose(({ document }) => {
    diagnostics.closed(document.uri);
    formatting.closed(document.uri);
    workspace.closed(document.uri);
  });
  connection.onShutdown(() => {
    diagnostics.stop();
    workspace.stop();
  });

  registerNavigation(door);
  registerDrawing(door);
  registerSymbols(door, workspace.entered);
  registerRuntimes(door, config);
  serveRun(door, lookups);
  registerPublishing(door, workspace.entered);

  connection.onCompletion(({ textDocument, position }, token) =>
    answer('completion', token, async () => {
      const open = documents.get(textDocument.uri);
      if (!open?.document || !(open.ours || open.named || open.config)) return null;
      const { document } = open;
      const offset = open.text.offsetAt(position);
      const known = open.config
        ? configItems(document.text, offset)
        : ignoreItems(document, offset, () => documents.problems(open));
      if (known) return completions.list(known, open.text, offset);
      const { value, incomplete } = await withLive(document, documents.lookups(open), token, (lookups) =>
        complete(document, offset, lookups),
      );
      return completions.list(value, open.text, offset, incomplete);
    }),
  );

  connection.onCompletionResolve((item) => completions.resolve(item));

  connection.onHover(({ textDocument, position }, token) =>
    answer('hover', token, async () => {
      const open = documents.get(textDocument.uri);
      if (!open?.document || !(open.ours || open.config)) return null;
      const { document, text } = open;
      const offset = text.offsetAt(position);
      const found = open.config
        ? configHover(document.text, offset)
        : (ignoreHover(document, offset) ??
          (await withLive(document, documents.lookups(open), token, (lookups) => hover(document, offset, lookups)))
            .value);
      return found ? toHover(found, text, features) : null;
    }),
  );

  connection.onDocumentSymbol(({ textDocument }, token) =>
    answer('outline', token, () => {
      const open = documents.ours(textDocument.uri);
      if (!open) return null;
      const items = outline(open.document);
      return features.hierarchy ? items.map((item) => toSymbol(item, open.text)) : toSymbolList(items, open.text);
    }),
  );

  connection.onFoldingRanges(({ textDocument }, token) =>
    answer('folding', token, () => {
      const open = documents.ours(textDocument.uri);
      // Of a Terraform text we know some stretches only; an answer would be taken for all there are.
      const whole = open && open.document.format !== 'terraform';
      return whole ? folds(open.document).map((fold) => toFold(fold, open.text)) : null;
    }),
  );

  connection.onCodeAction(({ textDocument, range, context }, token) =>
    answer('code actions', token, () => {
      const open = documents.get(textDocument.uri);
      const fixing = !context.only || context.only.some((kind) => kind === '' || kind === 'quickfix');
      if (!open?.document || !(open.ours || open.config)) return null;
      if (asksForFixAll(context)) return features.fixes ? fixAllActions(documents.problems(open), open.text) : null;
      const problems = features.fixes && fixing ? problemsAt(documents.problems(open), range, open.text) : [];
      const textOf = (uri: string): string | undefined => texts.get(uri)?.getText();
      const ours = documents.ours(textDocument.uri);
      return [
        ...toCodeActions(problems, open.text, features),
        ...alikeActions(problems, documents.problems(open), open.text, features),
        ...workspaceActions(problems, open.text, features),
        ...silenceActions(open.document, open.text, problems, { features, config, folders, textOf }),
        ...(ours
          ? refactorActions(ours, toOffsets(range, open.text), context, { features, lookups: documents.lookups(open) })
          : []),
      ];
    }),
  );

  texts.listen(connection);
  connection.listen();
}

function initializeResult(params: InitializeParams, features: Features): InitializeResult {
  return {
    serverInfo: { name: 'opswright' },
    capabilities: {
      positionEncoding: 'utf-16',
      textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
      // A space begins a value, a dot goes into outputs, a brace opens an expression, a quote opens JSON text, and the
      // colon stands inside names such as `aws:runCommand`; a dollar sign begins a selector,
      // a percent sign a variable of Guard.
      completionProvider: { triggerCharacters: [' ', ':', '.', '{', '"', '$', '%'], resolveProvider: true },
      hoverProvider: true,
      documentSymbolProvider: true,
      foldingRangeProvider: true,
      ...formattingCapabilities(features),
      codeActionProvider: { codeActionKinds: ['quickfix', fixAllKind, ...refactorKinds] },
      ...navigationCapabilities(params.capabilities),
      ...drawingCapabilities(params.capabilities),
      ...symbolCapabilities(params.capabilities),
      ...(params.capabilities.workspace?.workspaceFolders && {
        workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
      }),
    },
  };
}
