/** The runs of a window: what is known of them, and what shows them. */

import { commands, Disposable, EventEmitter, type LogOutputChannel, type Memento } from 'vscode';
import type { Connections } from '../aws/connections.ts';
import { runs as runsView } from '../views/runs.ts';
import type { Tree, View } from '../views/tree.ts';
import { type Failures, runFailures } from './failures.ts';
import { isFiltered, type RunFilter } from './filter.ts';
import { type LastRuns, lastRuns } from './lastInputs.ts';
import { liveTree } from './liveTree.ts';
import { type OutputDocuments, outputDocuments } from './outputDocuments.ts';
import type { RunKey } from './run.ts';
import { createRunStore, type RunStore, type Stop } from './store.ts';
import { type Temporaries, temporaries } from './temporaries.ts';

export interface Runs extends Disposable {
  store: RunStore;
  output: OutputDocuments;
  /** What went wrong, in the documents that were run. */
  failures: Failures;
  /** What was run last with what. */
  lasts: LastRuns;
  temporaries: Temporaries;
  /** URIs of the documents of the workspace that runs were started from, by the name of the run. */
  sources: Map<string, string>;
  /** The run that was started last from a document of the workspace, by its URI. */
  latest: Map<string, RunKey>;
  /** What follows a run in the graph of a document, by its URI. */
  colourings: Map<string, Stop>;
  view: View;
  /** What the view shows; a change reads it anew. */
  filter: RunFilter;
  /** Keeps the tree of the view up to date from now on. */
  follow(tree: Tree): void;
}

export function createRuns(connections: Connections, memory: Memento, log: LogOutputChannel): Runs {
  const store = createRunStore({
    reads: async (connection) => (await connections.clients(connection)).ssm,
    onError: (error) => log.warn('Runs could not be looked at', error),
    timers: {
      now: Date.now,
      set: (run, milliseconds) => setTimeout(run, milliseconds),
      clear: (timer) => clearTimeout(timer as NodeJS.Timeout),
    },
    random: Math.random,
  });
  const colourings = new Map<string, Stop>();
  const choices = new EventEmitter<void>();
  let tree: Tree | undefined;
  let filter: RunFilter = {};
  let open = connections.open;
  // Before anything watches again: what was watched of a connection of the same name is of another account.
  const closing = connections.onChange(() => {
    for (const connection of open) if (!connections.open.includes(connection)) store.drop(connection);
    open = connections.open;
  });
  const live = liveTree({
    tree() {
      if (!tree) throw new Error('The Runs view is not there yet');
      return tree;
    },
    connections,
    store,
    filter: () => filter,
  });
  const view = runsView({ connections, store, filter: () => filter, onFilter: choices.event, listed: live.listed });
  const output = outputDocuments(connections, store);
  const failures = runFailures();
  const kept = temporaries({ connections, store, memory, log });
  return {
    store,
    output,
    failures,
    lasts: lastRuns(memory),
    temporaries: kept,
    sources: new Map(),
    latest: new Map(),
    colourings,
    view,
    get filter() {
      return filter;
    },
    set filter(next) {
      filter = next;
      void commands.executeCommand('setContext', 'opswright.runsFiltered', isFiltered(filter));
      choices.fire();
    },
    follow(taken) {
      tree = taken;
      live.start();
    },
    dispose: () =>
      Disposable.from(...colourings.values(), live, output, failures, kept, store, closing, choices).dispose(),
  };
}
