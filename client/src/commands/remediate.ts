/**
 * "Remediate…": runs the remediation of a rule on a finding, on those that are selected, or on all. What will be run is shown
 * and confirmed first; what failed is said with its step.
 */

import type { RemediationConfiguration, RemediationExecutionStatus } from '@aws-sdk/client-config-service';
import { window } from 'vscode';
import type { Connection } from '../aws/connection.ts';
import { waitFor } from '../compliance/waiting.ts';
import { remediationInputs } from '../compliance/words.ts';
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
    const { config } = await app.connections.clients(connection);
    const { RemediationConfigurations: [remediation] = [] } = await config.describeRemediationConfigurations({
      ConfigRuleNames: [rule],
    });
    if (!remediation) throw new Error(`The rule ${rule} has no remediation. PutRemediationConfigurations adds one.`);
    const findings = await findingsOf(app, given, all ?? [given]);
    if (findings.length === 0) throw new Error(`Nothing breaks the rule ${rule} now.`);
    if (!confirmed && !(await confirm(connection, rule, remediation, findings))) return;
    await start(app, connection, rule, findings);
    await follow(app, connection, rule, findings);
    await evaluate(app, connection, [rule]);
    await app.trees.of(complianceView).refresh();
  },
};

/** The findings that were meant: those that were given, or all of the rule. */
async function findingsOf({ connections }: App, { connection, rule }: Given, all: Given[]): Promise<ResourceKey[]> {
  const named = all.flatMap(({ type, id, rule: of }) =>
    type !== undefined && id !== undefined && of === rule ? [{ type, id }] : [],
  );
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
  const what = findings.length === 1 ? '1 resource' : `${findings.length} resources`;
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

async function start(
  { connections }: App,
  connection: Connection,
  rule: string,
  findings: ResourceKey[],
): Promise<void> {
  for (let from = 0; from < findings.length; from += mostAtOnce) {
    const { config } = await connections.clients(connection);
    const { FailedItems: failed = [], FailureMessage: message } = await config.startRemediationExecution({
      ConfigRuleName: rule,
      ResourceKeys: keysOf(findings.slice(from, from + mostAtOnce)),
    });
    if (failed.length > 0) throw new Error(`${failed.length} remediations were not started. ${message ?? ''}`.trim());
  }
}

async function follow(
  { connections, log }: App,
  connection: Connection,
  rule: string,
  findings: ResourceKey[],
): Promise<void> {
  let last: RemediationExecutionStatus[] = [];
  const ended = await waitFor({
    title: `Remediating ${rule}`,
    limit: patience,
    async ask() {
      last = [];
      for (let from = 0; from < findings.length; from += mostAtOnce) {
        const { config } = await connections.clients(connection);
        const { RemediationExecutionStatuses: some = [] } = await config.describeRemediationExecutionStatus({
          ConfigRuleName: rule,
          ResourceKeys: keysOf(findings.slice(from, from + mostAtOnce)),
        });
        last.push(...some);
      }
      const open = last.filter(({ State: state }) => state === 'QUEUED' || state === 'IN_PROGRESS');
      return (open.length === 0 && last.length > 0) || `${last.length - open.length} of ${findings.length}`;
    },
  });
  const failed = last.filter(({ State: state }) => state === 'FAILED');
  for (const each of failed) log.warn(`Remediation of ${each.ResourceKey?.resourceId}: ${failureOf(each)}`);
  const [first] = failed;
  if (first)
    void window.showWarningMessage(
      `${failed.length} of ${findings.length} remediations failed. ${first.ResourceKey?.resourceId}: ${failureOf(first)}`,
    );
  else if (ended)
    void window.showInformationMessage(
      `${rule}: ${findings.length === 1 ? 'the resource was' : `${findings.length} resources were`} remediated.`,
    );
}

function failureOf({ StepDetails: steps = [] }: RemediationExecutionStatus): string {
  const step = steps.find(({ State: state }) => state === 'FAILED');
  return step ? `${step.Name}: ${step.ErrorMessage ?? 'failed'}` : 'failed';
}

function keysOf(findings: readonly ResourceKey[]) {
  return findings.map(({ type, id }) => ({ resourceType: type as never, resourceId: id }));
}
