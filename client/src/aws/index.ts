/** The accounts of a window: connections, the demo account, what is said of faults, and the status bar. */

import { Disposable, type ExtensionContext, type LogOutputChannel, window } from 'vscode';
import { demoId } from './connection.ts';
import { showConnection } from './connectionStatus.ts';
import { type Connections, createConnections } from './connections.ts';
import { demoAccount } from './demo.ts';
import { faultNotices, type Notices } from './notices.ts';
import { openConfigured } from './settings.ts';
import { watchSignIn } from './signInWatch.ts';

export interface Accounts extends Disposable {
  connections: Connections;
  notices: Notices;
}

export function connectAccounts(context: ExtensionContext, log: LogOutputChannel): Accounts {
  const demo = demoAccount(context.asAbsolutePath('dist/cli.js'), log, () => {
    const connection = connections.open.find(({ id }) => id === demoId);
    if (connection) connections.renew(connection);
  });
  const connections = createConnections({
    memory: context.workspaceState,
    demo,
    version: context.extension.packageJSON.version,
    log,
    askCode,
  });
  const notices = faultNotices(connections);
  const subscriptions = Disposable.from(
    connections,
    notices,
    showConnection(connections),
    openConfigured(connections, log),
    watchSignIn(connections),
    { dispose: () => void demo.stop() },
  );
  return { connections, notices, dispose: () => subscriptions.dispose() };
}

/** For profiles whose role asks for a second factor. */
async function askCode(device: string): Promise<string> {
  const code = await window.showInputBox({
    title: 'Second Factor',
    prompt: `The code that ${device.split('/').at(-1)} shows now`,
    ignoreFocusOut: true,
    validateInput: (text) => (/^\d{6}$/.test(text.trim()) ? undefined : 'Six digits'),
  });
  if (code === undefined) throw new Error('Signing in needs the code of the device; nothing was entered.');
  return code.trim();
}
