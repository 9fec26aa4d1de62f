/** Keeps pages of browsers away from the account: foreign names of the host, and any origin. */

import type { IncomingHttpHeaders } from 'node:http';
import { ServiceError } from '../errors.ts';

/** Throws for a request that does not come to the loopback address, or that a page has sent. */
export function refuseForeign({ host: named, origin }: IncomingHttpHeaders): void {
  const host = named?.replace(/:\d+$/, '');
  if (host !== '127.0.0.1' && host !== 'localhost' && host !== '[::1]')
    throw new ServiceError('AccessDeniedException', 'The sandbox account answers on the loopback address only.', 403);
  if (origin !== undefined)
    throw new ServiceError('AccessDeniedException', 'The sandbox account does not answer pages in a browser.', 403);
}
