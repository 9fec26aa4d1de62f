/** Targets of event rules: put, listed and removed. */

import type { ListTargetsByRuleRequest, PutTargetsRequest, RemoveTargetsRequest } from '@aws-sdk/client-eventbridge';
import type { Account } from '../account.ts';
import { ServiceError } from '../errors.ts';
import { pageOf } from '../pages.ts';
import { ruleNamed, tokenError } from './rules.ts';

const mostTargets = 5;

export function putTargets(account: Account, { Rule = '', EventBusName, Targets = [] }: PutTargetsRequest) {
  const rule = ruleNamed(account, Rule, EventBusName);
  const wrong = Targets.find(
    ({ Input, InputPath, InputTransformer }) =>
      [Input, InputPath, InputTransformer].filter((each) => each !== undefined).length > 1,
  );
  if (wrong !== undefined)
    throw new ServiceError(
      'ValidationException',
      `Only one of Input, InputPath or InputTransformer may be provided for target ${wrong.Id}.`,
    );
  const bad = Targets.find(({ Arn }) => !/^arn:[^:]+:[^:]+:/.test(Arn ?? ''));
  if (bad !== undefined)
    throw new ServiceError(
      'ValidationException',
      `Parameter ${bad.Arn} is not valid. Reason: Provided Arn is not in correct format.`,
    );
  const kept = rule.targets.filter(({ Id }) => !Targets.some((target) => target.Id === Id));
  if (kept.length + Targets.length > mostTargets)
    throw new ServiceError(
      'LimitExceededException',
      `The requested resource exceeds the maximum number allowed: ${mostTargets} targets per rule.`,
    );
  rule.targets = [...kept, ...Targets];
  return { FailedEntryCount: 0, FailedEntries: [] };
}

export function listTargetsByRule(account: Account, input: ListTargetsByRuleRequest) {
  const rule = ruleNamed(account, input.Rule ?? '', input.EventBusName);
  const request = { MaxResults: input.Limit, NextToken: input.NextToken };
  const page = pageOf(`ListTargetsByRule ${rule.bus} ${rule.name}`, rule.targets, request, 100, tokenError);
  return { Targets: page.items, NextToken: page.NextToken };
}

export function removeTargets(account: Account, { Rule = '', EventBusName, Ids = [] }: RemoveTargetsRequest) {
  const rule = ruleNamed(account, Rule, EventBusName);
  const missing = Ids.filter((id) => !rule.targets.some(({ Id }) => Id === id));
  rule.targets = rule.targets.filter(({ Id }) => !Ids.includes(Id ?? ''));
  return {
    FailedEntryCount: missing.length,
    FailedEntries: missing.map((TargetId) => ({
      TargetId,
      ErrorCode: 'ResourceNotFoundException',
      ErrorMessage: `Target ${TargetId} does not exist on rule ${Rule}.`,
    })),
  };
}
