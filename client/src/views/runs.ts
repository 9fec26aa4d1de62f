/**
 * The Runs view: commands and automations of an account in one list, the newest first, page by page. Lists of the service are
 * merged: a page ends where one of them has to be asked again.
 */

import type { Event } from 'vscode';
import type { Connection } from '../aws/connection.ts';
import type { Connections } from '../aws/connections.ts';
import { filterWords, fits, isFiltered, type RunFilter } from '../runs/filter.ts';
import { queriesOf } from '../runs/queries.ts';
import { automationRun, commandRun, type Run } from '../runs/run.ts';
import type { RunStore } from '../runs/store.ts';
import { pathOf } from './elements.ts';
import { faultNode } from './lines.ts';
import { runNode } from './runNode.ts';
import type { Page, TreeNode, View } from './tree.ts';

const viewId = 'opswright.runs';
/** As many as the service gives at once. */
const pageSize = 50;

export interface RunsViewOptions {
  connections: Connections;
  store: RunStore;
  filter(): RunFilter;
  /** Fires when that is another one. */
  onFilter: Event<void>;
  /** Told of each run that a list has shown. */
  listed(run: Run): void;
}

export function runs(options: RunsViewOptions): View {
  return {
    id: viewId,
    onChange: options.onFilter,
    message: () => (isFiltered(options.filter()) ? `Only ${filterWords(options.filter())}` : undefined),
    root: (connection) => ({
      label: connection.id,
      empty: isFiltered(options.filter()) ? 'No such runs' : 'Nothing was run in the last 30 days',
      pages: () => merged(connection, options),
    }),
  };
}

/** One of the lists. */
interface Source {
  /** Of what it is a list, for a fault. */
  name: string;
  read(token: string | undefined): Promise<{ runs: Run[]; next: string | undefined }>;
  queue: Run[];
  token: string | undefined;
  ended: boolean;
}

function sourcesOf(connection: Connection, { connections, filter }: RunsViewOptions): Source[] {
  const { commands, automations } = queriesOf(filter());
  const source = (name: string, read: Source['read']): Source => ({
    ...{ name, read, queue: [], token: undefined, ended: false },
  });
  const chosen = <T>(Filters: readonly T[]) => (Filters.length === 0 ? {} : { Filters: [...Filters] });
  return [
    ...commands.map((filters) =>
      source('Commands', async (NextToken) => {
        const { ssm } = await connections.clients(connection);
        const answer = await ssm.listCommands({ MaxResults: pageSize, NextToken, ...chosen(filters) });
        return { runs: (answer.Commands ?? []).map((each) => commandRun(connection, each)), next: answer.NextToken };
      }),
    ),
    ...automations.map((filters) =>
      source('Automations', async (NextToken) => {
        const { ssm } = await connections.clients(connection);
        const answer = await ssm.describeAutomationExecutions({ MaxResults: pageSize, NextToken, ...chosen(filters) });
        const read = answer.AutomationExecutionMetadataList ?? [];
        // What another run has started stands below that one.
        const own = read.filter(({ ParentAutomationExecutionId }) => !ParentAutomationExecutionId);
        return { runs: own.map((each) => automationRun(connection, each)), next: answer.NextToken };
      }),
    ),
  ];
}

/** The lists in one. A list that cannot be read is told in a line, as long as another can. */
function merged(connection: Connection, options: RunsViewOptions): AsyncIterator<Page, void> {
  const { store, filter, listed } = options;
  const sources = sourcesOf(connection, options);
  const wanted = filter();
  /** Of which kind it was told that they cannot be read. */
  const told = new Set<string>();
  return {
    async next() {
      const nodes: TreeNode[] = [];
      const asked = sources.filter(({ queue, ended }) => queue.length === 0 && !ended);
      const results = await Promise.allSettled(asked.map(fill));
      const faults = results.flatMap((result, index) =>
        result.status === 'rejected' ? [{ source: asked[index], reason: result.reason }] : [],
      );
      if (faults.length > 0 && faults.length === sources.length) throw faults[0]?.reason;
      for (const { source, reason } of faults) {
        if (!source) continue;
        source.ended = true;
        if (!told.has(source.name)) nodes.push(faultLine(source.name, reason, connection));
        told.add(source.name);
      }
      while (sources.every(({ queue, ended }) => queue.length > 0 || ended)) {
        const [next] = sources.filter(({ queue }) => queue.length > 0).sort((a, b) => startOf(b) - startOf(a));
        const run = next?.queue.shift();
        if (!run) break;
        if (!fits(run, wanted)) continue;
        const known = store.take(run);
        listed(known);
        nodes.push(runNode(store, known.key, known));
      }
      const more = sources.some(({ queue, ended }) => queue.length > 0 || !ended);
      return { done: false, value: { nodes, more } };
    },
  };
}

async function fill(source: Source): Promise<void> {
  const { runs: read, next } = await source.read(source.token);
  source.queue = read;
  source.token = next;
  source.ended = next === undefined || next === '';
}

function startOf({ queue }: Source): number {
  return queue[0]?.started?.getTime() ?? 0;
}

function faultLine(name: string, error: unknown, { id }: Connection): TreeNode {
  const line = faultNode(error, pathOf(id), viewId);
  return { ...line, id: `(fault ${name})`, label: name, description: `${line.label} · ${line.description}` };
}
