/** The connection that a command works with: the current one; where none is open, the ways to one are offered. */

import { commands, window } from 'vscode';
import type { Connection } from './connection.ts';
import type { Accounts } from './index.ts';

export async function currentConnection({
  connections,
}: Pick<Accounts, 'connections'>): Promise<Connection | undefined> {
  if (connections.current) return connections.current;
  const ways = { 'Choose Connection': 'opswright.chooseConnection', 'Try the Demo Account': 'opswright.tryDemo' };
  const words = 'No account is connected.';
  const choice = await window.showInformationMessage(words, ...(Object.keys(ways) as (keyof typeof ways)[]));
  if (choice) await commands.executeCommand(ways[choice]);
  return connections.current;
}
