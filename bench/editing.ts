/** How long it takes to format a document, in process: read, lay out, read again to be sure. */

import { edited, format, parse } from '../server/src/language/index.ts';
import type { BenchDocument } from './documents.ts';
import { type Effort, type Sample, takeTurns } from './measure.ts';

export interface FormatRow {
  label: string;
  bytes: number;
  parse: Sample;
  /** Parse and format, of a text with blanks too many in every step. */
  format: Sample;
  edits: number;
}

export async function measureFormat(
  { text, format: written, label }: BenchDocument,
  effort: Effort,
): Promise<FormatRow> {
  const untidy = text.replace(/("?action"?:) /g, '$1   ');
  const run = () => format(parse(untidy, { format: written }));
  const times = await takeTurns(
    { parse: () => void parse(untidy, { format: written }), format: () => void run() },
    effort,
  );
  const result = run();
  const edits = 'edits' in result ? result.edits : [];
  if (edits.length === 0 || edited(untidy, edits) !== text)
    throw new Error(`${label} was not formatted as it should be`);
  return { label, bytes: Buffer.byteLength(untidy), ...times, edits: edits.length };
}
