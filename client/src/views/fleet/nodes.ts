/**
 * Lists of managed nodes, one request for a page, or two where the inventory or a resource group says which.
 *
 * `DescribeInstanceProperties` is asked, because it knows the names of EC2 and gives long pages. Where it is denied, or
 * refuses a filter, `DescribeInstanceInformation` takes its place: every policy that shows a fleet allows it.
 */

import type { InstanceInformationStringFilter, InstanceProperty, InventoryFilter, SSM } from '@aws-sdk/client-ssm';
import type { Clients } from '../../aws/clients.ts';
import { readFault } from '../../aws/fault.ts';
import type { Listing } from '../pages.ts';
import { listMembers } from './members.ts';

/** A node of the list; what the service does not say is absent. Kept small: there may be ten thousand. */
export interface ManagedNode {
  readonly id: string;
  /** The tag `Name` of EC2, the name that a hybrid node was registered with, the host's name, or the id. */
  readonly name: string;
  readonly host: string | undefined;
  /** `Linux`, `Windows`, `MacOS`. */
  readonly platformType: string | undefined;
  readonly platform: string | undefined;
  readonly platformVersion: string | undefined;
  /** `Online`, `ConnectionLost`, `Inactive`. */
  readonly ping: string | undefined;
  /** In milliseconds since 1970. */
  readonly lastPing: number | undefined;
  readonly agent: string | undefined;
  readonly ip: string | undefined;
  readonly instanceType: string | undefined;
  /** Of EC2, such as `stopped`. */
  readonly state: string | undefined;
  readonly role: string | undefined;
  /** Of all associations together, such as `Failed`. */
  readonly associations: string | undefined;
  readonly lastAssociation: number | undefined;
}

/** Which nodes; all conditions hold. */
export interface NodeQuery {
  /** Of `DescribeInstanceInformation`, such as `PingStatus`, `tag-key` and `tag:Role`. */
  readonly filters: readonly { key: string; values: readonly string[] }[];
  /** What nodes report of themselves. */
  readonly inventory?: readonly InventoryFilter[];
  /** Name of the resource group that they are in. */
  readonly group?: string;
  /** Part of a name, an id or an address: looked for here, the service has no filter for it. */
  readonly text?: string;
}

/** The inventory keeps what is gone for a while: this leaves it out. */
export const alive: InventoryFilter = {
  Key: 'AWS:InstanceInformation.InstanceStatus',
  Values: ['Terminated'],
  Type: 'NotEqual',
};

const pageSize = 100;
/** While looking for something rare. */
const longPage = 500;
/** As many as one request gives, for who wants to know how many there are. */
export const longestPage = 1000;
/** As many ids as one filter takes. */
export const mostIds = 40;

/** One page of nodes. @param token - of the page before; they belong to one query. @param size - at most, where no ids are listed. */
export async function listNodes(
  { ssm, groups }: Pick<Clients, 'ssm' | 'groups'>,
  query: NodeQuery,
  token?: string,
  size = query.text === undefined ? pageSize : longPage,
): Promise<Listing<ManagedNode>> {
  const { filters, inventory, group, text } = query;
  const named =
    group !== undefined
      ? await listMembers(groups, group, mostIds, token)
      : inventory && (await listReported(ssm, inventory, token));
  const { items = [], next } = named
    ? await listNamed(ssm, filters, group !== undefined && inventory ? await whoReport(ssm, inventory, named) : named)
    : await describe(ssm, filters, size, token);
  return { items: text === undefined ? items : items.filter((node) => mentions(node, text.toLowerCase())), next };
}

/** What nodes are called, by id, for up to `mostIds` of them; those that may not be read are left out. */
export async function namesOfNodes(ssm: SSM, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const { items = [] } = await listNamed(ssm, [], { items: ids, next: undefined }).catch((error) => {
    if (readFault(error).kind !== 'denied') throw error;
    return { items: [] };
  });
  return new Map(items.map(({ id, name }) => [id, name]));
}

/** One node; undefined for an id that is none. */
export async function findNode(ssm: SSM, id: string): Promise<ManagedNode | undefined> {
  const { items = [] } = await describe(ssm, [{ key: 'InstanceIds', values: [id] }], pageSize, undefined);
  return items[0];
}

function mentions({ id, name, host = '', ip = '' }: ManagedNode, text: string): boolean {
  return [id, name, host, ip].some((each) => each.toLowerCase().includes(text));
}

/** Which nodes report something, by id. */
async function listReported(
  ssm: SSM,
  inventory: readonly InventoryFilter[],
  token: string | undefined,
): Promise<Listing<string>> {
  const answer = await ssm.getInventory({
    Filters: [...inventory, alive],
    ResultAttributes: [{ TypeName: 'AWS:InstanceInformation' }],
    MaxResults: mostIds,
    NextToken: token,
  });
  return { items: answer.Entities?.flatMap(({ Id }) => (Id === undefined ? [] : [Id])), next: answer.NextToken };
}

