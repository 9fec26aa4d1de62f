/**
 * The associations that a new account has, with the runs of the week before. What a past run did on a node is made up when it
 * is asked for; the runs to come are real ones.
 */

import { nextTimes } from '../../../language/scheduleTimes.ts';
import type { Account } from '../../account.ts';
import { uuidOf } from '../../chance.ts';
import { planRun } from '../associations/plan.ts';
import type { AssociationVersion, StoredAssociation } from '../associations/store.ts';

const week = 7 * 86_400_000;

export function firstAssociations(account: Account): Record<string, StoredAssociation> {
  const created = account.now() - week;
  const made = (given: Partial<AssociationVersion> & Pick<AssociationVersion, 'document' | 'name' | 'schedule'>) => {
    const version: AssociationVersion = {
      version: 1,
      created,
      targets: [{ Key: 'InstanceIds', Values: ['*'] }],
      parameters: {},
      onlyAtCron: given.schedule?.startsWith('cron') ?? false,
      severity: 'UNSPECIFIED',
      manualCompliance: false,
      ...given,
    };
    const id = uuidOf(account, 'association', given.document, given.name ?? '');
    const past = nextTimes(given.schedule ?? '', created, 30, { base: created }).filter((at) => at < account.now());
    const association: StoredAssociation = {
      id,
      versions: [version],
      executions: past.map((at) => ({ id: uuidOf(account, id, String(at)), at, version: 1, results: {} })),
    };
    planRun(account, association);
    return association;
  };
  const list = [
    made({
      document: 'AWS-GatherSoftwareInventory',
      name: 'inventory-of-all-nodes',
      schedule: 'rate(12 hours)',
    }),
    made({ document: 'AWS-UpdateSSMAgent', name: 'agent-update', schedule: 'cron(0 2 ? * SUN *)' }),
    made({
      document: 'AWS-RunPatchBaseline',
      name: 'patch-scan-of-production',
      schedule: 'rate(1 day)',
      targets: [{ Key: 'tag:Environment', Values: ['prod'] }],
      parameters: { Operation: ['Scan'] },
      severity: 'HIGH',
    }),
    made({
      document: 'AWS-RunShellScript',
      name: 'web-configuration',
      schedule: 'cron(30 4 * * ? *)',
      targets: [{ Key: 'tag:Role', Values: ['web'] }],
      parameters: { commands: ['systemctl is-active nginx', 'systemctl reload nginx'] },
      severity: 'CRITICAL',
    }),
  ];
  return Object.fromEntries(list.map((association) => [association.id, association]));
}
