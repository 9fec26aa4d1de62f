/**
 * What stands below a command: its nodes, the failed ones first, and their steps. What is known already is not asked for; of a
 * large command that is over only those are read that are shown, status by status.
 */

import type { CommandInvocation, CommandInvocationStatus, CommandPlugin } from '@aws-sdk/client-ssm';
import { MarkdownString } from 'vscode';
import { shortened } from '../format.ts';
import { durationWords, iconOf, isFinal, phaseOf, rankOf, statusWords } from '../runs/phase.ts';
import { type CommandRun, countsOf, isCommand, type Run, type RunKey } from '../runs/run.ts';
import type { RunStore } from '../runs/store.ts';
import type { Page, TreeNode } from './tree.ts';

const pageSize = 50;

/** The nodes of a command, page by page. */
export async function* commandPages(store: RunStore, key: RunKey, run: Run): AsyncGenerator<Page, void> {
  const known = store.get(key) ?? run;
  if (isCommand(known) && known.invocations) yield* sortedPages(key, known.invocations);
  else if (isCommand(known) && countsOf(known.command).all > pageSize) yield* pagesByStatus(store, known);
  else {
    const read = await store.read(key);
    yield* sortedPages(key, isCommand(read) ? (read.invocations ?? []) : []);
  }
}

function* sortedPages(key: RunKey, invocations: readonly CommandInvocation[]): Generator<Page, void> {
  const sorted = [...invocations].sort(
    (a, b) => rankOf(a.Status) - rankOf(b.Status) || nameOfNode(a).localeCompare(nameOfNode(b)),
  );
  for (let at = 0; at < sorted.length; at += pageSize) {
    const nodes = sorted.slice(at, at + pageSize).map((each) => nodeLine(key, each));
    yield { nodes, more: at + pageSize < sorted.length };
  }
}

/** One list of the service after the other, of the statuses that its counts leave possible. */
async function* pagesByStatus(store: RunStore, { key, command, status }: CommandRun): AsyncGenerator<Page, void> {
  const { all, done, failed } = countsOf(command);
  const statuses: CommandInvocationStatus[] = [
    ...(failed > 0 || command.DeliveryTimedOutCount ? (['Failed', 'TimedOut'] as const) : []),
    ...(isFinal(status) ? [] : (['InProgress', 'Pending', 'Delayed', 'Cancelling'] as const)),
    ...(phaseOf(status) === 'stopped' || done < all ? (['Cancelled'] as const) : []),
    ...(done > failed ? (['Success'] as const) : []),
  ];
  for (const [index, each] of statuses.entries()) {
    let token: string | undefined;
    do {
      const { nodes, next } = await store.nodes(key, each, token);
      token = next;
      yield {
        nodes: nodes.map((invocation) => nodeLine(key, invocation)),
        more: token !== undefined || index < statuses.length - 1,
      };
    } while (token !== undefined);
  }
}

function nameOfNode({ InstanceName, InstanceId = '' }: CommandInvocation): string {
  return InstanceName || InstanceId;
}

function nodeLine(key: RunKey, invocation: CommandInvocation): TreeNode {
  const { InstanceId = '', Status, StatusDetails, CommandPlugins = [] } = invocation;
  const name = nameOfNode(invocation);
  const failed = CommandPlugins.find((plugin) => phaseOf(plugin.Status) === 'failed');
  // "Undeliverable" says more than "timed out".
  const status = statusWords(StatusDetails && StatusDetails !== 'Success' ? StatusDetails : Status);
  const description = [
    name !== InstanceId && InstanceId,
    phaseOf(Status) === 'passed' ? undefined : status,
    failed?.ResponseCode !== undefined && failed.ResponseCode > 0 && `exit ${failed.ResponseCode}`,
  ];
  return {
    id: InstanceId,
    label: name,
    description: description.filter(Boolean).join(' · '),
    icon: iconOf(Status),
    spoken: status,
    context: `invocation ${phaseOf(Status)}`,
    subject: { run: { kind: key.kind, id: key.id }, node: InstanceId },
    empty: phaseOf(Status) === 'failed' ? `Nothing ran: ${status}` : 'Nothing has begun yet',
    children: () => CommandPlugins.map((plugin, index) => pluginLine(key, InstanceId, plugin, index)),
  };
}

function pluginLine(key: RunKey, node: string, plugin: CommandPlugin, index: number): TreeNode {
  const { Name = '', Status, ResponseCode, ResponseStartDateTime: from, ResponseFinishDateTime: to, Output } = plugin;
  const run = { kind: key.kind, id: key.id };
  const description = [
    phaseOf(Status) === 'passed' ? undefined : statusWords(plugin.StatusDetails ?? Status),
    ResponseCode !== undefined && ResponseCode > 0 && `exit ${ResponseCode}`,
    from && to && durationWords(to.getTime() - from.getTime()),
    preview(Output),
  ];
  return {
    id: `${index} ${Name}`,
    label: Name,
    description: description.filter(Boolean).join(' · '),
    icon: iconOf(Status),
    spoken: statusWords(Status),
    context: `plugin ${phaseOf(Status)}`,
    subject: { run, node, plugin: Name },
    command: {
      title: 'Show Output',
      command: 'opswright.showRunOutput',
      arguments: [{ connection: key.connection, run, node }],
    },
    ...(Output && { tooltip: outputTip(Output) }),
  };
}

/** The last line that says something: errors stand at the end. */
function preview(output = ''): string | undefined {
  const lines = output
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^-+(?:ERROR|Output truncated)-+$/.test(line));
  const last = lines.at(-1);
  return last && shortened(last, 100);
}

function outputTip(output: string): MarkdownString {
  const text = new MarkdownString();
  text.appendCodeblock(output.length > 1500 ? `…${output.slice(-1500)}` : output, 'text');
  return text;
}
