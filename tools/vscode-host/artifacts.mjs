// What a failed run leaves for a person to look at: the log of the workbench with times, a screenshot, the logs of the
// server and of the extension host. A run that passes leaves nothing.
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { format } from 'node:util';

/** The page looks for built-in extensions this host leaves out, and for code-server's own offline worker. */
const noise = /^(Error: )?Activating extension 'vscode\.|^\[Service Worker\]/;

/** @param {string} root repository root */
export function openArtifacts(root) {
  const start = Date.now();
  const stamp = new Date(start).toISOString().replace(/[:T]/g, '-').slice(0, 19);
  const folder = path.join(root, '.vscode-test/artifacts', `${stamp}-${process.pid}`);
  fs.mkdirSync(folder, { recursive: true });
  /** @type {string[]} */
  const errors = [];
  return {
    /** The first error messages, for a run that has nothing else to say. */
    errors: () => errors.slice(0, 5).map((text) => text.split('\n').slice(0, 6).join('\n')),

    /**
     * Writes one message of the page and returns its text.
     * @param {string} level @param {unknown[]} args those of console.log, with places for values
     */
    log(level, args) {
      const text = format(...args);
      const seconds = ((Date.now() - start) / 1000).toFixed(2);
      fs.appendFileSync(path.join(folder, 'workbench.log'), `${seconds} ${level} ${text}\n`);
      if (level === 'error' && !noise.test(text)) errors.push(text);
      return text;
    },

    discard: () => fs.rmSync(folder, { recursive: true, force: true }),

    /**
     * @param {object} what
     * @param {any} [what.page]
     * @param {{ relativePath: string, contents: string }[]} what.logs
     * @param {import('./server.mjs').Server} [what.server]
     * @returns {Promise<string>} the folder
     */
    async save({ page, logs, server }) {
      await Promise.race([screenshot(page, path.join(folder, 'screenshot.png')), sleep(5_000)]);
      for (const { relativePath, contents } of logs) {
        const file = path.join(folder, 'page-logs', path.normalize(path.join('/', relativePath)));
        fs.mkdirSync(path.dirname(file), { recursive: true });
        fs.writeFileSync(file, contents);
      }
      if (server) {
        fs.writeFileSync(path.join(folder, 'server.log'), server.output());
        copyNewest(path.join(server.userDataDir, 'logs'), path.join(folder, 'logs'));
      }
      return folder;
    },
  };
}

/** @param {any} page @param {string} file */
async function screenshot(page, file) {
  try {
    await page?.screenshot({ path: file });
  } catch (error) {
    // A page that crashed cannot be drawn; the reason is worth as much as the picture.
    fs.writeFileSync(`${file}.failed.txt`, String(error));
  }
}

/** The log folder of this run: a user data folder that is kept holds one for each start. @param {string} from @param {string} to */
function copyNewest(from, to) {
  if (!fs.existsSync(from)) return;
  const newest = fs.readdirSync(from).sort().at(-1);
  if (newest) fs.cpSync(path.join(from, newest), to, { recursive: true });
}
