/**
 * One client of the language server and its processes, from start to end.
 *
 * The protocol's library is most of what the extension would load at its start, so this is a bundle of its own, loaded with
 * the first document.
 */

import type { LogOutputChannel } from 'vscode';
import { LanguageClient, RevealOutputChannelOn, State } from 'vscode-languageclient/node';
import {
  type DocumentStatus,
  type DocumentTextParams,
  documentTextRequest,
  type InitializationOptions,
  type LiveValuesParams,
  liveValuesRequest,
  statusNotification,
} from '../../server/src/protocol.ts';
import { crashPolicy } from './crashPolicy.ts';
import type { AccountAnswers } from './liveValues.ts';
import { documentSelector } from './selector.ts';
import { serverProcesses } from './serverProcess.ts';

export interface SessionOptions {
  /** `dist/lsp.js`. */
  module: string;
  log: LogOutputChannel;
  trace: LogOutputChannel;
  /** Who answers what the server asks of accounts. */
  answers(): AccountAnswers | undefined;
  onState(state: 'starting' | 'running' | 'failed'): void;
  onStatus(status: DocumentStatus): void;
}

export interface Session {
  /** Resolves when it has started, or failed to. */
  started: Promise<void>;
  client: LanguageClient;
  end(): Promise<void>;
}

export function startSession({ module, log, trace, answers, onState, onStatus }: SessionOptions): Session {
  let retired = false;
  const processes = serverProcesses(module, log);
  const initializationOptions: InitializationOptions = {
    status: true,
    showReferences: true,
    updateRuntimes: true,
    rewriteConfigRule: true,
    run: true,
    liveValues: true,
  };
  const client: LanguageClient = new LanguageClient('opswright', 'Opswright', () => processes.start(), {
    documentSelector: documentSelector(),
    outputChannel: log,
    traceOutputChannel: trace,
    // What goes wrong between client and server is for the log; nobody can act on a message about it.
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    initializationOptions,
    errorHandler: crashPolicy({ client: () => client, retired: () => retired }),
  });
  client.onNotification(statusNotification, onStatus);
  client.onRequest(liveValuesRequest, (params: LiveValuesParams) => answers()?.values(params) ?? []);
  client.onRequest(documentTextRequest, (params: DocumentTextParams) => answers()?.text(params) ?? null);
  client.onDidChangeState(({ newState }) => {
    if (retired) return;
    if (newState === State.Running) onState('running');
    // After a crash, "stopped" is followed by "starting" in the same turn, unless the policy has given up.
    else onState(newState === State.Starting ? 'starting' : 'failed');
  });
  return {
    client,
    started: client.start().catch((error) => log.error('The server did not start', error)),
    async end() {
      retired = true;
      // A server that hangs, has crashed or never came up cannot be asked to leave, so it is not waited for long.
      await client.dispose(1000).catch((error) => log.warn('The server did not stop by itself', error));
      await processes.end();
    },
  };
}
