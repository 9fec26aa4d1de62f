/**
 * What server and client say to each other beyond the Language Server Protocol: names and types only.
 *
 * The client imports no other file of the server. Nothing here is needed for diagnostics, completion or hover, so that
 * any editor can use the server without knowing this file.
 */

import type { Position, Range } from 'vscode-languageserver/node';
import type {
  AccountPlace,
  ConfigForm,
  Graph,
  GraphBody,
  GraphEdge,
  GraphNode,
  Live,
  LiveAnswer,
  NewRule,
  Picture,
  Publishing,
  RuleChoice,
  RuleForm,
  RunAnswer,
  RunInputs,
  Runnable,
  StepPlace,
} from './language/index.ts';

/** Client → server, once, as `initializationOptions` of `initialize`. */
export interface InitializationOptions {
  /** Asks for `opswright/status`; off unless asked, because other editors report notifications they do not know. */
  status?: boolean;
  /** Says that the client has the command `opswright.showReferences`, which lenses of references run. */
  showReferences?: boolean;
  /** Says that the client has the command `opswright.updateRuntimes`, which a quick fix of a retired runtime runs. */
  updateRuntimes?: boolean;
  /**
   * Says that the client has the commands `opswright.runDocument`, `opswright.runAgain`, `opswright.runFile` and
   * `opswright.previewTargets`, which lenses of documents and run files run.
   */
  run?: boolean;
  /** Says that the client answers `opswright/liveValues` and `opswright/documentText`. */
  liveValues?: boolean;
  /** Says that the client has the command `opswright.rewriteConfigRule`, which opens a Config rule in another form. */
  rewriteConfigRule?: boolean;
}

/** Server → client, as the command of a lens: its arguments are a URI, a position and the locations to show there. */
export const showReferencesCommand = 'opswright.showReferences';

/** Server → client, after each check of an open document, and once for a document that is not checked at all. */
export const statusNotification = 'opswright/status';

/** Server → client, as the command of a code action, without arguments. */
export const updateRuntimesCommand = 'opswright.updateRuntimes';

/** Client → server: one edit that updates the retired runtimes of these files, open or on disk. */
export const updateRuntimesRequest = 'opswright/updateRuntimes';

export interface UpdateRuntimesParams {
  uris: string[];
}

/** What the server makes of one open document. */
export interface DocumentStatus {
  uri: string;
  /** The version of the text that was looked at. */
  version: number;
  /** What was recognised, for a person, such as "Automation runbook"; absent when the document is none of ours. */
  kind?: string;
  /** The `schemaVersion` as written. */
  schemaVersion?: string;
  /** How many documents of ours the text holds; more than one with `---` between them. */
  documents: number;
  /** True when one of them has steps, so that there is a flow to draw. */
  steps?: true;
  /** True when it holds a document that Systems Manager can be given. */
  publishable?: true;
  /** Why it was recognised, or why not: a sentence. */
  reason: string;
  /** True when the configuration leaves it out; then `reason` says so. */
  ignored?: true;
  /** True for a text that is none of ours but has the keys of one, so that its author may want to know why. */
  resembles: boolean;
  problems: { error: number; warning: number; information: number; hint: number };
}

/** Client → server: the flow of an open document as a picture without coordinates. */
export const graphRequest = 'opswright/graph';

export interface GraphParams {
  textDocument: { uri: string };
}

/** What is drawn of one document; null for one that is not open, or too long to be looked at. */
export interface DocumentPicture extends Picture<Range> {
  /** The version of the text that the places are in. */
  version: number;
}

export type DocumentGraph = Graph<Range>;
export type DocumentGraphBody = GraphBody<Range>;
export type DocumentGraphNode = GraphNode<Range>;
export type DocumentGraphEdge = GraphEdge;

/** Client → server: an open document in the other format, for the commands that convert. */
export const convertRequest = 'opswright/convert';

export interface ConvertParams {
  textDocument: { uri: string };
  to: 'yaml' | 'json';
}

/** The text, or why there is none; null for a document that is not open. */
export interface ConvertAnswer {
  text?: string;
  /** What the other format has no place for: a sentence. */
  lost?: string;
  refused?: string;
}

/** Client → server: the managed rules of AWS Config, for a pick; null when the facts about them cannot be read. */
export const managedRulesRequest = 'opswright/managedRules';

export type ManagedRuleChoice = RuleChoice;

/** Client → server: the text of a new Config rule, as a snippet; null for a rule that is not known. */
export const newConfigRuleRequest = 'opswright/newConfigRule';

export interface NewConfigRuleParams {
  identifier: string;
  form: ConfigRuleForm;
}

/** Client → server: where the files of the workspace define a rule of AWS Config; the answer is a list of `Location`. */
export const configRulesRequest = 'opswright/configRules';

export interface ConfigRulesParams {
  /** As in the account, also of a rule that a conformance pack has made. */
  name: string;
}

/** Client → server: the other forms of the rule or remediation of AWS Config at a place; null for a document that is not open. */
export const configFormsRequest = 'opswright/configForms';

