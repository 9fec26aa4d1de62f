/** Puts, describes and deletes remediations, and starts them: an Automation for each resource. */

import type {
  DeleteRemediationConfigurationRequest,
  DescribeRemediationConfigurationsRequest,
  PutRemediationConfigurationsRequest,
  StartRemediationExecutionRequest,
} from '@aws-sdk/client-config-service';
import type { Account } from '../account.ts';
import { ServiceError } from '../errors.ts';
import { itemNamed } from './items.ts';
import { begin, isUnderWay } from './remediationRuns.ts';
import { filled, type Remediation, remediationsOf } from './remediations.ts';
import { refuseFaults, ruleNamed } from './rules.ts';

export function putRemediationConfigurations(account: Account, input: PutRemediationConfigurationsRequest) {
  refuseFaults(account, input, 'remediation', 'InvalidParameterValueException');
  const given = (input.RemediationConfigurations ?? []) as Remediation[];
  for (const { ConfigRuleName } of given) ruleNamed(account, ConfigRuleName);
  const stored = remediationsOf(account);
  for (const each of given) stored[each.ConfigRuleName] = filled(account, each);
  return { FailedBatches: [] };
}

export function describeRemediationConfigurations(
  account: Account,
  { ConfigRuleNames = [] }: DescribeRemediationConfigurationsRequest,
) {
  const stored = remediationsOf(account);
  return { RemediationConfigurations: ConfigRuleNames.flatMap((name) => own(stored, name) ?? []) };
}

function own(stored: Record<string, Remediation>, name: string): Remediation | undefined {
  return Object.hasOwn(stored, name) ? stored[name] : undefined;
}

/** The remediation of a rule. Throws for a rule that has none. */
export function remediationOf(account: Account, name: string): Remediation {
  const found = own(remediationsOf(account), name);
  if (found !== undefined) return found;
  throw new ServiceError(
    'NoSuchRemediationConfigurationException',
    `The rule ${name} has no remediation configuration.`,
  );
}

export function deleteRemediationConfiguration(
  account: Account,
  { ConfigRuleName = '' }: DeleteRemediationConfigurationRequest,
) {
  remediationOf(account, ConfigRuleName);
  if (isUnderWay(account, ConfigRuleName))
    throw new ServiceError('RemediationInProgressException', `A remediation of ${ConfigRuleName} is in progress.`);
  delete remediationsOf(account)[ConfigRuleName];
  return {};
}

export function startRemediationExecution(account: Account, input: StartRemediationExecutionRequest) {
  const { ConfigRuleName = '', ResourceKeys = [] } = input;
  remediationOf(account, ConfigRuleName);
  const unknown = ResourceKeys.filter(
    ({ resourceType = '', resourceId = '' }) => itemNamed(account, resourceType, resourceId) === undefined,
  );
  for (const key of ResourceKeys)
    if (!unknown.includes(key)) begin(account, ConfigRuleName, key.resourceType ?? '', key.resourceId ?? '');
  return unknown.length === 0
    ? { FailedItems: [] }
    : { FailureMessage: 'Some of the resources are not recorded by AWS Config.', FailedItems: unknown };
}
