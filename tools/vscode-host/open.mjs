// Opens a workbench for a test that works like a person: with the mouse, the keyboard and the eyes (see selectors.mjs).
// An extension is loaded in one of three ways: a folder, as if it were part of VS Code (the default, toasts work); a
// folder under development, with the test driver (toasts are off); or a packaged .vsix, which proves its content too.
import { format } from 'node:util';
import { launchChromium, newLocalContext } from './browser.mjs';
import { repositoryRoot } from './fetch.mjs';
import { ensureHost } from './install.mjs';
import { pageUrl, startServer } from './server.mjs';

const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

/**
 * @typedef {object} Workbench
 * @property {any} page a playwright Page, with the workbench drawn
 * @property {any} context
 * @property {import('./server.mjs').Server} server
 * @property {string} url
 * @property {() => string[]} consoleLines what the page has written to its console
 * @property {() => Promise<void>} close
 */

/**
 * @param {object} options
 * @param {string} [options.root] repository root
 * @param {string} [options.folder] workspace folder
 * @param {string} [options.extension] folder of a built extension
 * @param {string} [options.vsix] a packaged extension
 * @param {string} [options.extensionsDir] where such a one is installed already
 * @param {Record<string, unknown>} [options.settings]
 * @param {string} [options.userDataDir] kept afterwards; without it a temporary one
 * @param {boolean} [options.testDriver] load `extension` as one under development
 * @param {Record<string, string | undefined>} [options.env] for the extension, on top of the environment
 * @returns {Promise<Workbench>}
 */
export async function openWorkbench({
  root = repositoryRoot,
  folder,
  extension,
  vsix,
  extensionsDir,
  settings,
  userDataDir,
  testDriver = false,
  env,
}) {
  const host = await ensureHost({ root });
  const browser = await launchChromium({ host, root });
  /** @type {import('./server.mjs').Server | undefined} */
  let server;
  const close = async () => {
    for (const signal of signals) process.off(signal, onSignal);
    await browser.close();
    await server?.stop();
  };
  // The server is in a process group of its own and does not hear a Ctrl+C.
  const onSignal = () => close().finally(() => process.exit(130));
  for (const signal of signals) process.once(signal, onSignal);
  try {
    const builtin = extension && !testDriver ? [extension] : [];
    server = await startServer({ host, userDataDir, extensionsDir, vsix, builtin, settings, testDriver, env });
    const context = await newLocalContext(browser);
    const page = await context.newPage();
    /** @type {string[]} */
    const lines = [];
    page.on('console', (/** @type {any} */ message) => lines.push(format('%s: %s', message.type(), message.text())));
    const url = pageUrl(server, { folder, extensions: extension && testDriver ? [extension] : [] });
    await page.goto(url);
    // The status bar is drawn last; a workbench without it takes no commands yet.
    await page.locator('.monaco-workbench .statusbar-item').first().waitFor({ timeout: 60_000 });
    return { page, context, server, url, consoleLines: () => lines, close };
  } catch (error) {
    await close();
    throw error;
  }
}
