/** Event rules: put with a pattern or a schedule that is checked, described, listed, switched on and off, deleted. */

import type {
  DeleteEventBusRequest,
  DeleteRuleRequest,
  DescribeRuleRequest,
  DisableRuleRequest,
  ListRuleNamesByTargetRequest,
  ListRulesRequest,
  PutRuleRequest,
  Rule,
  RuleState,
  Target,
  TestEventPatternRequest,
} from '@aws-sdk/client-eventbridge';
import { isSchedule, nextTime } from '../../language/scheduleTimes.ts';
import { matchesPattern, patternFaults } from '../../simulator/events/pattern.ts';
import type { Json, JsonMap } from '../../simulator/index.ts';
import { type Account, slice } from '../account.ts';
import { ServiceError } from '../errors.ts';
import { pageOf } from '../pages.ts';
import { busNamed, deleteEventBus as removeBus } from './buses.ts';
import { demoRules } from './demoRules.ts';

export interface StoredRule {
  name: string;
  bus: string;
  state: RuleState;
  pattern?: string;
  schedule?: string;
  description?: string;
  roleArn?: string;
  targets: Target[];
  /** Raised with each change, so that a time of an older schedule is passed over. */
  revision: number;
}

const stored = slice<Record<string, StoredRule>>('events.rules', (account) => {
  const rules = Object.fromEntries(demoRules(account).map((rule) => [keyOf(rule.bus, rule.name), rule]));
  for (const rule of Object.values(rules)) plan(account, rule);
  return rules;
});

const mostRules = 300;
export const tokenError = { code: 'ValidationException' };

function keyOf(bus: string, name: string): string {
  return `${bus} ${name}`;
}

export function rulesOf(account: Account): Record<string, StoredRule> {
  return stored(account);
}

export function ruleNamed(account: Account, name: string, bus: string | undefined): StoredRule {
  const on = busNamed(account, bus).name;
  const found = stored(account)[keyOf(on, name)];
  if (found !== undefined) return found;
  throw new ServiceError('ResourceNotFoundException', `Rule ${name} does not exist on EventBus ${on}.`);
}

export function arnOfRule(account: Account, { bus, name }: StoredRule): string {
  return account.arn('events', bus === 'default' ? `rule/${name}` : `rule/${bus}/${name}`);
}

export function putRule(account: Account, input: PutRuleRequest) {
  const { Name = '', EventPattern, ScheduleExpression, State = 'ENABLED', Description, RoleArn } = input;
  const bus = busNamed(account, input.EventBusName).name;
  if (EventPattern === undefined && ScheduleExpression === undefined)
    throw new ServiceError('ValidationException', 'Parameter(s) EventPattern or ScheduleExpression must be specified.');
  if (EventPattern !== undefined) readPattern(EventPattern);
  if (ScheduleExpression !== undefined) {
    if (bus !== 'default')
      throw new ServiceError('ValidationException', 'ScheduleExpression is supported only on the default event bus.');
    if (!isRuleSchedule(ScheduleExpression))
      throw new ServiceError('ValidationException', 'Parameter ScheduleExpression is not valid.');
  }
  const rules = stored(account);
  const key = keyOf(bus, Name);
  const known = rules[key];
  if (known === undefined && Object.keys(rules).length >= mostRules)
    throw new ServiceError('LimitExceededException', `An event bus has at most ${mostRules} rules.`);
  const rule: StoredRule = {
    name: Name,
    bus,
    state: State,
    targets: known?.targets ?? [],
    revision: (known?.revision ?? 0) + 1,
    ...(EventPattern !== undefined && { pattern: EventPattern }),
    ...(ScheduleExpression !== undefined && { schedule: ScheduleExpression }),
    ...(Description !== undefined && { description: Description }),
    ...(RoleArn !== undefined && { roleArn: RoleArn }),
  };
  rules[key] = rule;
  plan(account, rule);
  return { RuleArn: arnOfRule(account, rule) };
}

/** EventBridge is strict: one unit in the singular, and a day given by its date or by its weekday, not by both. */
function isRuleSchedule(text: string): boolean {
  const [, date, weekday] = /^cron\(\S+ \S+ (\S+) \S+ (\S+) \S+\)$/.exec(text) ?? [];
  const isRate = /^rate\((?:1 (?:minute|hour|day)|(?:[2-9]|[1-9]\d+) (?:minutes|hours|days))\)$/.test(text);
  return isSchedule(text) && (isRate || (date === '?') !== (weekday === '?'));
}

