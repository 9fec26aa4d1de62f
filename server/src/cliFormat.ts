/**
 * `opswright format`: lays out documents in place, or tells with `--check` which ones it would change.
 *
 * A document that cannot be read in whole is left as it is and told; the others are still formatted.
 */

import { formatHelp } from './cliHelp.ts';
import { type Io, misuse, type Status } from './cliIo.ts';
import { split } from './cliOptions.ts';
import { type Decoded, decode, type Read, readText } from './cliRead.ts';
import { findTargets, hasOwnExtension, type Target } from './cliTargets.ts';
import { encode, replaceFile } from './cliWrite.ts';
import { configFiles } from './configFiles.ts';
import { writtenAs } from './formats.ts';
import { edited, format, parse } from './language/index.ts';
import { positionsIn } from './report.ts';

const options = {
  check: { type: 'boolean' },
  'no-config': { type: 'boolean' },
  'stdin-name': { type: 'string' },
  quiet: { type: 'boolean', short: 'q' },
  help: { type: 'boolean', short: 'h' },
} as const;

interface Settings {
  check: boolean;
  quiet: boolean;
  config: boolean;
}

interface Tally {
  changed: number;
  unchanged: number;
  failed: number;
}

/** Runs `opswright format` with the arguments behind the command. */
export async function formatCommand(args: string[], io: Io): Promise<Status> {
  const given = split(args, options);
  if (typeof given === 'string') return misuse(`${given}\nSee opswright format --help.`, io);
  const { paths, values } = given;
  if (values.has('help')) {
    io.stdout.write(formatHelp);
    return 0;
  }
  if (paths.length === 0)
    return misuse('nothing to format; name files, folders or globs, such as: opswright format .', io);
  const { targets, misuse: wrong, failures } = await findTargets(paths, io.cwd, values.get('stdin-name') ?? '<stdin>');
  if (wrong.length > 0) return misuse(wrong.join('\nopswright: '), io);
  for (const failure of failures) io.stderr.write(`opswright: ${failure}\n`);

  const settings = { check: values.has('check'), quiet: values.has('quiet'), config: !values.has('no-config') };
  const tally: Tally = { changed: 0, unchanged: 0, failed: failures.length };
  const { configFor } = configFiles();
  for (const target of targets) {
    if (settings.config && configFor(target.path).ignored(target.path)) {
      if (target.named && !settings.quiet) io.stderr.write(`note: ${target.shown}: left out by the configuration\n`);
      continue;
    }
    tally[await formatTarget(target, settings, io)]++;
  }
  if (!settings.quiet) io.stderr.write(summaryOf(tally, settings));
  if (tally.failed > 0) return 2;
  return settings.check && tally.changed > 0 ? 1 : 0;
}

async function formatTarget(target: Target, settings: Settings, io: Io): Promise<keyof Tally> {
  const { path, shown, stdin, named } = target;
  const read: Read = stdin ? decode(await io.stdin()) : await readText(path);
  const fail = (reason: string): 'failed' => {
    io.stderr.write(`opswright: ${shown}: ${reason}\n`);
    return 'failed';
  };
  if ('failed' in read) return fail(`cannot be read: ${read.failed}`);
  if ('skipped' in read) {
    if (named || hasOwnExtension(path)) note(`${shown}: skipped: ${read.skipped}`, settings, io);
    return 'unchanged';
  }
  const document = parse(read.text, writtenAs(path));
  if (document.parts.every(({ kind }) => kind === undefined)) {
    if (named) note(`${shown}: not a document Opswright knows; left as it is`, settings, io);
    if (stdin) io.stdout.write(read.text);
    return 'unchanged';
  }
  const formatted = format(document);
  if ('declined' in formatted) {
    if (stdin) io.stdout.write(read.text);
    const place = formatted.at === undefined ? undefined : positionsIn(read.text)(formatted.at);
    return fail(`not formatted: ${place ? `${place.line}:${place.column}: ` : ''}${formatted.declined}`);
  }
  const { edits } = formatted;
  return finish(target, read, edits.length === 0 ? read.text : edited(read.text, edits), { settings, io, fail });
}

async function finish(
  { path, shown, stdin }: Target,
  read: Decoded,
  text: string,
  { settings, io, fail }: { settings: Settings; io: Io; fail(reason: string): 'failed' },
): Promise<keyof Tally> {
  if (stdin && !settings.check) io.stdout.write(text);
  if (text === read.text) return 'unchanged';
  if (!stdin && !settings.check) {
    const wrong = await replaceFile(path, encode(text, read));
    if (wrong !== undefined) return fail(`cannot be written: ${wrong}`);
  }
  if (!stdin || settings.check) io.stdout.write(`${shown}\n`);
  return 'changed';
}

function summaryOf({ changed, unchanged, failed }: Tally, { check }: Settings): string {
  const parts = [`${changed} ${check ? 'to format' : 'formatted'}`, `${unchanged} unchanged`];
  if (failed > 0) parts.push(`${failed} failed`);
  return `${parts.join(', ')}\n`;
}

function note(message: string, { quiet }: Settings, io: Io): void {
  if (!quiet) io.stderr.write(`note: ${message}\n`);
}
