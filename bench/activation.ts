/**
 * What the extension costs a window that opens: how long loading its code and calling `activate` hold the thread of the
 * extension host. Both are synchronous, so a copy of the extension takes the time around them.
 *
 * What VS Code tells under *Show Running Extensions* stands beside it. That is longer: VS Code takes the time from before it
 * asks the window for the translations of the extension, and waits for the answer while the thread does other work.
 *
 * Each start is a server, a browser and a window on `examples/` of their own.
 */

import { execFileSync } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Sample, sampleOf } from './measure.ts';
import { root } from './places.ts';
import { table, verdict } from './tables.ts';

/** Milliseconds on the main thread of the extension host. */
const target = 60;

/** What is used of a page of playwright, which is fetched with the host and has no types here. */
interface Page {
  locator(selector: string): Page;
  filter(options: { hasText: string | RegExp }): Page;
  first(): Page;
  waitFor(options?: { timeout: number }): Promise<void>;
  innerText(): Promise<string>;
}

export interface Activation {
  /** Milliseconds for which the thread is held. */
  held: Sample;
  /** Milliseconds as VS Code tells them. */
  told: Sample;
  /** Milliseconds of processor time in plain Node, with a stand-in for `vscode`. */
  reading: Sample;
}

export async function measureActivation(starts: number): Promise<Activation> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'opswright-activation-'));
  const times = path.join(folder, 'times');
  try {
    await copyTimed(path.join(folder, 'extension'), times);
    const told: number[] = [];
    for (let i = 0; i < starts; i++) told.push(await toldOnce(path.join(folder, 'extension')));
    const held = (await readFile(times, 'utf8')).trim().split('\n').map(Number);
    const reading = Array.from({ length: starts }, readOnce);
    return { held: sampleOf(held), told: sampleOf(told), reading: sampleOf(reading) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The extension as it is built, with one line more: each activation writes its time into a file. */
async function copyTimed(folder: string, times: string): Promise<void> {
  for (const part of ['dist', 'languages', 'media', 'snippets', 'package.json', 'package.nls.json'])
    await cp(path.join(root, part), path.join(folder, part), { recursive: true });
  const file = path.join(folder, 'dist/extension.js');
  const before = 'const beforeLoading = performance.now();';
  const after = `
    const loaded = performance.now() - beforeLoading;
    const { activate, deactivate } = module.exports;
    module.exports = {
      deactivate,
      activate(context) {
        const before = performance.now();
        const answer = activate(context);
        const held = loaded + performance.now() - before;
        require('node:fs').appendFileSync(${JSON.stringify(times)}, held + '\\n');
        return answer;
      },
    };`;
  await writeFile(file, `${before}${await readFile(file, 'utf8')}{${after}}`);
}

async function toldOnce(extension: string): Promise<number> {
  const load = (name: string) => import(pathToFileURL(path.join(root, 'tools/vscode-host', name)).href);
  const { openWorkbench } = await load('open.mjs');
  const { runCommand } = await load('selectors.mjs');
  const { page, close }: { page: Page; close(): Promise<void> } = await openWorkbench({
    folder: path.join(root, 'examples'),
    extension,
  });
  try {
    // Active when its part of the status bar is there.
    await page.locator('.statusbar-item').filter({ hasText: 'demo' }).first().waitFor({ timeout: 60_000 });
    // The file that the folder begins with takes the keyboard.
    await page.locator('.monaco-editor .view-line').first().waitFor({ timeout: 60_000 });
    await runCommand(page, 'Developer: Show Running Extensions');
    const row = page.locator('.runtime-extensions-editor .monaco-list-row').filter({ hasText: 'Opswright' }).first();
    const time = row
      .locator('.activation-time')
      .filter({ hasText: /\d+ ?ms/ })
      .first();
    await time.waitFor({ timeout: 30_000 });
    return Number(/(\d+) ?ms/.exec(await time.innerText())?.[1]);
  } finally {
    await close();
  }
}

/** In a process of its own, so that nothing is compiled yet. */
function readOnce(): number {
  const script = `
    const Module = require('node:module');
    const load = Module._load;
    const any = new Proxy(class {}, { get: (target, key) => (key === 'prototype' ? target[key] : any), apply: () => any });
    Module._load = (name, ...more) => (name === 'vscode' ? any : load(name, ...more));
    const before = process.cpuUsage();
    require(process.argv[1]);
    const { user, system } = process.cpuUsage(before);
    console.log((user + system) / 1000);
    process.exit(0);`;
  const file = createRequire(import.meta.url).resolve(path.join(root, 'dist/extension.js'));
  return Number(execFileSync(process.execPath, ['-e', script, file], { encoding: 'utf8' }));
}

export function activationTable({ held, told, reading }: Activation): string {
  const row = (what: string, { p50, times }: Sample, digits: number) => [
    what,
    p50.toFixed(digits),
    Math.max(...times).toFixed(digits),
  ];
  return table(
    ['what', 'p50 ms', 'worst ms', 'target', 'verdict'],
    [
      [...row('activation of the extension: the thread is held', held, 0), `< ${target}`, verdict(held.p50 < target)],
      [...row('of it reading its code: processor time in Node', reading, 1), '', ''],
      [...row('the same as VS Code tells it, with what it waits for', told, 0), '', ''],
    ],
  );
}
