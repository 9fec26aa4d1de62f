/**
 * The demo account: `opswright sandbox` as a child process, which goes with the extension.
 *
 * It is started with the first call and started again when it has ended, on another port and with other keys.
 */

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { LogOutputChannel } from 'vscode';
import { programEnvironment } from '../programs.ts';
import type { Keys } from './clients.ts';

export interface DemoAccount {
  endpoint: string;
  region: string;
  keys: Keys;
}

export interface Demo {
  /** The account, started if it does not run. Rejects with what the program said when it cannot be started. */
  running(): Promise<DemoAccount>;
  stop(): Promise<void>;
}

/** @param program - `dist/cli.js`. @param onEnd - called when the account has ended without being told to. */
export function demoAccount(program: string, log: LogOutputChannel, onEnd: () => void): Demo {
  let child: ChildProcess | undefined;
  let started: Promise<DemoAccount> | undefined;

  async function start(): Promise<DemoAccount> {
    const process = launch(program);
    child = process;
    const said: string[] = [];
    if (process.stderr)
      createInterface({ input: process.stderr }).on('line', (line) => {
        said.push(line);
        log.debug(`demo account: ${line}`);
      });
    process.once('exit', (code, signal) => {
      if (child !== process) return;
      log.warn(`The demo account ended: ${signal ?? `exit code ${code}`}`);
      child = undefined;
      started = undefined;
      onEnd();
    });
    const line = await firstLine(process);
    if (line === undefined) throw new Error(`The demo account did not start. ${said.at(-1) ?? ''}`.trim());
    const { endpoint, region, accessKeyId, secretAccessKey } = JSON.parse(line);
    log.info(`The demo account is served at ${endpoint}`);
    return { endpoint, region, keys: { accessKeyId, secretAccessKey } };
  }

  return {
    running() {
      if (started) return started;
      const starting: Promise<DemoAccount> = start().catch((error) => {
        // It may have been stopped and started anew meanwhile.
        if (started === starting) started = undefined;
        throw error;
      });
      started = starting;
      return starting;
    },
    async stop() {
      const process = child;
      child = undefined;
      started = undefined;
      // One that could not even be started has no end to wait for.
      if (process?.pid === undefined || process.exitCode !== null || process.signalCode !== null) return;
      process.kill('SIGTERM');
      const kill = setTimeout(() => process.kill('SIGKILL'), 1000);
      await once(process, 'exit');
      clearTimeout(kill);
    },
  };
}

function launch(program: string): ChildProcess {
  return fork(program, ['sandbox', '--quiet'], { silent: true, execArgv: [], env: programEnvironment() });
}

/** The first line of its output; undefined when it ends before. */
function firstLine(child: ChildProcess): Promise<string | undefined> {
  return new Promise((resolve) => {
    child.once('error', () => resolve(undefined));
    child.once('exit', () => resolve(undefined));
    if (child.stdout) createInterface({ input: child.stdout }).once('line', resolve);
  });
}
