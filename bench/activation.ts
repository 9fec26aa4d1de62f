/**
 * What the extension costs a window that opens: how long its activation holds the thread of the extension host, as VS Code
 * itself tells under *Show Running Extensions*, and what of it is reading `dist/extension.js`.
 *
 * Each start is a server, a browser and a window on `examples/` of their own, with the extension from its folder.
 */

import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
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
  /** Milliseconds, as VS Code measures them. */
  activation: Sample;
  /** Milliseconds of processor time in plain Node, with a stand-in for `vscode`. */
  reading: Sample;
}

export async function measureActivation(starts: number): Promise<Activation> {
  const activation: number[] = [];
  for (let i = 0; i < starts; i++) activation.push(await activationOnce());
  const reading = Array.from({ length: starts }, readOnce);
  return { activation: sampleOf(activation), reading: sampleOf(reading) };
}

async function activationOnce(): Promise<number> {
  const load = (name: string) => import(pathToFileURL(path.join(root, 'tools/vscode-host', name)).href);
  const { openWorkbench } = await load('open.mjs');
  const { runCommand } = await load('selectors.mjs');
  const { page, close }: { page: Page; close(): Promise<void> } = await openWorkbench({
    folder: path.join(root, 'examples'),
    extension: root,
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

export function activationTable({ activation, reading }: Activation): string {
  return table(
    ['what', 'p50 ms', 'worst ms', 'target', 'verdict'],
    [
      [
        'activation of the extension, as VS Code measures it',
        activation.p50.toFixed(0),
        Math.max(...activation.times).toFixed(0),
        `< ${target}`,
        verdict(activation.p50 < target),
      ],
      [
        'of it reading its code: processor time in Node',
        reading.p50.toFixed(1),
        Math.max(...reading.times).toFixed(1),
        '',
        '',
      ],
    ],
  );
}
