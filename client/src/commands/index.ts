/**
 * The commands, one file each, and the one loop that registers them behind one fence: whatever goes wrong reaches the log
 * with its stack and the user with one line.
 */

import { Disposable, type LogOutputChannel, type Memento, commands as registry, type Uri, window } from 'vscode';
import { connectionOfFault, readFault } from '../aws/fault.ts';
import type { Accounts } from '../aws/index.ts';
import type { AwsDocuments } from '../awsDocuments.ts';
import type { Documents } from '../documents/index.ts';
import type { GraphView } from '../graphView.ts';
import type { Server } from '../languageClient.ts';
import type { OurDocuments } from '../ourDocuments.ts';
import type { Runs } from '../runs/index.ts';
import type { SshPreviews } from '../sessions/sshPreviews.ts';
import type { Tunnels } from '../sessions/tunnels.ts';
import type { Trees } from '../views/index.ts';
import { subjectOf } from '../views/subject.ts';
import { approveAutomation } from './approveAutomation.ts';
import { browseTunnel } from './browseTunnel.ts';
import { cancelRun } from './cancelRun.ts';
import { checkSessionAccess } from './checkSessionAccess.ts';
import { chooseConnection } from './chooseConnection.ts';
import { clearDocumentFilter } from './clearDocumentFilter.ts';
import { clearFleetFilter } from './clearFleetFilter.ts';
import { clearRunFilter } from './clearRunFilter.ts';
import { closeConnection } from './closeConnection.ts';
import { closeTunnel } from './closeTunnel.ts';
import { compareDefaultLatest } from './compareDefaultLatest.ts';
import { compareDocument } from './compareDocument.ts';
import { compareDocumentVersions } from './compareDocumentVersions.ts';
import { compareWithPublished } from './compareWithPublished.ts';
import { convertToJson } from './convertToJson.ts';
import { convertToYaml } from './convertToYaml.ts';
import { copyDocumentArn } from './copyDocumentArn.ts';
import { copyDocumentName } from './copyDocumentName.ts';
import { copyId } from './copyId.ts';
import { copyNodeAddress } from './copyNodeAddress.ts';
import { copyNodeId } from './copyNodeId.ts';
import { copyRunId } from './copyRunId.ts';
import { copyTunnelAddress } from './copyTunnelAddress.ts';
import { countNodes } from './countNodes.ts';
import { deleteDocument } from './deleteDocument.ts';
import { dismissFailure } from './dismissFailure.ts';
import { editDocumentTags } from './editDocumentTags.ts';
import { evaluateRule } from './evaluateRule.ts';
import { explainNode } from './explainNode.ts';
import { filterDocuments } from './filterDocuments.ts';
import { filterFleet } from './filterFleet.ts';
import { filterRuns } from './filterRuns.ts';
import { forwardPort } from './forwardPort.ts';
import { groupFleet } from './groupFleet.ts';
import { loadMore } from './loadMore.ts';
import { newConfigRule } from './newConfigRule.ts';
import { newDocument } from './newDocument.ts';
import { openConfigRule } from './openConfigRule.ts';
import { openDocument } from './openDocument.ts';
import { openDocumentAsJson } from './openDocumentAsJson.ts';
import { openDocumentAsYaml } from './openDocumentAsYaml.ts';
import { openExample } from './openExample.ts';
import { openFailedStep } from './openFailedStep.ts';
import { openRulePage } from './openRulePage.ts';
import { openTunnel } from './openTunnel.ts';
import { pinDocument } from './pinDocument.ts';
import { previewTargets } from './previewTargets.ts';
import { publishDocument } from './publishDocument.ts';
import { refresh } from './refresh.ts';
import { refreshItem } from './refreshItem.ts';
import { rejectAutomation } from './rejectAutomation.ts';
import { remediate } from './remediate.ts';
import { removeTunnel } from './removeTunnel.ts';
import { restartServer } from './restartServer.ts';
import { resumeAutomation } from './resumeAutomation.ts';
import { rewriteConfigRule } from './rewriteConfigRule.ts';
import { runAgain } from './runAgain.ts';
import { runDocument } from './runDocument.ts';
import { runFile } from './runFile.ts';
import { searchApplications } from './searchApplications.ts';
import { searchApplicationsOfNode } from './searchApplicationsOfNode.ts';
import { setDefaultVersion } from './setDefaultVersion.ts';
import { shareDocument } from './shareDocument.ts';
import { showChange } from './showChange.ts';
import { showGraph } from './showGraph.ts';
import { showNode } from './showNode.ts';
import { showOutput } from './showOutput.ts';
import { showReferences } from './showReferences.ts';
import { showResource } from './showResource.ts';
import { showRun } from './showRun.ts';
import { showRunGraph } from './showRunGraph.ts';
import { showRunOutput } from './showRunOutput.ts';
import { startAutomationStep } from './startAutomationStep.ts';
import { startSession } from './startSession.ts';
import { startSessionWith } from './startSessionWith.ts';
import { stopAutomationStep } from './stopAutomationStep.ts';
import { tryDemo } from './tryDemo.ts';
import { unpinDocument } from './unpinDocument.ts';
import { updateRuntimes } from './updateRuntimes.ts';
import { writeSshConfig } from './writeSshConfig.ts';

