// Starts and stops one VS Code server. It runs in a process group of its own, because it has children (extension
// hosts, language servers, terminals) that must go with it, and in folders that are deleted with it, so that no run
// sees what another has left.
import { execFile, spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { isUsed, quietSettings } from './settings.mjs';

/**
 * @typedef {object} Server
 * @property {number} port
 * @property {string | undefined} token what the address must carry
 * @property {string} userDataDir
 * @property {Promise<number | null>} exited resolves when the server process is gone
 * @property {() => string} output everything the server has printed
 * @property {() => Promise<void>} stop ends the whole process group and deletes the temporary folders
 */

/**
 * @param {object} options
 * @param {import('./install.mjs').Host} options.host
 * @param {string} [options.userDataDir] kept afterwards; without it a temporary one
 * @param {string} [options.extensionsDir] kept afterwards; without it a temporary, empty one
 * @param {string} [options.vsix] a package to install first
 * @param {string[]} [options.builtin] folders of extensions to load as if they were part of VS Code
 * @param {Record<string, unknown>} [options.settings] on top of the quiet ones
 * @param {boolean} [options.keepSettings] leave an existing settings.json as it is
 * @param {boolean} [options.testDriver] let the page name an extension under development; turns toasts off
 * @param {'page' | 'idle' | 'never'} [options.shutdown] end by itself: with the first page that closes, five minutes
 *   after the last one, or never
 * @param {string} [options.token] what the address must carry; without it none is asked for
 * @param {number} [options.port]
 * @param {Record<string, string | undefined>} [options.env] on top of the environment
 * @returns {Promise<Server>}
 */
export async function startServer({
  host,
  userDataDir,
  extensionsDir,
  vsix,
  builtin = [],
  settings = {},
  keepSettings = false,
  testDriver = false,
  shutdown = 'idle',
  token,
  port = 0,
  env = {},
}) {
  const temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'vscode-host-'));
  const user = userDataDir ?? path.join(temporary, 'user');
  const folders = [
    ...['--server-data-dir', path.join(temporary, 'server')],
    ...['--extensions-dir', extensionsDir ?? path.join(temporary, 'extensions')],
  ];
  try {
    linkBuiltin(host, path.join(temporary, 'builtin'), builtin);
    writeSettings(user, { ...quietSettings, ...settings }, keepSettings);
    // A file and not an argument: everyone on the machine can read arguments.
    const tokenFile = path.join(temporary, 'token');
    if (token) fs.writeFileSync(tokenFile, token, { mode: 0o600 });
    const environment = serverEnvironment(host, env);
    if (vsix) await run(host, ['--install-extension', path.resolve(vsix), '--force', ...folders], environment);
    const child = spawn(
      host.node24,
      [
        path.join(host.app, 'out/server-main.js'),
        ...['--host', '127.0.0.1', '--port', String(port), '--accept-server-license-terms'],
        ...['--user-data-dir', user, '--builtin-extensions-dir', path.join(temporary, 'builtin'), ...folders],
        ...['--disable-workspace-trust', '--disable-telemetry', '--disable-experiments'],
        ...(token ? ['--connection-token-file', tokenFile] : ['--without-connection-token']),
        ...(shutdown === 'never' ? [] : ['--enable-remote-auto-shutdown', '--reconnection-grace-time', '5']),
        ...(shutdown === 'page' ? ['--remote-auto-shutdown-without-delay'] : []),
        ...(testDriver ? ['--enable-smoke-test-driver'] : []),
      ],
      { detached: true, stdio: ['ignore', 'pipe', 'pipe'], env: environment },
    );
    return await follow(child, { temporary, user, token });
  } catch (error) {
    fs.rmSync(temporary, { recursive: true, force: true });
    throw error;
  }
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {{ temporary: string, user: string, token?: string }} known
 * @returns {Promise<Server>}
 */
async function follow(child, { temporary, user, token }) {
  let output = '';
  const exited = new Promise((resolve, reject) => child.once('error', reject).once('exit', resolve));
  // For a process that ends without having called stop(), by an error nobody caught.
  const endNow = () => {
    signalGroup(child, 'SIGKILL');
    fs.rmSync(temporary, { recursive: true, force: true, maxRetries: 5 });
  };
  process.once('exit', endNow);
  const stop = async () => {
    await endGroup(child, exited);
    process.off('exit', endNow);
    fs.rmSync(temporary, { recursive: true, force: true, maxRetries: 5 });
  };
  const listening = new Promise((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
        output += text;
        const found = /Extension host agent listening on (\d+)/.exec(output);
        if (found) resolve(Number(found[1]));
      });
    }
  });
  const port = await Promise.race([
    listening,
    exited.then((code) => Promise.reject(new Error(`The VS Code server ended with ${code}:\n${output}`))),
    sleep(60_000, undefined, { ref: false }).then(() => undefined),
  ]);
  if (port === undefined) {
    await stop();
    throw new Error(`The VS Code server did not listen within a minute:\n${output}`);
  }
  return { port, token, userDataDir: user, exited, output: () => output, stop };
}

