/** Sends what a run file comes to, and makes the same again of a run that was. Free of `vscode`. */

import { randomUUID } from 'node:crypto';
import type { Clients } from '../aws/clients.ts';
import type { Connection } from '../aws/connection.ts';
import { automationRun, commandRun, isCommand, type Run } from './run.ts';
import { type Recognition, sendCommand } from './sendCommand.ts';
import type { RunRequest } from './targets.ts';

/** Sends it; the run as far as it is known then. Rejects with what the service says. */
export async function send(
  { ssm }: Pick<Clients, 'ssm'>,
  connection: Connection,
  request: RunRequest,
  recognition: Recognition,
): Promise<Run> {
  if (request.kind === 'command') return commandRun(connection, await sendCommand(ssm, request.input, recognition));
  // By the token the service knows the request again when it is sent anew.
  const input = { ...request.input, ClientToken: randomUUID() };
  const { AutomationExecutionId } = await ssm.startAutomationExecution(input);
  return automationRun(connection, {
    ...{ AutomationExecutionId, DocumentName: request.input.DocumentName, ExecutionStartTime: new Date() },
    AutomationExecutionStatus: 'Pending',
  });
}

/** What was sent for a run, to send it again. */
export function requestOf(run: Run): RunRequest {
  return isCommand(run) ? requestOfCommand(run.command) : requestOfAutomation(run.automation);
}

type Filled<T> = { [key in keyof T]: NonNullable<T[key]> };

/** Without what is empty, which the service would refuse or take for something. */
function filled<T extends object>(input: T): Filled<T> {
  const entries = Object.entries(input).filter(
    ([, value]) => value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0),
  );
  return Object.fromEntries(entries) as Filled<T>;
}

function requestOfCommand(command: Extract<Run, { command: unknown }>['command']): RunRequest {
  const { Targets = [], CloudWatchOutputConfig: config } = command;
  const { DocumentName = '', DocumentVersion, Parameters, InstanceIds, MaxConcurrency, MaxErrors, Comment } = command;
  const input = filled({
    ...{ DocumentName, DocumentVersion, Parameters, MaxConcurrency, MaxErrors, Comment },
    // With targets, the ids are what they came to at that time.
    ...(Targets.length > 0 ? { Targets } : { InstanceIds }),
    TimeoutSeconds: command.TimeoutSeconds,
    OutputS3BucketName: command.OutputS3BucketName,
    OutputS3KeyPrefix: command.OutputS3KeyPrefix,
    ...(config?.CloudWatchOutputEnabled && { CloudWatchOutputConfig: config }),
  });
  return { kind: 'command', input: input as Extract<RunRequest, { kind: 'command' }>['input'] };
}

function requestOfAutomation(automation: Extract<Run, { automation: unknown }>['automation']): RunRequest {
  const { DocumentName = '', DocumentVersion, TargetParameterName, Targets, MaxConcurrency, MaxErrors } = automation;
  const Parameters = 'Parameters' in automation ? automation.Parameters : undefined;
  const TargetLocations = 'TargetLocations' in automation ? automation.TargetLocations : undefined;
  const input = filled({
    ...{ DocumentName, DocumentVersion, Parameters, TargetParameterName, Targets },
    // Rates are of targets; without them the service refuses a rate.
    ...(TargetParameterName !== undefined && { MaxConcurrency, MaxErrors }),
    TargetLocations,
  });
  return { kind: 'automation', input: input as Extract<RunRequest, { kind: 'automation' }>['input'] };
}
