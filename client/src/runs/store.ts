/**
 * The runs that are known, and the one place that asks for them again while somebody watches: a view, an open output, a
 * progress. What it reads is kept for as long as it may be shown again.
 *
 * A run is watched for its state, which costs one request for many, or with its details. The nodes of a large command are
 * read at long intervals while it goes on, and once more, to the last, when it has ended. Free of `vscode`.
 */

import type { CommandInvocationStatus } from '@aws-sdk/client-ssm';
import type { Connection } from '../aws/connection.ts';
import { readFault } from '../aws/fault.ts';
import { isFinal } from './phase.ts';
import { createPoller, type Looked, type Pace, type Timers } from './poller.ts';
import {
  automationsById,
  automationWithSteps,
  commandsById,
  invocationsOf,
  invocationsWith,
  type Meter,
  type NodesPage,
  newestAutomations,
  newestCommands,
  type Reading,
  type RunReads,
} from './readRuns.ts';
import {
  type AutomationRun,
  automationRun,
  type CommandRun,
  commandRun,
  isCommand,
  nameOf,
  type Run,
  type RunKey,
} from './run.ts';
import { signOf } from './sign.ts';

export interface Stop {
  dispose(): void;
}

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

type Watched =
  | { type: 'run'; key: RunKey; watchers: number; details: number; nextDetails: number; reading?: Reading }
  | { type: 'newest'; connection: Connection; watchers: number };

const runPace: Pace = { least: 1000, most: 10_000 };
const newestPace: Pace = { least: 5000, most: 60_000 };
/** Between two looks at all nodes of a command, for each page of them, in milliseconds. */
const pageRest = 1500;
const pageSize = 50;
/** How many runs are kept when nobody watches them, and how many nodes of commands with what they printed. */
const mostKept = { runs: 200, nodes: 20_000 };

