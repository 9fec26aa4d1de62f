/**
 * The loop of `opswright check`: reads each file, parses and checks it, and keeps what is to be reported.
 *
 * It writes nothing but progress; the caller decides what becomes of notes and failures.
 */

import type { Io } from './cliIo.ts';
import type { CheckSettings } from './cliOptions.ts';
import { progress } from './cliProgress.ts';
import { decode, type Read, readText } from './cliRead.ts';
import { hasOwnExtension, type Target } from './cliTargets.ts';
import type { FoundConfig } from './configFiles.ts';
import { writtenAs } from './formats.ts';

import { check, type Document, type Lookups, type ParseOptions, parse } from './language/index.ts';
import { allLookups } from './lookups.ts';
import { type CheckedFile, reaches, sorted } from './report.ts';
import { onDiskOnly, workspaceIndex } from './workspaceIndex.ts';

export interface CheckResult {
  /** The files that have problems, in order. */
  files: CheckedFile[];
  /** How many of the files were documents of ours. */
  documents: number;
  /** What was passed over, and why. */
  notes: string[];
  /** What could not be read. */
  failures: string[];
}

/** Checks files one after the other; the first to fail does not keep the others from being checked. */
export async function checkFiles(
  targets: readonly Target[],
  configFor: (path: string) => FoundConfig,
  settings: CheckSettings,
  io: Io,
): Promise<CheckResult> {
  // Nothing is open here; documents that call each other are those named together, and what lies beside them.
  const index = workspaceIndex(onDiskOnly);
  index.add(targets.flatMap(({ path, stdin }) => (stdin ? [] : [path])));
  const lookupsFor = allLookups(index);
  const result: CheckResult = { files: [], documents: 0, notes: [], failures: [] };
  const shownProgress = progress(io, settings.quiet);
  for (const [index, target] of targets.entries()) {
    shownProgress.tell(index, targets.length);
    const config = configFor(target.path);
    if (config.ignored(target.path)) {
      if (target.named) result.notes.push(`${target.shown}: left out by the configuration`);
      continue;
    }
    const read: Read = target.stdin ? decode(await io.stdin()) : await readText(target.path);
    if ('text' in read) {
      try {
        checkText(
          target,
          read.text,
          { config, settings, lookups: lookupsFor(target.stdin ? undefined : target.path) },
          result,
        );
      } catch (error) {
        // A fault of ours. It must not cost the results of all other files, nor be mistaken for a clean document.
        const stack = error instanceof Error ? error.stack : String(error);
        result.failures.push(`${target.shown}: internal error: ${stack}`);
      }
    } else if ('failed' in read) result.failures.push(`${target.shown}: cannot be read: ${read.failed}`);
    else if (target.named || hasOwnExtension(target.path)) {
      result.notes.push(`${target.shown}: skipped: ${read.skipped}`);
    }
  }
  shownProgress.erase();
  return result;
}

function checkText(
  target: Target,
  text: string,
  { config, settings, lookups }: { config: FoundConfig; settings: CheckSettings; lookups: Lookups },
  into: CheckResult,
): void {
  const document = parse(text, parseOptions(target.path, settings));
  if (!isOurs(document)) {
    const reason = document.parts[0]?.reason ?? whyNot(document);
    if (target.named) into.notes.push(`${target.shown}: not a document Opswright knows: ${reason}`);
    return;
  }
  into.documents++;
  const { severities, actions, region } = config;
  const problems = check(document, { severities, actions, region, lookups });
  const shown = problems.filter((problem) => reaches(problem.severity, settings.severity));
  if (shown.length > 0) into.files.push({ path: target.shown, text, problems: sorted(shown) });
}

function isOurs(document: Document): boolean {
  return document.parts.some((part) => part.kind !== undefined);
}

function parseOptions(path: string, { kind }: CheckSettings): ParseOptions {
  const written = writtenAs(path);
  return kind === undefined ? written : { ...written, kind };
}

function whyNot({ text, format }: Document): string {
  if (text.trim() === '') return 'it is empty';
  return format === 'terraform'
    ? 'it has no aws_ssm_document, policy_text or template_body of a conformance pack that is written out'
    : 'it has no schemaVersion';
}
