/** When rules are evaluated: on request, on a change of a resource, by their own schedule; and how that went. */

import type {
  DescribeConfigRuleEvaluationStatusRequest,
  StartConfigRulesEvaluationRequest,
} from '@aws-sdk/client-config-service';
import type { Account } from '../account.ts';
import { ServiceError } from '../errors.ts';
import { emit } from '../events/emit.ts';
import { pageOf } from '../pages.ts';
import { type Change, evaluate, isInScope, typesOfRule } from './evaluate.ts';
import { recordItem } from './history.ts';
import { arnOfItem, itemNamed } from './items.ts';
import { namedRules, removeRule, rulesOf, type StoredRule, tokenError } from './rules.ts';

/** Milliseconds between two requests for a rule (API reference of `StartConfigRulesEvaluation`, `LimitExceededException`). */
const pause = 60_000;

export function startConfigRulesEvaluation(account: Account, { ConfigRuleNames }: StartConfigRulesEvaluationRequest) {
  const rules = namedRules(account, ConfigRuleNames);
  const busy = rules.find(({ rule }) => rule.ConfigRuleState !== 'ACTIVE');
  if (busy?.rule.ConfigRuleState === 'EVALUATING')
    throw new ServiceError('LimitExceededException', `The rule ${busy.rule.ConfigRuleName} is being evaluated.`);
  if (busy !== undefined)
    throw new ServiceError('ResourceInUseException', `The rule ${busy.rule.ConfigRuleName} is being deleted.`);
  const now = account.now();
  const early = rules.find(({ requested = -Infinity }) => now - requested < pause * account.settings.pace);
  if (early !== undefined)
    throw new ServiceError(
      'LimitExceededException',
      `An evaluation of the rule ${early.rule.ConfigRuleName} was started less than a minute ago.`,
    );
  for (const stored of rules) {
    const { rule } = stored;
    rule.ConfigRuleState = 'EVALUATING';
    stored.requested = now;
    account.later(3_000 + account.random() * 5_000, 'config.evaluate', rule.ConfigRuleName);
  }
  return {};
}

/** A resource has changed: Config records it a while later, and evaluates the rules that it concerns. */
export function resourceChanged(account: Account, type: string, id: string): void {
  account.later(4_000, 'config.changed', `${type} ${id}`);
}

export const evaluationJobs = {
  'config.evaluate': (account: Account, name: string): void => {
    const stored = rulesOf(account)[name];
    if (stored === undefined || stored.rule.ConfigRuleState === 'DELETING') return;
    tell(account, stored, evaluate(account, stored.rule, stored.findings));
    stored.rule.ConfigRuleState = 'ACTIVE';
  },
  'config.changed': (account: Account, about: string): void => {
    const [type = '', id = ''] = about.split(' ');
    recordItem(account, type, id);
    const item = itemNamed(account, type, id);
    for (const stored of Object.values(rulesOf(account))) {
      const { rule, findings } = stored;
      if (!typesOfRule(account, rule).includes(type)) continue;
      // What is gone breaks no rule.
      if (item === undefined) delete findings.broken[`${type} ${id}`];
      else if (isInScope(rule, item)) tell(account, stored, evaluate(account, rule, findings, item));
    }
  },
  'config.deleteRule': (account: Account, name: string): void => removeRule(account, name),
};

/** Sends an event for each resource whose compliance has changed, and has remediations that are automatic begun. */
function tell(account: Account, { rule, findings }: StoredRule, changes: readonly Change[]): void {
  const { accountId, region } = account.settings;
  const time = new Date(account.now()).toISOString();
  for (const { item, from, to } of changes)
    emit(account, {
      source: 'aws.config',
      type: 'Config Rules Compliance Change',
      resources: [arnOfItem(account, item)],
      detail: {
        resourceId: item.id,
        resourceType: item.type,
        awsRegion: region,
        awsAccountId: accountId,
        configRuleName: rule.ConfigRuleName,
        configRuleARN: rule.ConfigRuleArn ?? '',
        recordVersion: '1.0',
        messageType: 'ComplianceChangeNotification',
        notificationCreationTime: time,
        newEvaluationResult: { complianceType: to, resultRecordedTime: time },
        ...(from !== undefined && { oldEvaluationResult: { complianceType: from } }),
      },
    });
  if (Object.keys(findings.broken).length > 0)
    account.at(account.now(), 'config.remediateAutomatically', rule.ConfigRuleName);
}

export function describeConfigRuleEvaluationStatus(account: Account, input: DescribeConfigRuleEvaluationStatusRequest) {
  const all = namedRules(account, input.ConfigRuleNames);
  const request = { MaxResults: input.Limit || undefined, NextToken: input.NextToken };
  const page = pageOf('DescribeConfigRuleEvaluationStatus', all, request, 50, tokenError);
  return {
    ConfigRulesEvaluationStatus: page.items.map(({ rule, created, findings: { evaluated } }) => {
      const at = evaluated === undefined ? undefined : new Date(evaluated);
      return {
        ConfigRuleName: rule.ConfigRuleName,
        ConfigRuleArn: rule.ConfigRuleArn,
        ConfigRuleId: rule.ConfigRuleId,
        LastSuccessfulInvocationTime: at,
        LastSuccessfulEvaluationTime: at,
        FirstActivatedTime: new Date(created),
        FirstEvaluationStarted: at !== undefined,
      };
    }),
    NextToken: page.NextToken,
  };
}
