/**
 * The edits that silence a problem with a comment: where it stands, or in the whole text.
 *
 * Only what is no error can be silenced, and only where a comment can stand: not in JSON, nor inside a text in quotes.
 */

import { type Document, partAt } from './document.ts';
import { ignoreCommentsIn, isBlock, reaches, reachOf, scalarWith, topOf } from './ignores.ts';
import type { Fix, Problem } from './problem.ts';
import { suppressRules } from './suppress.ts';
import { type Line, lineAt } from './syntax/lines.ts';

type Edits = Fix['edits'];

/** True for what an author may ask not to see. */
export function isSilenceable({ rule, severity }: Problem): boolean {
  return severity !== 'error' && !suppressRules.some(({ id }) => id === rule);
}

/** A comment on the line of a problem or above it; undefined where none can stand, or would not reach the problem alone. */
export function silencedHere(document: Document, problem: Problem): Edits | undefined {
  const { text, damage } = document;
  const part = partAt(document, problem.start);
  if (part?.format !== 'yaml' || part.escaped) return undefined;
  const named = ignoreCommentsIn(document).find(({ reach }) => reach !== undefined && reaches(reach, problem));
  if (named !== undefined) return appended(text, named.end, problem.rule);
  const line = lineForComment(document, problem.start);
  if (line === undefined || damage.some(({ start, end }) => start <= line.end && line.start <= end)) return undefined;
  // Above the first key a comment would hold for all of the text.
  return line.start <= topOf(document) ? behind(document, line, problem) : above(text, line, problem.rule);
}

/** A comment at the top, which holds for the whole text; undefined for JSON. */
export function silencedInFile(document: Document, { rule }: Problem): Edits | undefined {
  const { text, format } = document;
  if (format === 'json') return undefined;
  const named = ignoreCommentsIn(document).find(({ reach }) => reach === undefined);
  if (named !== undefined) return appended(text, named.end, rule);
  const start = text.startsWith('\ufeff') ? 1 : 0;
  return [{ start, end: start, text: `# opswright-ignore: ${rule}${lineBreak(text)}` }];
}

function appended(text: string, end: number, rule: string): Edits {
  const at = text.slice(0, end).trimEnd().length;
  const gap = /[:,]$/.test(text.slice(0, at)) ? ' ' : ', ';
  return [{ start: at, end: at, text: gap + rule }];
}

/** The line of a place, or the one on which the block text around it begins; undefined inside other texts of several lines. */
function lineForComment(document: Document, at: number): Line | undefined {
  const line = lineAt(document.text, at);
  const around = scalarWith(document, ({ start, end }) => start < line.start && line.start < end);
  if (around === undefined) return line;
  return isBlock(around.style) ? lineAt(document.text, around.start) : undefined;
}

function above(text: string, line: Line, rule: string): Edits {
  const indent = text.slice(line.start, line.start + line.indent);
  return [{ start: line.start, end: line.start, text: `${indent}# opswright-ignore: ${rule}${lineBreak(text)}` }];
}

function behind(document: Document, line: Line, problem: Problem): Edits | undefined {
  const taken = document.comments().some(({ start }) => line.start <= start && start <= line.end);
  const open = scalarWith(document, ({ start, end }) => line.start <= start && start <= line.end && end > line.end);
  if (taken || open !== undefined || !reaches(reachOf(document, { start: line.end, end: line.end + 1 }), problem))
    return undefined;
  return [{ start: line.end, end: line.end, text: ` # opswright-ignore: ${problem.rule}` }];
}

function lineBreak(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}
