/**
 * The fleet by the values of a tag. The service lists values of everything in the Region, buckets and databases too, so those that
 * no node has are left out. A page has some values only: what is counted is in sight.
 */

import type { ResourceGroupsTaggingAPI } from '@aws-sdk/client-resource-groups-tagging-api';
import { readFault } from '../../aws/fault.ts';
import { pagesOf } from '../pages.ts';
import type { Page } from '../tree.ts';
import { countedGroups, type Group, type Nodes } from './group.ts';

/** As many values as one request can be filtered by (API reference of `TagFilter`). */
const onPage = 20;
/** Of fewer, which ones nodes have is not worth a request of its own. */
const few = 5;

export function tagPages(place: Nodes, key: string): AsyncIterator<Page, void> {
  const { connections, connection } = place;
  /** Values that were listed and not shown yet, and the token of those that were not even listed; undefined for none. */
  let waiting: string[] = [];
  let token: string | undefined = '';
  return pagesOf(
    async () => {
      const { tagging } = await connections.clients(connection);
      if (waiting.length === 0 && token !== undefined) {
        const answer = await tagging.getTagValues({ Key: key, ...(token && { PaginationToken: token }) });
        waiting = answer.TagValues ?? [];
        token = answer.PaginationToken || undefined;
      }
      const values = await ofMachines(tagging, key, waiting.slice(0, onPage));
      const counted = await countedGroups(
        place,
        values.map((value) => groupOf(key, value)),
      );
      waiting = waiting.slice(onPage);
      const items = counted.filter(({ isEmpty }) => !isEmpty).map(({ line }) => line);
      return { items, next: waiting.length > 0 || token !== undefined ? 'more' : undefined };
    },
    (line) => line,
  );
}

function groupOf(key: string, value: string): Group {
  return {
    label: value || '(no value)',
    nodes: { filters: [{ key: `tag:${key}`, values: [value] }] },
    line: { id: value, icon: 'tag' },
  };
}

/** Those of the values that an instance or a registered server has, managed or not; all of them where that is not known. */
async function ofMachines(tagging: ResourceGroupsTaggingAPI, key: string, values: string[]): Promise<string[]> {
  if (values.length <= few) return values;
  try {
    const { ResourceTagMappingList: found = [], PaginationToken: more } = await tagging.getResources({
      TagFilters: [{ Key: key, Values: values }],
      ResourceTypeFilters: ['ec2:instance', 'ssm:managed-instance'],
      ResourcesPerPage: 100,
    });
    if (more) return values;
    const theirs = new Set(
      found.flatMap(({ Tags = [] }) => Tags.flatMap(({ Key, Value }) => (Key === key ? Value : []))),
    );
    return values.filter((value) => theirs.has(value));
  } catch (error) {
    if (readFault(error).kind !== 'denied') throw error;
    return values;
  }
}
