/**
 * The runs that are known, and the one place that asks for them again while somebody watches: a view, an open output, a
 * progress. A run is watched for its state, which costs one request for many, or with its details. Free of `vscode`.
 */

import type { CommandInvocationStatus } from '@aws-sdk/client-ssm';
import type { Connection } from '../aws/connection.ts';
import { knownRuns, type Stop } from './known.ts';
import { connectionOf, lookWith, type Watched, type WatchedList, type WatchedRun } from './look.ts';
import { isFinal } from './phase.ts';
import { createPoller, type Pace, type Poller, type Timers } from './poller.ts';
import { invocationsWith, type NodesPage, type RunReads } from './readRuns.ts';
import { readWhole } from './readWhole.ts';
import { nameOf, type Run, type RunKey } from './run.ts';

export type { Stop } from './known.ts';

export interface RunStore {
  get(key: RunKey): Run | undefined;
  /** Takes what a list has read; what is known better stays. */
  take(run: Run): Run;
  /** Takes a run that was started here; lists are told that there is a new one. */
  begun(run: Run): Run;
  /** Has it looked at until disposed of. */
  watch(key: RunKey, level: 'state' | 'details'): Stop;
  /** Somebody has just done something to it: it is looked at at once, if it is watched. */
  hurry(key: RunKey): void;
  /** Has the newest runs of a connection looked at; `onNew` tells of those that were not there before. */
  watchNewest(connection: Connection): Stop;
  /** Reads a run with its details now, unless all of it is known already. Rejects with what the service says. */
  read(key: RunKey): Promise<Run>;
  /** A page of the nodes of a command that have this status. */
  nodes(key: RunKey, status: CommandInvocationStatus, token: string | undefined): Promise<NodesPage>;
  /** Called once for each run that has changed. */
  onChange(listener: (run: Run) => void): Stop;
  /** Called when runs have begun that no list has shown. */
  onNew(listener: (connection: Connection) => void): Stop;
  /** Nothing of this connection is watched any more. */
  drop(connection: Connection): void;
  /** How many runs and lists are watched. */
  readonly watched: number;
  dispose(): void;
}

export interface StoreOptions {
  reads(connection: Connection): Promise<RunReads>;
  /** Told of faults that are not of the service. */
  onError(error: unknown): void;
  timers: Timers;
  random(): number;
}

const runPace: Pace = { least: 1000, most: 10_000 };
const newestPace: Pace = { least: 5000, most: 60_000 };

export function createRunStore({ reads, onError, timers, random }: StoreOptions): RunStore {
  const watched = new Map<string, Watched>();
  const known = knownRuns({ isWatched: (name) => watched.has(name), now: timers.now });
  /** By the id of the connection: one that is slow, throttled or away does not hold up another. */
  const pollers = new Map<string, Poller<Watched>>();

  function pollerOf(connection: Connection): Poller<Watched> {
    const found =
      pollers.get(connection.id) ??
      createPoller<Watched>({
        look: lookWith({ reads, known, onError, now: timers.now }, connection),
        paceOf: ({ type }) => (type === 'newest' ? newestPace : runPace),
        onError,
        timers,
        random,
      });
    pollers.set(connection.id, found);
    return found;
  }

  /** What is watched under a name, made where it is new. */
  function entry<T extends Watched>(name: string, make: () => T): T {
    const found = watched.get(name) ?? make();
    watched.set(name, found);
    return found as T;
  }

  function release(name: string, each: Watched): void {
    each.watchers--;
    if (each.watchers > 0 || watched.get(name) !== each) return;
    watched.delete(name);
    pollers.get(connectionOf(each).id)?.unwatch(each);
  }

  function take(run: Run): Run {
    const state = known.stateOf(run);
    known.list([run]);
    known.keep(state);
    return state;
  }

  return {
    get: known.get,
    take,
    begun(run) {
      const state = take(run);
      known.tellNew(run.key.connection);
      return state;
    },
    watch(key, level) {
      const name = nameOf(key);
      const each = entry(name, (): WatchedRun => ({ type: 'run', key, watchers: 0, details: 0, nextDetails: 0 }));
      const details = level === 'details' ? 1 : 0;
      each.watchers++;
      each.details += details;
      const run = known.get(key);
      const settled = run?.gone || run?.whole || (details === 0 && run && isFinal(run.status));
      if (!settled && (each.watchers === 1 || each.details === details)) pollerOf(key.connection).watch(each);
      return once(() => {
        each.details -= details;
        release(name, each);
      });
    },
    hurry(key) {
      const each = watched.get(nameOf(key));
      if (each) pollerOf(key.connection).watch(each);
    },
    watchNewest(connection) {
      const name = `newest ${connection.id}`;
      const each = entry(name, (): WatchedList => ({ type: 'newest', connection, watchers: 0 }));
      if (each.watchers++ === 0) pollerOf(connection).watch(each);
      return once(() => release(name, each));
    },
    async read(key) {
      const before = known.get(key);
      if (before?.whole) return before;
      const run = await readWhole(await reads(key.connection), key, { requests: 0, refused: 0 });
      if (!run) throw new Error(`There is no ${key.kind} ${key.id} any more; the service keeps them for 30 days.`);
      known.keep(run);
      return run;
    },
    nodes: async (key, status, token) => invocationsWith(await reads(key.connection), key.id, status, token),
    onChange: known.onChange,
    onNew: known.onNew,
    drop(connection) {
      pollers.get(connection.id)?.stop();
      pollers.delete(connection.id);
      for (const [name, each] of watched) if (connectionOf(each).id === connection.id) watched.delete(name);
      known.drop(connection);
    },
    get watched() {
      return watched.size;
    },
    dispose() {
      for (const poller of pollers.values()) poller.stop();
      watched.clear();
      known.dispose();
    },
  };
}

function once(end: () => void): Stop {
  let ended = false;
  return {
    dispose() {
      if (!ended) end();
      ended = true;
    },
  };
}
