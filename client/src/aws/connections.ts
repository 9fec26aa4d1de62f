/**
 * The connections that are open side by side, the one that commands take, and what is wrong with each.
 *
 * Who wants to call asks for the clients each time: they are made anew after credentials were refused, so that signing in
 * again is all it takes. Faults of one connection never touch another.
 */

import { type Disposable, type Event, EventEmitter, type LogOutputChannel, type Memento } from 'vscode';
import { checksCertificates } from './certificates.ts';
import type { Clients } from './clients.ts';
import { type Connection, demoId, isSameConnection } from './connection.ts';
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
  /** Fires when connections are opened, closed or replaced. */
  readonly onChange: Event<void>;
  /** Fires when another one is the current one. */
  readonly onCurrent: Event<void>;
  /** What keeps a connection from working, until a call succeeds: it is signed out, or nobody answers. */
  faultOf(connection: Connection): Fault | undefined;
  /** Fires when `faultOf` changes. */
  readonly onState: Event<Connection>;
  /** Fires once for each fault that a person should read; again only after it went away. */
  readonly onFault: Event<FaultNews>;
  /** Fires for each call that has ended. */
  readonly onCall: Event<CallNews>;
  /** Opens a connection beside the others if none of its name is open. The current one stays. */
  add(connection: Connection): void;
  /** Opens a connection if it is not open, and makes it the current one. One with its name that is another is replaced. */
  choose(connection: Connection): void;
  /** Replaces those that are open and are described otherwise now, such as by the settings. */
  amend(connections: readonly Connection[]): void;
  close(connection: Connection): void;
  /** Forgets credentials and clients, so that the next call reads them anew. `quiet` tells nobody again what was told before. */
  renew(connection: Connection, quiet?: 'quiet'): void;
  /** Loads the SDK with the first call. Ask each time, and keep nothing of it. Rejects for one that is not open. */
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
  const choices = new EventEmitter<void>();
  const states = new EventEmitter<Connection>();
  const news = new EventEmitter<FaultNews>();
  const calls = new EventEmitter<CallNews>();
  const made = new Map<string, Promise<Clients>>();
  const faults = new Map<string, Fault & { service: string }>();
  /** Services that do not answer while others of the same connection do: that is no fault of the connection. */
  const silent = new Map<string, Set<string>>();
  /** What was told of each connection since it last worked. */
  const told = new Map<string, Set<string>>();
  const kept = memory.get<Kept>(key, { open: [] });
  let open: readonly Connection[] = kept.open;
  let current = open.find(({ id }) => id === kept.current) ?? open[0];
  let before = { open, current };

  function changed(): void {
    void memory.update(key, { open: [...open], ...(current && { current: current.id }) } satisfies Kept);
    const was = before;
    before = { open, current };
    if (was.open !== open) changes.fire();
    if (was.current !== current) choices.fire();
  }

  function forget({ id }: Connection): void {
    const clients = made.get(id);
    made.delete(id);
    // Calls that still run are left to end by themselves.
    void clients?.then((each) => setTimeout(() => each.destroy(), 60_000).unref()).catch(() => undefined);
  }

  /** @param isNow - says whether these clients are still the ones of the connection. */
  async function make({ id }: Connection, isNow: () => boolean): Promise<Clients> {
    const { createClients } = await import('./clients.ts');
    // Who asks may have been given the connection before it was described otherwise.
    const connection = open.find((each) => each.id === id);
    // A view that still asks while its connection is being closed must not start the account anew.
    if (!connection) throw new Error(`The connection ${id} is closed.`);
    const observe = (call: Call, error?: unknown) => observed(connection, call, isNow(), error);
    const options = { version, askCode, observe, checksCertificates };
    if (connection.kind !== 'demo') return createClients({ connection, ...options });
    const { endpoint, region, keys } = await demo.running();
    return createClients({ connection: { ...connection, endpoint, region }, keys, ...options });
  }

  /** @param isNow - a call that began before credentials were renewed, or its connection closed, says nothing of it now. */
  function observed(connection: Connection, call: Call, isNow: boolean, error?: unknown): void {
    calls.fire({ connection, call, ...(error !== undefined && { error }) });
    if (error === undefined) {
      if (isNow) worked(connection, call);
      return;
    }
    if (error instanceof Error && error.name === 'AbortError') return;
    rememberCall(error, { ...call, connection });
    const fault = readFault(error);
    log.debug(`${connection.id} ${call.service}:${call.operation}: ${fault.title}`);
    if (!isNow && !open.includes(connection)) return;
    if (fault.kind === 'denied' || fault.kind === 'throttled') tell(connection, fault, fault.action ?? fault.kind);
    else if (isNow && fault.kind !== 'refused') failed(connection, call, fault);
  }

  function worked(connection: Connection, { service, operation }: Call): void {
    const { id } = connection;
    silent.get(id)?.delete(service);
    const words = told.get(id);
    // A denied action stays denied while others work, and so does a service that does not answer.
    for (const word of words ?? [])
      if (!word.includes(':') || word === `${service}:${operation}` || word === `${service}:*`) words?.delete(word);
    const fault = faults.get(id);
    if (fault === undefined) return;
    faults.delete(id);
    if (fault.kind === 'unreachable' && fault.service !== service) {
      silent.set(id, (silent.get(id) ?? new Set()).add(fault.service));
      told.set(id, (words ?? new Set()).add(`${fault.service}:*`));
    }
    states.fire(connection);
  }

  function failed(connection: Connection, { service }: Call, fault: Fault): void {
    if (fault.kind === 'unreachable' && silent.get(connection.id)?.has(service)) {
      tell(connection, fault, `${service}:*`);
      return;
    }
    // Credentials are kept while nobody answers: a second factor is not asked for again when the network is back.
    if (fault.kind === 'signedOut') forget(connection);
    const before = faults.get(connection.id);
    faults.set(connection.id, { ...fault, service });
    if (before?.title !== fault.title) states.fire(connection);
    tell(connection, fault, fault.kind);
  }

  /** @param word - what is told once, until a call shows that it is over. */
  function tell(connection: Connection, fault: Fault, word: string): void {
    const words = told.get(connection.id) ?? new Set();
    told.set(connection.id, words);
    if (words.has(word)) return;
    words.add(word);
    news.fire({ connection, fault });
  }

  /** Nothing of what was known of a connection holds any longer. */
  function begin(connection: Connection): void {
    forget(connection);
    for (const each of [faults, silent, told]) each.delete(connection.id);
  }

  function replace(connection: Connection): void {
    begin(connection);
    open = open.map((each) => (each.id === connection.id ? connection : each));
    if (current?.id === connection.id) current = connection;
  }

  return {
    get open() {
      return open;
    },
    get current() {
      return current;
    },
    onChange: changes.event,
    onCurrent: choices.event,
    onState: states.event,
    onFault: news.event,
    onCall: calls.event,
    faultOf: ({ id }) => faults.get(id),
    add(connection) {
      if (open.some(({ id }) => id === connection.id)) return;
      open = [...open, connection];
      current ??= connection;
      changed();
    },
    choose(connection) {
      const known = open.find(({ id }) => id === connection.id);
      const isSame = known !== undefined && isSameConnection(known, connection);
      if (isSame && known === current) return;
      if (known === undefined) open = [...open, connection];
      else if (!isSame) replace(connection);
      current = isSame ? known : connection;
      changed();
    },
    amend(some) {
      const others = some.filter((one) => open.some((each) => each.id === one.id && !isSameConnection(each, one)));
      for (const other of others) replace(other);
      if (others.length > 0) changed();
    },
    close(connection) {
      begin(connection);
      open = open.filter(({ id }) => id !== connection.id);
      if (current?.id === connection.id) current = open[0];
      if (connection.id === demoId) void demo.stop();
      changed();
    },
    renew(connection, quiet) {
      forget(connection);
      if (!quiet) told.delete(connection.id);
      silent.delete(connection.id);
      if (faults.delete(connection.id)) states.fire(connection);
    },
    clients(connection) {
      const known = made.get(connection.id);
      if (known) return known;
      const clients: Promise<Clients> = make(connection, () => made.get(connection.id) === clients);
      made.set(connection.id, clients);
      // A demo account that did not start may start the next time.
      clients.catch(() => made.get(connection.id) === clients && made.delete(connection.id));
      return clients;
    },
    dispose() {
      for (const connection of open) forget(connection);
      for (const emitter of [changes, choices, states, news, calls]) emitter.dispose();
    },
  };
}
