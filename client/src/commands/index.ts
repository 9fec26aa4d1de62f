/**
 * The commands, one file each, and the one loop that registers them behind one fence: whatever goes wrong reaches the log
 * with its stack and the user with one line.
 */

import { Disposable, type LogOutputChannel, type Memento, commands as registry, type Uri, window } from 'vscode';
import type { GraphView } from '../graphView.ts';
import type { Server } from '../languageClient.ts';
import { convertToJson } from './convertToJson.ts';
import { convertToYaml } from './convertToYaml.ts';
import { newConfigRule } from './newConfigRule.ts';
import { newDocument } from './newDocument.ts';
import { openExample } from './openExample.ts';
import { restartServer } from './restartServer.ts';
import { rewriteConfigRule } from './rewriteConfigRule.ts';
import { showGraph } from './showGraph.ts';
import { showOutput } from './showOutput.ts';
import { showReferences } from './showReferences.ts';
import { updateRuntimes } from './updateRuntimes.ts';

/** What a command may use. */
export interface App {
  extensionUri: Uri;
  /** Outlives the window. */
  memory: Memento;
  graph: GraphView;
  log: LogOutputChannel;
  server: Server;
}

export interface Command {
  /** As in the manifest: `opswright.` and the name of the file. */
  id: string;
  /** What else it gets, whoever runs it decides: nothing from the palette. */
  run(app: App, ...given: never[]): unknown;
}

const commands: Command[] = [
  convertToJson,
  convertToYaml,
  newConfigRule,
  newDocument,
  openExample,
  restartServer,
  rewriteConfigRule,
  showGraph,
  showOutput,
  showReferences,
  updateRuntimes,
];

export function registerCommands(app: App): Disposable {
  return Disposable.from(
    ...commands.map((command) => registry.registerCommand(command.id, (...given) => fence(command, app, given))),
  );
}

async function fence(command: Command, app: App, given: unknown[]): Promise<unknown> {
  try {
    return await command.run(app, ...(given as never[]));
  } catch (error) {
    app.log.error(`${command.id} failed`, error instanceof Error ? (error.stack ?? error.message) : error);
    const message = `Opswright: ${error instanceof Error ? error.message : error}`;
    void window.showErrorMessage(message, 'Show Output').then((choice) => choice && app.log.show());
    return undefined;
  }
}
