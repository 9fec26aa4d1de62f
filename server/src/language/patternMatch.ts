/**
 * Matches a read pattern against a short text, by trying; the number of tries is bounded, so that no pattern can hold the
 * editor up.
 */

import type { Pattern, Piece } from './pattern.ts';
import { isWord } from './patternCharacters.ts';

/** Undefined when it would take too long to tell. */
export type Match = boolean | undefined;

const longest = 400;
const tries = 50_000;
const deepest = 1500;

/** Whether the pattern is found anywhere in a text; undefined when that is not known. */
export function finds(pattern: Pattern, text: string): Match {
  return pattern.opaque || pattern.faults.length > 0 ? undefined : matches(pattern.root, text);
}

/** How far a pattern is bound to the ends of the value. */
export function anchorage({ root }: Pattern): 'both' | 'partly' | 'none' {
  const options = root.kind === 'choice' ? root.options : [root];
  const bound = options.map((option) => (bindsTo(option, 'start') ? 1 : 0) + (bindsTo(option, 'end') ? 1 : 0));
  if (bound.every((count) => count === 2)) return 'both';
  return bound.every((count) => count === 0) ? 'none' : 'partly';
}

/** True when the piece can match only at that end of the value, or is meant to take all up to it. */
function bindsTo(piece: Piece, edge: 'start' | 'end'): boolean {
  if (piece.kind === 'edge') return piece.edge === edge;
  if (piece.kind === 'choice') return piece.options.every((option) => bindsTo(option, edge));
  if (piece.kind === 'repeat')
    return (
      (piece.max === Infinity && piece.min < 2 && isAny(piece.piece)) || (piece.min > 0 && bindsTo(piece.piece, edge))
    );
  if (piece.kind !== 'sequence') return false;
  const solid = piece.pieces.filter((each) => each.kind !== 'look');
  const outer = edge === 'start' ? solid[0] : solid.at(-1);
  return outer !== undefined && bindsTo(outer, edge);
}

/** True for a dot, or a set as wide as one. */
function isAny(piece: Piece): boolean {
  return piece.kind === 'set' && [0x20, 0x22, 0x3b, 0x41, 0x7b, 0xe9].every((code) => piece.has(code));
}

/** Whether a piece is found anywhere in a text. */
function matches(root: Piece, text: string): Match {
  if (text.length > longest) return undefined;
  const codes = Array.from(text, (char) => char.codePointAt(0) ?? 0);
  const attempt = new Attempt(codes);
  for (let at = 0; at <= codes.length; at++) {
    const found = attempt.match(root, at, () => true);
    if (attempt.left <= 0) return undefined;
    if (found) return true;
  }
  return false;
}

type Next = (at: number) => boolean;

class Attempt {
  left = tries;
  private depth = 0;
  /** By code points, as both engines read. */
  private readonly codes: readonly number[];

  constructor(codes: readonly number[]) {
    this.codes = codes;
  }

  match(piece: Piece, at: number, next: Next): boolean {
    if (--this.left <= 0) return false;
    if (this.depth >= deepest) this.left = 0;
    this.depth++;
    const found = this.left > 0 && this.matchPiece(piece, at, next);
    this.depth--;
    return found;
  }

  private matchPiece(piece: Piece, at: number, next: Next): boolean {
    switch (piece.kind) {
      case 'set':
        return at < this.codes.length && piece.has(codeAt(this.codes, at)) && next(at + 1);
      case 'edge':
        return this.isEdge(piece.edge, at) && next(at);
      case 'choice':
        return piece.options.some((option) => this.match(option, at, next));
      case 'sequence':
        return this.sequence(piece.pieces, 0, at, next);
      case 'look':
        return this.match(piece.piece, at, () => true) !== piece.negative && next(at);
      default:
        return piece.piece.kind === 'set' && !piece.lazy
          ? this.run(piece.piece.has, piece.min, piece.max, at, next)
          : this.repeat(piece, 0, at, next);
    }
  }

  private sequence(pieces: readonly Piece[], index: number, at: number, next: Next): boolean {
    const piece = pieces[index];
    if (piece === undefined) return next(at);
    return this.match(piece, at, (after) => this.sequence(pieces, index + 1, after, next));
  }

  /** Many of one set: as far as it goes, then back. */
  private run(has: (code: number) => boolean, min: number, max: number, at: number, next: Next): boolean {
    let end = at;
    while (end < this.codes.length && end - at < max && has(codeAt(this.codes, end))) end++;
    for (; end >= at + min; end--) {
      if (--this.left <= 0) return false;
      if (next(end)) return true;
    }
    return false;
  }

  private repeat(piece: Piece & { kind: 'repeat' }, count: number, at: number, next: Next): boolean {
    const again = (): boolean =>
      count < piece.max &&
      // A pass that takes nothing would go on for ever.
      this.match(
        piece.piece,
        at,
        (after) => (after > at || count < piece.min) && this.repeat(piece, count + 1, after, next),
      );
    const stop = (): boolean => count >= piece.min && next(at);
    return piece.lazy ? stop() || again() : again() || stop();
  }

  private isEdge(edge: 'start' | 'end' | 'word' | 'within', at: number): boolean {
    const { codes } = this;
    if (edge === 'start') return at === 0;
    if (edge === 'end') return at === codes.length || (at === codes.length - 1 && codes[at] === 10);
    const before = at > 0 && isWord(codeAt(codes, at - 1));
    const behind = at < codes.length && isWord(codeAt(codes, at));
    return (before !== behind) === (edge === 'word');
  }
}

function codeAt(codes: readonly number[], at: number): number {
  return codes[at] ?? -1;
}
