/** The current connection in the status bar: a click chooses another. Away while no connection is open. */

import { commands, Disposable, StatusBarAlignment, ThemeColor, window } from 'vscode';
import { connectionDetail } from './connection.ts';
import type { Connections } from './connections.ts';

export function showConnection(connections: Connections): Disposable {
  const item = window.createStatusBarItem('opswright.connection', StatusBarAlignment.Left, 50);
  item.name = 'Opswright connection';
  item.command = 'opswright.chooseConnection';

  function update(): void {
    const { current, open } = connections;
    void commands.executeCommand('setContext', 'opswright.connected', open.length > 0);
    void commands.executeCommand('setContext', 'opswright.sideBySide', open.length > 1);
    if (!current) {
      item.hide();
      return;
    }
    const fault = connections.faultOf(current);
    item.text = `$(${fault ? 'warning' : current.kind === 'demo' ? 'beaker' : 'cloud'}) ${current.id}`;
    item.accessibilityInformation = {
      label: `Opswright connection ${current.id}${fault ? `, ${fault.title}` : ''}`,
      role: 'button',
    };
    item.tooltip = fault
      ? `${fault.title}. ${fault.detail}`
      : `Opswright works with ${current.id}, ${connectionDetail(current)}. Click to choose another.`;
    item.backgroundColor = fault ? new ThemeColor('statusBarItem.warningBackground') : undefined;
    item.show();
  }

  update();
  return Disposable.from(
    item,
    ...[connections.onChange, connections.onCurrent].map((event) => event(update)),
    connections.onState(update),
  );
}
