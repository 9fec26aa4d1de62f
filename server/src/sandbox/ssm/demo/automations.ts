/**
 * The Automation runs of a new account's last days: run through the simulator with answers that are written here, so that
 * they look as every other run does. One waits for an approval and one still sleeps; both go on like any other.
 */

import {
  type Answer,
  defaultOptions,
  type Effect,
  type JsonMap,
  type Program,
  type RunState,
  run,
  start,
} from '../../../simulator/index.ts';
import type { Account } from '../../account.ts';
import { chance, digitsOf, uuidOf } from '../../chance.ts';
import { answers, type Machine, managedNodes } from '../../fleet.ts';
import type { StoredRun } from '../automationRuns.ts';
import { commandIdOf, restartFault, runIdOf } from './commands.ts';

interface Past {
  document: string;
  version: string;
  by: string;
  hoursAgo: number;
  parameters: Record<string, string[]>;
  /** What an effect is answered with; undefined leaves the run standing at it. */
  answer: (effect: Effect) => Answer | undefined;
  /** Started by another of these runs, for a target. */
  parent?: string;
  target?: string;
}

/** What demo runs need of the account that keeps them. */
export interface Keeper {
  programOf(document: string, version: string): Program;
  /** Has a run gone on with at a time. */
  due(run: StoredRun, at: number): void;
}

const hour = 3_600_000;

function commandAnswer(CommandId: string, failed?: string): Answer {
  const Status = failed === undefined ? 'Success' : 'Failed';
  return { type: 'value', value: { CommandId, Status, ResponseCode: failed ? 1 : 0, Output: failed ?? '' } };
}

/** An EC2 in which each change is there at the next look. */
function pastEc2(): (effect: Effect) => Answer {
  let state = 'running';
  return (effect) => {
    if (effect.kind !== 'api') return { type: 'value', value: {} };
    if (effect.operation === 'StopInstances') state = 'stopped';
    if (effect.operation === 'StartInstances') state = 'running';
    const value: JsonMap =
      effect.operation === 'DescribeInstances' ? { Reservations: [{ Instances: [{ State: { Name: state } }] }] } : {};
    return { type: 'value', value };
  };
}

const restart = 'Shop-RestartWebServer';

function pastOf(account: Account): Past[] {
  const nodes = managedNodes(account).filter((machine) => machine.platform === 'Linux' && answers(machine));
  const web = nodes.filter(({ tags }) => tags.Role === 'web');
  const [first, second] = web.length > 1 ? web : nodes;
  const dev = nodes.find(({ id, tags }) => id.startsWith('i-') && tags.Environment !== 'prod') ?? first;
  if (first === undefined || second === undefined || dev === undefined) return [];
  const commandOf = (machine: Machine): string => uuidOf(account, 'restart', machine.id);
  const instance = (machine: Machine) => ({ InstanceId: [machine.id] });
  const volume = { VolumeId: [first.rootVolumeId], Description: ['Before the update'] };
  const ec2 = { document: 'AWS-RestartEC2Instance', version: '1', parameters: instance(dev) };
  return [
    {
      document: restart,
      version: '3',
      by: 'alice',
      hoursAgo: 0.3,
      parameters: instance(second),
      answer: () => undefined,
    },
    {
      document: 'Shop-PatchWithApproval',
      version: '1',
      by: 'bjorn',
      hoursAgo: 0.8,
      parameters: { PatchGroup: ['windows'], Approvers: ['sandbox', 'alice'] },
      answer: () => undefined,
    },
    {
      document: restart,
      version: '2',
      by: 'deployer',
      hoursAgo: 5,
      parameters: instance(first),
      // The command of the same hour in the history of commands.
      answer: () => commandAnswer(commandIdOf(account, 1), restartFault),
    },
    {
      document: 'AWS-CreateSnapshot',
      version: '1',
      by: 'deployer',
      hoursAgo: 6,
      parameters: volume,
      answer: (effect) => ({
        type: 'value',
        value:
          effect.kind === 'api' && effect.operation === 'CreateSnapshot'
            ? { SnapshotId: `snap-0${digitsOf(account, 16, 'snapshot', first.id)}` }
            : { Snapshots: [{ State: 'completed' }] },
      }),
    },
    { ...ec2, by: 'alice', hoursAgo: 26, answer: pastEc2() },
    { ...ec2, by: 'bjorn', hoursAgo: 27, answer: () => ({ type: 'cancel' }) },
    ...[first, second].map((machine) => ({
      document: restart,
      version: '2',
      by: 'deployer',
      hoursAgo: 50,
      parameters: instance(machine),
      answer: () => commandAnswer(commandOf(machine)),
      parent: parentId(account),
      target: machine.id,
    })),
  ];
}

