/** What makes the Documents view look different without a call of the account: pins, and files of the workspace. */

import { commands, Disposable, workspace } from 'vscode';
import type { KeptDocuments } from '../documents/kept.ts';
import type { Tree } from './tree.ts';

/** The server hears of a change at the same time, and needs a moment. In milliseconds. */
const moment = 800;

export function followKept(tree: Tree, kept: KeptDocuments): Disposable {
  let timer: NodeJS.Timeout | undefined;
  function fileChanged(): void {
    clearTimeout(timer);
    timer = setTimeout(() => tree.view.visible && tree.redraw(), moment);
  }

  const watcher = workspace.createFileSystemWatcher('**/*.{yaml,yml,json}');
  return Disposable.from(
    watcher,
    watcher.onDidChange(fileChanged),
    watcher.onDidCreate(fileChanged),
    watcher.onDidDelete(fileChanged),
    kept.onPins(() => tree.redraw()),
    kept.onFilter(() => void commands.executeCommand('setContext', 'opswright.documentsFiltered', kept.filter !== '')),
    { dispose: () => clearTimeout(timer) },
  );
}
