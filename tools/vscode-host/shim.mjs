#!/usr/bin/env node
// Looks like the desktop VS Code to @vscode/test-electron: takes its arguments, runs the test suite inside the server
// and a headless browser, prints what mocha prints and exits as the desktop would. One test entry thus works with and
// without a downloaded VS Code. Settings: VSCODE_HOST_TIMEOUT (ms), VSCODE_HOST_VERBOSE=1 (see README.md).
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { openArtifacts } from './artifacts.mjs';
import { ensureChromium, launchChromium, newLocalContext } from './browser.mjs';
import { logToStderr, repositoryRoot as root } from './fetch.mjs';
import { ensureHost } from './install.mjs';
import { pageUrl, startServer } from './server.mjs';

const options = readArguments(process.argv.slice(2));
const limit = Number(process.env.VSCODE_HOST_TIMEOUT) || 120_000;
const verbose = Boolean(process.env.VSCODE_HOST_VERBOSE);
const artifacts = openArtifacts(root);

/** @type {Promise<import('./server.mjs').Server> | undefined} */
let starting;
/** @type {Promise<any> | undefined} */
let launching;
/** @type {any} */
let page;
let ending = false;
let sawSummary = false;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => finish(130, 'interrupted'));

try {
  // Fetching has its own limit, the patience of whoever watches it; the clock starts with the test run.
  const host = await ensureHost({ root });
  await ensureChromium({ root });
  setTimeout(() => finish(124, `timed out after ${limit} ms`), limit);
  starting = startServer({ host, testDriver: true, shutdown: 'page', ...options.folders });
  launching = launchChromium({ host, root });
  const [server, browser] = await Promise.all([starting, launching]);
  // The two race when a test ends the run: the exit code sent by the page is the better answer.
  server.exited.then(() => setTimeout(() => finish(1, 'the VS Code server exited'), 6_000));
  page = await (await newLocalContext(browser)).newPage();
  page.on('crash', () => finish(1, 'the page crashed'));
  await page.exposeFunction('codeAutomationLog', (/** @type {string} */ level, /** @type {unknown[]} */ args) => {
    const text = artifacts.log(level, args);
    sawSummary ||= /^\s*(\[mocha\]\s+)?\d+ passing\b/m.test(text);
    if (verbose) process.stdout.write(`${text}\n`);
    else if (text.startsWith('[mocha] ')) process.stdout.write(`${text.slice('[mocha] '.length)}\n`);
  });
  await page.exposeFunction('codeAutomationExit', (/** @type {number} */ code, /** @type {any[]} */ logs) =>
    finish(code, '', logs),
  );
  await page.goto(pageUrl(server, options.window));
} catch (error) {
  await finish(1, error.cause ? `${error.message}\n${error.cause.message}` : error.message);
}

/** @param {number} code @param {string} why @param {{ relativePath: string, contents: string }[]} [logs] */
async function finish(code, why, logs = []) {
  if (ending) return;
  ending = true;
  // The page also reports 0 when the extension host dies in the middle; mocha's last line tells the two apart.
  if (code === 0 && options.window.tests && !sawSummary) {
    code = 1;
    why = 'the extension host ended before the tests finished';
  }
  if (why) logToStderr(`VS Code host: ${why}`);
  // Also when they are only just starting: what is started must be stopped.
  const [server, browser] = await Promise.all([settled(starting), settled(launching)]);
  if (code !== 0 && !sawSummary && !verbose) for (const text of artifacts.errors()) logToStderr(text);
  if (code === 0) artifacts.discard();
  else logToStderr(`VS Code host: see ${await artifacts.save({ page, logs, server })}`);
  await Promise.race([browser?.close(), sleep(5_000)]);
  await server?.stop();
  process.exit(code);
}

/**
 * What a start has led to; undefined when it failed (and was reported), or takes too long to wait for.
 * @template T
 * @param {Promise<T> | undefined} start
 * @returns {Promise<T | undefined>}
 */
function settled(start) {
  return Promise.race([start?.catch(() => undefined), sleep(5_000).then(() => undefined)]);
}

/** @param {string[]} args those of the desktop executable; the ones not named here have no meaning in the server */
function readArguments(args) {
  const { values, positionals } = parseArgs({
    args,
    strict: false,
    allowPositionals: true,
    options: {
      extensionDevelopmentPath: { type: 'string', multiple: true },
      extensionTestsPath: { type: 'string' },
      'user-data-dir': { type: 'string' },
      'extensions-dir': { type: 'string' },
      'disable-extensions': { type: 'boolean' },
    },
  });
  const local = (/** @type {unknown} */ name) => (typeof name === 'string' ? path.resolve(name) : undefined);
  return {
    window: {
      folder: local(positionals[0]),
      extensions: (values.extensionDevelopmentPath ?? []).map((name) => path.resolve(String(name))),
      tests: local(values.extensionTestsPath),
      disableExtensions: values['disable-extensions'] === true,
    },
    folders: { userDataDir: local(values['user-data-dir']), extensionsDir: local(values['extensions-dir']) },
  };
}
