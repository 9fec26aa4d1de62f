/** The processes that this extension host has started: language servers and demo accounts. */

import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

export const canListProcesses = process.platform !== 'win32';

/** The ids of those that are alive. */
export function serverProcesses(): Promise<number[]> {
  return ownProcesses(/dist\/lsp\.js/);
}

/** The ids of the demo accounts and pretend accounts that are alive. */
export function accountProcesses(): Promise<number[]> {
  return ownProcesses(/dist\/cli\.js sandbox/);
}

async function ownProcesses(command: RegExp): Promise<number[]> {
  const all = process.platform === 'linux' ? await fromProc() : await fromPs();
  return all.filter((each) => each.parent === process.pid && command.test(each.command)).map(({ id }) => id);
}

interface Process {
  id: number;
  parent: number;
  command: string;
}

/** A small Debian has no `ps`. */
async function fromProc(): Promise<Process[]> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    ids.map(async (id): Promise<Process[]> => {
      try {
        const [stat, command] = await Promise.all([
          readFile(`/proc/${id}/stat`, 'utf8'),
          readFile(`/proc/${id}/cmdline`, 'utf8'),
        ]);
        // `id (name) state parent …`, and a name may hold anything.
        const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
        return state === 'Z'
          ? []
          : [{ id: Number(id), parent: Number(parent), command: command.replaceAll('\0', ' ') }];
      } catch {
        return []; // It ended while being looked at.
      }
    }),
  );
  return found.flat();
}

async function fromPs(): Promise<Process[]> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid=,command=']);
  return stdout.split('\n').flatMap((line) => {
    const [, id, parent, command = ''] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return id ? [{ id: Number(id), parent: Number(parent), command }] : [];
  });
}
