/** LookupEvents: what was done in the account, the newest first. */

import type { Event, LookupAttribute, LookupEventsRequest, Resource } from '@aws-sdk/client-cloudtrail';
import type { Account } from '../account.ts';
import { ServiceError } from '../errors.ts';
import { pageOf } from '../pages.ts';
import { isReadOnly, type TrailRecord, trailOf } from './record.ts';

export function lookupEvents(account: Account, input: LookupEventsRequest) {
  const { LookupAttributes = [], StartTime, EndTime, EventCategory } = input;
  if (StartTime !== undefined && EndTime !== undefined && StartTime > EndTime)
    throw new ServiceError('InvalidTimeRangeException', 'The start time is after the end time.');
  if (LookupAttributes.length > 1)
    throw new ServiceError('InvalidLookupAttributesException', 'You can only specify one lookup attribute at a time.');
  const most = input.MaxResults ?? 50;
  if (most < 1 || most > 50) throw new ServiceError('InvalidMaxResultsException', 'MaxResults has to be from 1 to 50.');
  // Insights are of other accounts than this one.
  const trail = EventCategory === 'insight' ? [] : trailOf(account);
  // The pages of one list hold still while more is done, this question for the next page included.
  const [anchor = '', token] = input.NextToken?.split('.', 2) ?? [trail.at(-1)?.id];
  const records = trail.slice(0, trail.findIndex(({ id }) => id === anchor) + 1);
  const [attribute] = LookupAttributes;
  const all = records
    .filter(
      (each) =>
        (StartTime === undefined || each.at >= StartTime.getTime()) &&
        (EndTime === undefined || each.at <= EndTime.getTime()) &&
        (attribute === undefined || has(each, attribute)),
    )
    .reverse();
  const request = { MaxResults: most, NextToken: input.NextToken === undefined ? undefined : (token ?? 'none') };
  const page = pageOf('LookupEvents', all, request, 50, { code: 'InvalidNextTokenException' });
  return {
    Events: page.items.map((each) => eventOf(account, each)),
    NextToken: page.NextToken === undefined ? undefined : `${anchor}.${page.NextToken}`,
  };
}

function has(record: TrailRecord, { AttributeKey, AttributeValue = '' }: LookupAttribute): boolean {
  switch (AttributeKey) {
    case 'EventId':
      return record.id === AttributeValue;
    case 'EventName':
      return record.operation === AttributeValue;
    case 'EventSource':
      return sourceOf(record) === AttributeValue;
    case 'ReadOnly':
      return String(isReadOnly(record.operation)) === AttributeValue;
    case 'Username':
      return userOf(record) === AttributeValue;
    case 'ResourceName':
      return resourcesOf(record).some(({ ResourceName }) => ResourceName === AttributeValue);
    case 'ResourceType':
      return resourcesOf(record).some(({ ResourceType }) => ResourceType === AttributeValue);
    default:
      // Keys are not kept, lest they stand in a file.
      return false;
  }
}

function sourceOf({ service }: TrailRecord): string {
  return `${service}.amazonaws.com`;
}

function userOf({ caller }: TrailRecord): string {
  return caller.slice(caller.lastIndexOf('/') + 1);
}

/** Types of resources by the member of a request that names them. */
const namedBy: Readonly<Record<string, string>> = {
  instanceIds: 'AWS::EC2::Instance',
  instanceId: 'AWS::EC2::Instance',
  volumeId: 'AWS::EC2::Volume',
  snapshotId: 'AWS::EC2::Snapshot',
  imageId: 'AWS::EC2::Ami',
  documentName: 'AWS::SSM::Document',
  bucket: 'AWS::S3::Bucket',
  groupId: 'AWS::EC2::SecurityGroup',
  dBInstanceIdentifier: 'AWS::RDS::DBInstance',
  functionName: 'AWS::Lambda::Function',
  configRuleName: 'AWS::Config::ConfigRule',
  conformancePackName: 'AWS::Config::ConformancePack',
};

const byId: Readonly<Record<string, string>> = {
  i: 'AWS::EC2::Instance',
  vol: 'AWS::EC2::Volume',
  snap: 'AWS::EC2::Snapshot',
  ami: 'AWS::EC2::Ami',
};

function resourcesOf({ request, service }: TrailRecord): Resource[] {
  const read: unknown = JSON.parse(request);
  if (typeof read !== 'object' || read === null) return [];
  const inner: object = 'configRule' in read && typeof read.configRule === 'object' ? (read.configRule ?? {}) : {};
  return Object.entries({ ...read, ...inner }).flatMap(([key, value]) => {
    const named = key === 'name' && service === 'ssm' ? 'AWS::SSM::Document' : namedBy[key];
    return (Array.isArray(value) ? value : [value]).flatMap((each) => {
      if (typeof each !== 'string') return [];
      // What is tagged may be of any type, which its id tells.
      const ResourceType = key === 'resources' ? byId[each.slice(0, each.indexOf('-'))] : named;
      return ResourceType === undefined ? [] : { ResourceType, ResourceName: each };
    });
  });
}

function eventOf(account: Account, record: TrailRecord): Event {
  const { accountId, region } = account.settings;
  const isRole = record.caller.includes(':assumed-role/');
  const event = {
    eventVersion: '1.11',
    userIdentity: {
      type: isRole ? 'AssumedRole' : 'IAMUser',
      arn: record.caller,
      accountId,
      ...(!isRole && { userName: userOf(record) }),
    },
    eventTime: new Date(record.at).toISOString(),
    eventSource: sourceOf(record),
    eventName: record.operation,
    awsRegion: region,
    sourceIPAddress: record.userAgent.endsWith('.amazonaws.com') ? record.userAgent : '127.0.0.1',
    userAgent: record.userAgent,
    ...(record.error !== undefined && { errorCode: record.error.code, errorMessage: record.error.message }),
    requestParameters: JSON.parse(record.request) as unknown,
    responseElements: JSON.parse(record.response) as unknown,
    eventID: record.id,
    readOnly: isReadOnly(record.operation),
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: accountId,
    eventCategory: 'Management',
  };
  return {
    EventId: record.id,
    EventName: record.operation,
    ReadOnly: String(event.readOnly),
    EventTime: new Date(record.at),
    EventSource: event.eventSource,
    Username: userOf(record),
    Resources: resourcesOf(record),
    CloudTrailEvent: JSON.stringify(event),
  };
}