function parentId(account: Account): string {
  return uuidOf(account, 'automation', 'parent');
}

/** The runs of a new account by their id. */
export function pastAutomations(account: Account, keeper: Keeper): Record<string, StoredRun> {
  const runs = pastOf(account).flatMap((past, index) => {
    const run = pastRun(account, past, runIdOf(account, index), keeper);
    return run === undefined ? [] : [run];
  });
  const children = runs.filter(({ parent }) => parent !== undefined);
  const all = children.length === 0 ? runs : [...runs, parentOf(account, children, keeper)];
  return Object.fromEntries(all.map((run) => [run.id, run]));
}

function userOf({ settings }: Account, name: string): string {
  return `arn:aws:iam::${settings.accountId}:user/${name}`;
}

function begun(
  account: Account,
  program: Program,
  executionId: string,
  parameters: Past['parameters'],
  now: number,
): RunState | undefined {
  const { accountId, region } = account.settings;
  const system = { executionId, account: accountId, region, partition: 'aws' };
  const state = start(program, { parameters, now, system });
  return 'faults' in state ? undefined : state;
}

function pastRun(account: Account, past: Past, id: string, keeper: Keeper): StoredRun | undefined {
  const { document, version, parameters, parent, target } = past;
  const program = keeper.programOf(document, version);
  const state = begun(account, program, id, parameters, account.now() - past.hoursAgo * hour);
  if (state === undefined) return undefined;
  const by = userOf(account, past.by);
  const origin = { ...(parent !== undefined && { parent }), ...(target !== undefined && { target }) };
  const made: StoredRun = { id, document, version, parameters, mode: 'Auto', by, state, madeUp: [], ...origin };
  const random = chance(account, id);
  const going = run(program, state, defaultOptions);
  for (let next = going.next(); !next.done; ) {
    if (next.value.type !== 'effect') next = going.next();
    else {
      const { effect } = next.value;
      const looks = effect.kind === 'sleep' && effect.poll === true;
      const answer: Answer | undefined = looks ? { type: 'value', value: {} } : past.answer(effect);
      if (answer === undefined) {
        standStill(made, effect, keeper);
        break;
      }
      next = going.next({ ...answer, at: effect.kind === 'sleep' ? effect.until : state.now + 800 + random() * 9_000 });
    }
  }
  return made;
}

/** Has the run gone on with when its sleep or the time of its step is over. */
function standStill(made: StoredRun, effect: Effect, keeper: Keeper): void {
  const deadline = made.state.current?.deadline;
  if (deadline !== undefined) keeper.due(made, deadline);
  if (effect.kind === 'sleep') keeper.due(made, effect.until);
}

/** The run that has started others, one for each of its targets. */
function parentOf(account: Account, children: readonly StoredRun[], keeper: Keeper): StoredRun {
  const id = parentId(account);
  const [first] = children as [StoredRun];
  const { document, version, by } = first;
  const started = first.state.started - 900;
  const state = begun(account, keeper.programOf(document, version), id, { InstanceId: [''] }, started) as RunState;
  state.status = 'Success';
  state.ended = Math.max(...children.map((child) => child.state.ended ?? child.state.now)) + 400;
  const fan = { parameter: 'InstanceId', waiting: [], running: [], failed: 0, most: 1, errors: 1 };
  return { id, document, version, parameters: {}, mode: 'Auto', by, state, madeUp: [], fan };
}
