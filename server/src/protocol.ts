/**
 * What server and client say to each other beyond the Language Server Protocol: names and types only.
 *
 * The client imports no other file of the server. Nothing here is needed for diagnostics, completion or hover, so that
 * any editor can use the server without knowing this file.
 */

import type { Range } from 'vscode-languageserver/node';
import type {
  Graph,
  GraphBody,
  GraphEdge,
  GraphNode,
  NewRule,
  Picture,
  RuleChoice,
  RuleForm,
} from './language/index.ts';

/** Client → server, once, as `initializationOptions` of `initialize`. */
export interface InitializationOptions {
  /** Asks for `opswright/status`; off unless asked, because other editors report notifications they do not know. */
  status?: boolean;
  /** Says that the client has the command `opswright.showReferences`, which lenses of references run. */
  showReferences?: boolean;
  /** Says that the client has the command `opswright.updateRuntimes`, which a quick fix of a retired runtime runs. */
  updateRuntimes?: boolean;
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

export type ConfigRuleForm = RuleForm;
export type NewConfigRule = NewRule;
