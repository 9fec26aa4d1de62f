/**
 * What is asked of the service about runs, in as few requests as it allows: many runs at once where only their state is
 * wanted. Free of `vscode`.
 */

import type {
  AutomationExecution,
  AutomationExecutionMetadata,
  Command,
  CommandInvocation,
  CommandInvocationStatus,
  SSM,
  StepExecution,
} from '@aws-sdk/client-ssm';

/** The operations that are used; an object of the SDK, or one that a test has made. */
export type RunReads = Pick<
  SSM,
  | 'listCommands'
  | 'listCommandInvocations'
  | 'describeAutomationExecutions'
  | 'describeAutomationStepExecutions'
  | 'getAutomationExecution'
>;

/** Counts the requests of one look, with those that were refused and sent again. */
export interface Meter {
  requests: number;
  refused: number;
}

interface Answered {
  $metadata?: { attempts?: number };
}

async function metered<T extends Answered>(meter: Meter, call: Promise<T>): Promise<T> {
  const answer = await call;
  const { attempts = 1 } = answer.$metadata ?? {};
  meter.requests += attempts;
  meter.refused += attempts - 1;
  return answer;
}

/** As many as the service gives at once. */
const pageSize = 50;
/** As many values as a filter takes. */
const mostIds = 10;

/** The newest commands, the newest first. */
export async function newestCommands(ssm: RunReads, meter: Meter): Promise<Command[]> {
  return (await metered(meter, ssm.listCommands({ MaxResults: pageSize }))).Commands ?? [];
}

export async function newestAutomations(ssm: RunReads, meter: Meter): Promise<AutomationExecutionMetadata[]> {
  const answer = await metered(meter, ssm.describeAutomationExecutions({ MaxResults: pageSize }));
  return answer.AutomationExecutionMetadataList ?? [];
}

/**
 * Commands by id: several with one request as long as they are among the newest. What the service does not know is left out.
 *
 * @param newest - where they were just read.
 */
export async function commandsById(
  ssm: RunReads,
  ids: readonly string[],
  meter: Meter,
  newest?: readonly Command[],
): Promise<Map<string, Command>> {
  const found = new Map<string, Command>();
  const take = (commands: readonly Command[]) => {
    for (const command of commands) if (command.CommandId !== undefined) found.set(command.CommandId, command);
  };
  take(newest ?? (ids.length > 1 ? await newestCommands(ssm, meter) : []));
  for (const id of ids) {
    if (found.has(id)) continue;
    try {
      take((await metered(meter, ssm.listCommands({ CommandId: id }))).Commands ?? []);
    } catch (error) {
      if (!isGone(error)) throw error;
    }
  }
  return found;
}

/** Automations by id, ten with one request. @param newest - where the newest were just read. */
export async function automationsById(
  ssm: RunReads,
  ids: readonly string[],
  meter: Meter,
  newest: readonly AutomationExecutionMetadata[] = [],
): Promise<Map<string, AutomationExecutionMetadata>> {
  const found = new Map<string, AutomationExecutionMetadata>();
  const take = (automations: readonly AutomationExecutionMetadata[]) => {
    for (const each of automations)
      if (each.AutomationExecutionId !== undefined) found.set(each.AutomationExecutionId, each);
  };
  take(newest);
  const others = ids.filter((id) => !found.has(id));
  for (let at = 0; at < others.length; at += mostIds) {
    const Filters = [{ Key: 'ExecutionId' as const, Values: others.slice(at, at + mostIds) }];
    const answer = await metered(meter, ssm.describeAutomationExecutions({ Filters, MaxResults: pageSize }));
    take(answer.AutomationExecutionMetadataList ?? []);
  }
  return found;
}

/** Where reading the nodes of a command has come to; it goes on from there after a fault. */
export interface Reading {
  read: CommandInvocation[];
  token?: string;
}

/** All nodes of a command with what they printed. @param reading - empty at first; filled while it is read. */
export async function invocationsOf(
  ssm: RunReads,
  CommandId: string,
  reading: Reading,
  meter: Meter,
): Promise<CommandInvocation[]> {
  do {
    const { token } = reading;
    const NextToken = token === undefined ? {} : { NextToken: token };
    const answer = await metered(
      meter,
      ssm.listCommandInvocations({ CommandId, Details: true, MaxResults: pageSize, ...NextToken }),
    );
    reading.read.push(...(answer.CommandInvocations ?? []));
    if (answer.NextToken) reading.token = answer.NextToken;
    else delete reading.token;
  } while (reading.token !== undefined);
  return reading.read;
}

export interface NodesPage {
  nodes: readonly CommandInvocation[];
  next: string | undefined;
}

/** A page of the nodes of a command that have this status. */
export async function invocationsWith(
  ssm: RunReads,
  CommandId: string,
  status: CommandInvocationStatus,
  NextToken: string | undefined,
): Promise<NodesPage> {
  const Filters = [{ key: 'Status' as const, value: status }];
  const answer = await ssm.listCommandInvocations({
    CommandId,
    Details: true,
    MaxResults: pageSize,
    Filters,
    NextToken,
  });
  return { nodes: answer.CommandInvocations ?? [], next: answer.NextToken || undefined };
}

export interface AutomationParts {
  automation: AutomationExecution;
  steps: StepExecution[];
  children: AutomationExecutionMetadata[];
}

/** An automation with its steps, and the runs that it has started where it runs for many targets; undefined for one that is gone. */
export async function automationWithSteps(
  ssm: RunReads,
  AutomationExecutionId: string,
  meter: Meter,
): Promise<AutomationParts | undefined> {
  try {
    const answer = await metered(meter, ssm.getAutomationExecution({ AutomationExecutionId }));
    const automation = answer.AutomationExecution ?? {};
    const steps = automation.StepExecutionsTruncated
      ? await allSteps(ssm, AutomationExecutionId, meter)
      : (automation.StepExecutions ?? []);
    const fansOut = automation.TargetParameterName !== undefined || (automation.TargetLocations ?? []).length > 0;
    const calls = steps.some(({ Action }) => Action === 'aws:executeAutomation');
    const children = fansOut || calls ? await childrenOf(ssm, AutomationExecutionId, meter) : [];
    return { automation, steps, children };
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}

async function allSteps(ssm: RunReads, AutomationExecutionId: string, meter: Meter): Promise<StepExecution[]> {
  const steps: StepExecution[] = [];
  let token: string | undefined;
  do {
    const page = { AutomationExecutionId, MaxResults: pageSize, ...(token !== undefined && { NextToken: token }) };
    const answer = await metered(meter, ssm.describeAutomationStepExecutions(page));
    steps.push(...(answer.StepExecutions ?? []));
    token = answer.NextToken || undefined;
  } while (token !== undefined);
  return steps;
}

async function childrenOf(ssm: RunReads, id: string, meter: Meter): Promise<AutomationExecutionMetadata[]> {
  const children: AutomationExecutionMetadata[] = [];
  let token: string | undefined;
  do {
    const Filters = [{ Key: 'ParentExecutionId' as const, Values: [id] }];
    const page = { Filters, MaxResults: pageSize, ...(token !== undefined && { NextToken: token }) };
    const answer = await metered(meter, ssm.describeAutomationExecutions(page));
    children.push(...(answer.AutomationExecutionMetadataList ?? []));
    token = answer.NextToken || undefined;
  } while (token !== undefined);
  return children;
}

function isGone(error: unknown): boolean {
  return (
    error instanceof Error &&
    ['InvalidCommandId', 'AutomationExecutionNotFoundException', 'InvalidCommandIdException'].includes(error.name)
  );
}
