/**
 * What a pretend node does with a script: an in-memory shell with a file system of its own for Linux and macOS, and a few
 * plain answers for PowerShell.
 *
 * Nothing of it touches the user's machine: the shell has no network, no real file system and a bound on its work.
 */

import type { Bash, CommandName } from 'just-bash';
import type { NodeEffect } from '../simulator/index.ts';
import type { Account } from './account.ts';
import type { Machine } from './fleet.ts';
import { nodeCommands, nodeFiles } from './shellCommands.ts';
import { patchNode } from './ssm/patches/state.ts';

export interface Result {
  code: number;
  stdout: string;
  stderr: string;
}

type Script = Pick<Extract<NodeEffect, { kind: 'script' }>, 'shell' | 'script' | 'environment' | 'directory'>;

/** Runs a script on a node, each time in a fresh shell, until it ends or is told to. */
export async function runOnNode(
  account: Account,
  machine: Machine,
  effect: Script,
  signal: AbortSignal,
): Promise<Result> {
  if (effect.shell === 'powershell') return runPowerShell(account, machine, effect);
  const script =
    effect.directory === undefined ? effect.script : `cd "${effect.directory}" 2>/dev/null\n${effect.script}`;
  return carryOut(effect.shell === 'shell' ? 'sh' : 'bash', async () =>
    (await bashOf(account, machine, effect.environment)).exec(script, { signal }),
  );
}

/** A shell that stays: its files, folder and variables go on from one line to the next. */
export interface NodeShell {
  run(line: string, signal: AbortSignal): Promise<Result>;
  folder(): string;
  resize(columns: number, rows: number): void;
}

/** @param user - one of `nodeUsers`; without one it is root. */
export function openShell(account: Account, machine: Machine, user = 'root'): NodeShell {
  if (machine.platform === 'Windows')
    return {
      run: async (script) => runPowerShell(account, machine, { shell: 'powershell', script, environment: {} }),
      folder: () => 'C:\\Windows\\system32',
      resize: () => undefined,
    };
  let bash: Promise<Bash> | undefined;
  let environment: Record<string, string> = { TERM: 'xterm-256color', LANG: 'C.UTF-8', COLUMNS: '80', LINES: '24' };
  let folder = user === 'root' ? '/root' : `/home/${user}`;
  return {
    async run(line, signal) {
      return carryOut('sh', async () => {
        bash ??= bashOf(account, machine, {}, user);
        const result = await (await bash).exec(line, { cwd: folder, env: environment, signal });
        folder = result.env.PWD ?? folder;
        // The size may have changed while the line ran.
        environment = { ...result.env, COLUMNS: environment.COLUMNS ?? '', LINES: environment.LINES ?? '' };
        return result;
      });
    },
    folder: () => folder,
    resize(columns, rows) {
      environment = { ...environment, COLUMNS: String(columns), LINES: String(rows) };
    },
  };
}

/** Commands that no fresh node has, and whose code is large: the build leaves it out (`esbuild.mjs`). */
const leftOut: ReadonlySet<string> = new Set(['html-to-markdown', 'rg', 'sqlite3', 'xan', 'yq']);

async function bashOf(
  account: Account,
  machine: Machine,
  environment: Readonly<Record<string, string>>,
  user = 'root',
): Promise<Bash> {
  // Loaded when a script first runs: it is larger than all else of the sandbox.
  const { Bash, defineCommand, getCommandNames } = await import('just-bash');
  return new Bash({
    files: nodeFiles(machine),
    env: {
      HOME: user === 'root' ? '/root' : `/home/${user}`,
      USER: user,
      HOSTNAME: machine.name,
      PATH: '/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin',
      ...environment,
    },
    cwd: '/root',
    commands: getCommandNames().filter((name) => !leftOut.has(name)) as CommandName[],
    executionLimits: { maxLoopIterations: 20_000, maxCommandCount: 20_000, maxCallDepth: 100 },
    customCommands: nodeCommands(account, machine, user, defineCommand),
  });
}

async function carryOut(
  name: string,
  run: () => Promise<{ exitCode: number; stdout: string; stderr: string }>,
): Promise<Result> {
  try {
    const { exitCode, stdout, stderr } = await run();
    return { code: exitCode, stdout: plain(stdout), stderr: plain(stderr).replaceAll('bash: ', `${name}: `) };
  } catch (error) {
    // A script that goes on for ever, or that the shell cannot read.
    return { code: 1, stdout: '', stderr: `${name}: ${error instanceof Error ? error.message : String(error)}\n` };
  }
}

/** Of some commands that it lacks the shell tells how a programmer could add them; a node only lacks them. */
function plain(text: string): string {
  return text.replace(/command not available in browser environments\. Exclude .*/g, 'command not found');
}

/** PowerShell is answered simply: what writes a text is carried out, and all else succeeds without a word. */
function runPowerShell(account: Account, machine: Machine, { script, environment }: Script): Result {
  const lines: string[] = [];
  const errors: string[] = [];
  const fill = (text: string): string =>
    text
      .replace(/\$env:([A-Za-z_]\w*)/gi, (_, name: string) =>
        name.toUpperCase() === 'COMPUTERNAME' ? machine.name.toUpperCase() : (environment[name] ?? ''),
      )
      .replace(/^(['"])(.*)\1$/s, '$2');
  for (const line of script.split('\n').map((each) => each.trim())) {
    const write = /^(?:Write-(?:Output|Host)|echo)\s+(.*)$/i.exec(line)?.[1];
    const exit = /^exit\s+(-?\d+)$/i.exec(line)?.[1];
    const error = /^(?:throw|Write-Error)\s+(.*)$/i.exec(line);
    if (exit !== undefined) return { code: Number(exit), stdout: joined(lines), stderr: joined(errors) };
    if (error !== null) {
      errors.push(fill(error[1] ?? ''));
      if (/^throw/i.test(line)) return { code: 1, stdout: joined(lines), stderr: joined(errors) };
    } else if (write !== undefined) lines.push(fill(write));
    else if (/^(?:hostname|\$env:COMPUTERNAME)$/i.test(line)) lines.push(machine.name.toUpperCase());
    else if (/^Get-Service\b/i.test(line))
      lines.push(
        'Status   Name               DisplayName',
        '------   ----               -----------',
        ...servicesOf(fill(/\s-Name\s+(\S+)/i.exec(line)?.[1] ?? '')),
      );
    else if (/^Invoke-PatchBaselineOperation\b/i.test(line))
      lines.push(
        patchNode(account, machine, /'Install'/.test(line) ? 'Install' : 'Scan', /'NoReboot'/.test(line)).trimEnd(),
      );
    else if (/^Get-Date\b/i.test(line)) lines.push('Monday, 5 January 2026 09:00:00');
    else if (/^["'].*["']$/.test(line)) lines.push(fill(line));
  }
  return { code: 0, stdout: joined(lines), stderr: joined(errors) };
}

/** Rows of `Get-Service`: the one that is named, or the agent. */
function servicesOf(name: string): string[] {
  const agent = 'Running  AmazonSSMAgent     Amazon SSM Agent';
  return [name === '' || name === 'AmazonSSMAgent' ? agent : `Running  ${name.padEnd(18)} ${name}`];
}

function joined(lines: readonly string[]): string {
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
}
