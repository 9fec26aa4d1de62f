/**
 * The setting `opswright.startupEditor`: a folder says with which file somebody begins, and the Fleet view is shown beside
 * it. As with VS Code's own `workbench.startupEditor`, only a window that opens without an editor gets it.
 */

import { commands, type LogOutputChannel, Uri, window, workspace } from 'vscode';

export async function openStartupEditor(log: LogOutputChannel): Promise<void> {
  for (const folder of workspace.workspaceFolders ?? []) {
    const name = workspace.getConfiguration('opswright', folder).get<string>('startupEditor', '');
    if (name === '') continue;
    if (!isEmpty()) return;
    try {
      const document = await workspace.openTextDocument(Uri.joinPath(folder.uri, name));
      await commands.executeCommand('opswright.fleet.focus');
      await window.showTextDocument(document, { preview: false });
    } catch (error) {
      log.warn(`The setting opswright.startupEditor names "${name}", which cannot be opened: ${error}`);
    }
    return;
  }
}

/** No file is open; VS Code's own pages, such as the welcome page, are none. */
function isEmpty(): boolean {
  const tabs = window.tabGroups.all.flatMap((group) => group.tabs);
  return tabs.every(({ input }) => input === undefined);
}
