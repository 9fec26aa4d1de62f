// A VS Code for a human on a machine without the desktop one: a server with the extension in it, opened in the
// person's own browser. The extension is linked in as a part of VS Code, so that it is always on, a rebuild needs only
// a reload of the page, and notifications work (they do not in development mode). The address carries a token,
// because whoever can reach the server has a terminal.
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { logToStderr, repositoryRoot } from './fetch.mjs';
import { ensureHost } from './install.mjs';
import { pageUrl, startServer } from './server.mjs';

/**
 * Serves until Ctrl+C; resolves when the server is gone.
 * @param {object} options
 * @param {string} [options.root] repository root
 * @param {string} options.folder workspace folder
 * @param {string} [options.extension] folder of a built extension
 * @param {string} [options.vsix] a packaged extension, instead of a folder
 * @param {number} [options.port] a fixed one keeps what the browser remembers of the window
 * @param {Record<string, unknown>} [options.settings] of the first start; later ones keep what the person has set
 * @param {Record<string, string | undefined>} [options.env]
 * @param {import('./fetch.mjs').Log} [options.log]
 */
export async function serve({
  root = repositoryRoot,
  folder,
  extension,
  vsix,
  port = 8787,
  settings,
  env,
  log = logToStderr,
}) {
  const host = await ensureHost({ root, log });
  const kept = path.join(root, '.vscode-test/start');
  const wanted = await isFree(port);
  if (!wanted) log(`Port ${port} is taken; using a free one.`);
  const starting = startServer({
    host,
    port: wanted ? port : 0,
    userDataDir: path.join(kept, 'user'),
    extensionsDir: path.join(kept, 'extensions'),
    builtin: extension && !vsix ? [extension] : [],
    vsix,
    // The person may have a screen reader, which the tests have not.
    settings: { 'editor.accessibilitySupport': 'auto', ...settings },
    keepSettings: true,
    shutdown: 'never',
    token: readToken(path.join(kept, 'token')),
    env,
  });
  let asked = false;
  const stop = async () => {
    asked = true;
    await (await starting).stop();
  };
  // From here on, not only when it is up: the server would outlive this process.
  const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);
  for (const signal of signals) process.on(signal, stop);
  const server = await starting;
  log(`VS Code is ready. Open this address in your browser:\n\n  ${pageUrl(server, { folder })}\n\nStop with Ctrl+C.`);
  const code = await server.exited;
  await server.stop();
  for (const signal of signals) process.off(signal, stop);
  if (!asked) throw new Error(`The VS Code server ended with ${code}:\n${server.output()}`);
}

/** The same at every start, so that a page that is still open can be reloaded. @param {string} file */
function readToken(file) {
  if (!fs.existsSync(file)) {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, randomUUID(), { mode: 0o600 });
  }
  return fs.readFileSync(file, 'utf8');
}

/** Asked beforehand: a server whose port is taken neither ends nor says so. @param {number} port @returns {Promise<boolean>} */
function isFree(port) {
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.once('error', (/** @type {NodeJS.ErrnoException} */ error) =>
      error.code === 'EADDRINUSE' ? resolve(false) : reject(error),
    );
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
