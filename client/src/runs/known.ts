/**
 * What is known of the runs of a window, kept for as long as it may be shown again, and who wants to hear of changes. Asks
 * nobody for anything; free of `vscode`.
 */

import type { Connection } from '../aws/connection.ts';
import { isFinal } from './phase.ts';
import { isCommand, isOf, nameOf, type Run, type RunKey } from './run.ts';
import { signOf } from './sign.ts';

export interface Stop {
  dispose(): void;
}

export interface KnownRuns {
  get(key: RunKey): Run | undefined;
  /** Keeps a run; true when it differs from what was known. */
  keep(run: Run): boolean;
  /** What a list says of a run, with what is known of it besides. */
  stateOf(run: Run): Run;
  /** Keeps that the service does not know it any more; true when that is new. */
  lose(key: RunKey): boolean;
  /** Keeps that these are shown by lists; true when one of them was not. */
  list(runs: readonly Run[]): boolean;
  /** Tells lists that runs have begun that none has shown. */
  tellNew(connection: Connection): void;
  /** Called once for each run that has changed. */
  onChange(listener: (run: Run) => void): Stop;
  onNew(listener: (connection: Connection) => void): Stop;
  drop(connection: Connection): void;
  dispose(): void;
}

export interface KnownOptions {
  /** By its name; what is watched is not forgotten. */
  isWatched(name: string): boolean;
  /** Milliseconds since 1970. */
  now(): number;
}

/** How many runs are kept when nobody watches them, and how many nodes of commands with what they printed. */
const mostKept = { runs: 200, nodes: 20_000 };
/** What was started so many milliseconds ago may not be listed yet. */
const young = 60_000;

export function knownRuns({ isWatched, now }: KnownOptions): KnownRuns {
  const runs = new Map<string, Run>();
  /** Names of those that lists have shown. */
  const listed = new Set<string>();
  const changes = new Set<(run: Run) => void>();
  const news = new Set<(connection: Connection) => void>();

  function keep(run: Run): boolean {
    const name = nameOf(run.key);
    const before = runs.get(name);
    // The newest last, so that the oldest can be forgotten.
    runs.delete(name);
    runs.set(name, run);
    forget();
    if (before && signOf(before) === signOf(run)) return false;
    for (const listener of changes) listener(run);
    return true;
  }

  function forget(): void {
    let nodes = 0;
    for (const run of runs.values()) nodes += nodesIn(run);
    for (const [name, run] of runs) {
      if (runs.size <= mostKept.runs && nodes <= mostKept.nodes) return;
      if (isWatched(name) || !isFinal(run.status)) continue;
      runs.delete(name);
      nodes -= nodesIn(run);
    }
  }

  return {
    get: (key) => runs.get(nameOf(key)),
    keep,
    stateOf(run) {
      const known = runs.get(nameOf(run.key));
      if (!known) return run;
      // A list can be older than what is known.
      if (known.whole || (isFinal(known.status) && !isFinal(run.status))) return known;
      return { ...known, ...run } as Run;
    },
    lose(key) {
      const known = runs.get(nameOf(key));
      const isYoung = known?.started !== undefined && now() - known.started.getTime() < young;
      return known && !isYoung ? keep({ ...known, gone: true }) : false;
    },
    list(some) {
      const names = some.map(({ key }) => nameOf(key)).filter((name) => !listed.has(name));
      for (const name of names) listed.add(name);
      return names.length > 0;
    },
    tellNew(connection) {
      for (const listener of news) listener(connection);
    },
    onChange: (listener) => listen(changes, listener),
    onNew: (listener) => listen(news, listener),
    drop(connection) {
      for (const [name, run] of runs) if (run.key.connection.id === connection.id) runs.delete(name);
      for (const name of listed) if (isOf(name, connection)) listed.delete(name);
    },
    dispose() {
      changes.clear();
      news.clear();
    },
  };
}

function nodesIn(run: Run): number {
  return isCommand(run) ? (run.invocations?.length ?? 0) : 0;
}

function listen<T>(listeners: Set<T>, listener: T): Stop {
  listeners.add(listener);
  return { dispose: () => void listeners.delete(listener) };
}
