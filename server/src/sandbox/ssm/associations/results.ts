/**
 * What runs of associations did on nodes, and the sums of it. Reads the account alone, so that lists of nodes can ask it;
 * commands tell it what became of a node.
 */

import type { Account } from '../../account.ts';
import { chance } from '../../chance.ts';
import { answers, type Machine, managedNodes } from '../../fleet.ts';
import { isTargeted } from '../targets.ts';
import {
  associationsOf,
  type Execution,
  latestVersion,
  type Result,
  type ResultStatus,
  type StoredAssociation,
} from './store.ts';

/** A command that an association has sent has come to something on a node; `about` is the association and the run. */
export function recordResult(
  account: Account,
  about: string,
  resource: string,
  status: ResultStatus,
  details: string,
): void {
  const [id = '', execution = ''] = about.split(' ');
  const found = associationsOf(account)[id]?.executions.find((each) => each.id === execution);
  if (found !== undefined) found.results[resource] = { status, details, at: account.now() };
}

/** What a run did on a node; undefined for a node it has nothing to do with. */
export function resultOn(
  account: Account,
  association: StoredAssociation,
  execution: Execution,
  machine: Machine,
): Result | undefined {
  const own = execution.results[machine.id];
  if (own !== undefined) return own;
  if (execution.command !== undefined || execution.automation !== undefined || execution.fault !== undefined)
    return undefined;
  const { targets } =
    association.versions.find(({ version }) => version === execution.version) ?? latestVersion(association);
  return isTargeted(account, machine, targets) ? pastResult(account, association, execution, machine) : undefined;
}

/** Of a run before the account began. Each node is the same in all of them: what fails keeps failing. */
function pastResult(account: Account, { id }: StoredAssociation, { at }: Execution, machine: Machine): Result {
  const random = chance(account, id, machine.id);
  const [luck, seconds] = [random(), random() * 90];
  const ended = at + 1000 * (5 + seconds);
  if (!answers(machine)) return { status: 'Pending', details: 'Pending', at };
  return luck < 0.05
    ? { status: 'Failed', details: 'Failed', at: ended }
    : { status: 'Success', details: 'Success', at: ended };
}

/** All results of a run, by node or automation. */
export function resultsOf(account: Account, association: StoredAssociation, execution: Execution): [string, Result][] {
  if (execution.command !== undefined || execution.automation !== undefined || execution.fault !== undefined)
    return Object.entries(execution.results);
  return managedNodes(account).flatMap((machine): [string, Result][] => {
    const result = resultOn(account, association, execution, machine);
    return result === undefined ? [] : [[machine.id, result]];
  });
}

export function countsOf(results: readonly Result[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { status } of results) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

/** One status for many: what has failed counts most, then what is still to come. */
export function sumOf(counts: Readonly<Record<string, number>>): string {
  for (const status of ['Failed', 'TimedOut', 'Cancelled']) if ((counts[status] ?? 0) > 0) return 'Failed';
  if ((counts.InProgress ?? 0) > 0) return 'InProgress';
  const [all] = [Object.values(counts).reduce((sum, count) => sum + count, 0)];
  return all === 0 || (counts.Pending ?? 0) > 0 ? 'Pending' : 'Success';
}

export interface NodeResult {
  association: StoredAssociation;
  execution: Execution | undefined;
  result: Result;
}

/** The latest result of each association that has to do with a node. */
export function resultsOnNode(account: Account, machine: Machine): NodeResult[] {
  const found: NodeResult[] = [];
  for (const association of Object.values(associationsOf(account))) {
    const latest = latestOn(account, association, machine);
    if (latest !== undefined) found.push(latest);
  }
  return found;
}

function latestOn(account: Account, association: StoredAssociation, machine: Machine): NodeResult | undefined {
  const { executions } = association;
  for (let index = executions.length - 1; index >= 0; index--) {
    const execution = executions[index] as Execution;
    const result = resultOn(account, association, execution, machine);
    if (result !== undefined) return { association, execution, result };
  }
  const { targets, created } = latestVersion(association);
  return isTargeted(account, machine, targets)
    ? { association, execution: undefined, result: { status: 'Pending', details: 'Pending', at: created } }
    : undefined;
}

/** The associations of a node in one word; undefined for a node that has none. */
export function associationStatusOf(account: Account, machine: Machine): string | undefined {
  const results = resultsOnNode(account, machine).map(({ result }) => result);
  return results.length === 0 ? undefined : sumOf(countsOf(results));
}

/** What a list of nodes says of the associations of a node. */
export function associationFacts(account: Account, machine: Machine) {
  const results = resultsOnNode(account, machine).map(({ result }) => result);
  if (results.length === 0) return {};
  const counts = countsOf(results);
  const latest = (list: readonly Result[]): Date | undefined =>
    list.length === 0 ? undefined : new Date(Math.max(...list.map(({ at }) => at)));
  return {
    AssociationStatus: sumOf(counts),
    LastAssociationExecutionDate: latest(results),
    LastSuccessfulAssociationExecutionDate: latest(results.filter(({ status }) => status === 'Success')),
    AssociationOverview: { DetailedStatus: sumOf(counts), InstanceAssociationStatusAggregatedCount: counts },
  };
}
