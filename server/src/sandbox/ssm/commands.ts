/** The operations of Run Command: sending, listing, reading what a node printed, and calling off. */

import type {
  CancelCommandRequest,
  Command,
  CommandInvocation,
  CommandPlugin,
  GetCommandInvocationRequest,
  ListCommandInvocationsRequest,
  ListCommandsRequest,
  SendCommandRequest,
} from '@aws-sdk/client-ssm';
import type { StepResult } from '../../simulator/index.ts';
import type { Account } from '../account.ts';
import { ServiceError } from '../errors.ts';
import { fleetOf } from '../fleet.ts';
import { pageOf } from '../pages.ts';
import { end, send, stopScript } from './commandDriver.ts';
import {
  commandNamed,
  commandsOf,
  finalInvocations,
  type Invocation,
  isOver,
  overall,
  type StoredCommand,
  totals,
} from './commandStore.ts';

export function sendCommand(account: Account, input: SendCommandRequest): { Command: Command } {
  return { Command: commandOf(send(account, input)) };
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
    OutputS3KeyPrefix: command.keyPrefix ?? '',
    CloudWatchOutputConfig: {
      CloudWatchLogGroupName: command.logGroup ?? '',
      CloudWatchOutputEnabled: command.logGroup !== undefined,
    },
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
  const all = Object.values(commandsOf(account))
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
  if (key === 'ExecutionStage') return isOver(command) === (value === 'Complete');
  if (key === 'InvokedAfter') return command.requested > Date.parse(value);
  if (key === 'InvokedBefore') return command.requested < Date.parse(value);
  return true;
}

export function listCommandInvocations(account: Account, input: ListCommandInvocationsRequest) {
  const { CommandId, InstanceId, Details = false, Filters = [] } = input;
  const commands = CommandId === undefined ? Object.values(commandsOf(account)) : [commandNamed(account, CommandId)];
  const all = commands
    .filter((command) => Filters.every(({ key, value }) => key === 'Status' || passes(command, key ?? '', value ?? '')))
    .flatMap((command) => Object.values(command.invocations).map((invocation) => ({ command, invocation })))
    .filter(({ invocation }) => InstanceId === undefined || invocation.node === InstanceId)
    .filter(({ invocation }) => Filters.every(({ key, value }) => key !== 'Status' || invocation.status === value))
    .sort((a, b) => b.invocation.requested - a.invocation.requested);
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
    ResponseCode: finalInvocations.has(invocation.status) ? (step?.code ?? -1) : -1,
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
    if (finalInvocations.has(invocation.status) || (InstanceIds.length > 0 && !InstanceIds.includes(invocation.node)))
      continue;
    invocation.cancelled = true;
    if (invocation.status === 'Pending') end(account, command, invocation, 'Cancelled', 'Cancelled');
    else {
      invocation.status = 'Cancelling';
      invocation.details = 'Cancelling';
      stopScript(invocation);
    }
  }
  return {};
}
