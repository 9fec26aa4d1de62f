/**
 * Answers what the language server asks of an account while a run file is written: nodes, tags, documents, versions, roles and
 * what parameters of a type take. Each answer is kept for a minute. Nothing here throws, and nobody waits for long: what takes
 * its time is there for the next key. Connections that are not open are asked for nothing.
 */

import type { Tag } from '@aws-sdk/client-resource-groups-tagging-api';
import type { InstanceInformation } from '@aws-sdk/client-ssm';
import type { DocumentText, DocumentTextParams, LiveValue, LiveValuesParams } from '../../server/src/protocol.ts';
import type { Clients } from './aws/clients.ts';
import type { Connections } from './aws/connections.ts';
import { openConnectionAt } from './aws/place.ts';
import { regions } from './aws/regions.ts';

export interface AccountAnswers {
  values(params: LiveValuesParams): Promise<LiveValue[]>;
  /** @param patient - asks anew, waits for it however long it takes, and rejects with what the service says. */
  text(params: DocumentTextParams, patient?: 'patient'): Promise<DocumentText | null>;
  /** Asks for everything anew: something was published or deleted. */
  forget(): void;
}

/** How long an answer is waited for, and how long it is kept, in milliseconds. */
const patience = 1500;
const freshness = 60_000;
/** Nobody picks from more. */
const mostPages = 4;

export function accountAnswers(connections: Connections): AccountAnswers {
  const kept = new Map<string, { since: number; answer: Promise<unknown> }>();

  /** What was read within the last minute, or is being read. What failed is read again with the next question. */
  function once<T>(key: string, read: () => Promise<T>): Promise<T> {
    const now = Date.now();
    for (const [each, { since }] of kept) if (now - since >= freshness) kept.delete(each);
    const known = kept.get(key);
    if (known) return known.answer as Promise<T>;
    const answer = read();
    kept.set(key, { since: now, answer });
    answer.catch(() => kept.get(key)?.answer === answer && kept.delete(key));
    return answer;
  }

  async function answer(params: LiveValuesParams): Promise<LiveValue[]> {
    if (params.kind === 'connections') return connections.open.map(({ id, region }) => ({ value: id, detail: region }));
    if (params.kind === 'regions') return Object.entries(regions).map(([value, label]) => ({ value, label }));
    const connection = openConnectionAt(connections, params);
    if (!connection) return [];
    const { kind, key = '', prefix } = params;
    const wide = kind === 'documents' ? prefix : '';
    return once(`${connection.id} ${kind} ${key} ${wide}`, async () =>
      readers[kind](await connections.clients(connection), key, wide),
    );
  }

  return {
    values: (params) => inTime(answer(params), []),
    text: (params, patient) => (patient ? textOf(params, patient) : inTime(textOf(params), null)),
    forget: () => kept.clear(),
  };

  async function textOf(
    { name, version, ...place }: DocumentTextParams,
    patient?: 'patient',
  ): Promise<DocumentText | null> {
    const connection = openConnectionAt(connections, place);
    if (!connection) return null;
    const key = `${connection.id} text ${name} ${version ?? ''}`;
    if (patient) kept.delete(key);
    return once(key, async () => {
      const { ssm } = await connections.clients(connection);
      const found = await ssm.getDocument({ Name: name, ...(version !== undefined && { DocumentVersion: version }) });
      if (found.Content === undefined) return null;
      return { name, text: found.Content, ...(found.DocumentVersion && { version: found.DocumentVersion }) };
    });
  }
}

/** An answer that comes in time; what goes wrong was told by the connection, and is no answer here. */
async function inTime<T>(answer: Promise<T>, otherwise: T): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<T>((resolve) => {
    timer = setTimeout(() => resolve(otherwise), patience);
  });
  try {
    return await Promise.race([answer.catch(() => otherwise), late]);
  } finally {
    clearTimeout(timer);
  }
}

type Reader = (clients: Clients, key: string, prefix: string) => Promise<LiveValue[]>;