/** Arranges for the next time of a rule that has a schedule. */
export function plan(account: Account, rule: StoredRule): void {
  if (rule.schedule === undefined || rule.state === 'DISABLED') return;
  const at = nextTime(rule.schedule, account.now());
  if (at !== undefined) account.at(at, 'events.scheduled', `${rule.bus} ${rule.name} ${rule.revision}`);
}

/** A pattern that EventBridge takes. Throws for any other, in its words. */
function readPattern(text: string): JsonMap {
  const pattern = readJson(text);
  const [fault] = pattern === undefined ? [{ path: [], message: 'Invalid JSON' }] : patternFaults(pattern);
  if (fault === undefined) return pattern as JsonMap;
  const at = fault.path.length === 0 ? '' : ` at ${fault.path.join('.')}`;
  throw new ServiceError('InvalidEventPatternException', `Event pattern is not valid. Reason: ${fault.message}${at}`);
}

function readJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** What every event has. */
const required = ['id', 'account', 'source', 'time', 'region', 'resources', 'detail-type'];

export function testEventPattern(_: Account, { EventPattern = '', Event = '' }: TestEventPatternRequest) {
  const pattern = readPattern(EventPattern);
  const event = readJson(Event);
  const isObject = typeof event === 'object' && event !== null && !Array.isArray(event);
  const missing = isObject ? required.filter((key) => !Object.hasOwn(event, key)) : required;
  if (event === undefined || missing.length > 0)
    throw new ServiceError('ValidationException', `Parameter Event is not valid. It lacks: ${missing.join(', ')}.`);
  return { Result: matchesPattern(pattern, event) };
}

function ruleOf(account: Account, rule: StoredRule): Rule {
  return {
    Name: rule.name,
    Arn: arnOfRule(account, rule),
    EventPattern: rule.pattern,
    State: rule.state,
    Description: rule.description,
    ScheduleExpression: rule.schedule,
    RoleArn: rule.roleArn,
    EventBusName: rule.bus,
  };
}

export function describeRule(account: Account, { Name = '', EventBusName }: DescribeRuleRequest) {
  return { ...ruleOf(account, ruleNamed(account, Name, EventBusName)), CreatedBy: account.settings.accountId };
}

export function listRules(account: Account, { NamePrefix = '', EventBusName, Limit, NextToken }: ListRulesRequest) {
  const bus = busNamed(account, EventBusName).name;
  const all = Object.values(stored(account))
    .filter((rule) => rule.bus === bus && rule.name.startsWith(NamePrefix))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const page = pageOf(`ListRules ${bus}`, all, { MaxResults: Limit, NextToken }, 100, tokenError);
  return { Rules: page.items.map((rule) => ruleOf(account, rule)), NextToken: page.NextToken };
}

export function listRuleNamesByTarget(account: Account, input: ListRuleNamesByTargetRequest) {
  const bus = busNamed(account, input.EventBusName).name;
  const all = Object.values(stored(account))
    .filter((rule) => rule.bus === bus && rule.targets.some(({ Arn }) => Arn === input.TargetArn))
    .map(({ name }) => name);
  const request = { MaxResults: input.Limit, NextToken: input.NextToken };
  const page = pageOf(`ListRuleNamesByTarget ${bus}`, all, request, 100, tokenError);
  return { RuleNames: page.items, NextToken: page.NextToken };
}

/** Deletes a rule without targets; one that is not there is no fault. */
export function deleteRule(account: Account, { Name = '', EventBusName }: DeleteRuleRequest) {
  const key = keyOf(busNamed(account, EventBusName).name, Name);
  if ((stored(account)[key]?.targets.length ?? 0) > 0)
    throw new ServiceError('ValidationException', "Rule can't be deleted since it has targets.");
  delete stored(account)[key];
  return {};
}

export function enableRule(account: Account, { Name = '', EventBusName }: DisableRuleRequest) {
  const rule = ruleNamed(account, Name, EventBusName);
  if (rule.state !== 'DISABLED') return {};
  rule.state = 'ENABLED';
  rule.revision++;
  plan(account, rule);
  return {};
}

export function disableRule(account: Account, { Name = '', EventBusName }: DisableRuleRequest) {
  const rule = ruleNamed(account, Name, EventBusName);
  rule.state = 'DISABLED';
  rule.revision++;
  return {};
}

export function deleteEventBus(account: Account, input: DeleteEventBusRequest) {
  return removeBus(
    account,
    input,
    Object.values(stored(account)).some(({ bus }) => bus === input.Name),
  );
}