/** What a command may use. */
export interface App extends Omit<Accounts, 'dispose'> {
  documents: Documents;
  extensionUri: Uri;
  /** A folder of the extension's own, which updates leave alone. */
  storageUri: Uri;
  /** Outlives the window. */
  memory: Memento;
  graph: GraphView;
  log: LogOutputChannel;
  runs: Runs;
  /** Which texts are ours. */
  ours: OurDocuments;
  server: Server;
  sshPreviews: SshPreviews;
  tunnels: Tunnels;
  /** Read-only texts of accounts. */
  texts: AwsDocuments;
  trees: Trees;
}

export interface Command {
  /** As in the manifest: `opswright.` and the name of the file. */
  id: string;
  /** What was wanted, as in "Could not cancel the run", for one whose failure has to be told with its name. */
  deed?: string;
  /**
   * What else it gets, whoever runs it decides: nothing from the palette; from a menu of a tree the subject of the node, and
   * the subjects of all that are selected.
   */
  run(app: App, ...given: never[]): unknown;
}

const commands: Command[] = [
  approveAutomation,
  browseTunnel,
  cancelRun,
  checkSessionAccess,
  chooseConnection,
  clearDocumentFilter,
  clearFleetFilter,
  clearRunFilter,
  closeConnection,
  closeTunnel,
  compareDefaultLatest,
  compareDocument,
  compareDocumentVersions,
  compareWithPublished,
  convertToJson,
  convertToYaml,
  copyDocumentArn,
  copyDocumentName,
  copyId,
  copyNodeAddress,
  copyNodeId,
  copyRunId,
  copyTunnelAddress,
  countNodes,
  deleteDocument,
  dismissFailure,
  editDocumentTags,
  evaluateRule,
  explainNode,
  filterDocuments,
  filterFleet,
  filterRuns,
  forwardPort,
  groupFleet,
  loadMore,
  newConfigRule,
  newDocument,
  openConfigRule,
  openDocument,
  openDocumentAsJson,
  openDocumentAsYaml,
  openExample,
  openFailedStep,
  openRulePage,
  openTunnel,
  pinDocument,
  previewTargets,
  publishDocument,
  refresh,
  refreshItem,
  rejectAutomation,
  remediate,
  removeTunnel,
  restartServer,
  resumeAutomation,
  rewriteConfigRule,
  runAgain,
  runDocument,
  runFile,
  searchApplications,
  searchApplicationsOfNode,
  setDefaultVersion,
  shareDocument,
  showChange,
  showGraph,
  showNode,
  showOutput,
  showReferences,
  showResource,
  showRun,
  showRunGraph,
  showRunOutput,
  startAutomationStep,
  startSession,
  startSessionWith,
  stopAutomationStep,
  tryDemo,
  unpinDocument,
  updateRuntimes,
  writeSshConfig,
];

export function registerCommands(app: App): Disposable {
  return Disposable.from(
    ...commands.map((command) => registry.registerCommand(command.id, (...given) => fence(command, app, given))),
  );
}

async function fence(command: Command, app: App, given: unknown[]): Promise<unknown> {
  try {
    return await command.run(app, ...(given.map(subjectOf) as never[]));
  } catch (error) {
    const fault = readFault(error);
    if (fault.kind !== 'refused' || isOfService(error)) {
      app.log.warn(`${command.id}: ${fault.detail}`);
      const { id, deed } = command;
      const wanted =
        deed === undefined ? undefined : { words: deed, again: () => registry.executeCommand(id, ...given) };
      app.notices.show(fault, connectionOfFault(error), wanted);
      return undefined;
    }
    app.log.error(`${command.id} failed`, error instanceof Error ? (error.stack ?? error.message) : error);
    const message = `Opswright: ${error instanceof Error ? error.message : error}`;
    void window.showErrorMessage(message, 'Show Output').then((choice) => choice && app.log.show());
    return undefined;
  }
}

/** What a service refused is no fault of ours: its words are shown, without a stack. */
function isOfService(error: unknown): boolean {
  return error instanceof Error && '$metadata' in error;
}
