/** The fleet by resource group. Groups of other things than machines are left out. */

import { pagesOf } from '../pages.ts';
import type { Page } from '../tree.ts';
import { countedGroups, type Group, type Nodes } from './group.ts';

/** Counting a group takes two requests. */
const onPage = 10;

export function resourceGroupPages(place: Nodes): AsyncIterator<Page, void> {
  const { connections, connection } = place;
  return pagesOf(
    async (NextToken) => {
      const { groups } = await connections.clients(connection);
      const answer = await groups.listGroups({ MaxResults: onPage, NextToken });
      const counted = await countedGroups(
        place,
        (answer.GroupIdentifiers ?? []).map(
          ({ GroupName: name = '', Description }): Group => ({
            label: name,
            nodes: { filters: [], group: name },
            line: { icon: 'layers', ...(Description && { tooltip: `${name}\n${Description}` }) },
          }),
        ),
      );
      return { items: counted.filter(({ isEmpty }) => !isEmpty), next: answer.NextToken };
    },
    ({ line }) => line,
  );
}
