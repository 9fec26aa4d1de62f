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
  type Location,
  type LogOutputChannel,
  languages,
  type WorkspaceEdit,
  workspace,
} from 'vscode';
import type {
  LanguageClient,
  Location as ProtocolLocation,
  WorkspaceEdit as ProtocolWorkspaceEdit,
} from 'vscode-languageclient/node';
import {
  type ConfigFormChoice,
  type ConfigFormsParams,
  type ConfigRulesParams,
  type ConvertAnswer,
  type ConvertParams,
  configFormsRequest,
  configRulesRequest,
  convertRequest,
  type DocumentPicture,
  type DocumentSource,
  type DocumentStatus,
  type DocumentStep,
  type GraphParams,
  graphRequest,
  type LastRun,
  type LocalDocument,
  lastRunNotification,
  localDocumentsRequest,
  type ManagedRuleChoice,
  managedRulesRequest,
  type NewConfigRule,
  type NewConfigRuleParams,
  type NewRunFileAnswer,
  type NewRunFileParams,
  newConfigRuleRequest,
  newRunFileRequest,
  type PublishableAnswer,
  type PublishableParams,
  publishableRequest,
  type RunFileRequest,
  type RunnableAnswer,
  type RunnableParams,
  type RunRequestParams,
  runnableRequest,
  runRequestRequest,
  type StepsParams,
  stepsRequest,
  type UpdateRuntimesParams,
  updateRuntimesRequest,
} from '../../server/src/protocol.ts';
import type { AccountAnswers } from './liveValues.ts';
import { documentSelector } from './selector.ts';
import type { Session } from './serverSession.ts';
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
  /** Where the files of the workspace define a rule of AWS Config; starts the server where it does not run yet. */
  configRules(name: string): Promise<Location[]>;
  /** The documents of the workspace that are files of their own; starts the server where it does not run yet. */
  localDocuments(): Promise<LocalDocument[] | null>;
  /** What publishing a document takes, open or a file; starts the server where it does not run yet. */
  publishable(uri: string): Promise<PublishableAnswer>;
  /** What a run of a document needs to be told. */
  runnable(document: DocumentSource): Promise<RunnableAnswer>;
  /** The text of a run file for a document. */
  newRunFile(params: NewRunFileParams): Promise<NewRunFileAnswer>;
  /** What a run file comes to. */
  runRequest(params: RunRequestParams): Promise<RunFileRequest | null>;
  /** Where the steps of a document stand. */
  steps(document: DocumentSource): Promise<DocumentStep[] | null>;
  /** Tells what was run, for the lens that offers to run it again. */
  tellLastRun(last: LastRun): void;
  /** Who answers what the server asks of accounts; before it is started. */
  answerWith(answers: AccountAnswers): void;
  /** Who that is. */
  readonly accounts: AccountAnswers | undefined;
  /** Starts the server now, or as soon as a document in one of our languages is opened. */
  startWhenNeeded(): Disposable;
  /** Ends the server, whatever state it is in, and starts a new one. Resolves when that one has started or failed. */
  restart(): Promise<void>;
  /** Ends the server for good; no process is left behind. */
  stop(): Promise<void>;
}

/** A session and the loading of what it is made of. */
interface Beginning {
  loaded: Promise<Session>;
  /** Once it is loaded. */
  client?: LanguageClient;
}

export function createServer(module: string, log: LogOutputChannel): Server {
  const states = new EventEmitter<ServerState>();
  const statuses = new EventEmitter<DocumentStatus>();
  const trace = traceChannel(log);
  let state: ServerState = 'idle';
  let session: Beginning | undefined;
  let answers: AccountAnswers | undefined;
  /** The last `end` of a session; the next one begins after it. */
  let ending: Promise<void> = Promise.resolve();

  function enter(next: ServerState): void {
    if (next === state) return;
    state = next;
    states.fire(next);
  }

  function begin(): Beginning {
    const load = async () => {
      const { startSession } = await import('./serverSession.ts');
      const onStatus = (status: DocumentStatus) => statuses.fire(status);
      const started = startSession({ module, log, trace, answers: () => answers, onState: enter, onStatus });
      beginning.client = started.client;
      return started;
    };
    enter('starting');
    const beginning: Beginning = { loaded: load() };
    beginning.loaded.catch((error) => {
      log.error('The client of the server could not be loaded', error);
      if (session === beginning) enter('failed');
    });
    return beginning;
  }

  async function endSession(): Promise<void> {
    const last = session;
    session = undefined;
    // One that could not even be loaded has nothing to end, and must not keep the next one from beginning.
    ending = ending.then(async () => (await last?.loaded.catch(() => undefined))?.end());
    await ending;
  }

  /** For what is asked of it while no document is open. */
  async function running(): Promise<LanguageClient> {
    session ??= begin();
    const { client, started } = await session.loaded;
    await started;
    if (state !== 'running') throw new Error('The server does not run. The command "Restart Server" starts it again.');
    return client;
  }

  return {
    get state() {
      return state;
    },
    onState: states.event,
    onDocumentStatus: statuses.event,
    async picture(uri) {
      if (session?.client === undefined || state !== 'running') return null;
      const params: GraphParams = { textDocument: { uri } };
      return session.client.sendRequest<DocumentPicture | null>(graphRequest, params);
    },
    async convert(params) {
      if (session?.client === undefined || state !== 'running') return null;
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
      if (session?.client === undefined || state !== 'running') return null;
      return session.client.sendRequest<ConfigFormChoice[] | null>(configFormsRequest, params);
    },
    async configRules(name) {
      const client = await running();
      const params: ConfigRulesParams = { name };
      const found = await client.sendRequest<ProtocolLocation[] | null>(configRulesRequest, params);
      return (found ?? []).map((each) => client.protocol2CodeConverter.asLocation(each));
    },
    async localDocuments() {
      return (await running()).sendRequest<LocalDocument[] | null>(localDocumentsRequest);
    },
    async publishable(uri) {
      const params: PublishableParams = { textDocument: { uri } };
      return (await running()).sendRequest<PublishableAnswer>(publishableRequest, params);
    },
    async runnable(document) {
      const params: RunnableParams = { document };
      return (await running()).sendRequest<RunnableAnswer>(runnableRequest, params);
    },
    async newRunFile(params) {
      return (await running()).sendRequest<NewRunFileAnswer>(newRunFileRequest, params);
    },
    async runRequest(params) {
      return (await running()).sendRequest<RunFileRequest | null>(runRequestRequest, params);
    },
    async steps(document) {
      const params: StepsParams = { document };
      return (await running()).sendRequest<DocumentStep[] | null>(stepsRequest, params);
    },
    tellLastRun(last) {
      if (session?.client === undefined || state !== 'running') return;
      session.client
        .sendNotification(lastRunNotification, last)
        .catch((error) => log.warn('The server was not told of a run', error));
    },
    get accounts() {
      return answers;
    },
    answerWith(given) {
      answers = given;
    },
    async restart() {
      enter('starting');
      await endSession();
      session ??= begin();
      await (await session.loaded).started;
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