export function createRunStore({ reads, onError, timers, random }: StoreOptions): RunStore {
  const runs = new Map<string, Run>();
  const watched = new Map<string, Watched>();
  /** Names of those that lists have shown. */
  const listed = new Set<string>();
  const changes = new Set<(run: Run) => void>();
  const news = new Set<(connection: Connection) => void>();
  const poller = createPoller<Watched>({
    look,
    paceOf: ({ type }) => (type === 'newest' ? newestPace : runPace),
    onError,
    timers,
    random,
  });

  /** Keeps a run; true when it differs from what was known. */
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
    for (const run of runs.values()) nodes += isCommand(run) ? (run.invocations?.length ?? 0) : 0;
    for (const [name, run] of runs) {
      if (runs.size <= mostKept.runs && nodes <= mostKept.nodes) return;
      if (watched.has(name) || !isFinal(run.status)) continue;
      runs.delete(name);
      nodes -= isCommand(run) ? (run.invocations?.length ?? 0) : 0;
    }
  }

  function stateOf(run: Run): Run {
    const known = runs.get(nameOf(run.key));
    if (!known) return run;
    // A list can be older than what is known.
    if (known.whole || (isFinal(known.status) && !isFinal(run.status))) return known;
    return { ...known, ...run } as Run;
  }

  async function look(due: readonly Watched[]): Promise<Looked<Watched>> {
    const meter: Meter = { requests: 0, refused: 0 };
    const result = { changed: [] as Watched[], over: [] as Watched[] };
    const connections = new Set(due.map((each) => (each.type === 'run' ? each.key.connection : each.connection)));
    let refused = false;
    for (const connection of connections) {
      const own = due.filter((each) => (each.type === 'run' ? each.key.connection : each.connection) === connection);
      try {
        await lookAt(connection, own, meter, result);
      } catch (error) {
        const { kind } = readFault(error);
        if (kind === 'throttled') refused = true;
        else if (kind === 'refused') onError(error);
      }
    }
    const throttled = refused ? 1 : meter.requests === 0 ? 0 : meter.refused / meter.requests;
    return { ...result, throttled };
  }

  async function lookAt(
    connection: Connection,
    own: readonly Watched[],
    meter: Meter,
    result: { changed: Watched[]; over: Watched[] },
  ): Promise<void> {
    const ssm = await reads(connection);
    for (const each of own)
      if (each.type === 'newest' && (await lookForNew(ssm, connection, meter))) result.changed.push(each);
    const ofRuns = own.filter((each) => each.type === 'run');
    const settle = (each: (typeof ofRuns)[number], changed: boolean): void => {
      const run = runs.get(nameOf(each.key));
      if (changed) result.changed.push(each);
      if (!run || run.gone || run.whole || (each.details === 0 && isFinal(run.status))) result.over.push(each);
    };
    const commands = ofRuns.filter(({ key }) => key.kind === 'command');
    const found = await commandsById(ssm, idsOf(commands), meter);
    for (const each of commands) {
      const command = found.get(each.key.id);
      const state = command && (stateOf(commandRun(connection, command)) as CommandRun);
      let changed = state ? keep(state) : lose(each.key);
      if (state && each.details > 0) changed = (await lookAtNodes(ssm, each, state, changed, meter)) || changed;
      settle(each, changed);
    }
    const plain = ofRuns.filter(({ key, details }) => key.kind === 'automation' && details === 0);
    const states = plain.length === 0 ? new Map() : await automationsById(ssm, idsOf(plain), meter);
    for (const each of plain) {
      const state = states.get(each.key.id);
      settle(each, state ? keep(stateOf(automationRun(connection, state))) : lose(each.key));
    }
    for (const each of ofRuns) {
      if (each.key.kind !== 'automation' || each.details === 0) continue;
      const run = await readAutomation(ssm, each.key, meter);
      settle(each, run ? keep(run) : lose(each.key));
    }
  }

  async function lookForNew(ssm: RunReads, connection: Connection, meter: Meter): Promise<boolean> {
    const newest = [
      ...(await newestCommands(ssm, meter)).map((each) => commandRun(connection, each)),
      ...(await newestAutomations(ssm, meter)).map((each) => automationRun(connection, each)),
    ];
    const begun = newest.filter(({ key }) => !listed.has(nameOf(key)));
    for (const { key } of begun) listed.add(nameOf(key));
    const changed = newest.filter((run) => runs.has(nameOf(run.key)) && keep(stateOf(run)));
    if (begun.length > 0) for (const listener of news) listener(connection);
    return begun.length > 0 || changed.length > 0;
  }

  /** Looks at the nodes of a command when it is time to, or when it has ended. */
  async function lookAtNodes(
    ssm: RunReads,
    each: Extract<Watched, { type: 'run' }>,
    state: CommandRun,
    changed: boolean,
    meter: Meter,
  ): Promise<boolean> {
    const ended = isFinal(state.status);
    const due = timers.now() >= each.nextDetails && (changed || state.invocations === undefined || hasRunning(state));
    if (!ended && !due && each.reading === undefined) return false;
    each.reading ??= { read: [] };
    const { reading } = each;
    const invocations = await invocationsOf(ssm, each.key.id, reading, meter);
    delete each.reading;
    each.nextDetails = timers.now() + Math.ceil(invocations.length / pageSize) * pageRest;
    // What was read while it still ran may be old by now.
    const whole = ended && invocations.every(({ Status }) => isFinal(Status));
    return keep({ ...state, invocations, ...(whole && { whole }) });
  }

  async function readAutomation(ssm: RunReads, key: RunKey, meter: Meter): Promise<AutomationRun | undefined> {
    const parts = await automationWithSteps(ssm, key.id, meter);
    if (!parts) return undefined;
    const { automation, steps, children } = parts;
    const run = automationRun(key.connection, automation);
    return { ...run, key, steps, children, ...(isFinal(run.status) && { whole: true }) };
  }

  function lose(key: RunKey): boolean {
    const known = runs.get(nameOf(key));
    // What was started a moment ago may not be listed yet.
    const young = known?.started !== undefined && timers.now() - known.started.getTime() < 60_000;
    return known && !young ? keep({ ...known, gone: true }) : false;
  }

  function entry(key: RunKey): Extract<Watched, { type: 'run' }> {
    const known = watched.get(nameOf(key));
    if (known?.type === 'run') return known;
    const made = { type: 'run' as const, key, watchers: 0, details: 0, nextDetails: 0 };
    watched.set(nameOf(key), made);
    return made;
  }

  function release(name: string, each: Watched): void {
    each.watchers--;
    if (each.watchers > 0 || watched.get(name) !== each) return;
    watched.delete(name);
    poller.unwatch(each);
  }

  return {
    get: (key) => runs.get(nameOf(key)),
    take(run) {
      const state = stateOf(run);
      listed.add(nameOf(run.key));
      keep(state);
      return state;
    },
    begun(run) {
      const state = stateOf(run);
      listed.add(nameOf(run.key));
      keep(state);
      for (const listener of news) listener(run.key.connection);
      return state;
    },
    watch(key, level) {
      const each = entry(key);
      const details = level === 'details' ? 1 : 0;
      each.watchers++;
      each.details += details;
      const run = runs.get(nameOf(key));
      const settled = run?.gone || run?.whole || (details === 0 && run && isFinal(run.status));
      if (!settled && (each.watchers === 1 || each.details === details)) poller.watch(each);
      return once(() => {
        each.details -= details;
        release(nameOf(key), each);
      });
    },
    hurry(key) {
      const each = watched.get(nameOf(key));
      if (each) poller.watch(each);
    },
    watchNewest(connection) {
      const name = `newest ${connection.id}`;
      const known = watched.get(name);
      const each = known?.type === 'newest' ? known : { type: 'newest' as const, connection, watchers: 0 };
      watched.set(name, each);
      if (each.watchers++ === 0) poller.watch(each);
      return once(() => release(name, each));
    },
    async read(key) {
      const known = runs.get(nameOf(key));
      if (known?.whole) return known;
      const ssm = await reads(key.connection);
      const meter: Meter = { requests: 0, refused: 0 };
      const run =
        key.kind === 'automation' ? await readAutomation(ssm, key, meter) : await readCommand(ssm, key, meter);
      if (!run) throw new Error(`There is no ${key.kind} ${key.id} any more; the service keeps them for 30 days.`);
      keep(run);
      return run;
    },
    nodes: async (key, status, token) => invocationsWith(await reads(key.connection), key.id, status, token),
    onChange: (listener) => listen(changes, listener),
    onNew: (listener) => listen(news, listener),
    drop(connection) {
      for (const [name, each] of watched) {
        if ((each.type === 'run' ? each.key.connection : each.connection).id !== connection.id) continue;
        watched.delete(name);
        poller.unwatch(each);
      }
      for (const [name, run] of runs) if (run.key.connection.id === connection.id) runs.delete(name);
    },
    get watched() {
      return watched.size;
    },
    dispose() {
      poller.stop();
      watched.clear();
      changes.clear();
      news.clear();
    },
  };
}

async function readCommand(ssm: RunReads, key: RunKey, meter: Meter): Promise<CommandRun | undefined> {
  const command = (await commandsById(ssm, [key.id], meter)).get(key.id);
  if (!command) return undefined;
  const run = commandRun(key.connection, command);
  const invocations = await invocationsOf(ssm, key.id, { read: [] }, meter);
  const whole = isFinal(run.status) && invocations.every(({ Status }) => isFinal(Status));
  return { ...run, key, invocations, ...(whole && { whole: true }) };
}

function idsOf(list: readonly { key: RunKey }[]): string[] {
  return list.map(({ key }) => key.id);
}

function hasRunning({ invocations = [] }: CommandRun): boolean {
  return invocations.some(({ Status }) => !isFinal(Status));
}

function listen<T>(listeners: Set<T>, listener: T): Stop {
  listeners.add(listener);
  return { dispose: () => void listeners.delete(listener) };
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
