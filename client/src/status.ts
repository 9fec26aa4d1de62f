/**
 * The language status item: which kind was recognised in the active document, and why not when none was.
 *
 * Most YAML and JSON files have nothing to do with Systems Manager, and there the item stays away. It shows for a
 * document of ours, for one of the languages `ssm-yaml` and `ssm-json`, and for one that looks as if it was meant to be
 * ours; and everywhere when the server has failed, because then nobody knows.
 */

import { Disposable, LanguageStatusSeverity, languages, type TextDocument, window, workspace } from 'vscode';
import type { DocumentStatus } from '../../server/src/protocol.ts';
import { statusWords } from './format.ts';
import type { Server } from './languageClient.ts';
import { documentSelector } from './selector.ts';

export function showStatus(server: Server): Disposable {
  const item = languages.createLanguageStatusItem('opswright.status', []);
  item.name = 'Opswright';
  const statuses = new Map<string, DocumentStatus>();

  function update(): void {
    const document = window.activeTextEditor?.document;
    const status = document && statuses.get(document.uri.toString());
    item.selector = document && isWorthShowing(document, status) ? documentSelector() : [];
    item.busy = server.state === 'starting';
    item.severity = LanguageStatusSeverity.Information;
    item.command = undefined;

    if (server.state === 'failed') {
      item.text = 'Opswright has stopped';
      item.detail = 'Documents are not checked.';
      item.severity = LanguageStatusSeverity.Error;
      item.command = { title: 'Restart Server', command: 'opswright.restartServer' };
    } else if (status) {
      Object.assign(item, statusWords(status));
    } else {
      item.text = 'SSM document';
      item.detail = server.state === 'running' ? 'Being checked' : 'Opswright is starting';
    }
  }

  function isWorthShowing(document: TextDocument, status: DocumentStatus | undefined): boolean {
    if (server.state === 'failed' || document.languageId.startsWith('ssm-')) return true;
    return status !== undefined && (status.kind !== undefined || status.resembles);
  }

  update();
  return Disposable.from(
    item,
    window.onDidChangeActiveTextEditor(update),
    server.onState(update),
    server.onDocumentStatus((status) => {
      statuses.set(status.uri, status);
      update();
    }),
    workspace.onDidCloseTextDocument((document) => {
      statuses.delete(document.uri.toString());
      update();
    }),
  );
}
