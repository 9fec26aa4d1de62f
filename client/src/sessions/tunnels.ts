/**
 * The tunnels of a window: those that the settings name, and what each is doing. A tunnel belongs to a connection, and is
 * closed with it; what is open is not kept between windows.
 */

import {
  ConfigurationTarget,
  type Disposable,
  type Event,
  EventEmitter,
  type LogOutputChannel,
  workspace,
} from 'vscode';
import { forwardingDocument } from '../../../sessions/src/sessionDocuments.ts';
import type { Tunnel } from '../../../sessions/src/tunnel.ts';
import { checksCertificates } from '../aws/certificates.ts';
import type { Connection } from '../aws/connection.ts';
import type { Connections } from '../aws/connections.ts';
import { sessionCalls } from './sessionCalls.ts';

/** As written in `opswright.tunnels`. */
export interface TunnelEntry {
  name: string;
  /** The connection it belongs to; absent for every one that has the node. */
  connection?: string;
  node: string;
  port: number;
  /** A host that the node reaches; absent for the node itself. */
  host?: string;
  /** Of this machine; absent for any free one. */
  localPort?: number;
}

export interface TunnelStatus {
  state: Tunnel['state'];
  /** What went wrong last, in a sentence; empty for nothing. */
  words: string;
  /** Of this machine; 0 while it is not open. */
  port: number;
  up: number;
  down: number;
  connections: number;
}

export interface Tunnels extends Disposable {
  /** Fires when a tunnel changes, and once a second while bytes are carried. */
  readonly onChange: Event<void>;
  /**
   * Those of a connection, by the settings. One that is open is what it was opened as until it is closed, also where the
   * settings say something else by now, or nothing any more.
   */
  of(connection: Connection): TunnelEntry[];
  /** The names of all, of whichever connection. */
  names(): string[];
  status(connection: Connection, name: string): TunnelStatus;
  /** Opens a tunnel that the settings name. Rejects with a sentence; closed meanwhile, it is closed and nothing is wrong. */
  open(connection: Connection, entry: TunnelEntry): Promise<TunnelStatus>;
  close(connection: Connection, name: string): Promise<void>;
  /** Writes an entry into the settings, in the place of one with its name. */
  keep(entry: TunnelEntry): Promise<void>;
  /** Closes all that are open, with their sessions: they would else stay in the account until they are idle. */
  closeAll(): Promise<void>;
  /** Closes a tunnel and takes it out of the settings. */
  remove(connection: Connection, name: string): Promise<void>;
}

/** What a tunnel of the settings is doing. */
interface Running {
  connection: Connection;
  entry: TunnelEntry;
  words: string;
  opening?: { done: Promise<void>; giveUp: AbortController };
  tunnel?: Tunnel;
}

const shut: TunnelStatus = { state: 'closed', words: '', port: 0, up: 0, down: 0, connections: 0 };

