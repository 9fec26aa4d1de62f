/**
 * "Remediate…": runs the remediation of a rule on a finding, on those that are selected, or on all. What will be run is shown
 * and confirmed first; what failed is said with its step.
 */

import type { RemediationConfiguration, RemediationExecutionStatus } from '@aws-sdk/client-config-service';
import { window } from 'vscode';
import type { Connection } from '../aws/connection.ts';
import { type Begun, failureOf, overBefore, overSince } from '../compliance/executions.ts';
import { waitFor } from '../compliance/waiting.ts';
import { remediationInputs } from '../compliance/words.ts';
import { count } from '../format.ts';
import { complianceView } from '../views/compliance.ts';
import type { ResourceKey } from '../views/complianceResources.ts';
import type { RuleSubject } from '../views/complianceRules.ts';
import type { Subject } from '../views/subject.ts';
import { evaluate } from './evaluateRule.ts';
import type { App, Command } from './index.ts';

/** So many resources fit into a request (API reference of `StartRemediationExecution`). */
const mostAtOnce = 100;
const patience = 30 * 60_000;

type Given = Subject & RuleSubject & Partial<ResourceKey>;

export const remediate: Command = {
  id: 'opswright.remediate',
  /** @param confirmed - for suites: asks nobody. */
  async run(app, given: Given, all?: Given[], confirmed = false) {
    const { connection, rule } = given;
    const chosen = (all ?? [given]).filter((each) => each.connection?.id === connection.id && each.rule !== undefined);
    if (chosen.some((each) => each.rule !== rule))
      throw new Error(
        'Several rules are selected, and each has a remediation of its own. Select findings of one rule.',
      );
    const { config } = await app.connections.clients(connection);
    const { RemediationConfigurations: [remediation] = [] } = await config.describeRemediationConfigurations({
      ConfigRuleNames: [rule],
    });
    if (!remediation)
      throw new Error(
        `The rule ${rule} has no remediation. In the console of AWS Config, Actions > Manage remediation adds one.`,
      );
    const findings = await findingsOf(app, given, chosen);
    if (findings.length === 0) throw new Error(`Nothing breaks the rule ${rule} now.`);
    if (!confirmed && !(await confirm(connection, rule, remediation, findings))) return;
    const before = overBefore(await statusesOf(app, connection, rule, findings));
    const started = await start(app, connection, rule, findings);
    try {
      if (await follow(app, connection, rule, started, before)) await evaluate(app, connection, [rule], 'wait');
    } finally {
      await app.trees.of(complianceView).refresh();
    }
  },
};

/** The findings that were meant: those that were given, or all of the rule. */
async function findingsOf({ connections }: App, { connection, rule }: Given, all: Given[]): Promise<ResourceKey[]> {
  const named = all.flatMap(({ type, id }) => (type !== undefined && id !== undefined ? [{ type, id }] : []));
  if (named.length > 0) return named;
  const found: ResourceKey[] = [];
  let NextToken: string | undefined;
  do {
    const { config } = await connections.clients(connection);
    const answer = await config.getComplianceDetailsByConfigRule({
      ConfigRuleName: rule,
      ComplianceTypes: ['NON_COMPLIANT'],
      Limit: 100,
      NextToken,
    });
    for (const { EvaluationResultIdentifier } of answer.EvaluationResults ?? []) {
      const { ResourceType: type, ResourceId: id } = EvaluationResultIdentifier?.EvaluationResultQualifier ?? {};
      if (type && id) found.push({ type, id });
    }
    NextToken = answer.NextToken;
  } while (NextToken);
  return found;
}