/** @param {import('node:child_process').ChildProcess} child @param {Promise<unknown>} exited */
async function endGroup(child, exited) {
  signalGroup(child, 'SIGTERM');
  await Promise.race([exited, sleep(5_000, undefined, { ref: false })]);
  // Also when the server itself is gone: a child of it may have ignored the first signal.
  signalGroup(child, 'SIGKILL');
}

/** @param {import('node:child_process').ChildProcess} child @param {NodeJS.Signals} signal */
function signalGroup(child, signal) {
  if (!child.pid) return;
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

/** @param {import('./install.mjs').Host} host @param {string} folder @param {string[]} more */
function linkBuiltin(host, folder, more) {
  fs.mkdirSync(folder);
  const all = path.join(host.app, 'extensions');
  for (const entry of fs.readdirSync(all, { withFileTypes: true })) {
    if (entry.isDirectory() && isUsed(entry.name))
      fs.symlinkSync(path.join(all, entry.name), path.join(folder, entry.name));
  }
  // Under a name of our own: a repository called like one of VS Code's extensions would meet that one's link.
  for (const [index, one] of more.entries())
    fs.symlinkSync(path.resolve(one), path.join(folder, `under-test-${index}`));
}

/** @param {string} user @param {Record<string, unknown>} settings @param {boolean} keep */
function writeSettings(user, settings, keep) {
  const file = path.join(user, 'User/settings.json');
  if (keep && fs.existsSync(file)) return;
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, `${JSON.stringify(settings, undefined, 2)}\n`);
}

/**
 * The environment without what a VS Code terminal adds, which would make the server take itself for a part of that
 * VS Code; with an empty gallery, so that no start depends on a name lookup.
 * @param {import('./install.mjs').Host} host
 * @param {Record<string, string | undefined>} more
 */
function serverEnvironment(host, more) {
  const foreign = (/** @type {string} */ name) =>
    name === 'NODE_OPTIONS' || name.startsWith('ELECTRON_') || /^VSCODE_(?!TEST_)/.test(name);
  const own = Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign(name)));
  return {
    ...own,
    PATH: [path.dirname(host.node24), own.PATH].filter(Boolean).join(path.delimiter),
    EXTENSIONS_GALLERY: JSON.stringify({ serviceUrl: '', itemUrl: '', resourceUrlTemplate: '' }),
    ...more,
  };
}

/**
 * Installs a package for servers that are started later, each of which would else take some seconds for it.
 * @param {import('./install.mjs').Host} host @param {string} vsix @param {string} extensionsDir
 */
export async function installPackage(host, vsix, extensionsDir) {
  const data = fs.mkdtempSync(path.join(os.tmpdir(), 'vscode-host-'));
  const folders = ['--server-data-dir', data, '--extensions-dir', extensionsDir];
  try {
    await run(host, ['--install-extension', path.resolve(vsix), '--force', ...folders], serverEnvironment(host, {}));
  } finally {
    fs.rmSync(data, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** @param {import('./install.mjs').Host} host @param {string[]} args @param {NodeJS.ProcessEnv} env */
async function run(host, args, env) {
  try {
    const main = path.join(host.app, 'out/server-main.js');
    await promisify(execFile)(host.node24, [main, '--accept-server-license-terms', ...args], { env, timeout: 60_000 });
  } catch (error) {
    throw new Error(`VS Code refused ${args.slice(0, 2).join(' ')}:\n${error.stdout ?? ''}${error.stderr ?? error}`);
  }
}

/**
 * The address of a window on `folder`.
 * @param {Server} server
 * @param {object} window
 * @param {string} [window.folder]
 * @param {string[]} [window.extensions] folders of extensions under development; needs the test driver
 * @param {string} [window.tests] module with `run()`; needs the test driver
 * @param {boolean} [window.disableExtensions]
 */
export function pageUrl(server, { folder, extensions = [], tests, disableExtensions = false }) {
  const uri = (/** @type {string} */ file) => `vscode-remote://127.0.0.1:${server.port}${path.resolve(file)}`;
  const url = new URL(`http://127.0.0.1:${server.port}/`);
  if (server.token) url.searchParams.set('tkn', server.token);
  if (folder) url.searchParams.set('folder', path.resolve(folder));
  else url.searchParams.set('ew', 'true');
  const payload = [
    ...extensions.map((extension) => ['extensionDevelopmentPath', uri(extension)]),
    ...(tests ? [['extensionTestsPath', uri(tests)]] : []),
    ['skipWelcome', 'true'],
    ['skipReleaseNotes', 'true'],
    ...(disableExtensions ? [['disableExtensions', 'true']] : []),
  ];
  if (extensions.length > 0) url.searchParams.set('payload', JSON.stringify(payload));
  return url.href;
}
