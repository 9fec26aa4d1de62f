/**
 * The connections that are open side by side, the one that commands take, and what is wrong with each.
 *
 * Who wants to call asks for the clients each time: they are made anew after credentials were refused, so that signing in
 * again is all it takes. Faults of one connection never touch another.
 */

import { type Disposable, type Event, EventEmitter, type LogOutputChannel, type Memento } from 'vscode';
import type { Clients } from './clients.ts';
import { type Connection, demoId } from './connection.ts';
import type { Demo } from './demo.ts';
import { type Call, type Fault, readFault, rememberCall } from './fault.ts';

/** A fault of a connection, told once until the connection works again. */
export interface FaultNews {
  connection: Connection;
  fault: Fault;
}

/** A call that has ended, after all its retries; with its error when it failed. */
export interface CallNews {
  connection: Connection;
  call: Call;
  error?: unknown;
}

export interface Connections extends Disposable {
  readonly open: readonly Connection[];
  /** The one that commands take and the status bar shows. */
  readonly current: Connection | undefined;
  /** Fires when connections are opened, closed or chosen. */
  readonly onChange: Event<void>;
  /** What keeps a connection from working, until a call succeeds: it is signed out, or nobody answers. */
  faultOf(connection: Connection): Fault | undefined;
  /** Fires when `faultOf` changes. */
  readonly onState: Event<Connection>;
  /** Fires once for each fault that a person should read; again only after it went away. */
  readonly onFault: Event<FaultNews>;
  /** Fires for each call that has ended. */
  readonly onCall: Event<CallNews>;
  /** Opens a connection if it is not open, and makes it the current one. */
  choose(connection: Connection): void;
  close(connection: Connection): void;
  /** Forgets credentials and clients, so that the next call reads them anew. */
  renew(connection: Connection): void;
  /** Loads the SDK with the first call. Ask each time, and keep nothing of it. */
  clients(connection: Connection): Promise<Clients>;
}

export interface ConnectionsOptions {
  memory: Memento;
  demo: Demo;
  /** Of the extension. */
  version: string;
  log: LogOutputChannel;
  askCode(device: string): Promise<string>;
}

interface Kept {
  open: Connection[];
  current?: string;
}

const key = 'connections';

export function createConnections({ memory, demo, version, log, askCode }: ConnectionsOptions): Connections {
  const changes = new EventEmitter<void>();
  const states = new EventEmitter<Connection>();
  const news = new EventEmitter<FaultNews>();
  const calls = new EventEmitter<CallNews>();
  const made = new Map<string, Promise<Clients>>();
  const faults = new Map<string, Fault>();
  /** What was told of each connection since it last worked. */
  const told = new Map<string, Set<string>>();
  const kept = memory.get<Kept>(key, { open: [] });
  let open: readonly Connection[] = kept.open;
  let current = open.find(({ id }) => id === kept.current) ?? open[0];

  function changed(): void {
    void memory.update(key, { open: [...open], ...(current && { current: current.id }) } satisfies Kept);
    changes.fire();
  }

  function forget({ id }: Connection): void {
    const clients = made.get(id);
    made.delete(id);
    // Calls that still run are left to end by themselves.
    void clients?.then((each) => setTimeout(() => each.destroy(), 60_000).unref()).catch(() => undefined);
  }

  async function make(connection: Connection): Promise<Clients> {
    const { createClients } = await import('./clients.ts');
    const options = { version, askCode, observe: (call: Call, error?: unknown) => observe(connection, call, error) };
    if (connection.kind !== 'demo') return createClients({ connection, ...options });
    // A view that still asks while its connection is being closed must not start the account anew.
    if (!open.some(({ id }) => id === connection.id)) throw new Error(`The connection ${connection.id} is closed.`);
    const { endpoint, region, keys } = await demo.running();
    return createClients({ connection: { ...connection, endpoint, region }, keys, ...options });
  }

  function observe(connection: Connection, call: Call, error?: unknown): void {
    calls.fire({ connection, call, ...(error !== undefined && { error }) });
    if (error === undefined) {
      if (faults.delete(connection.id)) states.fire(connection);
      const words = told.get(connection.id);
      // A denied action stays denied while others work.
      for (const word of words ?? [])
        if (!word.includes(':') || word === `${call.service}:${call.operation}`) words?.delete(word);
      return;
    }
    if (error instanceof Error && error.name === 'AbortError') return;
    rememberCall(error, call);
    const fault = readFault(error);
    log.debug(`${connection.id} ${call.service}:${call.operation}: ${fault.title}`);
    if (fault.kind === 'signedOut' || fault.kind === 'unreachable') {
      forget(connection);
      const before = faults.get(connection.id);
      faults.set(connection.id, fault);
      if (before?.title !== fault.title) states.fire(connection);
    }
    if (fault.kind !== 'refused') tell(connection, fault);
  }

  function tell(connection: Connection, fault: Fault): void {
    const words = told.get(connection.id) ?? new Set();
    told.set(connection.id, words);
    const word = fault.action ?? fault.kind;
    if (words.has(word)) return;
    words.add(word);
    news.fire({ connection, fault });
  }

  return {
    get open() {
      return open;
    },
    get current() {
      return current;
    },
    onChange: changes.event,
    onState: states.event,
    onFault: news.event,
    onCall: calls.event,
    faultOf: ({ id }) => faults.get(id),
    choose(connection) {
      const known = open.find(({ id }) => id === connection.id);
      if (known !== undefined && known === current) return;
      if (known === undefined) open = [...open, connection];
      current = known ?? connection;
      changed();
    },
    close(connection) {
      forget(connection);
      faults.delete(connection.id);
      told.delete(connection.id);
      open = open.filter(({ id }) => id !== connection.id);
      if (current?.id === connection.id) current = open[0];
      if (connection.id === demoId) void demo.stop();
      changed();
    },
    renew(connection) {
      forget(connection);
      told.delete(connection.id);
      if (faults.delete(connection.id)) states.fire(connection);
    },
    clients(connection) {
      const known = made.get(connection.id);
      if (known) return known;
      const clients = make(connection);
      made.set(connection.id, clients);
      // A demo account that did not start may start the next time.
      clients.catch(() => made.get(connection.id) === clients && made.delete(connection.id));
      return clients;
    },
    dispose() {
      for (const connection of open) forget(connection);
      for (const emitter of [changes, states, news, calls]) emitter.dispose();
    },
  };
}
