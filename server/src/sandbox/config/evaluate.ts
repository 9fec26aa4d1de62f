/**
 * The evaluation of a Config rule: which resources it concerns, and which of them break it.
 *
 * Kept are only those that break it; all others in scope that were there at the time keep it. So that a rule over ten
 * thousand instances takes little room.
 */

import type { ConfigRule } from '@aws-sdk/client-config-service';
import { type Account, randomOf } from '../account.ts';
import { accountType, type Item, itemsOfType, recordedTypes } from './items.ts';
import { pastChanges } from './past.ts';
import { checkOf, type Parameters, unconcerned } from './verdicts.ts';

export interface Finding {
  /** When the resource was first found to break the rule. */
  at: number;
  why: string;
}

export interface Findings {
  /** Undefined until the rule has been evaluated. */
  evaluated?: number;
  /** By the key of the resource. */
  broken: Record<string, Finding>;
  /** Resources that a remediation has mended though the sandbox cannot show it in their configuration. */
  mended: Record<string, true>;
}

export type Compliance = 'COMPLIANT' | 'NON_COMPLIANT' | 'NOT_APPLICABLE';

export function noFindings(): Findings {
  return { broken: {}, mended: {} };
}

/** The key of a resource. */
export function keyOf({ type, id }: { type: string; id: string }): string {
  return `${type} ${id}`;
}

/** The types of resources that a rule concerns. */
export function typesOfRule(account: Account, rule: ConfigRule): string[] {
  const identifier = rule.Source?.SourceIdentifier ?? '';
  const managed = rule.Source?.Owner === 'AWS' ? account.library.config()?.rules[identifier] : undefined;
  const scope = rule.Scope?.ComplianceResourceTypes ?? [];
  if (managed !== undefined) {
    if (managed.types === undefined) return [accountType];
    return scope.length === 0 ? [...managed.types] : scope.filter((type) => managed.types?.includes(type));
  }
  if (scope.length > 0) return scope;
  // A rule that only a schedule triggers is about the account; one that changes trigger is about everything recorded.
  const changes = rule.Source?.SourceDetails?.some(({ MessageType }) => MessageType !== 'ScheduledNotification');
  return changes ? recordedTypes(account).filter((type) => type !== accountType) : [accountType];
}

/** The resources that a rule concerns. */
export function* scopeOfRule(account: Account, rule: ConfigRule): Generator<Item, void> {
  for (const type of typesOfRule(account, rule))
    for (const item of itemsOfType(account, type)) if (isInScope(rule, item)) yield item;
}

/** Whether the scope of a rule leaves in a resource of a type that it concerns. */
export function isInScope({ Scope }: ConfigRule, { id, tags }: Item): boolean {
  const { ComplianceResourceId, TagKey, TagValue } = Scope ?? {};
  if (ComplianceResourceId !== undefined && ComplianceResourceId !== id) return false;
  return TagKey === undefined || (Object.hasOwn(tags, TagKey) && (TagValue === undefined || tags[TagKey] === TagValue));
}

export function parametersOf(rule: ConfigRule): Parameters {
  try {
    const read: unknown = JSON.parse(rule.InputParameters ?? '{}');
    return Object.fromEntries(Object.entries(read as object).map(([name, value]) => [name, String(value)]));
  } catch {
    return {};
  }
}

/** How a resource stands to a rule right now, and why. */
export type Judge = (item: Item) => string | undefined;

export function judgeOf(account: Account, rule: ConfigRule, { mended }: Findings): Judge {
  const parameters = parametersOf(rule);
  const identifier = rule.Source?.SourceIdentifier ?? '';
  const check = rule.Source?.Owner === 'AWS' ? checkOf(identifier) : undefined;
  return (item) => {
    if (item.machine === undefined && mended[keyOf(item)]) return undefined;
    return check === undefined ? madeUp(account, rule, item) : check(item, parameters, account);
  };
}

/** One in five breaks a rule that the sandbox does not know. */
function madeUp(account: Account, rule: ConfigRule, item: Item): string | undefined {
  let sum = account.settings.seed;
  for (const character of `${rule.ConfigRuleName} ${item.id}`) sum = Math.imul(sum ^ character.charCodeAt(0), 16777619);
  return randomOf(sum)() < 0.2 ? 'The sandbox does not run this rule: the result is made up.' : undefined;
}

export interface Change {
  item: Item;
  from: Compliance | undefined;
  to: Compliance;
}

/** Evaluates a rule for all it concerns, or for one resource of it; gives what has changed. */
export function evaluate(account: Account, rule: ConfigRule, findings: Findings, only?: Item): Change[] {
  const judge = judgeOf(account, rule, findings);
  const now = account.now();
  const before = findings.evaluated;
  const changes: Change[] = [];
  const broken: Record<string, Finding> = only === undefined ? {} : findings.broken;
  for (const item of only === undefined ? scopeOfRule(account, rule) : [only]) {
    const key = keyOf(item);
    const why = judge(item);
    const known = findings.broken[key];
    const to = complianceOf(why);
    const from = before === undefined || item.created > before ? undefined : known ? 'NON_COMPLIANT' : 'COMPLIANT';
    if (to !== from && to !== 'NOT_APPLICABLE') changes.push({ item, from, to });
    if (to === 'NON_COMPLIANT') broken[key] = { at: known?.at ?? now, why: why ?? '' };
    else delete broken[key];
  }
  findings.broken = broken;
  if (only === undefined) findings.evaluated = now;
  return changes;
}

export function complianceOf(why: string | undefined): Compliance {
  return why === undefined ? 'COMPLIANT' : why === unconcerned ? 'NOT_APPLICABLE' : 'NON_COMPLIANT';
}

/** The findings of a rule of the demo account, made over the last weeks. */
export function firstFindings(account: Account, rule: ConfigRule): Findings {
  const findings = noFindings();
  const judge = judgeOf(account, rule, findings);
  const random = randomOf(account.settings.seed + (rule.ConfigRuleName?.length ?? 0));
  findings.evaluated = account.now() - Math.floor((1 + random() * 8) * 3_600_000);
  // What somebody has changed was not found before.
  const changed = new Map(pastChanges(account).map((change) => [keyOf(change), change.at + 6_000]));
  for (const item of scopeOfRule(account, rule)) {
    const why = judge(item);
    if (complianceOf(why) !== 'NON_COMPLIANT') continue;
    const key = keyOf(item);
    const at = Math.max(findings.evaluated - Math.floor(random() * 30 * 86_400_000), changed.get(key) ?? 0);
    findings.broken[key] = { at, why: why ?? '' };
  }
  return findings;
}
