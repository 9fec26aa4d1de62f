/**
 * Run Command: a document on nodes, named by id or by target, so many at a time, until too many have failed.
 *
 * Each node runs the document through the simulator; what its steps print comes from the node's pretend shell. A command
 * outlives a restart: what runs is a job, and the state of each node is part of the account's data.
 */

import type {
  CancelCommandRequest,
  Command,
  CommandInvocation,
  CommandPlugin,
  GetCommandInvocationRequest,
  ListCommandInvocationsRequest,
  ListCommandsRequest,
  SendCommandRequest,
  Target,
} from '@aws-sdk/client-ssm';
import {
  type CommandProgram,
  type CommandState,
  compileCommand,
  type NodeAnswer,
  type NodeEffect,
  readParameters,
  runCommandDocument,
  type StepResult,
  startCommand,
} from '../../simulator/index.ts';
import { type Account, slice } from '../account.ts';
import { ServiceError } from '../errors.ts';
import { answers, fleetOf, latestAgent, type Machine } from '../fleet.ts';
import { pageOf } from '../pages.ts';
import { runOnNode } from '../shell.ts';
import { announceCommand } from './announce.ts';
import { recordResult } from './associations/results.ts';
import type { ResultStatus } from './associations/store.ts';
import { wakeAutomations } from './automationDriver.ts';
import { pastCommands } from './demo/commands.ts';
import { documentNamed, parsed, type StoredDocument, versionOf } from './documents.ts';
import { nodeNamed, targetedNodes } from './nodes.ts';
import { parameterValue } from './parameters.ts';

export type InvocationStatus =
  | 'Pending'
  | 'InProgress'
  | 'Delayed'
  | 'Success'
  | 'Cancelled'
  | 'TimedOut'
  | 'Failed'
  | 'Cancelling';

export interface Invocation {
  node: string;
  status: InvocationStatus;
  details: string;
  requested: number;
  ended?: number;
  state?: CommandState;
  cancelled?: true;
}

interface Tally {
  running: number;
  done: number;
  failed: number;
}

export interface StoredCommand {
  id: string;
  document: string;
  version: string;
  comment: string;
  requested: number;
  expires: number;
  parameters: Record<string, string[]>;
  targets: Target[];
  instanceIds: string[];
  maxConcurrency: string;
  maxErrors: string;
  timeoutSeconds: number;
  bucket?: string;
  cancelled?: true;
  invocations: Record<string, Invocation>;
  /** Nodes that have not been asked yet. */
  waiting: string[];
  /** Counted along, so that a command to ten thousand nodes is not counted through at the end of each. */
  tally: Tally;
  /** The automation that sent it. */
  sender?: string;
  /** The association and its run that sent it, with a blank between them. */
  association?: string;
}

const stored = slice<Record<string, StoredCommand>>('ssm.commands', (account) =>
  pastCommands(account, (name) => {
    const document = documentNamed(account, name);
    return programOf(document, document.defaultVersion);
  }),
);

const final: ReadonlySet<InvocationStatus> = new Set(['Success', 'Cancelled', 'TimedOut', 'Failed']);

export function sendCommand(account: Account, input: SendCommandRequest): { Command: Command } {
  return { Command: commandOf(send(account, input)) };
}

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
    ...(input.OutputS3BucketName !== undefined && { bucket: input.OutputS3BucketName }),
    ...(sender !== undefined && { sender }),
    ...(association !== undefined && { association }),
  };
  stored(account)[command.id] = command;
  ask(account, command);
  return command;
}

/** The documents of commands as they run, by name and version; a version never changes. */
const programs = new WeakMap<StoredDocument['versions'][number], CommandProgram>();

function programOf(document: StoredDocument, number: string): CommandProgram {
  const version = versionOf(document, number);
  let program = programs.get(version);
  if (program === undefined) {
    const [part] = parsed(version, document.type).parts;
    if (part === undefined)
      throw new ServiceError('InvalidDocumentContent', `Document ${document.name} cannot be read.`);
    program = compileCommand(part);
    programs.set(version, program);
  }
  return program;
}

/** A number, or a share of all in percent, of which one at least. */
function limitOf(text: string, all: number): number {
  return text.endsWith('%')
    ? Math.max(1, Math.floor((all * Number.parseInt(text, 10)) / 100))
    : Number.parseInt(text, 10);
}

function totals({ tally, waiting }: StoredCommand): Tally & { all: number } {
  return { ...tally, all: tally.running + tally.done + waiting.length };
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
  const command = stored(account)[id];
  const invocation = command?.invocations[node];
  return command === undefined || invocation === undefined ? undefined : { command, invocation };
}

