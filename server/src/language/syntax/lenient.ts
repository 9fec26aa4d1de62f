/**
 * What the parsers behind the service read (they are of the YAML 1.1 family) and js-yaml, which follows YAML 1.2, does not.
 *
 * Such a text is no fault of its author: it is mended like a broken one, and nothing is reported. Each leniency was found
 * by comparing with a YAML 1.1 parser; add one when a legal document is refused.
 */

import type { Candidate } from './candidates.ts';
import type { Edit } from './edits.ts';
import { lineAt } from './lines.ts';
import { looseFlow } from './looseFlow.ts';

/** Silent ways to read on at `at`, where js-yaml stopped for `reason`. */
export function lenient(text: string, at: number, reason: string): Candidate[] {
  return [
    ...looseFlow(text, at, reason),
    ...silent(text, at, tightComment(text, at)),
    ...silent(text, at, loneIndicator(text, at)),
  ];
}

/** `"text"# comment` and `[# comment`: a comment right behind a quote, bracket or comma. */
function tightComment(text: string, at: number): Edit[] {
  const tight = text.charAt(at) === '#' && /["'[\]{},]/.test(text.charAt(at - 1));
  return tight ? [{ start: at, end: at, text: ' ' }] : [];
}

/** `[-, ?]`: an indicator that stands alone in a flow collection is plain text. */
function loneIndicator(text: string, at: number): Edit[] {
  const alone = /[-?]/.test(text.charAt(at)) && /[,[\]{}]/.test(text.charAt(at + 1));
  return alone
    ? [
        { start: at, end: at, text: '"' },
        { start: at + 1, end: at + 1, text: '"' },
      ]
    : [];
}

function silent(text: string, at: number, edits: Edit[]): Candidate[] {
  if (edits.length === 0) return [];
  const { start, end } = lineAt(text, at);
  return [{ edits, message: '', place: { start, end }, damage: { start, end }, silent: true }];
}
