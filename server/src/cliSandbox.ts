/**
 * `opswright sandbox`: serves the pretend account until it is told to end, and prints one line of JSON that says where and
 * with which credentials.
 */

import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { sandboxHelp } from './cliHelp.ts';
import type { Io, Status } from './cliIo.ts';
import { split } from './cliOptions.ts';
import { type SandboxOptions, startSandbox } from './sandbox.ts';

const options = {
  port: { type: 'string' },
  nodes: { type: 'string' },
  throttle: { type: 'string' },
  latency: { type: 'string' },
  pace: { type: 'string' },
  seed: { type: 'string' },
  region: { type: 'string' },
  state: { type: 'string' },
  scripts: { type: 'string' },
  faults: { type: 'boolean' },
  quiet: { type: 'boolean', short: 'q' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** Nodes beyond which memory counts for more than speed. */
const largeFleet = 1_000;

/** Runs until the process is asked to end. */
export async function sandboxCommand(args: string[], io: Io): Promise<Status> {
  const given = split(args, options);
  const read = typeof given === 'string' ? given : readSettings(given.values, given.paths, io);
  if (read === 'help') {
    io.stdout.write(sandboxHelp);
    return 0;
  }
  if (typeof read === 'string') {
    io.stderr.write(`opswright: ${read}\nSee opswright sandbox --help.\n`);
    return 2;
  }
  // A quarter less memory with ten thousand nodes, where what lists leave behind goes sooner; a forwarded port would be
  // slower by a third for it, and a small fleet has nothing to save.
  if ((read.settings?.nodes ?? 0) > largeFleet) setFlagsFromString('--optimize-for-size');
  try {
    if (read.scripts === 'local')
      io.stderr.write(
        'Python scripts of runbooks run on this machine, with your rights but without credentials, as --scripts local asks.\n',
      );
    const sandbox = await startSandbox(read);
    const { endpoint, region, credentials } = sandbox;
    io.stdout.write(`${JSON.stringify({ endpoint, region, ...credentials })}\n`);
    await io.ended();
    await sandbox.stop();
    return 0;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    const taken =
      error.code === 'EADDRINUSE'
        ? `port ${read.port} is taken; choose another, or none for any free one`
        : error.message;
    io.stderr.write(`opswright: ${taken}\n`);
    return 2;
  }
}

function readSettings(
  values: Map<keyof typeof options, string>,
  paths: string[],
  io: Io,
): SandboxOptions | 'help' | string {
  if (values.has('help')) return 'help';
  if (paths.length > 0) return `unexpected "${paths[0]}"`;
  const faults: string[] = [];
  const number = (name: keyof typeof options, least: number, most: number, whole = true): number | undefined => {
    const text = values.get(name);
    if (text === undefined) return undefined;
    const value = Number(text);
    if (text.trim() !== '' && value >= least && value <= most && (!whole || Number.isInteger(value))) return value;
    faults.push(`--${name}: "${text}" is no ${whole ? 'whole number' : 'number'} from ${least} to ${most}`);
    return undefined;
  };
  const port = number('port', 0, 65_535);
  const throttle = number('throttle', 0, 1, false);
  const latency = number('latency', 0, 60_000);
  // At 0 what repeats itself would do so without end.
  const pace = number('pace', 0.01, 100, false);
  const nodes = number('nodes', 0, 100_000);
  const seed = number('seed', 0, 2 ** 31);
  const region = values.get('region');
  if (region !== undefined && !/^[a-z]{2}(-[a-z]+)+-\d$/.test(region))
    faults.push(`--region: "${region}" is no Region`);
  const scripts = values.get('scripts');
  if (scripts !== undefined && scripts !== 'local')
    faults.push(`--scripts: "${scripts}" is not known; the only value is "local"`);
  if (faults.length > 0) return faults.join('\nopswright: ');
  const state = values.get('state');
  return {
    settings: {
      ...(nodes !== undefined && { nodes }),
      ...(seed !== undefined && { seed }),
      ...(region !== undefined && { region }),
      ...(pace !== undefined && { pace }),
    },
    ...(port !== undefined && { port }),
    faults: { ...(throttle !== undefined && { throttle }), ...(latency !== undefined && { latency }) },
    ...(values.has('faults') && { takesFaults: true }),
    ...(scripts === 'local' && { scripts }),
    ...(state !== undefined && { state: path.resolve(io.cwd, state) }),
    ...(!values.has('quiet') && { log: (line: string) => io.stderr.write(`${line}\n`) }),
  };
}
