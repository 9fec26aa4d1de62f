/**
 * The graph beside the text: one view, which shows the document it was opened on and then whichever document with steps is
 * in front, as the preview of Markdown does.
 *
 * It asks the server for a new picture after each check, so that the debounce of the checks is the only one.
 */

import { randomBytes } from 'node:crypto';
import {
  Disposable,
  type ExtensionContext,
  type LogOutputChannel,
  Range,
  type TextDocument,
  type TextEditor,
  Uri,
  ViewColumn,
  type WebviewPanel,
  window,
  workspace,
} from 'vscode';
import type { FromView, KeptState, ToView } from '../webview/messages.ts';

export type RunStates = NonNullable<Extract<ToView, { type: 'run' }>['states']>;

import type { Server } from './languageClient.ts';
import type { OurDocuments } from './ourDocuments.ts';

const viewType = 'opswright.graph';

export interface GraphView extends Disposable {
  /** Shows the graph of a document beside it; gives the view the keyboard where it shows that document already. */
  show(document: TextDocument): void;
  /** True while it shows the document of this URI. */
  shows(uri: string): boolean;
  /** Colours the steps of a document by how far they came in a run; without states it is the document alone again. */
  colour(uri: string, title: string, states?: RunStates): void;
}

interface Options extends Pick<ExtensionContext, 'extensionUri'> {
  documents: OurDocuments;
  log: LogOutputChannel;
  server: Server;
}

export function graphView({ documents, extensionUri, log, server }: Options): GraphView {
  let panel: WebviewPanel | undefined;
  /** Of the document that is shown. */
  let uri: Uri | undefined;
  let ready = false;

  /** Runs that colour documents, by URI. */
  const runs = new Map<string, Extract<ToView, { type: 'run' }>>();

  const post = (message: ToView): void => void panel?.webview.postMessage(message);

  function take(taken: WebviewPanel): void {
    panel = taken;
    ready = false;
    taken.iconPath = Uri.joinPath(extensionUri, 'media', 'icon.svg');
    taken.webview.options = { enableScripts: true, localResourceRoots: [Uri.joinPath(extensionUri, 'dist')] };
    taken.webview.onDidReceiveMessage((message: FromView) => {
      hear(message).catch((error) => log.error('The graph could not do as told', error));
    });
    taken.onDidDispose(() => {
      panel = undefined;
    });
    const script = taken.webview.asWebviewUri(Uri.joinPath(extensionUri, 'dist', 'graph.js'));
    taken.webview.html = html(script.toString());
  }

  async function hear(message: FromView): Promise<void> {
    if (message.type === 'ready') {
      ready = true;
      await draw();
    } else if (message.type === 'open') await openText(message.range);
    else if (message.type === 'export') await exportFile(message.svg);
    else log.error('The graph failed', message.what);
  }

  async function draw(): Promise<void> {
    const wanted = uri;
    if (panel === undefined || wanted === undefined || !ready) return;
    const name = wanted.path.split('/').at(-1) ?? '';
    panel.title = `Graph of ${name}`;
    if (server.state === 'failed') return post({ type: 'note', text: 'Opswright has stopped. Restart its server.' });
    const picture = await server.picture(wanted.toString());
    // Another document may be in front by now.
    if (picture === null || wanted !== uri) return;
    post({ type: 'picture', uri: wanted.toString(), name, picture });
    const run = runs.get(wanted.toString());
    if (run) post(run);
    const editor = editorOf(wanted);
    if (editor) follow(editor);
  }

  function redraw(): void {
    draw().catch((error) => log.error('The graph could not be drawn', error));
  }

  function follow({ document, selection }: TextEditor): void {
    const { line, character } = selection.active;
    if (document.uri.toString() === uri?.toString())
      post({ type: 'cursor', uri: uri.toString(), position: { line, character } });
  }

  async function openText({ start, end }: Extract<FromView, { type: 'open' }>['range']): Promise<void> {
    if (uri === undefined) return;
    const selection = new Range(start.line, start.character, end.line, end.character);
    const beside = panel?.viewColumn === ViewColumn.One ? ViewColumn.Beside : ViewColumn.One;
    await window.showTextDocument(uri, { selection, viewColumn: editorOf(uri)?.viewColumn ?? beside });
  }

  async function exportFile(svg: string): Promise<void> {
    const target = await window.showSaveDialog({
      filters: { 'SVG picture': ['svg'] },
      ...(uri && { defaultUri: fileBeside(uri) }),
    });
    if (target !== undefined) await workspace.fs.writeFile(target, new TextEncoder().encode(svg));
  }

  function turnTo(next: Uri): void {
    if (next.toString() === uri?.toString()) return;
    uri = next;
    redraw();
  }

  const listeners = [
    server.onDocumentStatus((status) => {
      const front = window.activeTextEditor?.document.uri;
      if (status.uri === uri?.toString()) redraw();
      // It was not known yet what the document in front is.
      else if (panel && front && status.uri === front.toString() && status.documents > 0) turnTo(front);
    }),
    server.onState(redraw),
    window.onDidChangeActiveTextEditor((editor) => {
      if (editor && panel && documents.has(editor.document.uri)) turnTo(editor.document.uri);
    }),
    window.onDidChangeTextEditorSelection(({ textEditor }) => follow(textEditor)),
    window.registerWebviewPanelSerializer(viewType, {
      async deserializeWebviewPanel(kept: WebviewPanel, state: KeptState | undefined) {
        uri = state && Uri.parse(state.uri);
        take(kept);
        // The server is told of open documents only.
        if (uri)
          await workspace.openTextDocument(uri).then(undefined, (error) => log.warn('The graph lost its text', error));
      },
    }),
  ];

  return {
    show({ uri: next }) {
      if (panel === undefined)
        take(window.createWebviewPanel(viewType, 'Graph', { viewColumn: ViewColumn.Beside, preserveFocus: true }));
      else {
        const asked = next.toString() === uri?.toString();
        panel.reveal(undefined, !asked);
        if (asked) post({ type: 'focus' });
      }
      turnTo(next);
    },
    shows: (other) => panel?.visible === true && other === uri?.toString(),
    colour(other, title, states) {
      const run = { type: 'run' as const, uri: other, title, ...(states && { states }) };
      if (states) runs.set(other, run);
      else runs.delete(other);
      if (panel && ready && other === uri?.toString()) post(run);
    },
    dispose: () => Disposable.from(...listeners, { dispose: () => panel?.dispose() }).dispose(),
  };
}

function editorOf(uri: Uri): TextEditor | undefined {
  return window.visibleTextEditors.find(({ document }) => document.uri.toString() === uri.toString());
}

/** `restart.svg` beside `restart.ssm.yaml`; for a text without a file, one in the workspace. */
function fileBeside(uri: Uri): Uri {
  const name = (uri.path.split('/').at(-1) ?? 'graph').replace(/(\.ssm)?\.\w+$/, '');
  const folder = workspace.fs.isWritableFileSystem(uri.scheme)
    ? Uri.joinPath(uri, '..')
    : (workspace.workspaceFolders?.[0]?.uri ?? Uri.file('/'));
  return Uri.joinPath(folder, `${name}.svg`);
}

/** The page: nothing is loaded but our own script, and nothing runs but it. */
function html(script: string): string {
  const nonce = randomBytes(16).toString('base64');
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>Graph</title>
</head>
<body><script nonce="${nonce}" src="${script}"></script></body>
</html>`;
}
