/**
 * Starts server processes and makes sure that each of them goes.
 *
 * The language client could start them too, but it leaves a server that hangs to itself for seconds and forgets one that
 * hangs while starting. Here every process of a client is known until it has ended.
 */

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { LogOutputChannel } from 'vscode';
import { IPCMessageReader, IPCMessageWriter, type MessageTransports } from 'vscode-languageclient/node';
import { programEnvironment } from './programs.ts';
import { serverFlags } from './serverFlags.ts';

export interface ServerProcesses {
  /** Starts one more process, in place of one that crashed. */
  start(): Promise<MessageTransports>;
  /** Ends them all, at once or after a moment for leaving by itself, and starts no more. */
  end(): Promise<void>;
}

/** How long a server that was told to exit may take before it is killed. */
const patience = 300;

export function serverProcesses(module: string, log: LogOutputChannel): ServerProcesses {
  const alive = new Set<ChildProcess>();
  let ended = false;
  return {
    async start() {
      if (ended) throw new Error('The server is being replaced.');
      const child = launch(module, log);
      alive.add(child);
      child.once('exit', (code, signal) => {
        alive.delete(child);
        if (code !== 0 && !ended) log.error(`The server process ended: ${signal ?? `exit code ${code}`}`);
      });
      return { reader: new IPCMessageReader(child), writer: new IPCMessageWriter(child) };
    },
    async end() {
      ended = true;
      await Promise.all(Array.from(alive, endProcess));
    },
  };
}

function launch(module: string, log: LogOutputChannel): ChildProcess {
  // When the extension itself is being debugged, the server waits for "Attach to Server".
  const debugged = process.execArgv.some((argument) => argument.startsWith('--inspect'));
  const child = fork(module, ['--node-ipc', `--clientProcessId=${process.pid}`], {
    silent: true,
    execArgv: [...serverFlags, ...(debugged ? ['--nolazy', '--inspect=6009'] : [])],
    env: programEnvironment(),
  });
  child.on('error', (error) => log.error(error));
  for (const stream of [child.stdout, child.stderr]) {
    if (stream) createInterface({ input: stream }).on('line', (line) => log.error(line));
  }
  return child;
}

async function endProcess(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  const kill = setTimeout(() => child.kill('SIGKILL'), patience);
  await gone;
  clearTimeout(kill);
}
