/**
 * The command line as a function: arguments and a world in, an exit status out.
 *
 * A command is one entry of the table; its file is loaded only when it is called, so that `--help` costs nothing.
 */

import { mainHelp } from './cliHelp.ts';
import type { Io, Status } from './cliIo.ts';
import { didYouMean } from './cliNearest.ts';
import { version } from './cliVersion.ts';

type Command = (args: string[], io: Io) => Promise<Status>;

const commands: Readonly<Record<string, () => Promise<Command>>> = {
  check: async () => (await import('./cliCheck.ts')).checkCommand,
  convert: async () => (await import('./cliConvert.ts')).convertCommand,
  format: async () => (await import('./cliFormat.ts')).formatCommand,
  sandbox: async () => (await import('./cliSandbox.ts')).sandboxCommand,
  'ssm-proxy': async () => (await import('./cliProxy.ts')).proxyCommand,
};

/** Runs `opswright` with these arguments. Never rejects: a fault of our own is told on standard error, with status 2. */
export async function main(args: readonly string[], io: Io): Promise<Status> {
  const [name, ...rest] = args;
  if (name === undefined) {
    io.stderr.write(mainHelp);
    return 2;
  }
  if (name === '--help' || name === '-h' || name === 'help') {
    io.stdout.write(mainHelp);
    return 0;
  }
  if (name === '--version') {
    io.stdout.write(`opswright ${version}\n`);
    return 0;
  }
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (load === undefined) return refuse(name, io);
  try {
    return await (await load())(rest, io);
  } catch (error) {
    io.stderr.write(`opswright: internal error: ${error instanceof Error ? error.stack : String(error)}\n`);
    return 2;
  }
}

function refuse(name: string, io: Io): Status {
  const isOption = name.startsWith('-');
  const known = isOption ? ['--help', '--version'] : Object.keys(commands);
  const hint = didYouMean(name, known) || `; expected ${isOption ? 'a command' : 'one of'}: ${Object.keys(commands)}`;
  io.stderr.write(`opswright: unknown ${isOption ? 'option' : 'command'} "${name}"${hint}\n`);
  io.stderr.write('See opswright --help.\n');
  return 2;
}
