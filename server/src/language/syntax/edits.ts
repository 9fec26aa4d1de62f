/**
 * A text that was mended so that it can be read, and the way back to the offsets of what was typed.
 */

import type { Range } from '../problem.ts';

/** Replaces a stretch of a text; an empty stretch inserts. */
export interface Edit extends Range {
  text: string;
}

/** `origin[i]` is the source offset of character `i` of `text`; undefined while nothing was edited. */
export interface Mended {
  text: string;
  origin: Int32Array | undefined;
}

/** Applies edits, given in ascending order and not overlapping, in offsets of `mended.text`. */
export function applyEdits(mended: Mended, edits: readonly Edit[]): Mended {
  const { text } = mended;
  const growth = edits.reduce((sum, edit) => sum + edit.text.length, 0);
  const origin = new Int32Array(text.length + growth + 1);
  let out = '';
  let length = 0;
  let at = 0;
  const copy = (end: number): void => {
    out += text.slice(at, end);
    if (mended.origin !== undefined) origin.set(mended.origin.subarray(at, end), length);
    else for (let i = at; i < end; i++) origin[length + i - at] = i;
    length += Math.max(0, end - at);
    at = Math.max(at, end);
  };
  for (const edit of edits) {
    copy(Math.max(at, edit.start));
    // Characters put in stand where the stretch they replace began, one by one as far as it reaches.
    for (let i = 0; i < edit.text.length; i++) origin[length++] = sourceOf(mended, Math.min(edit.start + i, edit.end));
    out += edit.text;
    at = Math.max(at, edit.end);
  }
  copy(text.length);
  origin[length] = sourceOf(mended, text.length);
  return { text: out, origin: origin.subarray(0, length + 1) };
}

/** A text after edits, given in ascending order and not overlapping. */
export function edited(text: string, edits: readonly Edit[]): string {
  let out = '';
  let at = 0;
  for (const edit of edits) {
    out += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return out + text.slice(at);
}

/** The source offset of an offset into a mended text. */
export function sourceOf(mended: Mended, offset: number): number {
  const { origin } = mended;
  if (origin === undefined) return offset;
  return origin[Math.min(Math.max(offset, 0), origin.length - 1)] ?? 0;
}
