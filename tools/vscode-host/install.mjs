// Puts the VS Code server, the Node that runs it and the browser driver into `.vscode-test/host-<hash>`. They have a
// lock file of their own, so that a normal `npm ci` of the repository does not fetch 550 MB nobody asked for.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fetchOnce, logToStderr, repositoryRoot, requireLinux } from './fetch.mjs';

/**
 * @typedef {object} Host
 * @property {string} dir the folder everything was installed into
 * @property {string} app VS Code's application root
 * @property {string} node24 the Node that runs the server
 * @property {string} playwright the folder of playwright-core
 */

/**
 * Installs the host unless it is there already.
 * @param {{ root?: string, log?: import('./fetch.mjs').Log }} [options]
 * @returns {Promise<Host>}
 */
export async function ensureHost({ root = repositoryRoot, log = logToStderr } = {}) {
  requireLinux();
  const dir = await fetchOnce({
    root,
    name: 'host',
    from: '.',
    files: ['package.json', 'package-lock.json', '.npmrc', 'stubs'],
    message: 'Fetching VS Code server from npm (about 550 MB on disk, once)…',
    finish: linkModules,
    log,
  });
  const modules = path.join(dir, 'node_modules');
  return {
    dir,
    app: path.join(modules, 'code-server/lib/vscode'),
    node24: path.join(modules, `node-linux-${process.arch}/bin/node`),
    playwright: path.join(modules, 'playwright-core'),
  };
}

/**
 * The playwright-core of the host; it is no dependency of the repository.
 * @param {Host} host
 * @returns {any}
 */
export function loadPlaywright(host) {
  return createRequire(import.meta.url)(host.playwright);
}

/** The page asks for `<static>/node_modules/…` below the application root. @param {string} dir */
function linkModules(dir) {
  const link = path.join(dir, 'node_modules/code-server/lib/vscode/node_modules');
  fs.symlinkSync('../../..', link);
}
