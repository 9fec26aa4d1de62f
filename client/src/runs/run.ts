/**
 * A run as this extension knows it: a command or an automation of an account, with what was read of it last. Plain data, in
 * the shapes of the service; free of `vscode`, so that tests need none.
 */

import type {
  AutomationExecution,
  AutomationExecutionMetadata,
  Command,
  CommandInvocation,
  StepExecution,
} from '@aws-sdk/client-ssm';
import type { Connection } from '../aws/connection.ts';
import { originOf } from './temporaryDocument.ts';

export type RunKind = 'command' | 'automation';

/** Which run is meant. */
export interface RunKey {
  readonly connection: Connection;
  readonly kind: RunKind;
  readonly id: string;
}

interface Known {
  readonly key: RunKey;
  readonly document: string;
  /** As the service says it, such as `InProgress`. */
  readonly status: string;
  readonly started?: Date;
  readonly ended?: Date;
  /** All of it was read after it had ended; it does not change any more. */
  readonly whole?: true;
  /** The service does not know it any more. */
  readonly gone?: true;
}

export interface CommandRun extends Known {
  readonly command: Command;
  /** One for each node that was asked; absent until somebody looked at them. */
  readonly invocations?: readonly CommandInvocation[];
}

export interface AutomationRun extends Known {
  readonly automation: AutomationExecution | AutomationExecutionMetadata;
  /** In the order in which they began; absent until somebody looked at them. */
  readonly steps?: readonly StepExecution[];
  /** Runs that it has started for its targets, or in its steps. */
  readonly children?: readonly AutomationExecutionMetadata[];
}

export type Run = CommandRun | AutomationRun;

/** What a person calls what was run: a document that was published for one run alone by the text that it was made from. */
export function titleOf({ document }: Pick<Run, 'document'>): string {
  return originOf(document) ?? document;
}

/** Names a run among all of a window. */
export function nameOf({ connection, kind, id }: RunKey): string {
  return `${connection.id} ${kind} ${id}`;
}

/** The name is that of a run of this connection. */
export function isOf(name: string, { id }: Connection): boolean {
  return name.startsWith(`${id} command `) || name.startsWith(`${id} automation `);
}

export function isCommand(run: Run): run is CommandRun {
  return 'command' in run;
}

export function commandRun(connection: Connection, command: Command): CommandRun {
  return {
    key: { connection, kind: 'command', id: command.CommandId ?? '' },
    document: command.DocumentName ?? '',
    status: command.Status ?? 'Pending',
    command,
    ...(command.RequestedDateTime && { started: command.RequestedDateTime }),
  };
}

export function automationRun(
  connection: Connection,
  automation: AutomationExecution | AutomationExecutionMetadata,
): AutomationRun {
  return {
    key: { connection, kind: 'automation', id: automation.AutomationExecutionId ?? '' },
    document: automation.DocumentName ?? '',
    status: automation.AutomationExecutionStatus ?? 'Pending',
    automation,
    ...(automation.ExecutionStartTime && { started: automation.ExecutionStartTime }),
    ...(automation.ExecutionEndTime && { ended: automation.ExecutionEndTime }),
  };
}

/** When a node ended, the last of its steps; undefined while it runs. */
export function endOf({ CommandPlugins = [] }: CommandInvocation): Date | undefined {
  const ends = CommandPlugins.flatMap(({ ResponseFinishDateTime }) => ResponseFinishDateTime ?? []);
  return ends.length === 0 ? undefined : new Date(Math.max(...ends.map(Number)));
}

/** How many nodes a command goes to, how many are done with it, and how many of those failed. */
export function countsOf({ TargetCount = 0, CompletedCount = 0, ErrorCount = 0 }: Command): {
  all: number;
  done: number;
  failed: number;
} {
  return { all: TargetCount, done: CompletedCount, failed: ErrorCount };
}