async function confirm(
  connection: Connection,
  rule: string,
  remediation: RemediationConfiguration,
  findings: ResourceKey[],
): Promise<boolean> {
  const [first] = findings;
  const inputs = remediationInputs(remediation.Parameters, first?.id ?? '');
  const shown = findings.slice(0, 10).map(({ id }) => `• ${id}`);
  if (findings.length > shown.length) shown.push(`… and ${findings.length - shown.length} more`);
  const what = count(findings.length, 'resource');
  const detail = [
    `${remediation.TargetId} runs on ${what} that ${findings.length === 1 ? 'breaks' : 'break'} ${rule}:`,
    ...shown,
    '',
    findings.length === 1 ? 'Its parameters:' : 'Its parameters, for the first of them:',
    ...Object.entries(inputs).map(([name, values]) => `${name}: ${values.join(', ')}`),
  ].join('\n');
  const answer = await window.showWarningMessage(
    `Remediate ${what} in ${connection.id}?`,
    { modal: true, detail },
    'Remediate',
  );
  return answer === 'Remediate';
}

/** Starts them, and gives back those that were started. Throws when none was. */
async function start(
  { connections, log }: App,
  connection: Connection,
  rule: string,
  findings: ResourceKey[],
): Promise<ResourceKey[]> {
  const refused: string[] = [];
  let words = '';
  for (const some of portions(findings)) {
    const { config } = await connections.clients(connection);
    const answer = await config.startRemediationExecution({ ConfigRuleName: rule, ResourceKeys: keysOf(some) });
    refused.push(...(answer.FailedItems ?? []).map(({ resourceType, resourceId }) => `${resourceType} ${resourceId}`));
    words = answer.FailureMessage ?? words;
  }
  if (refused.length === 0) return findings;
  const message = `${refused.length} of ${findings.length} remediations were not started. ${words}`.trim();
  const started = findings.filter(({ type, id }) => !refused.includes(`${type} ${id}`));
  if (started.length === 0) throw new Error(message);
  log.warn(`${message} ${refused.join(', ')}`);
  void window.showWarningMessage(message);
  return started;
}

async function statusesOf(
  { connections }: App,
  connection: Connection,
  rule: string,
  findings: ResourceKey[],
): Promise<RemediationExecutionStatus[]> {
  const found: RemediationExecutionStatus[] = [];
  for (const some of portions(findings)) {
    let NextToken: string | undefined;
    do {
      const { config } = await connections.clients(connection);
      const asked = { ConfigRuleName: rule, ResourceKeys: keysOf(some), NextToken };
      const answer = await config.describeRemediationExecutionStatus(asked);
      found.push(...(answer.RemediationExecutionStatuses ?? []));
      NextToken = answer.NextToken;
    } while (NextToken);
  }
  return found;
}

/** Waits for their ends, and tells them. False when some go on. */
async function follow(
  app: App,
  connection: Connection,
  rule: string,
  findings: ResourceKey[],
  before: Begun,
): Promise<boolean> {
  let over: RemediationExecutionStatus[] = [];
  const ended = await waitFor({
    title: `Remediating ${rule}`,
    limit: patience,
    async ask() {
      over = overSince(await statusesOf(app, connection, rule, findings), before);
      return over.length >= findings.length || `${over.length} of ${findings.length}`;
    },
  });
  const failed = over.filter(({ State: state }) => state === 'FAILED');
  for (const each of failed) app.log.warn(`Remediation of ${each.ResourceKey?.resourceId}: ${failureOf(each)}`);
  const [first] = failed;
  if (first)
    void window.showWarningMessage(
      `${failed.length} of ${findings.length} remediations failed. ${first.ResourceKey?.resourceId}: ${failureOf(first)}`,
    );
  else if (ended)
    void window.showInformationMessage(
      `${rule}: ${findings.length === 1 ? 'the resource was' : `${findings.length} resources were`} remediated.`,
    );
  if (!ended)
    void window.showInformationMessage(
      `${count(findings.length - over.length, 'remediation')} of ${rule} still under way. Refresh the view later to see what they changed.`,
    );
  return ended;
}

function portions(findings: readonly ResourceKey[]): ResourceKey[][] {
  const count = Math.ceil(findings.length / mostAtOnce);
  return Array.from({ length: count }, (_, at) => findings.slice(at * mostAtOnce, (at + 1) * mostAtOnce));
}

function keysOf(findings: readonly ResourceKey[]) {
  return findings.map(({ type, id }) => ({ resourceType: type as never, resourceId: id }));
}