export function createTunnels(connections: Connections, log: LogOutputChannel): Tunnels {
  const changes = new EventEmitter<void>();
  const running = new Map<string, Running>();
  const keyOf = (connection: Connection, name: string): string => `${connection.id} ${name}`;
  let carried = 0;

  function status(connection: Connection, name: string): TunnelStatus {
    const { tunnel, words = '', opening } = running.get(keyOf(connection, name)) ?? {};
    if (tunnel === undefined) return { ...shut, words, state: opening === undefined ? 'closed' : 'opening' };
    return { state: tunnel.state, words: tunnel.words || words, port: tunnel.port, ...tunnel.carried };
  }

  /** Opens one that is neither open nor being opened: a second click makes no second tunnel. */
  async function open(connection: Connection, entry: TunnelEntry): Promise<TunnelStatus> {
    const known = running.get(keyOf(connection, entry.name));
    if (known?.opening !== undefined) await known.opening.done;
    else if (known?.tunnel === undefined || known.tunnel.state === 'closed') await begin(connection, entry);
    return status(connection, entry.name);
  }

  function begin(connection: Connection, entry: TunnelEntry): Promise<void> {
    const giveUp = new AbortController();
    const mine: Running = { connection, entry, words: '' };
    running.set(keyOf(connection, entry.name), mine);
    const done = dial(connection, entry, mine, giveUp.signal)
      .then(
        (tunnel) => {
          mine.tunnel = tunnel;
        },
        (error) => {
          // Whoever has closed it knows.
          if (giveUp.signal.aborted) return;
          mine.words = error instanceof Error ? error.message : String(error);
          throw error;
        },
      )
      .finally(() => {
        delete mine.opening;
        changes.fire();
      });
    mine.opening = { done, giveUp };
    changes.fire();
    return done;
  }

  async function dial(
    connection: Connection,
    { name, node, port, host, localPort = 0 }: TunnelEntry,
    mine: Running,
    signal: AbortSignal,
  ): Promise<Tunnel> {
    const [{ openTunnel }, { worldThrough }] = await Promise.all([
      import('../../../sessions/src/tunnel.ts'),
      import('../../../sessions/src/nodeWorld.ts'),
    ]);
    const calls = sessionCalls(connections, connection, { Target: node, ...forwardingDocument({ port, host }) });
    return openTunnel(
      { target: node, calls, localPort, signal, world: worldThrough({ checksCertificates }) },
      {
        changed({ state, words }) {
          log.debug(`tunnel ${name}: ${state}${words && `: ${words}`}`);
          changes.fire();
        },
        problem(words) {
          mine.words = words;
          changes.fire();
        },
      },
    );
  }

  /** Those that are open, or being opened. */
  function underWay(): Running[] {
    const isShut = ({ tunnel, opening }: Running) => opening === undefined && (tunnel?.state ?? 'closed') === 'closed';
    return [...running.values()].filter((each) => !isShut(each));
  }

  async function end({ tunnel, opening }: Running): Promise<void> {
    opening?.giveUp.abort();
    await tunnel?.close();
  }

  async function close(connection: Connection, name: string): Promise<void> {
    const key = keyOf(connection, name);
    const known = running.get(key);
    running.delete(key);
    changes.fire();
    if (known !== undefined) await end(known);
  }

  // A number that changes is drawn anew, and no more often than somebody can read it.
  const timer = setInterval(() => {
    let sum = 0;
    for (const { tunnel } of running.values()) if (tunnel) sum += tunnel.carried.up + tunnel.carried.down;
    if (sum === carried) return;
    carried = sum;
    changes.fire();
  }, 1000);
  const listening = connections.onChange(() => {
    for (const [key, known] of running)
      if (!connections.open.includes(known.connection)) {
        running.delete(key);
        void end(known);
      }
  });
  const settings = workspace.onDidChangeConfiguration((change) => {
    if (change.affectsConfiguration('opswright.tunnels')) changes.fire();
  });

  return {
    onChange: changes.event,
    of({ id }) {
      const kept = entries().filter(({ connection }) => connection === undefined || connection === id);
      const running = underWay().filter(({ connection }) => connection.id === id);
      const opened = new Map(running.map(({ entry }) => [entry.name, entry]));
      const others = [...opened.values()].filter(({ name }) => !kept.some((entry) => entry.name === name));
      return [...kept.map((entry) => opened.get(entry.name) ?? entry), ...others];
    },
    names: () => [...new Set([...entries(), ...underWay().map(({ entry }) => entry)].map(({ name }) => name))],
    status,
    open,
    close,
    keep: (entry) => write([...entries().filter(({ name }) => name !== entry.name), entry]),
    async closeAll() {
      const open = [...running.values()];
      running.clear();
      await Promise.all(open.map(end));
    },
    async remove(connection, name) {
      await close(connection, name);
      await write(entries().filter((entry) => entry.name !== name));
    },
    dispose() {
      clearInterval(timer);
      listening.dispose();
      settings.dispose();
      for (const known of running.values()) void end(known);
      changes.dispose();
    },
  };
}

/** What the settings name, without what is no tunnel. */
function entries(): TunnelEntry[] {
  const given = workspace.getConfiguration('opswright').get<unknown>('tunnels');
  return Array.isArray(given) ? given.filter(isEntry) : [];
}

function isEntry(given: Partial<Record<keyof TunnelEntry, unknown>> | null): given is TunnelEntry {
  const { name, node, port, host = '', connection = '' } = given ?? {};
  const isPort = Number.isInteger(port) && Number(port) > 0 && Number(port) < 65_536;
  return isPort && Boolean(name && node) && [name, node, host, connection].every((each) => typeof each === 'string');
}

async function write(tunnels: TunnelEntry[]): Promise<void> {
  const configuration = workspace.getConfiguration('opswright');
  const ofWorkspace = configuration.inspect('tunnels')?.workspaceValue !== undefined;
  await configuration.update(
    'tunnels',
    tunnels,
    ofWorkspace ? ConfigurationTarget.Workspace : ConfigurationTarget.Global,
  );
}
