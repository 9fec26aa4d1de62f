/** `opswright convert`: one document, written in the other format. */

import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { convertHelp } from './cliHelp.ts';
import { type Io, misuse, type Status } from './cliIo.ts';
import { didYouMean } from './cliNearest.ts';
import { split } from './cliOptions.ts';
import { decode, readText, reasonOf } from './cliRead.ts';
import { writtenAs } from './formats.ts';
import { convert, isRefusal, parse } from './language/index.ts';
import { positionsIn } from './report.ts';

const options = {
  to: { type: 'string' },
  output: { type: 'string', short: 'o' },
  quiet: { type: 'boolean', short: 'q' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** Runs `opswright convert` with the arguments behind the command. */
export async function convertCommand(args: string[], io: Io): Promise<Status> {
  const given = split(args, options);
  if (typeof given === 'string') return misuse(`${given}\nSee opswright convert --help.`, io);
  const { paths, values } = given;
  if (values.has('help')) {
    io.stdout.write(convertHelp);
    return 0;
  }
  const [path, second] = paths;
  const to = values.get('to');
  if (path === undefined)
    return misuse('nothing to convert; name a file, such as: opswright convert a.json --to yaml', io);
  if (second !== undefined) return misuse(`one file at a time; "${second}" is one too many`, io);
  if (to === undefined) return misuse('--to yaml or --to json is needed', io);
  if (to !== 'yaml' && to !== 'json')
    return misuse(`--to: unknown format "${to}"; expected "json" or "yaml"${didYouMean(to, ['yaml', 'json'])}`, io);

  const read = path === '-' ? decode(await io.stdin()) : await readText(resolve(io.cwd, path));
  if (!('text' in read)) return misuse(`${path}: cannot be read: ${'failed' in read ? read.failed : read.skipped}`, io);
  const converted = convert(parse(read.text, writtenAs(path)), to);
  if (isRefusal(converted)) {
    const place = converted.start === undefined ? undefined : positionsIn(read.text)(converted.start);
    io.stderr.write(
      `opswright: ${path}${place ? `:${place.line}:${place.column}` : ''}: not converted: ${converted.refused}\n`,
    );
    return 1;
  }
  const failure = await write(converted.text, values.get('output'), io);
  if (failure !== undefined) return misuse(failure, io);
  if (converted.lost !== undefined && !values.has('quiet')) io.stderr.write(`note: ${path}: ${converted.lost}\n`);
  return 0;
}

/** Writes the result; returns what went wrong, if anything did. */
async function write(text: string, output: string | undefined, io: Io): Promise<string | undefined> {
  if (output === undefined) {
    io.stdout.write(text);
    return undefined;
  }
  try {
    await writeFile(resolve(io.cwd, output), text);
    return undefined;
  } catch (error) {
    return `${output}: cannot be written: ${reasonOf(error)}`;
  }
}
