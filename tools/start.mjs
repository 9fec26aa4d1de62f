// `npm start`: VS Code on `examples/`, with the extension that was just built. What is seen first is said by the settings of
// that folder: the demo account, its fleet, and a run file that can be run.
//
// The desktop VS Code comes first, for it is the one the person knows. It is started as F5 does it: with the person's own
// settings and extensions, ours loaded for this one window and installed nowhere. Where there is none, or no screen, the
// server from npm packages (vscode-host/) is shown in a browser; what that keeps lies in `.vscode-test/`.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { serve } from './vscode-host/serve.mjs';

const root = path.resolve(fileURLToPath(new URL('..', import.meta.url)));
const examples = path.join(root, 'examples');
const help = `Opens VS Code on examples/ with the extension in it.

Usage: npm start [-- OPTIONS]

Options:
  --browser    in a browser, although there is a desktop VS Code
  --clean      a desktop VS Code without your settings and extensions
  --port N     port of the browser's VS Code (default 8787; a free one when it is taken)
  --no-open    print the address, and open no browser
  -h, --help   show this
`;

/** The commands that start a VS Code, and what the program behind them is called on Windows. */
const desktops = [
  { command: 'code', exe: 'Code.exe' },
  { command: 'code-insiders', exe: 'Code - Insiders.exe' },
  { command: 'codium', exe: 'VSCodium.exe' },
];
/** Where macOS keeps it when nobody has put its command on the PATH. */
const macDesktop = '/Applications/Visual Studio Code.app/Contents/Resources/app/bin/code';
/** The minor version of the oldest VS Code the extension runs in. */
const oldest = Number(/1\.(\d+)/.exec(readManifest().engines.vscode)?.[1]);

const options = readOptions();
if (typeof options === 'string') {
  process.stderr.write(`${options}\nSee npm start -- --help.\n`);
  process.exitCode = 2;
} else if (options.help) process.stdout.write(help);
else if (options.browser || !openDesktop(options.clean)) await openInBrowser(options);

/** The options, or what is wrong with them. */
function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        browser: { type: 'boolean', default: false },
        clean: { type: 'boolean', default: false },
        port: { type: 'string' },
        'no-open': { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    const port = values.port === undefined ? undefined : Number(values.port);
    if (port !== undefined && !(Number.isInteger(port) && port > 0 && port < 65536))
      return `--port has to be a number from 1 to 65535, not "${values.port}"`;
    return { ...values, port };
  } catch (error) {
    return error.message;
  }
}

/** Starts the desktop VS Code; false when there is none that can show the extension. @param {boolean} clean */
function openDesktop(clean) {
  const program = hasScreen() ? findDesktop() : undefined;
  if (!program || isTooOld(program)) return false;
  const kept = path.join(root, '.vscode-test/desktop');
  const args = [
    '--new-window',
    `--extensionDevelopmentPath=${root}`,
    ...(clean ? ['--user-data-dir', path.join(kept, 'user'), '--extensions-dir', path.join(kept, 'extensions')] : []),
    examples,
  ];
  const { ELECTRON_RUN_AS_NODE: _, ...env } = process.env;
  if (process.platform === 'win32') {
    spawn(program, args, { detached: true, stdio: 'ignore', env }).unref();
  } else {
    // The command hands over to the program and ends.
    const { status } = spawnSync(program, args, { stdio: 'inherit', env });
    if (status !== 0) {
      console.error(`${program} ended with ${status}.`);
      return false;
    }
  }
  console.log(`VS Code opens examples/ (${program}).`);
  return true;
}

function readManifest() {
  return JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
}

function hasScreen() {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

/** @returns {string | undefined} */
function findDesktop() {
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter(Boolean);
  for (const { command, exe } of desktops) {
    for (const folder of folders) {
      // The command of a remote window, or of Windows seen from WSL, cannot load an extension from a folder here.
      if (folder.includes('remote-cli') || /^\/mnt\/[a-z]\//.test(folder)) continue;
      // On Windows the command is a batch file in `bin`, beside the program.
      const file = process.platform === 'win32' ? path.join(folder, '..', exe) : path.join(folder, command);
      const real = process.platform !== 'win32' || existsSync(path.join(folder, `${command}.cmd`));
      if (real && existsSync(file)) return file;
    }
  }
  return process.platform === 'darwin' && existsSync(macDesktop) ? macDesktop : undefined;
}

/** @param {string} program */
function isTooOld(program) {
  // There the program tells its version to nobody.
  if (process.platform === 'win32') return false;
  try {
    const version = execFileSync(program, ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    const [, major, minor] = /^(\d+)\.(\d+)/.exec(version) ?? [];
    if (Number(major) !== 1 || Number(minor) >= oldest) return false;
    console.error(`${program} is ${major}.${minor}; Opswright needs 1.${oldest} or newer.`);
    return true;
  } catch (error) {
    console.error(`${program} cannot be run: ${error.message.split('\n')[0]}`);
    return true;
  }
}

/** @param {{ port: number | undefined, 'no-open': boolean }} options */
async function openInBrowser({ port, 'no-open': noOpen }) {
  if (process.platform !== 'linux') {
    console.error(
      'There is no VS Code to use, and the one for the browser runs on Linux only. Install VS Code and its command "code" ' +
        '(in VS Code: "Shell Command: Install \'code\' command in PATH"), then run npm start again.',
    );
    process.exitCode = 1;
    return;
  }
  await serve({
    root,
    folder: examples,
    extension: root,
    ...(port && { port }),
    log(line) {
      console.log(line);
      const [url] = /http:\/\/\S+/.exec(line) ?? [];
      if (url && !noOpen && hasScreen()) openBrowser(url);
    },
  });
}

/**
 * Opens the default browser. It is given an address that works once and leads to the real one: everybody on the machine
 * can read what a program was started with, and the real one has the token in it.
 * @param {string} url
 */
function openBrowser(url) {
  const once = `/${randomUUID()}`;
  const server = createServer((request, response) => {
    if (request.url !== once) return response.writeHead(404).end();
    server.close();
    return response.writeHead(302, { location: url, connection: 'close' }).end();
  });
  server.unref().listen(0, '127.0.0.1', () => {
    const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
    const child = spawn('xdg-open', [`http://127.0.0.1:${port}${once}`], { detached: true, stdio: 'ignore' });
    // Without it, the address is there to be copied.
    child.once('error', () => server.close()).unref();
  });
}
