/**
 * The records of the weeks before the account began: who changed resources, wrote documents, and started what the histories
 * of runs and commands show.
 */

import type { Account } from '../account.ts';
import { uuidOf } from '../chance.ts';
import { pastChanges } from '../config/past.ts';
import { machinesOf } from '../fleet.ts';
import { runsOf } from '../ssm/automationRuns.ts';
import { commandsOf } from '../ssm/commandStore.ts';
import { documentsOf } from '../ssm/documents.ts';
import type { TrailRecord } from './record.ts';

type Told = Pick<TrailRecord, 'at' | 'service' | 'operation' | 'caller'> & { request: object; response?: object };

const day = 86_400_000;
/** As long as CloudTrail looks back. */
const longest = 90 * day;
/** The tags of larger fleets would fill the trail. */
const mostTagged = 50;

/** What is known of the time before an account is first asked something, the oldest first. */
export function pastRecords(account: Account): TrailRecord[] {
  const now = account.now();
  const told = [...resources(account), ...documents(account), ...runs(account), ...commands(account)];
  return told
    .filter(({ at }) => at > now - longest && at < now - 60_000)
    .sort((a, b) => a.at - b.at)
    .map(({ request, response, ...rest }, index) => ({
      ...rest,
      id: uuidOf(account, 'trail', String(index), rest.operation),
      userAgent: 'aws-cli/2.31.4',
      request: JSON.stringify(lowerFirst(request)),
      response: JSON.stringify(response ?? null),
    }));
}

function lowerFirst(map: object): object {
  return Object.fromEntries(
    Object.entries(map).map(([key, value]) => [key.charAt(0).toLowerCase() + key.slice(1), value]),
  );
}

function userOf({ settings }: Account, name: string): string {
  return `arn:aws:iam::${settings.accountId}:user/${name}`;
}

function resources(account: Account): Told[] {
  const tagged = machinesOf(account)
    .filter(({ id }) => id.startsWith('i-'))
    .slice(0, mostTagged)
    .map(
      ({ id, registered, tags }): Told => ({
        at: registered + day - 5_000,
        service: 'ec2',
        operation: 'CreateTags',
        caller: userOf(account, 'deployer'),
        request: { Resources: [id], Tags: Object.entries(tags).map(([key, value]) => ({ key, value })) },
      }),
    );
  const changed = pastChanges(account).map(
    ({ at, by, service, operation, request }): Told => ({ at, service, operation, caller: by, request }),
  );
  return [...tagged, ...changed];
}

function documents(account: Account): Told[] {
  return Object.values(documentsOf(account)).flatMap(({ name, type, versions }) =>
    versions.map(({ created, format }, index): Told => {
      const operation = index === 0 ? 'CreateDocument' : 'UpdateDocument';
      const request = { Name: name, DocumentType: type, DocumentFormat: format };
      return { at: created, service: 'ssm', operation, caller: userOf(account, 'alice'), request };
    }),
  );
}

function runs(account: Account): Told[] {
  return Object.values(runsOf(account))
    .filter(({ parent }) => parent === undefined)
    .map(
      ({ id, document, parameters, by, state }): Told => ({
        at: state.started,
        service: 'ssm',
        operation: 'StartAutomationExecution',
        caller: by,
        request: { DocumentName: document, Parameters: parameters },
        response: { automationExecutionId: id },
      }),
    );
}

function commands(account: Account): Told[] {
  return Object.values(commandsOf(account)).map(({ id, document, instanceIds, requested, sender = '' }): Told => {
    const by = runsOf(account)[sender]?.by ?? userOf(account, 'bjorn');
    const request = { DocumentName: document, InstanceIds: instanceIds };
    const response = { command: { commandId: id } };
    return { at: requested, service: 'ssm', operation: 'SendCommand', caller: by, request, response };
  });
}
