/**
 * The whole output of a step, left where the sender of the command asked for it: in a bucket or in a log group. Places as the
 * agent has them (amazon-ssm-agent, framework/docmanager and agentlogstocloudwatch).
 */

import type { Account } from '../account.ts';
import { ServiceError } from '../errors.ts';
import { appendEvents } from '../logs/index.ts';
import { appendObject } from '../s3/objects.ts';
import type { StoredCommand } from './commandStore.ts';

/** What a process has printed; a step that is rebooted prints several times. */
interface Printed {
  stdout?: string;
  stderr?: string;
}

/** Keeps what a step printed on a node, where the command says so. */
export function keepOutput(
  account: Account,
  { id, bucket, keyPrefix, logGroup }: StoredCommand,
  node: string,
  step: { name: string; plugin: string },
  printed: Printed,
): void {
  for (const stream of ['stdout', 'stderr'] as const) {
    const text = printed[stream] ?? '';
    if (text === '') continue;
    if (bucket !== undefined) {
      const prefix = keyPrefix ? `${keyPrefix.replace(/\/$/, '')}/` : '';
      inBucket(account, bucket, `${prefix}${id}/${node}/${folderOf(step)}/${stream}`, text);
    }
    if (logGroup !== undefined) appendEvents(account, logGroup, `${id}/${node}/${dashed(step.name)}/${stream}`, text);
  }
}

/** An agent that may not write there, or finds no bucket, says so in its own log alone. */
function inBucket(account: Account, bucket: string, key: string, text: string): void {
  try {
    appendObject(account, bucket, key, text);
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
  }
}

/** `awsrunShellScript/restart`; in documents of version 1.2, whose steps have no names, `awsrunShellScript/0.awsrunShellScript`. */
function folderOf({ name, plugin }: { name: string; plugin: string }): string {
  const plain = plugin.replace(':', '');
  return `${plain}/${name === plugin ? `0.${plain}` : name}`;
}

function dashed(name: string): string {
  return name.replace(/[^\w.-]/g, '-');
}
