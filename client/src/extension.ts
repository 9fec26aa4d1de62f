/**
 * The extension: a table of contents. Each line starts one thing that looks after itself and is taken down with the
 * extension.
 *
 * The server starts with the first document in one of our languages, not with the extension, so that the command palette
 * costs nothing.
 */

import { type ExtensionContext, ExtensionMode, window } from 'vscode';
import { connectAccounts } from './aws/index.ts';
import { awsDocuments } from './awsDocuments.ts';
import { type App, registerCommands } from './commands/index.ts';
import { serveComplianceTexts } from './compliance/texts.ts';
import { accountDocuments } from './documents/index.ts';
import { graphView } from './graphView.ts';
import { createServer, type Server } from './languageClient.ts';
import { accountAnswers } from './liveValues.ts';
import { ourDocuments } from './ourDocuments.ts';
import { createRuns } from './runs/index.ts';
import { closeShells } from './sessions/shells.ts';
import { sshPreviews } from './sessions/sshPreviews.ts';
import { createTunnels, type Tunnels } from './sessions/tunnels.ts';
import { openStartupEditor } from './startupEditor.ts';
import { showStatus } from './status.ts';
import { serveFleetTexts } from './views/fleet/texts.ts';
import { registerViews } from './views/index.ts';
import { tunnelsView } from './views/tunnels.ts';

let server: Server | undefined;
let tunnels: Tunnels | undefined;
let shut = async (): Promise<void> => undefined;

export function activate(context: ExtensionContext): Partial<App> {
  const log = window.createOutputChannel('Opswright', { log: true });
  server = createServer(context.asAbsolutePath('dist/lsp.js'), log);
  const { extensionUri, globalStorageUri: storageUri } = context;
  const memory = context.globalState;
  const ours = ourDocuments(server);
  const graph = graphView({ documents: ours, extensionUri, log, server });
  const accounts = connectAccounts(context, log);
  const texts = awsDocuments(accounts.connections);
  server.answerWith(accountAnswers(accounts.connections));
  const runs = createRuns(accounts.connections, memory, log);
  const documents = accountDocuments({ connections: accounts.connections, memory, server, log });
  tunnels = createTunnels(accounts.connections, log);
  shut = () => closeShells(accounts.connections);
  const previews = sshPreviews();
  const trees = registerViews(accounts.connections, [documents.view, runs.view, tunnelsView(tunnels)]);
  serveFleetTexts(texts, accounts.connections);
  documents.follow(trees.of(documents.view.id));
  runs.follow(trees.of(runs.view.id));
  const shown = { documents, runs, sshPreviews: previews, texts, trees, tunnels };
  const app: App = { extensionUri, storageUri, memory, graph, log, ours, server, ...accounts, ...shown };
  serveComplianceTexts(texts, accounts.connections);

  context.subscriptions.push(
    log,
    showStatus(server),
    ours,
    graph,
    accounts,
    runs,
    texts,
    documents,
    trees,
    tunnels,
    previews,
    registerCommands(app),
    server.startWhenNeeded(),
  );
  void openStartupEditor(log);
  // The suites inside VS Code see what nobody else can: trees have no reading side.
  return context.extensionMode === ExtensionMode.Test ? app : {};
}

export async function deactivate(): Promise<void> {
  await Promise.all([server?.stop(), tunnels?.closeAll(), shut()]);
}
