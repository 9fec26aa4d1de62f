/** The Tunnels view: ports of this machine that lead through a node, with what they carry. */

import { bytesText, count } from '../format.ts';
import type { TunnelEntry, TunnelStatus, Tunnels } from '../sessions/tunnels.ts';
import type { TreeNode, View } from './tree.ts';

export function tunnelsView(tunnels: Tunnels): View {
  return {
    id: 'opswright.tunnels',
    onChange: tunnels.onChange,
    root: (connection) => ({
      label: connection.id,
      empty: 'No tunnels: "Forward Port" of a node makes one',
      children: () => tunnels.of(connection).map((entry) => lineOf(entry, tunnels.status(connection, entry.name))),
    }),
  };
}

const icons: Record<TunnelStatus['state'], TreeNode['icon'] & {}> = {
  opening: 'loading~spin',
  open: { name: 'plug', color: 'charts.green' },
  cut: { name: 'debug-disconnect', color: 'list.warningForeground' },
  restarting: { name: 'debug-disconnect', color: 'list.warningForeground' },
  closed: 'circle-outline',
};

function lineOf(entry: TunnelEntry, status: TunnelStatus): TreeNode {
  const { name, node, port, host, localPort } = entry;
  const { state, words, up, down, connections } = status;
  const there = `${host ?? node}:${port}`;
  const here = status.port || localPort;
  const running = state !== 'closed' && state !== 'opening';
  // What changes stands first: a side bar is narrow.
  const parts = [
    ...(state === 'closed' && words !== '' ? [words] : []),
    ...(state === 'cut' || state === 'restarting' ? ['reconnecting…'] : []),
    ...(here ? [`localhost:${here}`] : []),
    ...(running ? [`↑ ${bytesText(up)} ↓ ${bytesText(down)}`] : []),
    there,
  ];
  return {
    id: name,
    label: name,
    description: parts.join(' · '),
    spoken: state,
    tooltip: [
      `${there}${host === undefined ? '' : `, through ${node}`}`,
      running
        ? `${count(connections, 'connection')} now; ${bytesText(up)} sent, ${bytesText(down)} received`
        : 'Not open',
      words,
    ]
      .filter(Boolean)
      .join('\n'),
    icon: state === 'closed' && words !== '' ? { name: 'warning', color: 'list.warningForeground' } : icons[state],
    context: running ? 'tunnel open' : `tunnel ${state}`,
    subject: { tunnel: name },
  };
}
