/** The results of evaluations, as the operations on compliance show them. */

import type { ComplianceContributorCount, ComplianceType, EvaluationResult } from '@aws-sdk/client-config-service';
import type { Account } from '../account.ts';
import { type Finding, type Judge, judgeOf, keyOf, scopeOfRule } from './evaluate.ts';
import type { Item } from './items.ts';
import type { StoredRule } from './rules.ts';
import { unconcerned } from './verdicts.ts';

export interface Result {
  rule: StoredRule;
  item: Item;
  compliance: 'COMPLIANT' | 'NON_COMPLIANT';
  finding: Finding | undefined;
  evaluated: number;
}

/** The results of a rule; none before it was evaluated. Resources that break it come first. */
export function* resultsOf(account: Account, rule: StoredRule, wanted?: Wanted): Generator<Result, void> {
  // A rule is read once for all the resources of a fleet.
  const judge = judgeOf(account, rule.rule, rule.findings);
  const found = (item: Item) => resultOf(account, rule, item, judge);
  if (wanted?.('NON_COMPLIANT') ?? true)
    for (const item of brokenBy(account, rule)) {
      const result = found(item);
      if (result?.finding !== undefined) yield result;
    }
  if (wanted?.('COMPLIANT') ?? true)
    for (const item of scopeOfRule(account, rule.rule)) {
      const result = found(item);
      if (result !== undefined && result.finding === undefined) yield result;
    }
}

/** Which kinds of compliance are asked for. */
export type Wanted = (compliance: Result['compliance']) => boolean;

/** Where little is broken there is no need to look through the fleet for it. */
function* brokenBy(account: Account, rule: StoredRule): Generator<Item, void> {
  const left = new Set(Object.keys(rule.findings.broken));
  if (left.size === 0) return;
  for (const item of scopeOfRule(account, rule.rule)) {
    if (left.delete(keyOf(item))) yield item;
    if (left.size === 0) return;
  }
}

/**
 * How a resource in the scope of a rule was found; undefined where the rule does not concern it or has not seen it. `key` is
 * that of the resource, where it is known.
 */
export function resultOf(
  account: Account,
  rule: StoredRule,
  item: Item,
  judge: Judge = judgeOf(account, rule.rule, rule.findings),
  key = keyOf(item),
): Result | undefined {
  const { evaluated, broken } = rule.findings;
  if (evaluated === undefined) return undefined;
  const finding = broken[key];
  if (finding === undefined && (item.created > evaluated || judge(item) === unconcerned)) return undefined;
  return { rule, item, compliance: finding === undefined ? 'COMPLIANT' : 'NON_COMPLIANT', finding, evaluated };
}

export function evaluationResult({ rule, item, compliance, finding, evaluated }: Result): EvaluationResult {
  const at = new Date(finding?.at ?? evaluated);
  return {
    EvaluationResultIdentifier: {
      EvaluationResultQualifier: {
        ConfigRuleName: rule.rule.ConfigRuleName,
        ResourceType: item.type,
        ResourceId: item.id,
        EvaluationMode: 'DETECTIVE',
      },
      OrderingTimestamp: at,
    },
    ComplianceType: compliance,
    ResultRecordedTime: new Date(at.getTime() + 800),
    ConfigRuleInvokedTime: at,
    Annotation: finding?.why,
  };
}

/** A number of resources or rules as the service tells it. */
export function counted(number: number, cap: number): ComplianceContributorCount {
  return { CappedCount: Math.min(number, cap), CapExceeded: number > cap };
}

/** Whether a kind of compliance was asked for: all of them, when none was named. */
export function isWanted(types: readonly ComplianceType[] | undefined, compliance: string): boolean {
  return types === undefined || types.length === 0 || types.some((type) => type === compliance);
}
