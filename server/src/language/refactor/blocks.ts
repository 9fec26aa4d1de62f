/** Stretches of lines that move as a whole: an entry or item with the comments right above it. */

import { lineAt } from '../syntax/lines.ts';
import type { Node } from '../syntax/node.ts';

/** The start of the line that something begins, or of the comments right above it; undefined for one inside a line. */
export function blockStart(text: string, at: number): number | undefined {
  let line = lineAt(text, at);
  if (line.start + line.indent !== at) return undefined;
  const { indent } = line;
  let { start } = line;
  while (start > 0) {
    line = lineAt(text, start - 1);
    if (line.indent !== indent || text.charAt(line.start + indent) !== '#') break;
    start = line.start;
  }
  return start;
}

/** The end of a node without the blanks and breaks behind it. */
export function solidEnd(text: string, { start, end }: Node): number {
  return start + text.slice(start, end).trimEnd().length;
}

/** True when something in a node names an anchor or is one, so that it cannot be moved past others. */
export function hasAnchors(node: Node): boolean {
  if (node.anchor !== undefined || node.type === 'alias') return true;
  if (node.type === 'list') return node.items.some(hasAnchors);
  if (node.type !== 'map') return false;
  return node.merges !== undefined || node.entries.some(({ value }) => hasAnchors(value));
}

/** Lines moved right, or left as far as there are blanks. */
export function shifted(text: string, by: number): string {
  if (by >= 0) return text.replace(/^(?=[^\r\n])/gm, ' '.repeat(by));
  return text.replace(new RegExp(`^ {0,${-by}}`, 'gm'), '');
}
