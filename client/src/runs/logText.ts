/** Runs as text: what a command printed, node by node, and what an automation did, step by step. Free of `vscode`. */

import type { CommandInvocation, CommandPlugin, StepExecution } from '@aws-sdk/client-ssm';
import type { FoundOutput } from './fullOutput.ts';
import { durationWords, isFinal, phaseOf, rankOf, statusWords } from './phase.ts';
import { type AutomationRun, type CommandRun, countsOf } from './run.ts';

/** The whole output of a step on a node, where it was fetched; or why what the list has ends early. */
export type FullOutputs = (node: string, plugin: string) => FoundOutput | undefined;

/** @param node - one of its nodes; all of them when absent. */
export function commandText(run: CommandRun, full: FullOutputs, node?: string): string {
  const { command, invocations = [], status, started } = run;
  const { all, done, failed } = countsOf(command);
  const counts = isFinal(status) ? `${failed} of ${all} failed` : `${done} of ${all} done`;
  const chosen = invocations
    .filter(({ InstanceId }) => node === undefined || InstanceId === node)
    .sort((a, b) => rankOf(a.Status) - rankOf(b.Status) || nameOfNode(a).localeCompare(nameOfNode(b)));
  return ended([
    `Command ${run.key.id}: ${run.document}, ${statusWords(status)}, ${counts}`,
    ...(command.Comment ? [command.Comment] : []),
    ...(started ? [`Started ${started.toLocaleString()}`] : []),
    ...valueLines(command.Parameters, ''),
    ...chosen.flatMap((each) => ['', ...nodeLines(each, full)]),
    ...(chosen.length === 0 ? ['', isFinal(status) ? 'No node was asked.' : 'Nothing has begun yet.'] : []),
    ...(isFinal(status) ? [] : ['', '… still running']),
  ]);
}

function nameOfNode({ InstanceName, InstanceId = '' }: CommandInvocation): string {
  return InstanceName || InstanceId;
}

function nodeLines(invocation: CommandInvocation, full: FullOutputs): string[] {
  const { InstanceId = '', StatusDetails, Status, CommandPlugins = [] } = invocation;
  const name = nameOfNode(invocation);
  const who = name === InstanceId ? InstanceId : `${name} (${InstanceId})`;
  const ran = CommandPlugins.filter(({ Status: status }) => status !== 'Pending');
  return [
    `=== ${who}: ${statusWords(StatusDetails || Status)}`,
    ...ran.flatMap((plugin) => pluginLines(plugin, full(InstanceId, plugin.Name ?? ''))),
  ];
}

function pluginLines(plugin: CommandPlugin, full: FoundOutput | undefined): string[] {
  const { Name, Status, ResponseCode, ResponseStartDateTime: from, ResponseFinishDateTime: to, Output = '' } = plugin;
  const facts = [
    statusWords(Status),
    ResponseCode !== undefined && isFinal(Status) && `exit code ${ResponseCode}`,
    from && to && durationWords(to.getTime() - from.getTime()),
  ];
  const printed =
    full?.stdout !== undefined
      ? [...linesOf(full.stdout), ...(full.stderr ? ['--- standard error', ...linesOf(full.stderr)] : [])]
      : linesOf(Output);
  return [`--- ${Name}: ${facts.filter(Boolean).join(', ')}`, ...printed, ...(full?.cut ? [`[${full.cut}]`] : [])];
}

/** @param inside - the steps alone, for a run inside of another. */
export function automationText(run: AutomationRun): string {
  const { automation, steps = [], children = [], status, started, ended: end } = run;
  const took = started && end && `, took ${durationWords(end.getTime() - started.getTime())}`;
  return ended([
    `Automation ${run.key.id}: ${run.document} version ${automation.DocumentVersion ?? '?'}, ${statusWords(status)}${took ?? ''}`,
    ...(started
      ? [`Started ${started.toLocaleString()}${automation.ExecutedBy ? ` by ${automation.ExecutedBy}` : ''}`]
      : []),
    ...valueLines('Parameters' in automation ? automation.Parameters : undefined, ''),
    ...steps.flatMap((step) => ['', ...stepLines(step)]),
    ...(children.length > 0 ? ['', '=== Automations that it has started'] : []),
    ...children.map(
      (child) =>
        `${child.Target || child.DocumentName} (${child.AutomationExecutionId}): ${statusWords(child.AutomationExecutionStatus)}${child.FailureMessage ? `: ${child.FailureMessage}` : ''}`,
    ),
    ...(automation.FailureMessage ? ['', '=== Failure', ...linesOf(automation.FailureMessage)] : []),
    ...headed('=== Outputs', valueLines(automation.Outputs, '')),
    ...(isFinal(status) ? [] : ['', '… still running']),
  ]);
}

function stepLines(step: StepExecution): string[] {
  const {
    StepName,
    Action,
    StepStatus,
    ExecutionStartTime: from,
    ExecutionEndTime: to,
    ParentStepDetails: loop,
  } = step;
  const facts = [
    Action,
    statusWords(StepStatus),
    from && `at ${from.toLocaleTimeString()}`,
    from && to && `took ${durationWords(to.getTime() - from.getTime())}`,
  ];
  const where = loop?.Iteration === undefined ? '' : `${loop.StepName} ${loop.Iteration}: `;
  return [
    `=== ${where}${StepName}: ${facts.filter(Boolean).join(', ')}`,
    ...headed('Inputs', valueLines(step.Inputs, '  '), false),
    ...headed('Outputs', valueLines(step.Outputs, '  '), false),
    ...(step.FailureMessage && phaseOf(StepStatus) !== 'passed'
      ? ['Failure', ...linesOf(step.FailureMessage).map((line) => `  ${line}`)]
      : []),
  ];
}

function headed(title: string, lines: readonly string[], apart = true): string[] {
  return lines.length === 0 ? [] : [...(apart ? [''] : []), title, ...lines];
}

/** `name: value`, with what has several lines set below its name. */
function valueLines(values: Readonly<Record<string, string | string[]>> = {}, indent: string): string[] {
  return Object.entries(values).flatMap(([name, value]) => {
    const lines = (typeof value === 'string' ? [value] : value).flatMap(linesOf);
    if (lines.length <= 1) return [`${indent}${name}: ${lines[0] ?? ''}`];
    return [`${indent}${name}:`, ...lines.map((line) => `${indent}  ${line}`)];
  });
}

function linesOf(text: string): string[] {
  const lines = text.split(/\r?\n/);
  while (lines.length > 0 && lines.at(-1)?.trim() === '') lines.pop();
  return lines;
}

function ended(lines: readonly string[]): string {
  return `${lines.join('\n')}\n`;
}
