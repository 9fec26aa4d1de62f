/**
 * What the editor at the other end understands, read once from `initialize`.
 *
 * Everything is off unless the editor says otherwise, as the protocol asks; each flag has a plainer way beside it.
 */

import type { InitializeParams } from 'vscode-languageserver/node';
import type { InitializationOptions } from './protocol.ts';

export interface Features {
  /** Completion may insert `${1:name}`; else the placeholders are filled in. */
  snippets: boolean;
  /** What all items of a completion have in common may be said once. */
  itemDefaults: boolean;
  /** Hover and completion may show Markdown. */
  markdown: boolean;
  /** The outline may be a tree; else it is a list. */
  hierarchy: boolean;
  /** A diagnostic may point at other places. */
  related: boolean;
  /** A diagnostic may say that something is deprecated or unnecessary. */
  tags: boolean;
  /** Quick fixes may be sent as code actions; else there are none. */
  fixes: boolean;
  /** What cannot be done may be shown with its reason. */
  disabled: boolean;
  /** Formatting may be offered for single documents; else it is offered for all. */
  ownFormatting: boolean;
  /** An edit may make a file. */
  creating: boolean;
  /** The editor watches files for us. */
  watching: boolean;
  /** The editor tells about added and removed folders. */
  folders: boolean;
  /** A definition may come with the word that it belongs to. */
  definitionLinks: boolean;
  /** The editor can be asked for its settings, and tells when they change. */
  settings: boolean;
  settingsWatched: boolean;
  /** Hints and lenses can be drawn anew without an edit. */
  hintRefresh: boolean;
  lensRefresh: boolean;
  /** The client shows `opswright/status`. */
  status: boolean;
  /** The client has the command behind a lens of references. */
  showReferences: boolean;
  /** The client has the command that updates the runtimes of a workspace. */
  updateRuntimes: boolean;
  /** The client has the command that opens a Config rule in another form. */
  rewriteConfigRule: boolean;
  /** The client has the commands that run documents and run files. */
  run: boolean;
  /** The client can be asked for values of an account, and for texts of published documents. */
  liveValues: boolean;
}

export function featuresOf(params: InitializeParams | undefined): Features {
  const { textDocument, workspace } = params?.capabilities ?? {};
  const options: InitializationOptions | undefined = params?.initializationOptions;
  return {
    snippets: textDocument?.completion?.completionItem?.snippetSupport === true,
    itemDefaults: ['editRange', 'insertTextMode'].every((each) =>
      textDocument?.completion?.completionList?.itemDefaults?.includes(each),
    ),
    markdown: textDocument?.hover?.contentFormat?.includes('markdown') === true,
    hierarchy: textDocument?.documentSymbol?.hierarchicalDocumentSymbolSupport === true,
    related: textDocument?.publishDiagnostics?.relatedInformation === true,
    tags: textDocument?.publishDiagnostics?.tagSupport !== undefined,
    fixes: textDocument?.codeAction?.codeActionLiteralSupport !== undefined,
    disabled: textDocument?.codeAction?.disabledSupport === true,
    ownFormatting:
      textDocument?.formatting?.dynamicRegistration === true &&
      textDocument.rangeFormatting?.dynamicRegistration === true &&
      textDocument.onTypeFormatting?.dynamicRegistration === true,
    creating:
      workspace?.workspaceEdit?.documentChanges === true &&
      workspace.workspaceEdit.resourceOperations?.includes('create') === true,
    watching: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    folders: workspace?.workspaceFolders === true,
    definitionLinks: textDocument?.definition?.linkSupport === true,
    settings: workspace?.configuration === true,
    settingsWatched: workspace?.didChangeConfiguration?.dynamicRegistration === true,
    hintRefresh: workspace?.inlayHint?.refreshSupport === true,
    lensRefresh: workspace?.codeLens?.refreshSupport === true,
    status: options?.status === true,
    showReferences: options?.showReferences === true,
    updateRuntimes: options?.updateRuntimes === true,
    rewriteConfigRule: options?.rewriteConfigRule === true,
    run: options?.run === true,
    liveValues: options?.liveValues === true,
  };
}
