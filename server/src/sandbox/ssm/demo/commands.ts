/**
 * The commands of a new account's last days: on a handful of nodes, run through the simulator with answers that are written
 * here, so that they look as every other command does.
 */

import {
  type CommandProgram,
  type NodeAnswer,
  readParameters,
  runCommandDocument,
  startCommand,
} from '../../../simulator/index.ts';
import type { Account } from '../../account.ts';
import { chance, uuidOf } from '../../chance.ts';
import { answers, type Machine, managedNodes } from '../../fleet.ts';
import type { Invocation, StoredCommand } from '../commandStore.ts';

interface Past {
  document: string;
  comment: string;
  hoursAgo: number;
  /** The run that has sent it. */
  sender?: string;
  parameters: Record<string, string[]>;
  nodes: Machine[];
  answer: (machine: Machine) => NodeAnswer;
}

const hour = 3_600_000;

function pastOf(account: Account): Past[] {
  const nodes = managedNodes(account);
  const some = (wanted: (machine: Machine) => boolean, count: number): Machine[] =>
    nodes.filter(wanted).slice(0, count);
  const linux = (machine: Machine): boolean => machine.platform === 'Linux' && answers(machine);
  return [
    {
      document: 'AWS-RunShellScript',
      comment: 'How long are they up?',
      hoursAgo: 2,
      parameters: { commands: ['uptime -p'] },
      nodes: some(linux, 4),
      answer: ({ registered }) => ({
        type: 'exit',
        code: 0,
        stdout: `up ${Math.floor((account.now() - registered) / (24 * hour))} days\n`,
      }),
    },
    {
      document: 'AWS-RunShellScript',
      comment: 'Restart the web server',
      hoursAgo: 5,
      sender: runIdOf(account, 2),
      parameters: { commands: ['systemctl restart nginx'] },
      nodes: some((machine) => linux(machine) && machine.tags.Role === 'web', 2),
      answer: () => ({
        type: 'exit',
        code: 1,
        stderr: `${restartFault}\n`,
      }),
    },
    {
      document: 'AWS-RunPowerShellScript',
      comment: 'Services of the agent',
      hoursAgo: 20,
      parameters: { commands: ['Get-Service AmazonSSMAgent'] },
      nodes: some((machine) => machine.platform === 'Windows' && answers(machine), 3),
      answer: () => ({ type: 'exit', code: 0, stdout: 'Running  AmazonSSMAgent     Amazon SSM Agent\n' }),
    },
    {
      document: 'AWS-UpdateSSMAgent',
      comment: '',
      hoursAgo: 49,
      parameters: {},
      nodes: some((machine) => !answers(machine), 1),
      answer: () => ({ type: 'exit', code: 0 }),
    },
  ];
}

/** What the web server that was not restarted has to say. */
export const restartFault = 'Job for nginx.service failed because the control process exited with error code.';

/** The id of the command at a place of the history. */
export function commandIdOf(account: Account, index: number): string {
  return uuidOf(account, 'command', String(index));
}

/** The id of the Automation run at a place of the history. */
export function runIdOf(account: Account, index: number): string {
  return uuidOf(account, 'automation', String(index));
}

/** `programOf` compiles the default version of a document. */
export function pastCommands(
  account: Account,
  programOf: (document: string) => CommandProgram,
): Record<string, StoredCommand> {
  const commands = pastOf(account)
    .filter(({ nodes }) => nodes.length > 0)
    .map((past, index) => pastCommand(account, past, commandIdOf(account, index), programOf(past.document)));
  return Object.fromEntries(commands.map((command) => [command.id, command]));
}

function pastCommand(account: Account, past: Past, id: string, program: CommandProgram): StoredCommand {
  const requested = account.now() - past.hoursAgo * hour;
  const invocations = past.nodes.map((machine) => pastInvocation(account, past, machine, id, requested, program));
  const failed = invocations.filter(({ status }) => status !== 'Success').length;
  return {
    id,
    document: past.document,
    version: '1',
    comment: past.comment,
    requested,
    expires: requested + 2 * hour,
    parameters: past.parameters,
    targets: [],
    instanceIds: past.nodes.map((machine) => machine.id),
    maxConcurrency: '50',
    maxErrors: '0',
    timeoutSeconds: 3600,
    invocations: Object.fromEntries(invocations.map((invocation) => [invocation.node, invocation])),
    waiting: [],
    ...(past.sender !== undefined && { sender: past.sender }),
    tally: { running: 0, done: invocations.length, failed },
  };
}

function pastInvocation(
  account: Account,
  { parameters, answer }: Past,
  machine: Machine,
  id: string,
  requested: number,
  program: CommandProgram,
): Invocation {
  if (!answers(machine))
    return { node: machine.id, status: 'TimedOut', details: 'Undeliverable', requested, ended: requested + hour };
  const random = chance(account, id, machine.id);
  const state = startCommand(program, {
    now: requested + 200 + random() * 300,
    commandId: id,
    parameters: readParameters(program, parameters).values,
    target: {
      platform: machine.platform,
      instanceId: machine.id,
      region: account.settings.region,
      platformName: machine.platformName,
      platformVersion: machine.platformVersion,
    },
  });
  const going = runCommandDocument(program, state);
  for (let next = going.next(); !next.done; )
    next =
      next.value.type === 'effect'
        ? going.next({ ...answer(machine), at: state.now + 300 + random() * 1500 })
        : going.next();
  const status = state.status === 'Success' ? 'Success' : 'Failed';
  return { node: machine.id, status, details: status, requested, ended: state.now, state };
}
