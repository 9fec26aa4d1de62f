/**
 * Policies and queries that stand in quotes, as in JSON: what is put into them is written with the escapes that those need.
 *
 * A document that stands in quotes itself would need them twice over; into that one, only what needs none is put.
 */

import type { Completion } from '../complete.ts';
import type { Document, Part } from '../document.ts';
import type { Fix } from '../problem.ts';

/** Writes a text so that it means the same inside the quotes; undefined where it cannot stand there. */
export type Writer = (text: string) => string | undefined;

/** How to write into a part; a part without quotes takes texts as they are. */
export function writerInto(document: Document, part: Part): Writer {
  const { root, escaped } = part;
  if (!escaped || root.type !== 'scalar') return (text) => text;
  const around = document.parts.find(
    (each) =>
      each !== part && each.escaped && each.extent && each.extent.start <= root.start && root.end <= each.extent.end,
  );
  if (around !== undefined) return (text) => (/["'\\\n]/.test(text) ? undefined : text);
  if (root.style === 'double') return (text) => JSON.stringify(text).slice(1, -1);
  // A line break between single quotes, or none, is a blank, and no blank line would be.
  if (root.style === 'single') return (text) => (text.includes('\n') ? undefined : text.replaceAll("'", "''"));
  return (text) => (/\n|:(?:\s|$)|\s#/.test(text) ? undefined : text);
}

/** The items whose texts can stand in the part, written as it needs them. */
export function completionsInto(write: Writer, items: readonly Completion[]): Completion[] {
  return items.flatMap((item) => {
    // Snippets have a backslash of their own; none of ours has one before it is written here.
    const insert = write(item.insert);
    if (insert === undefined) return [];
    return [{ ...item, insert: item.snippet ? insert.replaceAll('\\', '\\\\') : insert }];
  });
}

/** The fixes whose texts can stand in the part, written as it needs them. */
export function fixesInto(write: Writer, fixes: readonly Fix[]): Fix[] {
  return fixes.flatMap((fix) => {
    const edits = fix.edits.map(({ text, ...place }) => ({ ...place, text: write(text) }));
    const written = edits.filter((edit): edit is Fix['edits'][number] => edit.text !== undefined);
    return written.length === edits.length ? [{ ...fix, edits: written }] : [];
  });
}
