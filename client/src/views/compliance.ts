/**
 * The Compliance view: what AWS Config found by rule and by resource, conformance packs, and what Systems Manager keeps on
 * patches and associations. Each part is asked for when it is opened.
 */

import type { Connection } from '../aws/connection.ts';
import type { Connections } from '../aws/connections.ts';
import { packNodes } from './compliancePacks.ts';
import { resourcePages } from './complianceResources.ts';
import { ruleGroups } from './complianceRules.ts';
import { systemsNodes } from './complianceSystems.ts';
import type { View } from './tree.ts';

export const complianceView = 'opswright.compliance';

/** What its parts need. */
export interface Place {
  connections: Connections;
  connection: Connection;
}

export function compliance(connections: Connections): View {
  return {
    id: complianceView,
    many: true,
    root: (connection) => {
      const place: Place = { connections, connection };
      return {
        label: connection.id,
        children: () => [
          { id: 'rules', label: 'Config rules', icon: 'law', open: true, children: () => ruleGroups(place) },
          {
            id: 'resources',
            label: 'Resources with findings',
            icon: 'server-environment',
            empty: 'No resource breaks a rule',
            pages: () => resourcePages(place),
          },
          {
            id: 'packs',
            label: 'Conformance packs',
            icon: 'package',
            empty: 'No conformance packs',
            pages: () => packNodes(place),
          },
          {
            id: 'systems',
            label: 'Patches and associations',
            icon: 'vm',
            empty: 'Nothing is reported',
            pages: () => systemsNodes(place),
          },
        ],
      };
    },
  };
}
