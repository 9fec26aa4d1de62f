// Finds or fetches a Chromium and starts it with playwright-core. An installed browser comes first, because it is the
// one the person of this machine trusts; the npm package is what makes a fresh machine work without a package manager.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { logToStderr, repositoryRoot, requireLinux } from './fetch.mjs';
import { loadPlaywright } from './install.mjs';
import { fetchChromium } from './npm-chromium.mjs';

/**
 * @typedef {object} Chromium
 * @property {string} executablePath
 * @property {string[]} args
 * @property {Record<string, string>} env what it needs on top of the environment
 */

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
];

/**
 * @param {{ root?: string, log?: import('./fetch.mjs').Log }} [options]
 * @returns {Promise<Chromium>}
 */
export async function ensureChromium({ root = repositoryRoot, log = logToStderr } = {}) {
  requireLinux();
  const chosen = process.env.CHROME_PATH;
  if (chosen && !isExecutable(chosen)) throw new Error(`CHROME_PATH names no executable: ${chosen}`);
  const installed = chosen || findOnPath();
  if (installed) return { executablePath: installed, args, env: {} };
  // The package carries a binary for x64 only.
  if (process.arch !== 'x64') throw new Error(`No Chromium found. ${advice}`);
  try {
    const fetched = await fetchChromium({ root, log });
    return { ...fetched, args: [...args, ...fetched.args] };
  } catch (error) {
    throw new Error(`No Chromium found, and none could be fetched from npm. ${advice}`, { cause: error });
  }
}

const advice =
  'Install the Debian package "chromium" (apt-get install chromium), or set CHROME_PATH to the executable of a ' +
  'Chromium or Chrome.';

/**
 * Starts the browser.
 * @param {{ host: import('./install.mjs').Host, root?: string, log?: import('./fetch.mjs').Log }} options
 */
export async function launchChromium({ host, root, log }) {
  const { executablePath, args, env } = await ensureChromium({ root, log });
  return loadPlaywright(host).chromium.launch({
    executablePath,
    args,
    env: { ...process.env, ...env },
    // Left to playwright, a signal would end this process before the server is stopped.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
}

/**
 * A context that reaches nothing but this machine, so that no test depends on a network.
 * @param {any} browser
 */
export async function newLocalContext(browser) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const isRemote = (/** @type {URL} */ url) => /^(https?|wss?):$/.test(url.protocol) && url.hostname !== '127.0.0.1';
  await context.route(isRemote, (/** @type {any} */ route) => route.abort());
  return context;
}

function findOnPath() {
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter(Boolean);
  const files = names.flatMap((name) => folders.map((folder) => path.join(folder, name)));
  return files.find((file) => isExecutable(file) && canStart(file));
}

/** Some systems have a script of that name which only says how to install one. @param {string} file */
function canStart(file) {
  return spawnSync(file, ['--version'], { timeout: 10_000 }).status === 0;
}

/** @param {string} file */
function isExecutable(file) {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
}
