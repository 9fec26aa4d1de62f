/**
 * CloudWatch Logs of the account, as far as commands keep their output there: groups, their streams, and events page by page.
 * Old streams make room for new ones, since a pretend account is kept in memory.
 */

import type {
  DescribeLogGroupsRequest,
  DescribeLogStreamsRequest,
  GetLogEventsRequest,
} from '@aws-sdk/client-cloudwatch-logs';
import { type Account, slice } from '../account.ts';
import { ServiceError } from '../errors.ts';
import type { Operations } from '../operations.ts';
import { pageOf } from '../pages.ts';

interface StoredEvent {
  at: number;
  message: string;
}

interface StoredStream {
  group: string;
  name: string;
  created: number;
  events: StoredEvent[];
}

const streamsOf = slice<StoredStream[]>('logs.streams', () => []);

/** Events of all streams together. */
const mostKept = 500_000;
/** The largest page of events: so many, and so many characters. */
const pageOfEvents = { events: 10_000, characters: 1_000_000 };
const largestMessage = 256 * 1024;

/** Adds a text to a stream, one event for each line; group and stream are made where they are not there. */
export function appendEvents(account: Account, group: string, name: string, text: string): void {
  const streams = streamsOf(account);
  let stream = streams.find((each) => each.group === group && each.name === name);
  if (stream === undefined) {
    stream = { group, name, created: account.now(), events: [] };
    streams.push(stream);
  }
  for (const line of text.replace(/\n$/, '').split('\n'))
    stream.events.push({ at: account.now(), message: line.slice(0, largestMessage) });
  let count = streams.reduce((sum, each) => sum + each.events.length, 0);
  while (count > mostKept && streams.length > 1) count -= streams.shift()?.events.length ?? 0;
}

function streamsIn(account: Account, group: string): StoredStream[] {
  const found = streamsOf(account).filter((each) => each.group === group);
  if (found.length === 0) throw missing('group');
  return found;
}

function missing(what: 'group' | 'stream'): ServiceError {
  return new ServiceError('ResourceNotFoundException', `The specified log ${what} does not exist.`);
}

/** Groups and streams are named by themselves, or by their ARN. */
function nameOf({
  logGroupName,
  logGroupIdentifier = '',
}: Pick<GetLogEventsRequest, 'logGroupName' | 'logGroupIdentifier'>): string {
  return logGroupName ?? logGroupIdentifier.replace(/^arn:.*:log-group:/, '');
}

function describeLogGroups(account: Account, input: DescribeLogGroupsRequest) {
  const { logGroupNamePrefix = '', nextToken, limit } = input;
  const names = [...new Set(streamsOf(account).map(({ group }) => group))]
    .filter((name) => name.startsWith(logGroupNamePrefix))
    .sort();
  const page = pageOf('DescribeLogGroups', names, { MaxResults: limit, NextToken: nextToken });
  return {
    logGroups: page.items.map((name) => ({
      logGroupName: name,
      arn: account.arn('logs', `log-group:${name}:*`),
      creationTime: Math.min(...streamsIn(account, name).map(({ created }) => created)),
    })),
    nextToken: page.NextToken,
  };
}

function describeLogStreams(account: Account, input: DescribeLogStreamsRequest) {
  const { logStreamNamePrefix = '', nextToken, limit } = input;
  const group = nameOf(input);
  const found = streamsIn(account, group)
    .filter(({ name }) => name.startsWith(logStreamNamePrefix))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const page = pageOf(`streams ${group}`, found, { MaxResults: limit, NextToken: nextToken });
  return {
    logStreams: page.items.map(({ name, created, events }) => ({
      logStreamName: name,
      arn: account.arn('logs', `log-group:${group}:log-stream:${name}`),
      creationTime: created,
      firstEventTimestamp: events[0]?.at,
      lastEventTimestamp: events.at(-1)?.at,
    })),
    nextToken: page.NextToken,
  };
}

/**
 * A page of events, forwards or backwards. As in the service a page always has both tokens, and the one that it was asked with
 * again where there is nothing further that way.
 */
function getLogEvents(account: Account, input: GetLogEventsRequest) {
  const { logStreamName = '', startFromHead = false, nextToken, limit = pageOfEvents.events } = input;
  const stream = streamsIn(account, nameOf(input)).find(({ name }) => name === logStreamName);
  if (stream === undefined) throw missing('stream');
  const { events } = stream;
  const [, way = '', place = ''] = /^(f|b)\/(\d+)$/.exec(nextToken ?? '') ?? [];
  if (nextToken !== undefined && way === '')
    throw new ServiceError('InvalidParameterException', 'The specified nextToken is invalid.');
  const forwards = way === '' ? startFromHead : way === 'f';
  const start = place === '' ? (forwards ? 0 : events.length) : Math.min(Number(place), events.length);
  const most = Math.max(1, Math.min(limit, pageOfEvents.events));
  const step = forwards ? 1 : -1;
  let end = start;
  for (let size = 0; Math.abs(end - start) < most; end += step) {
    const next = events[forwards ? end : end - 1];
    if (next === undefined || (size > 0 && size + next.message.length > pageOfEvents.characters)) break;
    size += next.message.length + 26;
  }
  const [from, to] = forwards ? [start, end] : [end, start];
  return {
    events: events.slice(from, to).map(({ at, message }) => ({ timestamp: at, message, ingestionTime: at })),
    nextForwardToken: `f/${to}`,
    nextBackwardToken: `b/${from}`,
  };
}

export const operations: Operations = {
  DescribeLogGroups: describeLogGroups,
  DescribeLogStreams: describeLogStreams,
  GetLogEvents: getLogEvents,
};
