/**
 * The life of the server: started when a document needs it, restarted on demand, gone with the extension.
 *
 * Every start makes a new client. One that is reused after its server hung would still listen to the old connection, and
 * take the end of the old process for a crash of the new one.
 */

import {
  type Disposable,
  type Event,
  EventEmitter,
  type LogOutputChannel,
  languages,
  type WorkspaceEdit,
  workspace,
} from 'vscode';
import {
  LanguageClient,
  type WorkspaceEdit as ProtocolWorkspaceEdit,
  RevealOutputChannelOn,
  State,
} from 'vscode-languageclient/node';
import {
  type ConfigFormChoice,
  type ConfigFormsParams,
  type ConvertAnswer,
  type ConvertParams,
  configFormsRequest,
  convertRequest,
  type DocumentPicture,
  type DocumentStatus,
  type GraphParams,
  graphRequest,
  type InitializationOptions,
  type ManagedRuleChoice,
  managedRulesRequest,
  type NewConfigRule,
  type NewConfigRuleParams,
  newConfigRuleRequest,
  statusNotification,
  type UpdateRuntimesParams,
  updateRuntimesRequest,
} from '../../server/src/protocol.ts';
import { crashPolicy } from './crashPolicy.ts';
import { documentSelector } from './selector.ts';
import { serverProcesses } from './serverProcess.ts';
import { traceChannel } from './traceChannel.ts';

/** `idle`: no document has asked for it yet. `failed`: it ended and will not be started again by itself. */
export type ServerState = 'idle' | 'starting' | 'running' | 'failed';

export interface Server {
  readonly state: ServerState;
  readonly onState: Event<ServerState>;
  readonly onDocumentStatus: Event<DocumentStatus>;
  /** The flow of an open document, for its graph; null for one that the server does not have, or cannot draw now. */
  picture(uri: string): Promise<DocumentPicture | null>;
  /** An open document in the other format; null for one that the server does not have. */
  convert(params: ConvertParams): Promise<ConvertAnswer | null>;
  /** One edit that updates the retired runtimes of these files; undefined when the server cannot tell. */
  runtimeUpdates(uris: string[]): Promise<WorkspaceEdit | undefined>;
  /** The managed rules of AWS Config; starts the server where it does not run yet. */
  managedRules(): Promise<ManagedRuleChoice[] | null>;
  /** The text of a new Config rule, as a snippet. */
  newConfigRule(params: NewConfigRuleParams): Promise<NewConfigRule | null>;
  /** The other forms of the rule or remediation of AWS Config at a place. */
  configForms(params: ConfigFormsParams): Promise<ConfigFormChoice[] | null>;
  /** Starts the server now, or as soon as a document in one of our languages is opened. */
  startWhenNeeded(): Disposable;
  /** Ends the server, whatever state it is in, and starts a new one. Resolves when that one has started or failed. */
  restart(): Promise<void>;
  /** Ends the server for good; no process is left behind. */
  stop(): Promise<void>;
}

interface Session {
  /** Resolves when it has started, or failed to. */
  started: Promise<void>;
  client: LanguageClient;
  end(): Promise<void>;
}

export function createServer(module: string, log: LogOutputChannel): Server {
  const states = new EventEmitter<ServerState>();
  const statuses = new EventEmitter<DocumentStatus>();
  const trace = traceChannel(log);
  let state: ServerState = 'idle';
  let session: Session | undefined;
  /** The last `end` of a session; the next one begins after it. */
  let ending: Promise<void> = Promise.resolve();

  function enter(next: ServerState): void {
    if (next === state) return;
    state = next;
    states.fire(next);
  }

  function begin(): Session {
    let retired = false;
    const processes = serverProcesses(module, log);
    const initializationOptions: InitializationOptions = {
      status: true,
      showReferences: true,
      updateRuntimes: true,
      rewriteConfigRule: true,
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
    client.onNotification(statusNotification, (status: DocumentStatus) => statuses.fire(status));
    client.onDidChangeState(({ newState }) => {
      if (retired) return;
      if (newState === State.Running) enter('running');
      // After a crash, "stopped" is followed by "starting" in the same turn, unless the policy has given up.
      else enter(newState === State.Starting ? 'starting' : 'failed');
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

  async function endSession(): Promise<void> {
    const last = session;
    session = undefined;
    ending = ending.then(() => last?.end());
    await ending;
  }

  /** For what is asked of it while no document is open. */
  async function running(): Promise<LanguageClient> {
    session ??= begin();
    await session.started;
    if (state !== 'running') throw new Error('The server does not run. The command "Restart Server" starts it again.');
    return session.client;
  }

  return {
    get state() {
      return state;
    },
    onState: states.event,
    onDocumentStatus: statuses.event,
    async picture(uri) {
      if (session === undefined || state !== 'running') return null;
      const params: GraphParams = { textDocument: { uri } };
      return session.client.sendRequest<DocumentPicture | null>(graphRequest, params);
    },
    async convert(params) {
      if (session === undefined || state !== 'running') return null;
      return session.client.sendRequest<ConvertAnswer | null>(convertRequest, params);
    },
    async runtimeUpdates(uris) {
      const client = await running();
      const params: UpdateRuntimesParams = { uris };
      const edit = await client.sendRequest<ProtocolWorkspaceEdit | null>(updateRuntimesRequest, params);
      return edit === null ? undefined : client.protocol2CodeConverter.asWorkspaceEdit(edit);
    },
    async managedRules() {
      return (await running()).sendRequest<ManagedRuleChoice[] | null>(managedRulesRequest);
    },
    async newConfigRule(params) {
      return (await running()).sendRequest<NewConfigRule | null>(newConfigRuleRequest, params);
    },
    async configForms(params) {
      if (session === undefined || state !== 'running') return null;
      return session.client.sendRequest<ConfigFormChoice[] | null>(configFormsRequest, params);
    },
    async restart() {
      enter('starting');
      await endSession();
      session ??= begin();
      await session.started;
    },
    startWhenNeeded() {
      const startFor = (document: Parameters<typeof languages.match>[1]) => {
        if (state === 'idle' && languages.match(documentSelector(), document) > 0) session ??= begin();
      };
      workspace.textDocuments.forEach(startFor);
      return workspace.onDidOpenTextDocument(startFor);
    },
    async stop() {
      await endSession();
      trace.dispose();
      states.dispose();
      statuses.dispose();
    },
  };
}
