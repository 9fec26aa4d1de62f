/** How the Fleet view is arranged: groups and filter, for all connections of the window. */

import { commands, type Disposable, type Event, EventEmitter } from 'vscode';
import { type FleetFilter, filterWords } from './filter.ts';

export type Grouping =
  | { readonly by: 'nothing' | 'state' | 'platform' | 'group' }
  /** By the values of a tag. */
  | { readonly by: 'tag'; readonly key: string };

export interface Arrangement extends Disposable {
  grouping: Grouping;
  filter: FleetFilter | undefined;
  /** Fires when one of the two is set. */
  readonly onChange: Event<void>;
  /** In a sentence or two; undefined while nothing is grouped or filtered. */
  words(): string | undefined;
}

export function arrangement(): Arrangement {
  const changes = new EventEmitter<void>();
  let grouping: Grouping = { by: 'nothing' };
  let filter: FleetFilter | undefined;
  return {
    get grouping() {
      return grouping;
    },
    set grouping(next) {
      grouping = next;
      changes.fire();
    },
    get filter() {
      return filter;
    },
    set filter(next) {
      filter = next;
      void commands.executeCommand('setContext', 'opswright.fleetFiltered', next !== undefined);
      changes.fire();
    },
    onChange: changes.event,
    words() {
      const parts = [
        ...(grouping.by === 'nothing' ? [] : [`By ${groupingWords(grouping)}`]),
        ...(filter ? [filterWords(filter)] : []),
      ];
      return parts.length === 0 ? undefined : `${parts.join('. ')}.`;
    },
    dispose: () => changes.dispose(),
  };
}

function groupingWords(grouping: Grouping): string {
  if (grouping.by === 'tag') return `the tag ${grouping.key}`;
  return grouping.by === 'group' ? 'resource group' : grouping.by;
}
