/**
 * What the SDK gets for `node:https` in the bundle (`esbuild.mjs`), so that the setting `http.proxyStrictSSL` holds for it.
 *
 * Everything else of a proxy is VS Code's own: it puts its proxy, or that of the system, under each request of the extension
 * host, and drops the agent that the request came with. So only the request itself can say that certificates are not checked.
 *
 * Whom to ask is kept in the module, which is the exception here: the SDK imports it and passes nothing on, and it is bundled
 * for the command too, where there is no VS Code to ask.
 */

import type { ClientRequest, IncomingMessage } from 'node:http';
import https, { type RequestOptions } from 'node:https';

let checked: () => boolean = () => true;

/** Tells whom to ask whether certificates are checked; asked for each request. */
export function checkCertificates(when: () => boolean): void {
  checked = when;
}

export function request(options: RequestOptions, answered: (answer: IncomingMessage) => void): ClientRequest {
  return https.request(checked() ? options : { ...options, rejectUnauthorized: false }, answered);
}

export const { Agent } = https;
