/** States in words. Free of `vscode`, so that tests need no editor. */

import type { DocumentStatus } from '../../server/src/protocol.ts';

/** The two lines of the status item for a document. */
export function statusWords(status: DocumentStatus): { text: string; detail: string } {
  if (!status.kind) return { text: 'Not an SSM document', detail: status.reason };
  const schema = status.schemaVersion ? ` · schema ${status.schemaVersion}` : '';
  const more = status.documents > 1 ? ` and ${count(status.documents - 1, 'more document')}` : '';
  const prefix = status.documents > 0 ? 'SSM ' : '';
  const problems = problemWords(status.problems);
  return {
    text: `${prefix}${status.kind}${schema}${more}`,
    // Why it was recognised is plain from the text; the line has little room.
    detail: status.ignored ? status.reason : problems,
  };
}

function problemWords({ error, warning, information, hint }: DocumentStatus['problems']): string {
  const words = [
    error && count(error, 'error'),
    warning && count(warning, 'warning'),
    information + hint && count(information + hint, 'note'),
  ].filter(Boolean);
  return words.length > 0 ? words.join(', ') : 'No problems';
}

/** A number with its noun, such as `3 nodes` or `2 patches`. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}

/** A text in one line of so many characters at most. */
export function shortened(text: string, most: number): string {
  const line = text.replace(/\s*\n\s*/g, ' ');
  return line.length > most ? `${line.slice(0, most - 1)}…` : line;
}

/** A number of bytes for a line of a tree: three digits and a unit. */
export function bytesText(bytes: number): string {
  let [value, unit] = [bytes, 0];
  while (value >= 1000 && unit < bytesUnits.length - 1) [value, unit] = [value / 1000, unit + 1];
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toPrecision(3)} ${bytesUnits[unit]}`;
}

const bytesUnits = ['B', 'kB', 'MB', 'GB', 'TB'];