export const commandJobs = {
  'ssm.command.begin': (account: Account, about: string) => begin(account, about),
  'ssm.command.script': (account: Account, about: string) => goOn(account, about),
  'ssm.command.undelivered': (account: Account, about: string) => {
    const it = found(account, about);
    if (it !== undefined && !final.has(it.invocation.status))
      end(account, it.command, it.invocation, 'TimedOut', 'Undeliverable');
  },
};

function begin(account: Account, about: string): void | Promise<void> {
  const it = found(account, about);
  const machine = it === undefined ? undefined : fleetOf(account)[it.invocation.node];
  if (it === undefined || machine === undefined || final.has(it.invocation.status)) return;
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
  if (it === undefined || it.invocation.state === undefined || final.has(it.invocation.status)) return;
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
      next = going.next({ ...(await answerOf(account, machine, invocation, event.effect)), at: account.now() });
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

async function answerOf(
  account: Account,
  machine: Machine,
  invocation: Invocation,
  effect: NodeEffect,
): Promise<NodeAnswer> {
  if (invocation.cancelled) return { type: 'cancel' };
  if (effect.kind === 'script') {
    const { code, stdout, stderr } = await runOnNode(account, machine, effect);
    return { type: 'exit', code, stdout, stderr };
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

function end(
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

function isOver(command: StoredCommand): boolean {
  const { all, done, running } = totals(command);
  return done === all || running === 0;
}

/** The status of the whole command, as the service sums it up. */
function overall(command: StoredCommand): { status: InvocationStatus; details: string } {
  const { all, done, running, failed } = totals(command);
  if (running > 0)
    return command.cancelled
      ? { status: 'Cancelling', details: 'Cancelling' }
      : { status: 'InProgress', details: 'InProgress' };
  if (command.cancelled) return { status: 'Cancelled', details: 'Cancelled' };
  if (all === 0) return { status: 'Success', details: 'NoInstancesInTag' };
  if (done < all) return { status: 'Failed', details: 'RateExceeded' };
  if (failed === 0) return { status: 'Success', details: 'Success' };
  const timedOut = Object.values(command.invocations).filter(({ status }) => status === 'TimedOut').length;
  return timedOut === failed
    ? { status: 'TimedOut', details: 'DeliveryTimedOut' }
    : { status: 'Failed', details: 'Failed' };
}

/** The result of a command that an automation has sent; undefined while it runs. */
export function resultOf(
  account: Account,
  id: string,
): { Status: string; ResponseCode?: number; Output?: string } | undefined {
  const command = stored(account)[id];
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

function commandOf(command: StoredCommand): Command {
  const { status, details } = overall(command);
  const { all, done, failed } = totals(command);
  const list = Object.values(command.invocations);
  return {
    CommandId: command.id,
    DocumentName: command.document,
    DocumentVersion: command.version,
    Comment: command.comment,
    ExpiresAfter: new Date(command.expires),
    Parameters: command.parameters,
    InstanceIds: command.instanceIds,
    Targets: command.targets,
    RequestedDateTime: new Date(command.requested),
    Status: status as Command['Status'],
    StatusDetails: details,
    OutputS3BucketName: command.bucket ?? '',
    MaxConcurrency: command.maxConcurrency,
    MaxErrors: command.maxErrors,
    TargetCount: all,
    CompletedCount: done,
    ErrorCount: failed,
    DeliveryTimedOutCount: list.filter((each) => each.details === 'Undeliverable').length,
    TimeoutSeconds: command.timeoutSeconds,
  };
}

export function listCommands(account: Account, input: ListCommandsRequest) {
  const { CommandId, InstanceId, Filters = [] } = input;
  if (CommandId !== undefined) commandNamed(account, CommandId);
  const all = Object.values(stored(account))
    .filter(({ id }) => CommandId === undefined || id === CommandId)
    .filter(({ invocations }) => InstanceId === undefined || Object.hasOwn(invocations, InstanceId))
    .filter((command) => Filters.every((filter) => passes(command, filter.key ?? '', filter.value ?? '')))
    .sort((a, b) => b.requested - a.requested);
  const page = pageOf('ListCommands', all, input);
  return { Commands: page.items.map(commandOf), NextToken: page.NextToken };
}

function passes(command: StoredCommand, key: string, value: string): boolean {
  if (key === 'Status') return overall(command).status === value;
  if (key === 'DocumentName') return command.document === value;
  if (key === 'InvokedAfter') return command.requested > Date.parse(value);
  if (key === 'InvokedBefore') return command.requested < Date.parse(value);
  return true;
}

function commandNamed(account: Account, id: string): StoredCommand {
  const command = Object.hasOwn(stored(account), id) ? stored(account)[id] : undefined;
  if (command === undefined) throw new ServiceError('InvalidCommandId', `Command ${id} does not exist.`);
  return command;
}

export function listCommandInvocations(account: Account, input: ListCommandInvocationsRequest) {
  const { CommandId, InstanceId, Details = false, Filters = [] } = input;
  const commands = CommandId === undefined ? Object.values(stored(account)) : [commandNamed(account, CommandId)];
  const all = commands
    .filter((command) => Filters.every(({ key, value }) => key === 'Status' || passes(command, key ?? '', value ?? '')))
    .flatMap((command) => Object.values(command.invocations).map((invocation) => ({ command, invocation })))
    .filter(({ invocation }) => InstanceId === undefined || invocation.node === InstanceId)
    .filter(({ invocation }) => Filters.every(({ key, value }) => key !== 'Status' || invocation.status === value));
  const page = pageOf('ListCommandInvocations', all, input);
  return {
    CommandInvocations: page.items.map(({ command, invocation }) =>
      invocationOf(account, command, invocation, Details),
    ),
    NextToken: page.NextToken,
  };
}

function invocationOf(
  account: Account,
  command: StoredCommand,
  invocation: Invocation,
  details: boolean,
): CommandInvocation {
  return {
    CommandId: command.id,
    InstanceId: invocation.node,
    InstanceName: fleetOf(account)[invocation.node]?.name,
    Comment: command.comment,
    DocumentName: command.document,
    DocumentVersion: command.version,
    RequestedDateTime: new Date(invocation.requested),
    Status: invocation.status,
    StatusDetails: invocation.details,
    StandardOutputUrl: '',
    StandardErrorUrl: '',
    CommandPlugins: details ? (invocation.state?.steps ?? []).map((step) => pluginOf(step)) : [],
  };
}

function pluginOf(step: StepResult): CommandPlugin {
  return {
    Name: step.name,
    Status: (step.status === 'Skipped' ? 'Success' : step.status) as CommandPlugin['Status'],
    StatusDetails: step.status,
    ResponseCode: step.code,
    ResponseStartDateTime: step.started === undefined ? undefined : new Date(step.started),
    ResponseFinishDateTime: step.ended === undefined ? undefined : new Date(step.ended),
    Output: step.output,
    StandardOutputUrl: '',
    StandardErrorUrl: '',
  };
}

export function getCommandInvocation(account: Account, input: GetCommandInvocationRequest) {
  const { CommandId = '', InstanceId = '', PluginName } = input;
  const command = commandNamed(account, CommandId);
  const invocation = command.invocations[InstanceId];
  if (invocation === undefined)
    throw new ServiceError('InvocationDoesNotExist', 'The command was not sent to this node.');
  const steps = invocation.state?.steps ?? [];
  if (PluginName === undefined && steps.length > 1)
    throw new ServiceError('InvalidPluginName', 'The document has several steps: PluginName has to say which.');
  const step = PluginName === undefined ? steps[0] : steps.find(({ name }) => name === PluginName);
  if (PluginName !== undefined && step === undefined)
    throw new ServiceError('InvalidPluginName', `The plugin name ${PluginName} is not valid.`);
  return {
    CommandId,
    InstanceId,
    Comment: command.comment,
    DocumentName: command.document,
    DocumentVersion: command.version,
    PluginName: step?.name,
    ResponseCode: final.has(invocation.status) ? (step?.code ?? -1) : -1,
    ExecutionStartDateTime: iso(step?.started),
    ExecutionElapsedTime:
      step?.ended === undefined ? '' : `PT${((step.ended - (step.started ?? 0)) / 1000).toFixed(3)}S`,
    ExecutionEndDateTime: iso(step?.ended),
    Status: invocation.status,
    StatusDetails: invocation.details,
    StandardOutputContent: step?.stdout.slice(0, 24_000) ?? '',
    StandardOutputUrl: '',
    StandardErrorContent: step?.stderr.slice(0, 8_000) ?? '',
    StandardErrorUrl: '',
  };
}

function iso(at: number | undefined): string {
  return at === undefined ? '' : new Date(at).toISOString();
}

export function cancelCommand(account: Account, { CommandId = '', InstanceIds = [] }: CancelCommandRequest) {
  const command = commandNamed(account, CommandId);
  if (InstanceIds.length === 0) {
    command.cancelled = true;
    command.waiting = [];
  }
  for (const invocation of Object.values(command.invocations)) {
    if (final.has(invocation.status) || (InstanceIds.length > 0 && !InstanceIds.includes(invocation.node))) continue;
    invocation.cancelled = true;
    if (invocation.status === 'Pending') end(account, command, invocation, 'Cancelled', 'Cancelled');
    else {
      invocation.status = 'Cancelling';
      invocation.details = 'Cancelling';
    }
  }
  return {};
}
