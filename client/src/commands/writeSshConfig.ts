/**
 * "Write SSH Configuration": the entry of `~/.ssh/config` with which `ssh` and Remote-SSH reach nodes through Session
 * Manager. It is shown as a comparison first, and the file as it was is kept beside it.
 */

import { homedir } from 'node:os';
import path from 'node:path';
import { commands, type Tab, TabInputTextDiff, Uri, window, workspace } from 'vscode';
import { currentConnection } from '../aws/currentConnection.ts';
import { type GivenNode, nodeFor } from '../sessions/nodes.ts';
import { aliasFor, sshEntry, userFault, withEntry } from '../sessions/sshConfig.ts';
import { readConfig, writeConfig } from '../sessions/sshFile.ts';
import { writeLauncher } from '../sessions/sshLauncher.ts';
import type { Command } from './index.ts';

export const writeSshConfig: Command = {
  id: 'opswright.writeSshConfig',
  async run({ connections, extensionUri, sshPreviews, storageUri }, given?: GivenNode) {
    const node = given && (await nodeFor(connections, given, ''));
    const connection = node?.connection ?? (await currentConnection({ connections }));
    if (connection === undefined) return;
    if (connection.kind === 'demo') throw new Error('Nodes of the demo account have no SSH behind their banner.');
    const host = node ? aliasFor(node.name) : 'i-* mi-*';
    const user = await window.showInputBox({
      title: 'Write SSH Configuration',
      prompt: `The user of ${node ? node.name : 'the nodes'}; empty for whom ssh is told`,
      placeHolder: 'ec2-user',
      ignoreFocusOut: true,
      validateInput: userFault,
    });
    if (user === undefined) return;
    const { profile, region, endpoint } = connection;
    const entry = sshEntry({
      host,
      region,
      node: process.execPath,
      program: await writeLauncher(storageUri.fsPath, path.join(extensionUri.fsPath, 'dist', 'cli.js')),
      ...(node && { hostName: node.nodeId }),
      ...(user !== '' && { user }),
      ...(profile !== undefined && { profile }),
      ...(endpoint !== undefined && { endpoint }),
      ...proxyOfSettings(),
      windows: process.platform === 'win32',
    });
    const file = configFile();
    const before = await readConfig(file);
    const after = withEntry(before, host, entry);
    if (after === before) {
      void window.showInformationMessage(`${file} has this entry already.`);
      return;
    }
    sshPreviews.set(before, after);
    await commands.executeCommand('vscode.diff', sshPreviews.before, sshPreviews.after, 'SSH Configuration (Preview)');
    // Not modal: the whole of it is to be read first.
    const kept = before === '' ? '' : ' The file as it is now is kept beside it.';
    const answer = await window.showInformationMessage(`Write this to ${file}?${kept}`, 'Write', 'Cancel');
    await closePreview(sshPreviews.after);
    if (answer === 'Write') await write(file, before, after);
  },
};

async function closePreview({ path: shown, scheme }: Uri): Promise<void> {
  const isIt = ({ input }: Tab): boolean =>
    input instanceof TabInputTextDiff && input.modified.scheme === scheme && input.modified.path === shown;
  await window.tabGroups.close(window.tabGroups.all.flatMap(({ tabs }) => tabs.filter(isIt)));
}

/** SSH knows nothing of VS Code's settings. One that holds a password is not written down a second time. */
function proxyOfSettings(): { proxy?: string } {
  const proxy = workspace.getConfiguration('http').get<string>('proxy', '');
  return /^https?:\/\/[\w.:-]+\/?$/.test(proxy) ? { proxy } : {};
}

/** Remote-SSH may be told of another file. */
function configFile(): string {
  const other = workspace.getConfiguration('remote.SSH').get<string>('configFile', '');
  return other === '' ? path.join(homedir(), '.ssh/config') : other.replace(/^~(?=[\\/])/, homedir());
}

async function write(file: string, before: string, after: string): Promise<void> {
  const backup = await writeConfig(file, before, after);
  const kept = backup === undefined ? '' : ` The file as it was is ${backup}.`;
  const choice = await window.showInformationMessage(`Written to ${file}.${kept}`, 'Show');
  if (choice) await window.showTextDocument(Uri.file(file));
}