export interface ConfigFormsParams {
  textDocument: { uri: string };
  position: Position;
}

/** One of them: its text, or why there is none. */
export interface ConfigFormChoice {
  form: ConfigForm;
  /** For a menu. */
  title: string;
  text?: string;
  format?: 'yaml' | 'json';
  /** What is not as it was, in sentences. */
  lost?: string;
  refused?: string;
}

/** Server → client, as the command of a code action: its arguments are a URI, a position and a form. */
export const rewriteConfigRuleCommand = 'opswright.rewriteConfigRule';

export type ConfigRuleForm = RuleForm;
export type NewConfigRule = NewRule;

/** Server → client, as commands of lenses. The argument of each is the URI of the document or run file. */
export const runDocumentCommand = 'opswright.runDocument';
export const runAgainCommand = 'opswright.runAgain';
export const runFileCommand = 'opswright.runFile';
export const previewTargetsCommand = 'opswright.previewTargets';

/** Client → server, whenever a document or run file was run: from then on a lens offers to run it again. */
export const lastRunNotification = 'opswright/lastRun';

export interface LastRun {
  uri: string;
  /** What the lens says behind "Run again", such as "web-1 and 2 more, demo"; null takes the lens away. */
  where: string | null;
}

/**
 * Server → client: values of an account, for completion. An answer that takes longer than a moment is not waited for, and
 * the request is then cancelled; an error counts as no values. The server filters, so that `prefix` is only a help.
 */
export const liveValuesRequest = 'opswright/liveValues';

export type LiveKind = Live['kind'];

/** Of which account, and what. */
export type LiveValuesParams = Live;
export type RunPlace = AccountPlace;

export type LiveValue = LiveAnswer;

/** Server → client: the text of a published document, for its parameters; null when there is none to be had. */
export const documentTextRequest = 'opswright/documentText';

export interface DocumentTextParams extends RunPlace {
  /** Name or ARN. */
  name: string;
  /** A number, `$DEFAULT` or `$LATEST`. */
  version?: string;
}

/** A document as the service has it. */
export interface DocumentText {
  name: string;
  text: string;
  /** The version that the text is of. */
  version?: string;
}

/** A document: open in the editor or a file, or its text. */
export type DocumentSource = { uri: string } | DocumentText;

/** Client → server: what a run of a document needs to be told; null for what is not open, no file or none of ours. */
export const runnableRequest = 'opswright/runnable';

export interface RunnableParams {
  document: DocumentSource;
}

export type RunnableDocument = Runnable;
/** Why a document cannot be run, with the way out: a sentence. */
export type RunnableAnswer = RunnableDocument | { refused: string } | null;

/** Client → server: the text of a run file for a document, as a snippet; null as above. */
export const newRunFileRequest = 'opswright/newRunFile';

export interface NewRunFileParams extends RunPlace {
  document: DocumentSource;
  /** What stands behind `run:`; the name of the document when absent. */
  run?: string;
  version?: string;
  inputs?: RunInputs;
}

export type RunFileInputs = RunInputs;

export interface NewRunFile {
  snippet: string;
  /** The same text without placeholders, for an editor or file that takes none. */
  text: string;
  /** A name for it, such as `restart.run.yaml`. */
  fileName: string;
}

export type NewRunFileAnswer = NewRunFile | { refused: string } | null;

/**
 * Client → server: what a run file comes to. Asked without `document` first; when the answer says `unknown`, the client gets
 * the text of the document that it names and asks again with it. Null for a run file that is not open and no file.
 */
export const runRequestRequest = 'opswright/runRequest';

export interface RunRequestParams {
  /** A run file: open or on disk, or its text, with the URI that its paths are relative to. */
  runFile: { uri: string } | { text: string; uri?: string };
  document?: DocumentText;
}

export interface RunFileRequest extends RunAnswer<Range> {
  /** The document in the workspace that is run, and what it is called; its text may differ from what is published. */
  local?: { uri: string; name: string };
}

/** Client → server: where the steps of a document stand; an empty list for one without steps. */
export const stepsRequest = 'opswright/steps';

export interface StepsParams {
  document: DocumentSource;
}

export type DocumentStep = StepPlace<Range>;

/** Client → server: the documents of the workspace that are files of their own. */
export const localDocumentsRequest = 'opswright/localDocuments';

export interface LocalDocument {
  uri: string;
  /** The name of the file, which is the one it is probably published under. */
  name: string;
  /** What the service may call it, as `DocumentType`: the likeliest first. */
  types: string[];
  /** What it is, for a person, such as "Automation runbook". */
  title: string;
}

/** Client → server: what publishing a document takes, open or a file; null for what is neither. */
export const publishableRequest = 'opswright/publishable';

export interface PublishableParams {
  textDocument: { uri: string };
}

export interface PublishableDocument extends Publishing {
  /** What it is probably called: by the template around it, or as its file; empty for a text without a file. */
  name: string;
  /** How many problems its check finds. */
  errors: number;
  warnings: number;
}

/** Why a document cannot be published, with the way out: a sentence. */
export type PublishableAnswer = PublishableDocument | { refused: string } | null;
