/**
 * The comments that silence rules: where they stand, which rules they name, and how far each one reaches.
 *
 * `# opswright-ignore: rule-id, other-rule` holds for its own line, and for the next one when it stands alone on its line,
 * with all of a block text that begins there, since no comment can stand inside one. Above the first key of a text it holds
 * for all of it.
 */

import type { Document } from './document.ts';
import type { Range } from './problem.ts';
import { type Line, lineAt } from './syntax/lines.ts';
import type { Comment, Node, ScalarNode } from './syntax/node.ts';

export interface IgnoreComment extends Range {
  /** Stretches that it holds for; undefined for the whole text. */
  reach: readonly Range[] | undefined;
  /** Where the names begin. */
  from: number;
  names: IgnoredName[];
  /** What to take out so that all of it goes. */
  removal: Range;
}

/** One rule id in a comment. */
export interface IgnoredName extends Range {
  rule: string;
  /** What to take out so that it goes, with its comma. */
  removal: Range;
}

const mark = /^\s*opswright-ignore:/;

export function ignoreCommentsIn(document: Document): IgnoreComment[] {
  if (!document.text.includes('opswright-ignore')) return [];
  return document.comments().flatMap((comment) => readComment(document, comment) ?? []);
}

function readComment(document: Document, comment: Comment): IgnoreComment | undefined {
  const { text } = document;
  const match = mark.exec(comment.text);
  if (match === null) return undefined;
  const line = lineAt(text, comment.start);
  const alone = line.start + line.indent === comment.start;
  const from = comment.start + 1 + match[0].length;
  const { start, end } = comment;
  const removal = wholeComment(text, comment, line, alone);
  return { start, end, reach: reachOf(document, comment), from, names: namesIn(text, from, end), removal };
}

/** The stretches that a comment at a place holds for; undefined for the whole text. */
export function reachOf(document: Document, comment: Range): readonly Range[] | undefined {
  const { text } = document;
  if (comment.end <= topOf(document)) return undefined;
  const line = lineAt(text, comment.start);
  if (line.start + line.indent !== comment.start) return [line];
  const next = lineAt(text, nextSolid(text, line.end));
  const block = scalarWith(document, ({ start, style }) => isBlock(style) && next.start <= start && start <= next.end);
  return [line, { start: next.start, end: Math.max(next.end, block?.end ?? 0) }];
}

/** True when a stretch of the text begins where a comment holds. */
export function reaches(reach: readonly Range[] | undefined, { start }: Range): boolean {
  return reach === undefined || reach.some((each) => each.start <= start && start <= each.end);
}

/** Where the first key of a text stands; in Terraform and Guard the first thing that is no comment. */
export function topOf({ text, parts, format }: Document): number {
  if (format === 'terraform') return /^(?:\s|#.*|\/\/.*)*/.exec(text)?.[0].length ?? 0;
  if (format === 'guard') return /^(?:\s|#.*)*/.exec(text)?.[0].length ?? 0;
  return parts[0]?.root.start ?? text.length;
}

export function isBlock(style: ScalarNode['style']): boolean {
  return style === 'literal' || style === 'folded';
}

/** The first scalar of a text that is what is looked for; of embedded documents those inside first. */
export function scalarWith({ parts }: Document, wanted: (node: ScalarNode) => boolean): ScalarNode | undefined {
  const seen = new Set<Node>();
  const find = (node: Node): ScalarNode | undefined => {
    if (seen.has(node) || node.type === 'alias') return undefined;
    seen.add(node);
    if (node.type === 'scalar') return wanted(node) ? node : undefined;
    const children = node.type === 'list' ? node.items : node.entries.flatMap(({ key, value }) => [key, value]);
    for (const child of children) {
      const found = find(child);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  for (const { root } of [...parts].reverse()) {
    const found = find(root);
    if (found !== undefined) return found;
  }
  return undefined;
}

function namesIn(text: string, from: number, end: number): IgnoredName[] {
  const names = [...text.slice(from, end).matchAll(/[^\s,]+/g)].map(({ 0: rule, index }) => ({
    rule,
    start: from + index,
    end: from + index + rule.length,
  }));
  return names.map((name, at) => {
    const before = names[at - 1];
    const removal = { start: before?.end ?? name.start, end: before ? name.end : (names[at + 1]?.start ?? name.end) };
    return { ...name, removal };
  });
}

/** A comment with its line, or with the blanks before it where something else stands on that line. */
function wholeComment(text: string, comment: Range, line: Line, alone: boolean): Range {
  if (!alone) return { start: line.start + text.slice(line.start, comment.start).trimEnd().length, end: comment.end };
  const newline = text.indexOf('\n', comment.end);
  return { start: line.start, end: newline < 0 ? text.length : newline + 1 };
}

/** The start of the next line that is no comment. */
function nextSolid(text: string, from: number): number {
  let line = lineAt(text, Math.min(from + 1, text.length));
  while (text.charAt(line.start + line.indent) === '#' && line.end < text.length) {
    const next = text.indexOf('\n', line.end);
    if (next < 0) break;
    line = lineAt(text, next + 1);
  }
  return line.start;
}
