/**
 * "Forward Port": a port of a node, or of a host that it reaches, on a port of this machine. The tunnel is kept in the
 * settings, so that it can be opened again.
 */

import { window } from 'vscode';
import { freePort, portFault } from '../../../sessions/src/listener.ts';
import { type GivenNode, nodeFor } from '../sessions/nodes.ts';
import type { TunnelEntry } from '../sessions/tunnels.ts';
import type { Command } from './index.ts';
import { openKept } from './openTunnel.ts';

const title = 'Forward Port';

export const forwardPort: Command = {
  id: 'opswright.forwardPort',
  async run(app, given?: GivenNode) {
    const node = await nodeFor(app.connections, given, title);
    if (!node) return;
    const there = await askWhere(node.name);
    if (!there) return;
    const localPort = await askLocalPort(there.port);
    if (localPort === undefined) return;
    const name = await askName(`${there.host ?? node.name}:${there.port}`, app.tunnels.names());
    if (name === undefined) return;
    const entry: TunnelEntry = { name, connection: node.connection.id, node: node.nodeId, ...there, localPort };
    await app.tunnels.keep(entry);
    await openKept(app, node.connection, entry);
  },
};

async function askWhere(node: string): Promise<{ port: number; host?: string } | undefined> {
  const text = await window.showInputBox({
    title,
    prompt: `A port of ${node}, or HOST:PORT of a host that it reaches`,
    placeHolder: '80, or database.internal:5432',
    ignoreFocusOut: true,
    validateInput: (value) => (readWhere(value) ? undefined : 'A port from 1 to 65535, or a host and a port'),
  });
  return text === undefined ? undefined : readWhere(text);
}

function readWhere(text: string): { port: number; host?: string } | undefined {
  const [, host, port = ''] = /^(?:([\w.-]+|\[[\da-fA-F:]+\]):)?(\d{1,5})$/.exec(text.trim()) ?? [];
  if (Number(port) < 1 || Number(port) > 65_535) return undefined;
  return { port: Number(port), ...(host !== undefined && { host: host.replace(/^\[|\]$/g, '') }) };
}

async function askLocalPort(port: number): Promise<number | undefined> {
  const text = await window.showInputBox({
    title,
    prompt: 'The port of this machine (127.0.0.1 only)',
    value: String(await freePort(port)),
    ignoreFocusOut: true,
    validateInput: (value) =>
      /^\d{1,5}$/.test(value) && Number(value) < 65_536 ? portFault(Number(value)) : 'A port, or 0 for any',
  });
  return text === undefined ? undefined : Number(text);
}

/** A name that no tunnel has: another one would lose its place in the settings, and go on under a wrong name. */
async function askName(proposed: string, taken: readonly string[]): Promise<string | undefined> {
  let value = proposed;
  for (let next = 2; taken.includes(value); next++) value = `${proposed} (${next})`;
  const text = await window.showInputBox({
    title,
    prompt: 'A name for the tunnel',
    value,
    ignoreFocusOut: true,
    validateInput: (name) => {
      if (name.trim() === '') return 'It needs a name';
      return taken.includes(name.trim()) ? 'Another tunnel has this name' : undefined;
    },
  });
  return text?.trim();
}
