/**
 * One look at what is watched in an account: what is asked of the service, in as few requests as it allows, and what has
 * changed by it. The nodes of a large command are read at long intervals while it goes on, and once more, to the last, when it
 * has ended. Free of `vscode`.
 */

import type { AutomationExecutionMetadata, Command } from '@aws-sdk/client-ssm';
import type { Connection } from '../aws/connection.ts';
import { readFault } from '../aws/fault.ts';
import type { KnownRuns } from './known.ts';
import { isFinal } from './phase.ts';
import type { Looked } from './poller.ts';
import {
  automationsById,
  commandsById,
  invocationsOf,
  type Meter,
  newestAutomations,
  newestCommands,
  type Reading,
  type RunReads,
} from './readRuns.ts';
import { readAutomation, withNodes } from './readWhole.ts';
import { automationRun, type CommandRun, commandRun, nameOf, type RunKey } from './run.ts';

export interface WatchedRun {
  type: 'run';
  key: RunKey;
  watchers: number;
  /** How many of them want the details. */
  details: number;
  /** When the nodes of a command are looked at again. */
  nextDetails: number;
  /** Where reading them was interrupted. */
  reading?: Reading;
}

export interface WatchedList {
  type: 'newest';
  connection: Connection;
  watchers: number;
}

export type Watched = WatchedRun | WatchedList;

export interface LookOptions {
  reads(connection: Connection): Promise<RunReads>;
  known: KnownRuns;
  /** Told of faults that are not of the service. */
  onError(error: unknown): void;
  now(): number;
}

/** Between two looks at all nodes of a command, for each page of them, in milliseconds. */
const pageRest = 1500;
const pageSize = 50;

/** What is asked, and what comes of it. */
interface Round {
  ssm: RunReads;
  connection: Connection;
  meter: Meter;
  changed: Watched[];
  over: Watched[];
}

export function lookWith(
  options: LookOptions,
  connection: Connection,
): (due: readonly Watched[]) => Promise<Looked<Watched>> {
  const { reads, onError } = options;
  return async (due) => {
    const meter: Meter = { requests: 0, refused: 0 };
    const [changed, over]: [Watched[], Watched[]] = [[], []];
    let refused = false;
    try {
      await lookAtAll(options, { ssm: await reads(connection), connection, meter, changed, over }, due);
    } catch (error) {
      const { kind } = readFault(error);
      if (kind === 'throttled') refused = true;
      else if (kind === 'refused') onError(error);
    }
    const throttled = refused ? 1 : meter.requests === 0 ? 0 : meter.refused / meter.requests;
    return { changed, over, throttled };
  };
}

export function connectionOf(watched: Watched): Connection {
  return watched.type === 'run' ? watched.key.connection : watched.connection;
}

async function lookAtAll(options: LookOptions, round: Round, due: readonly Watched[]): Promise<void> {
  const runs = due.filter((each) => each.type === 'run');
  const list = due.find((each) => each.type === 'newest');
  const newest = list && (await lookForNew(options, round, list, new Set(runs.map(({ key }) => nameOf(key)))));
  const isCommand = ({ key }: WatchedRun) => key.kind === 'command';
  await lookAtCommands(options, round, runs.filter(isCommand), newest?.commands);
  const others = runs.filter((each) => !isCommand(each));
  await lookAtAutomations(options, round, others, newest?.automations);
}

/** What the service lists first. */
interface Newest {
  commands: Command[];
  automations: AutomationExecutionMetadata[];
}

/** @param due - names of what is looked at by itself in this round, and need not be asked for again then. */
async function lookForNew(
  { known }: LookOptions,
  { ssm, connection, meter, changed }: Round,
  list: WatchedList,
  due: ReadonlySet<string>,
): Promise<Newest> {
  const newest = { commands: await newestCommands(ssm, meter), automations: await newestAutomations(ssm, meter) };
  const runs = [
    ...newest.commands.map((each) => commandRun(connection, each)),
    ...newest.automations.map((each) => automationRun(connection, each)),
  ];
  const begun = known.list(runs);
  const others = runs.filter(({ key }) => known.get(key) && !due.has(nameOf(key)));
  const different = others.filter((run) => known.keep(known.stateOf(run)));
  if (begun) known.tellNew(connection);
  if (begun || different.length > 0) changed.push(list);
  return newest;
}

async function lookAtCommands(
  options: LookOptions,
  round: Round,
  commands: readonly WatchedRun[],
  newest?: readonly Command[],
): Promise<void> {
  const { known } = options;
  const { ssm, connection, meter } = round;
  const found = await commandsById(ssm, commands.map(idOf), meter, newest);
  for (const each of commands) {
    const command = found.get(each.key.id);
    const state = command && (known.stateOf(commandRun(connection, command)) as CommandRun);
    const changed = state ? known.keep(state) : known.lose(each.key);
    const more = state !== undefined && each.details > 0 && (await lookAtNodes(options, round, each, state, changed));
    settle(options, round, each, changed || more);
  }
}

/** Looks at the nodes of a command when it is time to, or when it has ended; true when they have changed. */
async function lookAtNodes(
  { known, now }: LookOptions,
  { ssm, meter }: Round,
  each: WatchedRun,
  state: CommandRun,
  changed: boolean,
): Promise<boolean> {
  const due = now() >= each.nextDetails && (changed || state.invocations === undefined || hasRunning(state));
  if (!isFinal(state.status) && !due && each.reading === undefined) return false;
  each.reading ??= { read: [] };
  const invocations = await invocationsOf(ssm, each.key.id, each.reading, meter);
  delete each.reading;
  each.nextDetails = now() + Math.ceil(invocations.length / pageSize) * pageRest;
  return known.keep(withNodes(state, invocations));
}

async function lookAtAutomations(
  options: LookOptions,
  round: Round,
  automations: readonly WatchedRun[],
  newest?: readonly AutomationExecutionMetadata[],
): Promise<void> {
  const { known } = options;
  const { ssm, connection, meter } = round;
  const plain = automations.filter(({ details }) => details === 0);
  const states = await automationsById(ssm, plain.map(idOf), meter, newest);
  for (const each of plain) {
    const state = states.get(each.key.id);
    const changed = state ? known.keep(known.stateOf(automationRun(connection, state))) : known.lose(each.key);
    settle(options, round, each, changed);
  }
  for (const each of automations) {
    if (each.details === 0) continue;
    const run = await readAutomation(ssm, each.key, meter);
    settle(options, round, each, run ? known.keep(run) : known.lose(each.key));
  }
}

/** Notes what a look at a run came to. */
function settle({ known }: LookOptions, { changed, over }: Round, each: WatchedRun, hasChanged: boolean): void {
  const run = known.get(each.key);
  if (hasChanged) changed.push(each);
  if (!run || run.gone || run.whole || (each.details === 0 && isFinal(run.status))) over.push(each);
}

function idOf({ key }: WatchedRun): string {
  return key.id;
}

function hasRunning({ invocations = [] }: CommandRun): boolean {
  return invocations.some(({ Status }) => !isFinal(Status));
}
