/**
 * Drives commands: asks so many nodes at a time, runs the document on each through the simulator, and counts how they end.
 *
 * What the steps print comes from the node's pretend shell. A command outlives a restart: what runs is a job, and the state of
 * each node is part of the account's data.
 */

import type { SendCommandRequest } from '@aws-sdk/client-ssm';
import {
  type NodeAnswer,
  type NodeEffect,
  readParameters,
  runCommandDocument,
  startCommand,
} from '../../simulator/index.ts';
import type { Account } from '../account.ts';
import { ServiceError } from '../errors.ts';
import { answers, fleetOf, latestAgent, type Machine } from '../fleet.ts';
import { runOnNode } from '../shell.ts';
import { announceCommand } from './announce.ts';
import { recordResult } from './associations/results.ts';
import type { ResultStatus } from './associations/store.ts';
import { wakeAutomations } from './automationDriver.ts';
import {
  commandsOf,
  finalInvocations,
  type Invocation,
  type InvocationStatus,
  isOver,
  overall,
  programOf,
  type StoredCommand,
  totals,
} from './commandStore.ts';
import { documentNamed, versionOf } from './documents.ts';
import { keepOutput } from './keptOutput.ts';
import { nodeNamed, targetedNodes } from './nodes.ts';
import { parameterValue } from './parameters.ts';

/** Sends a command, maybe for an automation that waits for it, or for a run of an association. */
export function send(
  account: Account,
  input: SendCommandRequest,
  { sender, association }: Pick<StoredCommand, 'sender' | 'association'> = {},
): StoredCommand {
  const document = documentNamed(account, input.DocumentName ?? '');
  if (document.type !== 'Command')
    throw new ServiceError('InvalidDocument', `Document ${document.name} is of type ${document.type}, not Command.`);
  const version = versionOf(document, input.DocumentVersion);
  const program = programOf(document, version.version);
  const { faults } = readParameters(program, input.Parameters ?? {});
  if (faults.length > 0) throw new ServiceError('InvalidParameters', faults.join('; '));
  const ids = input.InstanceIds ?? [];
  const targets = input.Targets ?? [];
  if (ids.length === 0 && targets.length === 0)
    throw new ServiceError('InvalidInstanceId', 'Either InstanceIds or Targets has to name the nodes.');
  const nodes = [...new Set([...ids.map((id) => nodeNamed(account, id)), ...targetedNodes(account, targets)])];
  const command: StoredCommand = {
    id: account.uuid(),
    document: document.name,
    version: version.version,
    comment: input.Comment ?? '',
    requested: account.now(),
    expires: account.now() + (input.TimeoutSeconds ?? 3600) * 1000 + 3_600_000,
    parameters: input.Parameters ?? {},
    targets: [...targets],
    instanceIds: [...ids],
    maxConcurrency: input.MaxConcurrency ?? '50',
    maxErrors: input.MaxErrors ?? '0',
    timeoutSeconds: input.TimeoutSeconds ?? 3600,
    invocations: {},
    waiting: nodes.map(({ id }) => id),
    tally: { running: 0, done: 0, failed: 0 },
    ...(input.OutputS3BucketName && { bucket: input.OutputS3BucketName }),
    ...(input.OutputS3KeyPrefix && { keyPrefix: input.OutputS3KeyPrefix }),
    ...logGroupOf(input),
    ...(sender !== undefined && { sender }),
    ...(association !== undefined && { association }),
  };
  commandsOf(account)[command.id] = command;
  ask(account, command);
  return command;
}

/** The log group that output goes to, where any is asked for; that of the document where none is named. */
function logGroupOf({ DocumentName = '', CloudWatchOutputConfig: config }: SendCommandRequest): { logGroup?: string } {
  if (config?.CloudWatchOutputEnabled !== true) return {};
  return { logGroup: config.CloudWatchLogGroupName || `/aws/ssm/${DocumentName}` };
}

/** A number, or a share of all in percent, of which one at least. */
function limitOf(text: string, all: number): number {
  return text.endsWith('%')
    ? Math.max(1, Math.floor((all * Number.parseInt(text, 10)) / 100))
    : Number.parseInt(text, 10);
}

