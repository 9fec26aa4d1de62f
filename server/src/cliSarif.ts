/**
 * The report as SARIF 2.1.0, which code scanning services read.
 * https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 *
 * Paths are relative to %SRCROOT%, the current folder, so that a report made on one machine is useful on another.
 */

import { createHash } from 'node:crypto';
import { isAbsolute, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Problem, Range, RuleInfo, Severity } from './language/index.ts';
import { type CheckedFile, type Position, positionsIn } from './report.ts';

export interface SarifContext {
  /** The current folder; absolute. */
  root: string;
  version: string;
  rules: readonly RuleInfo[];
}

type Positions = (offset: number) => Position;

const levels: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  information: 'note',
  hint: 'note',
};

/** A SARIF log with one run. */
export function sarifReport(files: readonly CheckedFile[], context: SarifContext): string {
  const occurring = new Set(files.flatMap((file) => file.problems.map((problem) => problem.rule)));
  const known = context.rules.filter((rule) => occurring.has(rule.id));
  const ids = [...new Set([...known.map((rule) => rule.id), ...occurring])];
  const run = {
    tool: {
      driver: {
        name: 'Opswright',
        version: context.version,
        semanticVersion: context.version,
        rules: ids.map((id) => descriptor(id, known)),
      },
    },
    columnKind: 'utf16CodeUnits',
    originalUriBaseIds: { '%SRCROOT%': { uri: pathToFileURL(`${context.root}/`).href } },
    results: files.flatMap((file) => results(file, ids, context.root)),
  };
  const schema = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';
  return `${JSON.stringify({ $schema: schema, version: '2.1.0', runs: [run] }, undefined, 2)}\n`;
}

function descriptor(id: string, known: readonly RuleInfo[]): object {
  const rule = known.find((candidate) => candidate.id === id);
  if (rule === undefined) return { id };
  return {
    id,
    shortDescription: { text: rule.summary },
    help: { text: `See RULES.md#${id} in Opswright's documentation.` },
    defaultConfiguration: { level: levels[rule.severity] },
  };
}

function results(file: CheckedFile, ids: readonly string[], root: string): object[] {
  const positions = positionsIn(file.text);
  const lines = file.text.split(/\r\n|\r|\n/);
  const location = artifactLocation(file.path, root);
  const seen = new Map<string, number>();
  return file.problems.map((problem) => {
    const line = lines[positions(problem.start).line - 1] ?? '';
    const hash = fingerprint(problem, line);
    const occurrence = (seen.get(hash) ?? 0) + 1;
    seen.set(hash, occurrence);
    return {
      ruleId: problem.rule,
      ruleIndex: ids.indexOf(problem.rule),
      level: levels[problem.severity],
      message: { text: problem.message },
      locations: [physical(location, problem, positions)],
      partialFingerprints: { 'problemHash/v1': `${hash}:${occurrence}` },
      ...(problem.related?.length && {
        relatedLocations: problem.related.map((other, id) => ({
          id,
          ...physical(location, other, positions),
          message: { text: other.message },
        })),
      }),
      ...(problem.fixes?.length && {
        fixes: problem.fixes.map((fix) => ({
          description: { text: fix.title },
          artifactChanges: [
            {
              artifactLocation: location,
              replacements: fix.edits.map((edit) => ({
                deletedRegion: region(edit, positions),
                insertedContent: { text: edit.text },
              })),
            },
          ],
        })),
      }),
    };
  });
}

function physical(artifact: object, range: Range, positions: Positions): object {
  return { physicalLocation: { artifactLocation: artifact, region: region(range, positions) } };
}

function region(range: Range, positions: Positions): object {
  const start = positions(range.start);
  const end = positions(range.end);
  return { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column };
}

/** Relative to the root where the file is inside it; otherwise the file's own address. */
function artifactLocation(path: string, root: string): object {
  if (isAbsolute(path) || path.startsWith('../')) return { uri: pathToFileURL(resolve(root, path)).href };
  return { uri: path.split('/').map(encodeURIComponent).join('/'), uriBaseId: '%SRCROOT%' };
}

/** The same for the same fault in the same line, wherever the line has moved to. */
function fingerprint(problem: Problem, line: string): string {
  const parts = [problem.rule, problem.message, line.trim()];
  return createHash('sha256').update(parts.join('\0')).digest('hex').slice(0, 32);
}
