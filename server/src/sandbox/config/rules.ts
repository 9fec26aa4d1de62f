/** Config rules: put with full checking by the language core, described, deleted. */

import type {
  ConfigRule,
  DeleteConfigRuleRequest,
  DescribeConfigRulesRequest,
  GetCustomRulePolicyRequest,
  PutConfigRuleRequest,
} from '@aws-sdk/client-config-service';
import { check, type KindId, parse } from '../../language/index.ts';
import { type Account, slice } from '../account.ts';
import { ServiceError } from '../errors.ts';
import { pageOf } from '../pages.ts';
import { demoPack } from './demoPack.ts';
import { demoRules } from './demoRules.ts';
import { type Findings, firstFindings, noFindings } from './evaluate.ts';
import { remediationsOf } from './remediations.ts';

export interface StoredRule {
  /** As the API gives it. */
  rule: ConfigRule & { ConfigRuleName: string };
  created: number;
  findings: Findings;
  /** When somebody asked last for it to be evaluated. */
  requested?: number;
  /** The conformance pack that made it. */
  pack?: string;
}

const stored = slice<Record<string, StoredRule>>('config.rules', (account) => {
  const { pack, rules } = demoPack(account);
  const stored = (given: StoredRule['rule'], created: number): StoredRule => {
    const rule = withId(account, given);
    return { rule, created, findings: firstFindings(account, rule) };
  };
  const all = [
    ...demoRules().map((rule) => stored(rule, account.now() - 90 * day)),
    ...rules.map((rule) => ({ ...stored(rule, pack.requested), pack: pack.name })),
  ];
  return Object.fromEntries(all.map((each) => [each.rule.ConfigRuleName, each]));
});

/** A rule with what the service adds. */
function withId<T extends ConfigRule>(account: Account, given: T, known?: string): T {
  const id = known ?? `config-rule-${account.hex(6)}`;
  return {
    ...given,
    ConfigRuleId: id,
    ConfigRuleArn: account.arn('config', `config-rule/${id}`),
    ConfigRuleState: 'ACTIVE',
    EvaluationModes: given.EvaluationModes ?? [{ Mode: 'DETECTIVE' }],
  };
}

const day = 86_400_000;
const mostRules = 1000;

/** Every rule by its name. */
export function rulesOf(account: Account): Record<string, StoredRule> {
  return stored(account);
}

export function ruleNamed(account: Account, name: string): StoredRule {
  const found = Object.hasOwn(stored(account), name) ? stored(account)[name] : undefined;
  if (found !== undefined) return found;
  throw new ServiceError(
    'NoSuchConfigRuleException',
    `The ConfigRule '${name}' provided in the request is invalid. Please check the configRule name.`,
  );
}

/** The rules named, or all of them in order. */
export function namedRules(account: Account, names: readonly string[] | undefined): StoredRule[] {
  if (names !== undefined && names.length > 0) return names.map((name) => ruleNamed(account, name));
  return Object.values(stored(account)).sort((a, b) => (a.rule.ConfigRuleName < b.rule.ConfigRuleName ? -1 : 1));
}

/** Refuses what the core finds faulty in a request: the first fault, as there is one message only. */
export function refuseFaults(account: Account, request: unknown, kind: KindId, code: string, isText = false): void {
  const text = isText ? String(request) : JSON.stringify(request);
  const lookups = { config: () => account.library.config(), service: (name: string) => account.library.model(name) };
  const document = parse(text, { kind, ...(!isText && { format: 'json' as const }) });
  const [fault] = check(document, { lookups, region: account.settings.region }).filter(
    ({ severity }) => severity === 'error',
  );
  if (fault === undefined) return;
  const place = isText ? `Line ${text.slice(0, fault.start).split('\n').length}: ` : '';
  const end = /[?.]$/.test(fault.message) ? '' : '.';
  throw new ServiceError(code, `${place}${fault.message}${end} (${fault.rule})`);
}

export function putConfigRule(account: Account, input: PutConfigRuleRequest) {
  refuseFaults(account, input, 'config-rule', 'InvalidParameterValueException');
  const given = input.ConfigRule as ConfigRule;
  const { ConfigRuleName: name } = given;
  if (name === undefined)
    throw new ServiceError('InvalidParameterValueException', 'The ConfigRuleName has to be given.');
  const known = Object.hasOwn(stored(account), name) ? stored(account)[name] : undefined;
  if (known?.pack !== undefined)
    throw new ServiceError('ResourceInUseException', `The rule ${name} belongs to the conformance pack ${known.pack}.`);
  storeRule(account, { ...given, ConfigRuleName: name });
  return {};
}

/** Keeps a rule and has it evaluated; what was found by an older form of it is forgotten. */
export function storeRule(account: Account, given: ConfigRule & { ConfigRuleName: string }, pack?: string): void {
  const rules = stored(account);
  const name = given.ConfigRuleName;
  const known = Object.hasOwn(rules, name) ? rules[name] : undefined;
  if (known === undefined && Object.keys(rules).length >= mostRules)
    throw new ServiceError('MaxNumberOfConfigRulesExceededException', `An account has at most ${mostRules} rules.`);
  rules[name] = {
    rule: withId(account, given, known?.rule.ConfigRuleId),
    created: known?.created ?? account.now(),
    findings: known?.findings ?? noFindings(),
    ...(pack !== undefined && { pack }),
  };
  account.later(5_000, 'config.evaluate', name);
}

export function describeConfigRules(account: Account, input: DescribeConfigRulesRequest) {
  const mode = input.Filters?.EvaluationMode;
  const all = namedRules(account, input.ConfigRuleNames).filter(
    ({ rule }) => mode === undefined || rule.EvaluationModes?.some(({ Mode }) => Mode === mode),
  );
  const page = pageOf('DescribeConfigRules', all, { NextToken: input.NextToken }, 25, tokenError);
  return { ConfigRules: page.items.map(({ rule }) => withoutPolicy(rule)), NextToken: page.NextToken };
}

export const tokenError = { code: 'InvalidNextTokenException' };

/** The text of a policy is given by `GetCustomRulePolicy` alone. */
function withoutPolicy(rule: ConfigRule): ConfigRule {
  const details = rule.Source?.CustomPolicyDetails;
  if (rule.Source === undefined || details === undefined) return rule;
  const { PolicyText: _, ...rest } = details;
  return { ...rule, Source: { ...rule.Source, CustomPolicyDetails: rest as typeof details } };
}

export function getCustomRulePolicy(account: Account, { ConfigRuleName = '' }: GetCustomRulePolicyRequest) {
  return { PolicyText: ruleNamed(account, ConfigRuleName).rule.Source?.CustomPolicyDetails?.PolicyText };
}

export function deleteConfigRule(account: Account, { ConfigRuleName = '' }: DeleteConfigRuleRequest) {
  const { pack, rule } = ruleNamed(account, ConfigRuleName);
  if (pack !== undefined)
    throw new ServiceError(
      'ResourceInUseException',
      `The rule ${ConfigRuleName} belongs to the conformance pack ${pack} and is deleted with it.`,
    );
  if (Object.hasOwn(remediationsOf(account), ConfigRuleName))
    throw new ServiceError(
      'ResourceInUseException',
      `The rule ${ConfigRuleName} has a remediation: delete that first.`,
    );
  rule.ConfigRuleState = 'DELETING';
  account.later(2_000, 'config.deleteRule', ConfigRuleName);
  return {};
}

export function removeRule(account: Account, name: string): void {
  delete stored(account)[name];
}