/** `connections` and `regions` need no account. */
const readers: Record<Exclude<LiveValuesParams['kind'], 'connections' | 'regions'>, Reader> = {
  nodes: ({ ssm }) =>
    pages(async (NextToken) => {
      const { InstanceInformationList = [], NextToken: next } = await ssm.describeInstanceInformation({
        MaxResults: 50,
        NextToken,
      });
      return { values: InstanceInformationList.map(nodeValue), next };
    }),
  tagKeys: ({ tagging }) =>
    pages(async (PaginationToken) => {
      const { TagKeys = [], PaginationToken: next } = await tagging.getTagKeys({ PaginationToken });
      return { values: TagKeys.map((value) => ({ value })), next };
    }),
  tagValues: ({ tagging }, Key) =>
    pages(async (PaginationToken) => {
      const { TagValues = [], PaginationToken: next } = await tagging.getTagValues({ Key, PaginationToken });
      return { values: TagValues.map((value) => ({ value })), next };
    }),
  documents: ({ ssm }, _key, prefix) =>
    pages(async (NextToken) => {
      const Filters = [
        { Key: 'DocumentType', Values: ['Automation', 'Command'] },
        ...(prefix === '' ? [] : [{ Key: 'Name', Values: [prefix] }]),
      ];
      const { DocumentIdentifiers = [], NextToken: next } = await ssm.listDocuments({
        Filters,
        MaxResults: 50,
        NextToken,
      });
      const values = DocumentIdentifiers.map(({ Name = '', DocumentType, Owner }) => ({
        value: Name,
        detail: [DocumentType, Owner === 'Amazon' ? 'of AWS' : undefined].filter(Boolean).join(', '),
      }));
      return { values, next };
    }),
  documentVersions: ({ ssm }, Name) =>
    pages(async (NextToken) => {
      const { DocumentVersions = [], NextToken: next } = await ssm.listDocumentVersions({ Name, NextToken });
      const values = DocumentVersions.map(({ DocumentVersion = '', VersionName, CreatedDate, IsDefaultVersion }) => ({
        value: DocumentVersion,
        ...(VersionName && { label: VersionName }),
        detail: [IsDefaultVersion && 'default', CreatedDate?.toLocaleDateString()].filter(Boolean).join(', '),
      }));
      return { values, next };
    }),
  resourceGroups: ({ groups }) =>
    pages(async (NextToken) => {
      const { GroupIdentifiers = [], NextToken: next } = await groups.listGroups({ MaxResults: 50, NextToken });
      const values = GroupIdentifiers.map(({ GroupName: value = '', Description: detail }) => ({
        value,
        ...(detail && { detail }),
      }));
      return { values, next };
    }),
  roles: (clients) => resourcesOf(clients, 'iam:role', (arn) => arn),
  buckets: async ({ s3 }) => ((await s3.listBuckets({})).Buckets ?? []).map(({ Name = '' }) => ({ value: Name })),
  logGroups: async ({ logs }) =>
    ((await logs.describeLogGroups({ limit: 50 })).logGroups ?? []).map(({ logGroupName = '' }) => ({
      value: logGroupName,
    })),
  ofType: (clients, type) => {
    if (type.includes('AWS::EC2::Instance::Id')) return readers.nodes(clients, '', '');
    const resource = /AWS::(\w+)::(\w+)/.exec(type);
    const kind = resource && `${resource[1]?.toLowerCase()}:${hyphened(resource[2] ?? '')}`;
    return kind
      ? resourcesOf(clients, kind, (arn) => (type.includes('Arn') ? arn : (arn.split(/[:/]/).at(-1) ?? '')))
      : Promise.resolve([]);
  },
};

function nodeValue({ InstanceId = '', ComputerName, Name, PlatformName, PingStatus }: InstanceInformation): LiveValue {
  const label = Name || ComputerName;
  const detail = [PlatformName, PingStatus !== 'Online' && PingStatus].filter(Boolean).join(', ');
  return { value: InstanceId, ...(label && { label }), ...(detail && { detail }) };
}

/** Resources of a type that have or had tags, which is what the tagging API knows. */
function resourcesOf({ tagging }: Clients, type: string, toValue: (arn: string) => string): Promise<LiveValue[]> {
  return pages(async (PaginationToken) => {
    const { ResourceTagMappingList = [], PaginationToken: next } = await tagging.getResources({
      ResourceTypeFilters: [type],
      PaginationToken,
    });
    const values = ResourceTagMappingList.map(({ ResourceARN = '', Tags = [] }) => {
      const label = nameTag(Tags);
      return { value: toValue(ResourceARN), ...(label && { label }) };
    });
    return { values, next };
  });
}

function nameTag(tags: readonly Tag[]): string | undefined {
  return tags.find(({ Key }) => Key === 'Name')?.Value;
}

/** `SecurityGroup` is `security-group` in the tagging API. */
function hyphened(name: string): string {
  return name.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();
}

async function pages(
  read: (token: string | undefined) => Promise<{ values: LiveValue[]; next: string | undefined }>,
): Promise<LiveValue[]> {
  const all: LiveValue[] = [];
  let token: string | undefined;
  for (let count = 0; count < mostPages; count++) {
    const { values, next } = await read(token);
    all.push(...values);
    token = next || undefined;
    if (token === undefined) break;
  }
  return all;
}
