/**
 * A tunnel: a port of this machine that leads through a node. It keeps its port while its session is cut, and starts another
 * session when that is lost; connections that come meanwhile wait.
 */

import type { Socket } from 'node:net';
import { flags } from '../../channel/src/payloads.ts';
import { type SessionCalls, wordsOf } from './calls.ts';
import { Connection } from './connection.ts';
import { type Listener, listenOn } from './listener.ts';
import { nodeWorld } from './nodeWorld.ts';
import type { End, Session } from './session.ts';
import { type Traffic, trafficOf } from './traffic.ts';
import type { World } from './world.ts';

const firstRestart = 1_000;
const longestRestart = 30_000;
/** About four minutes: as long as a node takes to start again. */
const mostRestarts = 12;

/** How long a node may take to shake hands: a sound one takes a second or two, and a hung agent would be waited for for ever. */
const opensWithin = 120_000;

/** `cut`: its line is being restored; `restarting`: another session is being started. */
export type TunnelState = 'opening' | 'open' | 'cut' | 'restarting' | 'closed';

export interface TunnelOptions {
  target: string;
  calls: SessionCalls;
  /** The port of this machine, or 0 for any free one. */
  localPort: number;
  world?: World;
  /** Gives it up while it is being opened. */
  signal?: AbortSignal;
}

export interface TunnelEvents {
  /** Its state is another one. */
  changed?(tunnel: Tunnel): void;
  /** Something failed that the tunnel itself survives, in a sentence. */
  problem?(words: string): void;
}

/** Opens a tunnel. Rejects with a sentence: the port is taken, or no session comes about. */
export async function openTunnel(options: TunnelOptions, events: TunnelEvents = {}): Promise<Tunnel> {
  let tunnel: Tunnel | undefined;
  const listener = await listenOn(options.localPort, (socket) => {
    if (tunnel === undefined) socket.destroy();
    else tunnel.attach(socket);
  });
  const opening = new Tunnel(listener, options, events);
  tunnel = opening;
  const giveUp = (): void => void opening.close();
  options.signal?.addEventListener('abort', giveUp);
  if (options.signal?.aborted) giveUp();
  await opening.begun;
  options.signal?.removeEventListener('abort', giveUp);
  return opening;
}

export class Tunnel {
  readonly port: number;
  state: TunnelState = 'opening';
  /** Why it is closed, or being restarted. */
  words = '';
  /** Resolves once it is open, and rejects when it never was. */
  readonly begun: Promise<void>;
  private readonly listener: Listener;
  private readonly options: TunnelOptions;
  private readonly events: TunnelEvents;
  private readonly world: World;
  private readonly waiting = new Set<Socket>();
  private readonly before = { up: 0, down: 0 };
  private connection: Connection | undefined;
  private traffic: Traffic | undefined;
  private restarts = 0;
  /** Where it leads, in words. */
  private destination = 'the port';
  private callOff: () => void = () => undefined;
  private settle: { resolve(): void; reject(error: Error): void } | undefined;

  constructor(listener: Listener, options: TunnelOptions, events: TunnelEvents) {
    [this.listener, this.port, this.options, this.events] = [listener, listener.port, options, events];
    this.world = options.world ?? nodeWorld;
    this.begun = new Promise((resolve, reject) => {
      this.settle = { resolve, reject };
    });
    void this.start();
  }

  /** Bytes that were carried, of all its sessions, and the local connections of the moment. */
  get carried(): { up: number; down: number; connections: number } {
    const { up = 0, down = 0 } = this.connection?.carried ?? {};
    const connections = (this.traffic?.sockets ?? 0) + this.waiting.size;
    return { up: this.before.up + up, down: this.before.down + down, connections };
  }

  get sessionId(): string | undefined {
    return this.connection?.sessionId;
  }

  /** Takes a local connection; without a session it waits for one. */
  attach(socket: Socket): void {
    if (this.state === 'closed') socket.destroy();
    else if (this.traffic !== undefined) this.traffic.attach(socket);
    else {
      this.waiting.add(socket);
      socket.once('close', () => this.waiting.delete(socket));
    }
  }

