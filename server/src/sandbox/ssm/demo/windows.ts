/** The maintenance windows that a new account has, with their last runs. */

import { nextTimes } from '../../../language/scheduleTimes.ts';
import type { Account } from '../../account.ts';
import { digitsOf, uuidOf } from '../../chance.ts';
import { planStart, type StoredWindow, type WindowRun, type WindowTask } from '../windows/store.ts';

const day = 86_400_000;

export function firstWindows(account: Account): Record<string, StoredWindow> {
  const created = account.now() - 60 * day;
  const made = (
    given: Pick<StoredWindow, 'name' | 'description' | 'schedule'> & Partial<StoredWindow>,
    group: string,
    tasks: readonly (Pick<WindowTask, 'name' | 'type' | 'arn' | 'invocation'> & Partial<WindowTask>)[],
  ): StoredWindow => {
    const target = uuidOf(account, given.name, 'target');
    const all = tasks.map(
      (task, index): WindowTask => ({
        id: uuidOf(account, given.name, 'task', String(index)),
        targets: [{ Key: 'WindowTargetIds', Values: [target] }],
        priority: index + 1,
        maxConcurrency: '25%',
        maxErrors: '10%',
        ...task,
      }),
    );
    const window: StoredWindow = {
      id: `mw-0${digitsOf(account, 16, 'window', given.name)}`,
      revision: 1,
      hours: 3,
      cutoff: 1,
      unassociated: false,
      enabled: true,
      created,
      modified: created,
      targets: {
        [target]: {
          id: target,
          type: 'INSTANCE',
          targets: [{ Key: 'tag:Patch Group', Values: [group] }],
          name: group,
        },
      },
      tasks: Object.fromEntries(all.map((task) => [task.id, task])),
      runs: [],
      ...given,
    };
    window.runs = nextTimes(window.schedule, account.now() - 21 * day, 5, { zone: window.zone, base: created })
      .filter((at) => window.enabled && at < account.now())
      .map((at, index) => pastRun(account, window, all, at, index === 1));
    planStart(account, window);
    return window;
  };
  const patch = (operation: string): WindowTask['invocation'] => ({
    RunCommand: { Parameters: { Operation: [operation] }, TimeoutSeconds: 600 },
  });
  const list = [
    made(
      {
        name: 'production-patching',
        description: 'Patches the Linux nodes of production.',
        schedule: 'cron(0 2 ? * SUN *)',
        zone: 'Europe/Berlin',
      },
      'linux-prod',
      [
        { name: 'agent', type: 'RUN_COMMAND', arn: 'AWS-UpdateSSMAgent', invocation: { RunCommand: {} } },
        { name: 'patches', type: 'RUN_COMMAND', arn: 'AWS-RunPatchBaseline', invocation: patch('Install') },
      ],
    ),
    made(
      { name: 'windows-patching', description: 'Patches the Windows nodes.', schedule: 'cron(0 3 ? * SAT *)' },
      'windows',
      [{ name: 'patches', type: 'RUN_COMMAND', arn: 'AWS-RunPatchBaseline', invocation: patch('Install') }],
    ),
    made(
      {
        name: 'weekend-stop',
        description: 'Stops what nobody needs at the weekend; switched off for now.',
        schedule: 'cron(0 20 ? * FRI *)',
        enabled: false,
      },
      'linux',
      [
        {
          name: 'stop',
          type: 'AUTOMATION',
          arn: 'AWS-StopEC2Instance',
          invocation: { Automation: { Parameters: { InstanceId: ['{{RESOURCE_ID}}'] } } },
        },
      ],
    ),
  ];
  return Object.fromEntries(list.map((window) => [window.id, window]));
}

/** A run of before: its tasks ended, and what they sent is long forgotten. */
function pastRun(
  account: Account,
  { name }: StoredWindow,
  tasks: readonly WindowTask[],
  at: number,
  failed: boolean,
): WindowRun {
  const minute = 60_000;
  const status = failed ? 'FAILED' : 'SUCCESS';
  return {
    id: uuidOf(account, name, 'run', String(at)),
    status,
    ...(failed && { details: 'A task failed.' }),
    started: at,
    ended: at + tasks.length * 9 * minute,
    tasks: tasks.map((task, index) => ({
      id: uuidOf(account, name, 'run', String(at), task.id),
      task,
      status: failed && index === tasks.length - 1 ? 'FAILED' : 'SUCCESS',
      started: at + index * 9 * minute,
      ended: at + (index + 1) * 9 * minute,
      invocations: [],
    })),
  };
}