/** Asks as many of the waiting nodes as may run at the same time. */
function ask(account: Account, command: StoredCommand): void {
  for (;;) {
    const { all, running, failed } = totals(command);
    const share = command.maxErrors.endsWith('%')
      ? (all * Number.parseInt(command.maxErrors, 10)) / 100
      : Number(command.maxErrors);
    const stopped = command.cancelled || (command.targets.length > 0 && failed > share);
    if (stopped || running >= limitOf(command.maxConcurrency, all)) return;
    const node = command.waiting.shift();
    if (node === undefined) return;
    command.tally.running++;
    command.invocations[node] = { node, status: 'Pending', details: 'Pending', requested: account.now() };
    const machine = fleetOf(account)[node];
    const reached = machine !== undefined && answers(machine);
    // A node that does not answer is waited for as long as the sender said.
    account.later(
      reached ? 150 + account.random() * 400 : command.timeoutSeconds * 1000,
      reached ? 'ssm.command.begin' : 'ssm.command.undelivered',
      `${command.id} ${node}`,
    );
  }
}

function found(account: Account, about: string): { command: StoredCommand; invocation: Invocation } | undefined {
  const [id = '', node = ''] = about.split(' ');
  const command = commandsOf(account)[id];
  const invocation = command?.invocations[node];
  return command === undefined || invocation === undefined ? undefined : { command, invocation };
}

export const commandJobs = {
  'ssm.command.begin': (account: Account, about: string) => begin(account, about),
  'ssm.command.script': (account: Account, about: string) => goOn(account, about),
  'ssm.command.undelivered': (account: Account, about: string) => {
    const it = found(account, about);
    if (it !== undefined && !finalInvocations.has(it.invocation.status))
      end(account, it.command, it.invocation, 'TimedOut', 'Undeliverable');
  },
};

function begin(account: Account, about: string): void | Promise<void> {
  const it = found(account, about);
  const machine = it === undefined ? undefined : fleetOf(account)[it.invocation.node];
  if (it === undefined || machine === undefined || finalInvocations.has(it.invocation.status)) return;
  const { command, invocation } = it;
  const program = programOf(documentNamed(account, command.document), command.version);
  const { values } = readParameters(program, command.parameters);
  invocation.status = 'InProgress';
  invocation.details = 'InProgress';
  invocation.state = startCommand(program, {
    now: account.now(),
    commandId: command.id,
    parameters: values,
    target: {
      platform: machine.platform,
      instanceId: machine.id,
      region: account.settings.region,
      platformName: machine.platformName,
      platformVersion: machine.platformVersion,
    },
  });
  return goOn(account, about, true);
}

/**
 * Goes on with a node: the first time up to its first script, later with the answer to the script that it stands at. A
 * script runs at the end of its time, so that the shell's clock and the account's agree.
 */
async function goOn(account: Account, about: string, beginning = false): Promise<void> {
  const it = found(account, about);
  if (it === undefined || it.invocation.state === undefined || finalInvocations.has(it.invocation.status)) return;
  const { command, invocation } = it;
  const machine = fleetOf(account)[invocation.node];
  const program = programOf(documentNamed(account, command.document), command.version);
  if (machine === undefined) return;
  let answered = beginning;
  const going = runCommandDocument(program, it.invocation.state);
  let next = going.next();
  while (!next.done) {
    const event = next.value;
    if (event.type !== 'effect') next = going.next();
    else if (event.effect.kind === 'parameter') next = going.next(fromStore(account, event.effect));
    else if (answered) {
      // The next answer takes its time; the node stands here until then.
      account.later(durationOf(account, event.effect), 'ssm.command.script', about);
      return;
    } else {
      answered = true;
      const answer = await answerOf(account, machine, invocation, event.effect);
      if (answer.type !== 'value') keepOutput(account, command, machine.id, event.step, answer);
      next = going.next({ ...answer, at: account.now() });
    }
  }
  const { status, steps } = it.invocation.state;
  const timedOut = status === 'TimedOut';
  end(
    account,
    command,
    invocation,
    status === 'Skipped' ? 'Success' : (status as InvocationStatus),
    timedOut ? 'Execution Timed Out' : status,
  );
  return void steps;
}