  /** Closes the port and ends the session. Never rejects. */
  async close(): Promise<void> {
    const { connection } = this;
    this.finish('');
    await connection?.close();
  }

  private async start(): Promise<void> {
    const { calls, target } = this.options;
    try {
      const opening = await calls.start();
      if (this.state === 'closed') {
        await calls.terminate(opening.sessionId).catch(() => undefined);
        return;
      }
      const connection: Connection = new Connection(
        opening,
        { target, calls, world: this.world },
        {
          opened: (session) => this.opened(session, connection),
          output: (bytes) => this.traffic?.output(bytes) ?? false,
          flag: (flag) => {
            if (flag === flags.connectToPortError)
              this.events.problem?.('The node could not connect to the port: nothing answers there.');
          },
          drained: () => this.traffic?.drained(),
          cut: (reason) => this.change('cut', `The connection was cut: ${reason}.`),
          restored: () => this.change(this.traffic ? 'open' : this.restarts > 0 ? 'restarting' : 'opening', ''),
          ended: (end) => this.ended(end),
        },
      );
      this.connection = connection;
      this.callOff = this.world.after(opensWithin, () => {
        void connection.close();
        this.ended({ cause: 'failed', words: 'The node has not answered for two minutes: is its agent well?' });
      });
    } catch (error) {
      this.ended({ cause: 'failed', words: wordsOf(error) });
    }
  }

  private opened(session: Session, connection: Connection): void {
    if (session.sessionType !== 'Port') {
      this.finish(`The document starts a session of the kind ${session.sessionType}, which has no port.`);
      void connection.close();
      return;
    }
    const fault = (words: string): void => {
      // What is left of this session cannot be made sense of.
      void connection.close();
      this.ended({ cause: 'lost', words: `The node broke the protocol: ${words}.` });
    };
    const traffic = trafficOf(session, connection, fault, this.world.after);
    this.callOff();
    this.traffic = traffic;
    this.destination = placeOf(session.properties);
    this.restarts = 0;
    this.change('open', session.notice);
    this.settle?.resolve();
    for (const socket of this.waiting) traffic.attach(socket);
    this.waiting.clear();
  }

  private ended({ cause, words }: End): void {
    if (this.state === 'closed' || cause === 'user') return;
    const { up = 0, down = 0 } = this.connection?.carried ?? {};
    this.before.up += up;
    this.before.down += down;
    this.connection = undefined;
    this.callOff();
    this.traffic?.end();
    this.traffic = undefined;
    // What fails while a lost session is being replaced may do so for the same reason that it was lost for.
    const again = cause === 'lost' || (cause === 'failed' && this.restarts > 0);
    if (!again || this.restarts >= mostRestarts) {
      this.finish(cause === 'ended' && up > 0 && down === 0 ? silentEnd(this.destination) : words);
      return;
    }
    this.change('restarting', words);
    const delay = Math.min(longestRestart, firstRestart * 2 ** this.restarts++);
    this.callOff = this.world.after(delay, () => void this.start());
  }

  private change(state: TunnelState, words: string): void {
    if (this.state === 'closed') return;
    [this.state, this.words] = [state, words];
    this.events.changed?.(this);
  }

  private finish(words: string): void {
    if (this.state === 'closed') return;
    this.callOff();
    this.listener.close();
    this.traffic?.end();
    for (const socket of this.waiting) socket.destroy();
    this.settle?.reject(new Error(words || 'The tunnel was closed.'));
    this.change('closed', words);
  }
}

function placeOf({ host, portNumber }: Session['properties']): string {
  return `port ${String(portNumber)} of ${typeof host === 'string' && host !== '' ? host : 'the node'}`;
}

/** The agent dies of a connection that is refused, and nobody tells. */
function silentEnd(destination: string): string {
  return `The session has ended, and nothing had come from ${destination}: does anything listen there?`;
}