/** Those of a page of ids that report something. */
async function whoReport(
  ssm: SSM,
  inventory: readonly InventoryFilter[],
  { items: ids = [], next }: Listing<string>,
): Promise<Listing<string>> {
  if (ids.length === 0) return { items: [], next };
  const among: InventoryFilter = { Key: 'AWS:InstanceInformation.InstanceId', Values: [...ids], Type: 'Equal' };
  return { items: (await listReported(ssm, [...inventory, among], undefined)).items, next };
}

/** Those of a page of ids that are managed nodes and pass the filters. */
async function listNamed(
  ssm: SSM,
  filters: Filters,
  { items: ids = [], next }: Listing<string>,
): Promise<Listing<ManagedNode>> {
  const wanted = filters.find(({ key }) => key === 'InstanceIds')?.values;
  const values = wanted ? ids.filter((id) => wanted.includes(id)) : ids;
  if (values.length === 0) return { items: [], next };
  const others = filters.filter(({ key }) => key !== 'InstanceIds');
  const { items } = await describe(ssm, [{ key: 'InstanceIds', values }, ...others], pageSize, undefined);
  return { items, next };
}

type Filters = NodeQuery['filters'];

/** Long lists of ids are asked for piece by piece; the token says which operation answers, and where it goes on. */
async function describe(
  ssm: SSM,
  filters: Filters,
  size: number,
  token: string | undefined,
): Promise<Listing<ManagedNode>> {
  const ids = filters.find(({ key }) => key === 'InstanceIds')?.values;
  if (ids && ids.length > mostIds) {
    const from = Number(token ?? 0);
    const piece = { key: 'InstanceIds', values: ids.slice(from, from + mostIds) };
    const others = filters.filter(({ key }) => key !== 'InstanceIds');
    const { items } = await describe(ssm, [piece, ...others], pageSize, undefined);
    return { items, next: from + mostIds < ids.length ? String(from + mostIds) : undefined };
  }
  if (token?.startsWith(plainMark) || withoutProperties.has(ssm)) return information(ssm, filters, token?.slice(1));
  try {
    return await properties(ssm, filters, size, token);
  } catch (error) {
    const denied = readFault(error).kind === 'denied';
    if (denied) withoutProperties.add(ssm);
    else if (token !== undefined || !isFilterFault(error)) throw error;
    return information(ssm, filters, undefined);
  }
}

/** Clients that may not call `DescribeInstanceProperties`. */
const withoutProperties = new WeakSet<SSM>();
/** Before a token of the other operation. */
const plainMark = '~';

function isFilterFault(error: unknown): boolean {
  return error instanceof Error && /^Invalid.*Filter|^ValidationException/.test(error.name);
}

async function properties(
  ssm: SSM,
  filters: Filters,
  size: number,
  token: string | undefined,
): Promise<Listing<ManagedNode>> {
  const byTag = filters.some(({ key }) => key.startsWith('tag'));
  const asked = filters.map(({ key, values }) => ({ key, values: [...values] }));
  const answer = await ssm.describeInstanceProperties({
    MaxResults: size,
    NextToken: token,
    // The plain filters have no tags.
    ...(byTag && {
      FiltersWithOperator: asked.map(({ key, values }) => ({ Key: key, Values: values, Operator: 'Equal' as const })),
    }),
    ...(!byTag &&
      asked.length > 0 && {
        InstancePropertyFilterList: asked.map(({ key, values }) => ({ key: key as 'PingStatus', valueSet: values })),
      }),
  });
  return { items: answer.InstanceProperties?.map(nodeOf), next: answer.NextToken };
}

async function information(ssm: SSM, filters: Filters, token: string | undefined): Promise<Listing<ManagedNode>> {
  const Filters = filters.map(
    ({ key, values }): InstanceInformationStringFilter => ({ Key: key, Values: [...values] }),
  );
  const answer = await ssm.describeInstanceInformation({
    MaxResults: 50,
    NextToken: token,
    ...(Filters.length > 0 && { Filters }),
  });
  const next = answer.NextToken;
  return { items: answer.InstanceInformationList?.map(nodeOf), next: next ? `${plainMark}${next}` : undefined };
}

/** The facts of either operation, always in the same shape, which keeps a long list small. */
function nodeOf(node: InstanceProperty): ManagedNode {
  const { InstanceId: id = '', ComputerName: host } = node;
  return {
    id,
    name: node.Name || host || id,
    host: host || undefined,
    platformType: node.PlatformType,
    platform: node.PlatformName || undefined,
    platformVersion: node.PlatformVersion || undefined,
    ping: node.PingStatus,
    lastPing: node.LastPingDateTime?.getTime(),
    agent: node.AgentVersion || undefined,
    ip: node.IPAddress || undefined,
    instanceType: node.InstanceType || undefined,
    state: node.InstanceState || undefined,
    role: node.InstanceRole || node.IamRole || undefined,
    associations: node.AssociationStatus || undefined,
    lastAssociation: node.LastAssociationExecutionDate?.getTime(),
  };
}