function fromStore(account: Account, { name, secure }: Extract<NodeEffect, { kind: 'parameter' }>): NodeAnswer {
  const value = parameterValue(account, name, secure);
  return value === undefined ? { type: 'exit', code: 1 } : { type: 'value', value };
}

function durationOf(account: Account, effect: NodeEffect): number {
  if (effect.kind === 'reboot') return 45_000;
  return effect.kind === 'script' ? 300 + account.random() * 1500 : 1000 + account.random() * 4000;
}

/** Scripts that run now, for who calls their command off. */
const scripts = new WeakMap<Invocation, AbortController>();

/** Ends the script that runs on a node, if one does. */
export function stopScript(invocation: Invocation): void {
  scripts.get(invocation)?.abort();
}

async function answerOf(
  account: Account,
  machine: Machine,
  invocation: Invocation,
  effect: NodeEffect,
): Promise<NodeAnswer> {
  if (invocation.cancelled) return { type: 'cancel' };
  if (effect.kind === 'script') {
    const stop = new AbortController();
    scripts.set(invocation, stop);
    const { code, stdout, stderr } = await runOnNode(account, machine, effect, stop.signal);
    scripts.delete(invocation);
    return stop.signal.aborted ? { type: 'cancel' } : { type: 'exit', code, stdout, stderr };
  }
  if (effect.kind === 'plugin' && effect.plugin === 'aws:updateSsmAgent') machine.agentVersion = latestAgent;
  if (effect.kind === 'plugin') return { type: 'exit', code: 0, stdout: pluginOutput(effect.plugin, machine) };
  return { type: 'exit', code: 0 };
}

function pluginOutput(plugin: string, machine: Machine): string {
  const did: Record<string, string> = {
    'aws:updateSsmAgent': `Successfully updated amazon-ssm-agent on ${machine.id}\n`,
    'aws:softwareInventory':
      'Inventory policy has been successfully applied and collected inventory data has been uploaded to SSM\n',
    'aws:configurePackage': 'Initiating package installation\nSuccessfully installed the package\n',
    'aws:downloadContent': 'Content downloaded to /var/lib/amazon/ssm/downloads\n',
    'aws:refreshAssociation': 'Associations are refreshed\n',
  };
  return did[plugin] ?? `${plugin} finished\n`;
}

export function end(
  account: Account,
  command: StoredCommand,
  invocation: Invocation,
  status: InvocationStatus,
  details: string,
): void {
  invocation.status = status;
  invocation.details = details;
  invocation.ended = account.now();
  command.tally.running--;
  command.tally.done++;
  if (status === 'Failed' || status === 'TimedOut') command.tally.failed++;
  if (command.association !== undefined)
    recordResult(account, command.association, invocation.node, status as ResultStatus, details);
  announceCommand(account, command, status, invocation.node);
  ask(account, command);
  if (isOver(command)) announceCommand(account, command, overall(command).status);
  if (command.sender !== undefined && isOver(command)) wakeAutomations(account, command.sender);
}

/** The result of a command that an automation has sent; undefined while it runs. */
export function resultOf(
  account: Account,
  id: string,
): { Status: string; ResponseCode?: number; Output?: string } | undefined {
  const command = commandsOf(account)[id];
  if (command === undefined || !isOver(command)) return undefined;
  const list = Object.values(command.invocations);
  const [only] = list;
  const steps = only?.state?.steps ?? [];
  return {
    Status: overall(command).status,
    // With several steps there is no one response code, and with several nodes no one output.
    ...(list.length === 1 && steps.length === 1 && { ResponseCode: steps[0]?.code ?? 0 }),
    ...(list.length === 1 &&
      command.targets.length === 0 && {
        Output: steps
          .map(({ output }) => output)
          .join('\n')
          .trim(),
      }),
  };
}
