/** Versions that the service is still making. Free of `vscode`. */

import { setTimeout as sleep } from 'node:timers/promises';
import type { DocumentDescription, SSM } from '@aws-sdk/client-ssm';

/** Milliseconds between two looks, and how many there are: files of a package take the service a while to copy. */
const pause = 500;
const looks = 120;

/**
 * Waits until a version can be used: run, or made the default. Says in a sentence why it cannot be; undefined when it can.
 *
 * @param now - what the service said of it when it was published.
 */
export async function settled(
  ssm: Pick<SSM, 'describeDocument'>,
  name: string,
  version: string,
  now: DocumentDescription | undefined,
): Promise<string | undefined> {
  let { Status, StatusInformation } = now ?? {};
  for (let left = looks; isMaking(Status) && left > 0; left--) {
    await sleep(pause);
    const { Document } = await ssm.describeDocument({ Name: name, DocumentVersion: version });
    ({ Status, StatusInformation } = Document ?? {});
  }
  if (Status === 'Failed')
    return `The service cannot use version ${version} of ${name}. ${StatusInformation ?? ''}`.trim();
  return isMaking(Status) ? `The service is still making version ${version} of ${name}. Look again later.` : undefined;
}

function isMaking(status: string | undefined): boolean {
  return status === 'Creating' || status === 'Updating';
}
