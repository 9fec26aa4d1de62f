/** Takes events up: from services of the account, from `PutEvents`, and from schedules; and runs what they match. */

import type { PutEventsRequest } from '@aws-sdk/client-eventbridge';
import { matchesPattern } from '../../simulator/events/pattern.ts';
import type { Json, JsonMap } from '../../simulator/index.ts';
import type { Account } from '../account.ts';
import { ServiceError } from '../errors.ts';
import { busNamed } from './buses.ts';
import { emit, type Happening } from './emit.ts';
import { inputOf } from './input.ts';
import { arnOfRule, plan, rulesOf, type StoredRule } from './rules.ts';
import { runTarget } from './runTarget.ts';

export function putEvents(account: Account, { Entries = [] }: PutEventsRequest) {
  const results = Entries.map(({ Source, DetailType, Detail, Resources = [], EventBusName, Time }) => {
    const missing = Object.entries({ Source, DetailType, Detail }).find(([, value]) => !value)?.[0];
    if (missing !== undefined)
      return fault('InvalidArgument', `Parameter ${missing} is not valid. Reason: ${missing} is a required argument.`);
    if (Source?.startsWith('aws.')) return fault('NotAuthorizedForSourceException', 'Not authorized for the source.');
    const detail = objectOf(Detail ?? '');
    if (detail === undefined) return fault('MalformedDetail', 'Detail is malformed.');
    let bus: string;
    try {
      bus = busNamed(account, EventBusName).name;
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      // As on the wire: events for a bus that is not there are taken, and lost.
      return { EventId: account.uuid() };
    }
    const at = Time === undefined ? {} : { at: Time.getTime() };
    const happening = { source: Source ?? '', type: DetailType ?? '', resources: Resources, detail, bus, ...at };
    return { EventId: emit(account, happening) };
  });
  return {
    FailedEntryCount: results.filter((result) => 'ErrorCode' in result).length,
    Entries: results,
  };
}

function fault(ErrorCode: string, ErrorMessage: string) {
  return { ErrorCode, ErrorMessage };
}

function objectOf(text: string): JsonMap | undefined {
  try {
    const value = JSON.parse(text) as Json;
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

const patterns = new Map<string, JsonMap>();

/** A pattern that was checked when it was put, read once. */
function patternOf(text: string): JsonMap {
  let pattern = patterns.get(text);
  if (pattern === undefined) {
    pattern = objectOf(text) ?? {};
    patterns.set(text, pattern);
  }
  return pattern;
}

export const eventJobs = {
  'events.deliver': async (account: Account, about: string): Promise<void> => {
    const { bus = 'default', ...happening } = JSON.parse(about) as Happening & { id: string };
    const event = eventOf(account, happening);
    for (const rule of Object.values(rulesOf(account)))
      if (rule.bus === bus && rule.state !== 'DISABLED' && rule.pattern !== undefined)
        if (matchesPattern(patternOf(rule.pattern), event)) await runRule(account, rule, event);
  },
  'events.scheduled': async (account: Account, about: string): Promise<void> => {
    const [bus = '', name = '', revision = ''] = about.split(' ');
    const rule = rulesOf(account)[`${bus} ${name}`];
    if (rule === undefined || rule.revision !== Number(revision)) return;
    plan(account, rule);
    const arn = arnOfRule(account, rule);
    const happening = { source: 'aws.events', type: 'Scheduled Event', resources: [arn], detail: {} };
    await runRule(account, rule, eventOf(account, { ...happening, id: account.uuid() }));
  },
};

function eventOf(
  account: Account,
  { id, source, type, resources = [], detail, at }: Happening & { id: string },
): JsonMap {
  const { accountId, region } = account.settings;
  return {
    version: '0',
    id,
    'detail-type': type,
    source,
    account: accountId,
    time: new Date(at ?? account.now()).toISOString().replace(/\.\d+Z$/, 'Z'),
    region,
    resources,
    detail,
  };
}

/** A target that refuses stops no other, as each is tried by itself. */
async function runRule(account: Account, rule: StoredRule, event: JsonMap): Promise<void> {
  for (const target of rule.targets) {
    try {
      await runTarget(
        account,
        target,
        event,
        inputOf(target, event, { name: rule.name, arn: arnOfRule(account, rule) }),
      );
    } catch (error) {
      // The refusal stands in the trail, where EventBridge would count a failed invocation.
      if (!(error instanceof ServiceError)) throw error;
    }
  }
}
