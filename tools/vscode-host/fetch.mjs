// Fetches a folder of npm packages once into `.vscode-test/<name>`, for the server and for the browser. The folder is
// filled beside its place and renamed when it is complete: its existence is the sign that nothing is missing, and an
// interrupted or a concurrent install can never be mistaken for a finished one. The lock only saves a second download.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { showProgress } from './progress.mjs';

/** @typedef {(line: string) => void} Log */

const here = path.dirname(fileURLToPath(import.meta.url));

/** The repository this folder belongs to: everything fetched lies in its `.vscode-test`. */
export const repositoryRoot = path.resolve(here, '../..');

/** @type {Log} */
export const logToStderr = (line) => process.stderr.write(`${line}\n`);

/** The host replaces a desktop that could not be downloaded; where there is one, it is the better choice. */
export function requireLinux() {
  if (process.platform !== 'linux' || !['x64', 'arm64'].includes(process.arch)) {
    throw new Error(
      `This VS Code host runs on Linux (x64, arm64) only, not on ${process.platform} ${process.arch}; ` +
        'use the desktop VS Code: npm run test:desktop',
    );
  }
}

/**
 * Installs the package at `from` (a folder beside this file) and returns where it lies.
 * @param {object} what
 * @param {string} what.root repository root
 * @param {string} what.name start of the folder's name; a hash of the package's files follows
 * @param {string} what.from folder with package.json and package-lock.json
 * @param {string[]} what.files what to copy from there, and what decides about a new install
 * @param {string} what.message what a person reads while waiting
 * @param {(folder: string) => Promise<void> | void} what.finish last steps inside the new folder
 * @param {Log} what.log
 */
export async function fetchOnce({ root, name, from, files, message, finish, log }) {
  const source = path.resolve(here, from);
  const folder = path.join(root, '.vscode-test', `${name}-${hashOf(source, files)}`);
  if (fs.existsSync(folder)) return folder;
  fs.mkdirSync(path.dirname(folder), { recursive: true });
  const unlock = await lock(`${folder}.lock`, () => fs.existsSync(folder), log);
  if (!unlock) return folder;
  const partial = `${folder}.partial-${process.pid}`;
  try {
    removeAbandoned(folder);
    for (const file of files) fs.cpSync(path.join(source, file), path.join(partial, file), { recursive: true });
    const progress = showProgress({ message, count: () => countPackages(partial), log });
    try {
      await install(partial);
      progress.end('done');
    } catch (error) {
      progress.end('failed');
      throw error;
    }
    await finish(partial);
    move(partial, folder);
  } finally {
    fs.rmSync(partial, { recursive: true, force: true });
    unlock();
  }
  return folder;
}

/** @param {string} source @param {string[]} files */
function hashOf(source, files) {
  const hash = createHash('sha256');
  for (const file of files) {
    const absolute = path.join(source, file);
    const names = fs.statSync(absolute).isDirectory()
      ? fs.readdirSync(absolute, { recursive: true, encoding: 'utf8' }).sort()
      : [''];
    for (const name of names) {
      const one = path.join(absolute, name);
      if (fs.statSync(one).isFile()) hash.update(path.join(file, name)).update('\0').update(fs.readFileSync(one));
    }
  }
  return hash.digest('hex').slice(0, 12);
}

/**
 * Waits for the lock; undefined when another process has finished the work meanwhile.
 * @param {string} file @param {() => boolean} isDone @param {Log} log
 */
async function lock(file, isDone, log) {
  let told = false;
  for (;;) {
    if (isDone()) return undefined;
    try {
      fs.writeFileSync(file, String(process.pid), { flag: 'wx' });
      return () => fs.rmSync(file, { force: true });
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const holder = readPid(file);
    if (holder !== undefined && !isAlive(holder)) {
      fs.rmSync(file, { force: true });
      continue;
    }
    if (!told) log(`Waiting for process ${holder ?? ''}, which is fetching the same packages…`);
    told = true;
    await sleep(500);
  }
}

/** The process that holds the lock; undefined while it is being written or taken away. @param {string} file */
function readPid(file) {
  try {
    return Number(fs.readFileSync(file, 'utf8')) || undefined;
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Deletes what processes that are gone have left beside `folder`. @param {string} folder */
function removeAbandoned(folder) {
  const prefix = `${path.basename(folder)}.partial-`;
  for (const name of fs.readdirSync(path.dirname(folder))) {
    if (!name.startsWith(prefix) || isAlive(Number(name.slice(prefix.length)))) continue;
    try {
      fs.rmSync(path.join(path.dirname(folder), name), { recursive: true, force: true });
    } catch (error) {
      // The npm of a process that was killed may live on for a moment and still write there.
      if (error.code !== 'ENOTEMPTY') throw error;
    }
  }
}

/** How many of the packages of the lock file are there already, and how many there will be. @param {string} folder */
function countPackages(folder) {
  const { packages } = JSON.parse(fs.readFileSync(path.join(folder, 'package-lock.json'), 'utf8'));
  const keys = Object.keys(packages).filter((key) => key.startsWith('node_modules/'));
  // With a package of another platform go those below it.
  const foreign = keys.filter((key) => !runsHere(packages[key]));
  const all = keys.filter((key) => !foreign.some((other) => `${key}/`.startsWith(`${other}/`)));
  const there = all.filter((key) => fs.existsSync(path.join(folder, key, 'package.json')));
  return { there: there.length, all: all.length };
}

/** @param {{ os?: string[], cpu?: string[], libc?: string[] }} it */
function runsHere({ os, cpu, libc }) {
  const glibc = !libc || libc.includes('glibc');
  return glibc && (!os || os.includes(process.platform)) && (!cpu || cpu.includes(process.arch));
}

/** @param {string} folder */
async function install(folder) {
  const child = spawn(
    'npm',
    ['ci', '--ignore-scripts', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'],
    {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (said += text));
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  if (code !== 0) throw new Error(`npm ci failed with code ${code} in ${folder}:\n${said.trim()}`);
}

/** @param {string} partial @param {string} folder */
function move(partial, folder) {
  try {
    fs.renameSync(partial, folder);
  } catch (error) {
    // Two processes can take over the lock of a third that died; the first to finish has put the same content there.
    if (!fs.existsSync(folder)) throw error;
  }
}
