/**
 * `opswright check`: settings, files, configuration, check, report, status; one step after the other.
 *
 * Whatever is wrong with the call itself is told before anything is checked, and leaves standard output empty.
 */

import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type CheckResult, checkFiles } from './cliCheckFiles.ts';
import { checkHelp } from './cliHelp.ts';
import type { Io, Status } from './cliIo.ts';
import { type CheckSettings, readOptions } from './cliOptions.ts';
import { reasonOf } from './cliRead.ts';
import { findTargets, shownPath, type Target } from './cliTargets.ts';
import { version } from './cliVersion.ts';
import { configFiles, type FoundConfig, loadConfig, noConfig } from './configFiles.ts';
import { ruleInfos } from './language/index.ts';
import { jsonReport, reaches, summary, textReport } from './report.ts';

/** Runs `opswright check` with the arguments behind the command. */
export async function checkCommand(args: string[], io: Io): Promise<Status> {
  const settings = readOptions(args);
  if (typeof settings === 'string') return misuse([`${settings}\nSee opswright check --help.`], io);
  if (settings.help) {
    io.stdout.write(checkHelp);
    return 0;
  }
  const found = await findTargets(settings.paths, io.cwd, settings.stdinName);
  if (found.misuse.length > 0) return misuse(found.misuse, io);
  const configFor = configurations(settings, found.targets, io);
  if (Array.isArray(configFor)) return misuse(configFor, io);

  const result = await checkFiles(found.targets, configFor, settings, io);
  result.failures.unshift(...found.failures);
  for (const failure of result.failures) io.stderr.write(`opswright: ${failure}\n`);
  if (!settings.quiet) for (const note of result.notes) io.stderr.write(`note: ${note}\n`);
  const written = await writeReport(result, settings, io);
  if (written !== undefined) return misuse([written], io);
  if (!settings.quiet) io.stderr.write(`${summary(result.files, result.documents)}\n`);

  if (result.failures.length > 0) return 2;
  const failing = result.files.some(({ problems }) => problems.some((it) => reaches(it.severity, settings.failOn)));
  return failing ? 1 : 0;
}

function misuse(messages: readonly string[], io: Io): Status {
  for (const message of messages) io.stderr.write(`opswright: ${message}\n`);
  return 2;
}

/** How to find the configuration of a file, or what is wrong with the configurations that these files have. */
function configurations(
  settings: CheckSettings,
  targets: readonly Target[],
  io: Io,
): ((path: string) => FoundConfig) | string[] {
  if (settings.noConfig) return () => noConfig;
  try {
    const only = settings.config === undefined ? undefined : loadConfig(resolve(io.cwd, settings.config));
    const configFor = only === undefined ? configFiles().configFor : () => only;
    const found = new Set(only === undefined ? targets.map((target) => configFor(target.path)) : [only]);
    const faults = [...found].flatMap(({ source, problems }) =>
      source === undefined ? [] : textReport([{ path: shownPath(source.path, io.cwd), text: source.text, problems }]),
    );
    const lines = faults.join('').trimEnd();
    return lines === '' ? configFor : [`the configuration cannot be used:\n${lines}`];
  } catch (error) {
    return [`${settings.config ?? 'the configuration'}: cannot be read: ${reasonOf(error)}`];
  }
}

/** Writes the report; returns what went wrong, if anything did. */
async function writeReport(result: CheckResult, settings: CheckSettings, io: Io): Promise<string | undefined> {
  const report = await reportOf(result, settings, io);
  if (settings.output === undefined) {
    if (report !== '') io.stdout.write(report);
    return undefined;
  }
  try {
    writeFileSync(resolve(io.cwd, settings.output), report);
    return undefined;
  } catch (error) {
    return `${settings.output}: cannot be written: ${reasonOf(error)}`;
  }
}

async function reportOf({ files }: CheckResult, settings: CheckSettings, io: Io): Promise<string> {
  if (settings.format === 'json') return jsonReport(files);
  if (settings.format === 'sarif') {
    const { sarifReport } = await import('./cliSarif.ts');
    return sarifReport(files, { root: io.cwd, version, rules: ruleInfos });
  }
  const terminal = io.stdout.isTerminal && settings.output === undefined;
  const colors = wantsColors(settings, io, terminal);
  if (!terminal && !colors) return textReport(files);
  const { prettyReport } = await import('./cliPretty.ts');
  return prettyReport(files, { colors, columns: terminal ? io.stdout.columns : 120 });
}

/** `--color` decides; then FORCE_COLOR and NO_COLOR, in the order in which Node takes them; then the terminal. */
function wantsColors({ color, output }: CheckSettings, { env }: Io, terminal: boolean): boolean {
  if (color !== 'auto') return color === 'always';
  if (env.FORCE_COLOR !== undefined && output === undefined) return !['0', 'false'].includes(env.FORCE_COLOR);
  return terminal && !env.NO_COLOR && env.TERM !== 'dumb';
}
