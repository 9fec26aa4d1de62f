/**
 * The signature of the request that opens a session's socket: Signature Version 4 for `ssmmessages`, in headers, over the host,
 * the date and the query, as AWS's own client makes it from 1.2.764.0 on. For the bundles of the SDK's clients only: what it
 * takes is large.
 *
 * A plus of the query stands for a blank in what is signed, whatever it is in the address: the cell of a session has some.
 */

import type { SSMClient } from '@aws-sdk/client-ssm';
import { SignatureV4 } from '@smithy/signature-v4';
import type { Signature } from './calls.ts';

/** Of a client: who calls, where, and how far its clock is off. */
export type SigningConfig = Pick<SSMClient['config'], 'credentials' | 'region' | 'sha256' | 'systemClockOffset'>;

/** The headers for a socket at this address. Rejects when there are no credentials. */
export async function signatureFor(url: string, config: SigningConfig): Promise<Signature> {
  const { protocol, host, pathname, searchParams } = new URL(url);
  const query = Object.fromEntries([...searchParams.keys()].map((name) => [name, searchParams.getAll(name)]));
  const { credentials, region, sha256, systemClockOffset = 0 } = config;
  const signer = new SignatureV4({ credentials, region, sha256, service: 'ssmmessages', applyChecksum: false });
  const request = { method: 'GET', protocol, hostname: host, path: pathname, query, headers: { host } };
  const signed = await signer.sign(request, { signingDate: new Date(Date.now() + systemClockOffset) });
  const { host: _, ...headers } = signed.headers;
  return headers;
}
