/**
 * The extension: a table of contents. Each line starts one thing that looks after itself and is taken down with the
 * extension.
 *
 * The server starts with the first document in one of our languages, not with the extension, so that the command palette
 * costs nothing.
 */

import { type ExtensionContext, window } from 'vscode';
import { registerCommands } from './commands/index.ts';
import { graphView } from './graphView.ts';
import { createServer, type Server } from './languageClient.ts';
import { ourDocuments } from './ourDocuments.ts';
import { showStatus } from './status.ts';

let server: Server | undefined;

export function activate(context: ExtensionContext): void {
  const log = window.createOutputChannel('Opswright', { log: true });
  server = createServer(context.asAbsolutePath('dist/lsp.js'), log);
  const { extensionUri } = context;
  const documents = ourDocuments(server);
  const graph = graphView({ documents, extensionUri, log, server });

  context.subscriptions.push(
    log,
    showStatus(server),
    documents,
    graph,
    registerCommands({ extensionUri, memory: context.globalState, graph, log, server }),
    server.startWhenNeeded(),
  );
}

export function deactivate(): Promise<void> | undefined {
  return server?.stop();
}
