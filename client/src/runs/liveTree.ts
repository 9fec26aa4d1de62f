/**
 * Keeps the Runs view up to date while it is visible: what it lists is watched as long as it goes on, with details where a
 * line is open, and new runs appear. One that comes to fit the filter, or does not any more, has its list read anew. Nothing is
 * asked for while it is hidden.
 */

import { Disposable } from 'vscode';
import type { Connections } from '../aws/connections.ts';
import { pathOf } from '../views/elements.ts';
import { runNodeId } from '../views/runNode.ts';
import type { Element, Tree } from '../views/tree.ts';
import { fits, isFiltered, type RunFilter } from './filter.ts';
import { isFinal } from './phase.ts';
import { isCommand, nameOf, type Run, type RunKey } from './run.ts';
import type { RunStore, Stop } from './store.ts';

export interface LiveTree extends Disposable {
  /** Told of each run that a list has shown. */
  listed(run: Run): void;
}

interface Options {
  /** Asked for when it is needed: the tree is made after this. */
  tree(): Tree;
  connections: Connections;
  store: RunStore;
  filter(): RunFilter;
}

/** Between two drawings of how long runs take, in milliseconds. */
const beat = 5000;

export function liveTree({ tree, connections, store, filter }: Options): LiveTree & { start(): void } {
  /** What the lists show and is not over. */
  const going = new Map<string, RunKey>();
  /** Names of what the lists show, for the filter that they were read with. */
  let shown = { filter: filter(), names: new Set<string>() };
  const watches = new Map<string, Stop>();
  /** Open lines of runs, by the name of the run. */
  const opened = new Map<string, { key: RunKey; path: string; watch?: Stop }>();
  let lists: Stop[] = [];
  let visible = false;
  let ticking: NodeJS.Timeout | undefined;

  function watch(key: RunKey): void {
    const name = nameOf(key);
    if (visible && !watches.has(name)) watches.set(name, store.watch(key, 'state'));
  }

  function unwatch(name: string): void {
    watches.get(name)?.dispose();
    watches.delete(name);
  }

  /** True once for each time that a line has to come or to go. */
  function comesOrGoes(run: Run): boolean {
    const isInside = !isCommand(run) && run.automation.ParentAutomationExecutionId !== undefined;
    const { names, filter: now } = shown;
    const name = nameOf(run.key);
    if (now !== filter() || !isFiltered(now) || isInside || fits(run, now) === names.has(name)) return false;
    if (!names.delete(name)) names.add(name);
    return true;
  }

  function changed(run: Run): void {
    const name = nameOf(run.key);
    if (isFinal(run.status)) {
      going.delete(name);
      unwatch(name);
    } else if (watches.has(name) || going.has(name)) going.set(name, run.key);
    if (!visible) return;
    if (comesOrGoes(run)) void tree().refresh(pathOf(run.key.connection.id), 'keep');
    const line = opened.get(name);
    if (line) void tree().refresh(line.path, 'keep');
    else tree().redraw(pathOf(run.key.connection.id, runNodeId(run.key)));
  }

  function see(now: boolean): void {
    visible = now;
    clearInterval(ticking);
    for (const stop of lists) stop.dispose();
    lists = [];
    for (const name of [...watches.keys()]) unwatch(name);
    for (const line of opened.values()) {
      line.watch?.dispose();
      delete line.watch;
    }
    if (!now) return;
    lists = connections.open.map((connection) => store.watchNewest(connection));
    for (const key of going.values()) watch(key);
    for (const line of opened.values()) line.watch = store.watch(line.key, 'details');
    ticking = setInterval(() => {
      for (const key of going.values()) tree().redraw(pathOf(key.connection.id, runNodeId(key)));
    }, beat);
  }

  function expand({ node, path, connection }: Element): void {
    const key = keyOf(node.subject, connection);
    if (!key || node.context?.startsWith('run ') !== true) return;
    opened.get(nameOf(key))?.watch?.dispose();
    const run = store.get(key);
    const live = visible && !(run && isFinal(run.status));
    opened.set(nameOf(key), { key, path, ...(live && { watch: store.watch(key, 'details') }) });
  }

  function collapse(path: string): void {
    for (const [name, line] of opened) {
      if (line.path !== path) continue;
      line.watch?.dispose();
      opened.delete(name);
    }
  }

  const subscriptions: Stop[] = [
    store.onChange(changed),
    store.onNew((connection) => void (visible && tree().refresh(pathOf(connection.id), 'keep'))),
    connections.onChange(() => {
      const isClosed = ({ connection }: RunKey) => !connections.open.includes(connection);
      for (const [name, key] of going) if (isClosed(key)) going.delete(name);
      for (const { key, path } of [...opened.values()]) if (isClosed(key)) collapse(path);
      see(visible);
    }),
  ];
  return {
    listed(run) {
      if (shown.filter !== filter()) shown = { filter: filter(), names: new Set() };
      shown.names.add(nameOf(run.key));
      if (isFinal(run.status)) return;
      going.set(nameOf(run.key), run.key);
      watch(run.key);
    },
    start() {
      const { view } = tree();
      subscriptions.push(
        view.onDidChangeVisibility(({ visible: now }) => see(now)),
        view.onDidExpandElement(({ element }) => expand(element)),
        view.onDidCollapseElement(({ element }) => collapse(element.path)),
      );
      if (view.visible) see(true);
    },
    dispose() {
      see(false);
      Disposable.from(...subscriptions).dispose();
    },
  };
}

function keyOf(subject: object | undefined, connection: RunKey['connection'] | undefined): RunKey | undefined {
  const run = (subject as { run?: Pick<RunKey, 'kind' | 'id'> } | undefined)?.run;
  return run && connection && { connection, ...run };
}
