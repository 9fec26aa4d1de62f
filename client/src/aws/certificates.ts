/**
 * Whether the certificates of services are checked: the setting `http.proxyStrictSSL`, which is off where a proxy opens what
 * is encrypted. VS Code asks it for requests of its own only; all else of a proxy it does for the extension host as well.
 */

import { workspace } from 'vscode';

export function checksCertificates(): boolean {
  return workspace.getConfiguration('http').get('proxyStrictSSL', true);
}
