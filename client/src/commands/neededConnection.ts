/** The connection that a command works with: the current one, or one that is chosen now. */

import { commands } from 'vscode';
import type { Connection } from '../aws/connection.ts';
import type { App } from './index.ts';

export async function neededConnection({ connections }: Pick<App, 'connections'>): Promise<Connection | undefined> {
  if (!connections.current) await commands.executeCommand('opswright.chooseConnection');
  return connections.current;
}
