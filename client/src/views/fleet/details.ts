/** A managed node as the service describes it, as JSON: each operation's answer under its name. */

import type { Clients } from '../../aws/clients.ts';
import { readFault } from '../../aws/fault.ts';
import { isHybrid } from './nodeLine.ts';

export async function nodeDetails({ ssm, sts, tagging }: Clients, region: string, id: string): Promise<string> {
  const answers = await Promise.all(
    Object.entries({
      Information: async () =>
        (await ssm.describeInstanceInformation({ Filters: [{ Key: 'InstanceIds', Values: [id] }] }))
          .InstanceInformationList?.[0],
      Properties: async () =>
        (await ssm.describeInstanceProperties({ InstancePropertyFilterList: [{ key: 'InstanceIds', valueSet: [id] }] }))
          .InstanceProperties?.[0],
      ConnectionStatus: async () => (await ssm.getConnectionStatus({ Target: id })).Status,
      PatchState: async () => (await ssm.describeInstancePatchStates({ InstanceIds: [id] })).InstancePatchStates?.[0],
      Tags: async () =>
        isHybrid(id)
          ? (await ssm.listTagsForResource({ ResourceType: 'ManagedInstance', ResourceId: id })).TagList
          : tagsOfInstance({ sts, tagging }, region, id),
    }).map(async ([name, ask]) => [name, await ask().catch((error) => `(${readFault(error).title})`)] as const),
  );
  return `${JSON.stringify(Object.fromEntries(answers), undefined, 2)}\n`;
}

async function tagsOfInstance({ sts, tagging }: Pick<Clients, 'sts' | 'tagging'>, region: string, id: string) {
  const { Account, Arn = '' } = await sts.getCallerIdentity({});
  const arn = `arn:${Arn.split(':')[1] ?? 'aws'}:ec2:${region}:${Account}:instance/${id}`;
  return (await tagging.getResources({ ResourceARNList: [arn] })).ResourceTagMappingList?.[0]?.Tags;
}
