/**
 * Texts of Terraform: what stands between quotes or in a heredoc, decoded, with the place of every character.
 *
 * What `${…}` fills in is not known; one character that no text has stands for it, and for what directives such as
 * `%{ if … }` enclose. A text with marks that strip blanks around a hole has no shape of its own before Terraform runs, nor
 * has JSON of which directives choose the parts; it is a hole as a whole.
 * https://developer.hashicorp.com/terraform/language/expressions/strings
 */

import { regionAt } from './hclDirectives.ts';
import type { ScalarNode } from './node.ts';
import { Writer } from './scalar.ts';

/** Stands in a decoded text for what is filled in later; of a private use area, which YAML and JSON take as they are. */
export const hole = '\ue000';

/** A text that was read, and where reading goes on behind it. */
export interface ReadText {
  node: ScalarNode;
  next: number;
}

const escapes: Record<string, string> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' };

/** The text between the quote at `start` and the one that closes it; it ends with its line at the latest. */
export function readQuoted(source: string, start: number): ReadText {
  const lineEnd = endOfLine(source, start);
  let end = start + 1;
  while (end < lineEnd && source.charAt(end) !== '"') {
    if (source.charAt(end) === '\\') end += 2;
    else
      end = /^[$%]\{/.test(source.slice(end, end + 2)) && !isEscaped(source, end) ? behindHole(source, end) : end + 1;
  }
  end = Math.min(end, source.length);
  const next = source.charAt(end) === '"' ? end + 1 : end;
  return { node: decoded(source, [{ start: start + 1, end }], { start, end: next, style: 'double' }), next };
}

const heredocStart = /<<(-?)([\p{L}_][\p{L}\p{N}_-]*)[ \t]*\r?\n/uy;

/** The heredoc that begins at `start`; undefined where none does, or one that nothing ends. */
export function readHeredoc(source: string, start: number): ReadText | undefined {
  heredocStart.lastIndex = start;
  const opened = heredocStart.exec(source);
  if (opened === null) return undefined;
  const [all, flush, mark] = opened;
  const lines: { start: number; end: number }[] = [];
  for (let at = start + all.length; at < source.length; ) {
    const stop = endOfLine(source, at);
    const line = source.slice(at, stop);
    if (line.trim() === mark) {
      const content = flush === '' ? lines : dedented(source, lines);
      // The text ends with its last line break, before the line of the mark.
      return { node: decoded(source, content, { start, end: at, style: 'literal' }), next: stop };
    }
    lines.push({ start: at, end: Math.min(stop + 1, source.length) });
    at = stop + 1;
  }
  return undefined;
}

/** The lines less the indentation that all of them share; blank lines share anything. */
function dedented(source: string, lines: { start: number; end: number }[]): { start: number; end: number }[] {
  const indents = lines.flatMap(({ start, end }) => {
    const line = source.slice(start, end);
    return line.trim() === '' ? [] : [line.length - line.trimStart().length];
  });
  const shared = Math.min(...indents);
  return lines.map(({ start, end }) => ({ start: Math.min(start + (indents.length > 0 ? shared : 0), end - 1), end }));
}

type Place = Pick<ScalarNode, 'start' | 'end' | 'style'>;

function decoded(source: string, stretches: readonly { start: number; end: number }[], place: Place): ScalarNode {
  const node: ScalarNode = {
    type: 'scalar',
    ...place,
    parent: undefined,
    text: '',
    value: null,
    places: undefined,
    missing: false,
  };
  const out = new Writer(source);
  // In JSON a hole outside of a text stands for a whole value, which has to be read as one.
  let json: boolean | undefined;
  let inJsonText = false;
  const literal = (from: number, to: number, text?: string): void => {
    if (text === undefined) out.copy(from, to);
    else out.insert(text, from);
    const added = text ?? source.slice(from, to);
    const first = added.trimStart().charAt(0);
    if (first !== '') json ??= first === '{' || first === '[';
    if (json) inJsonText = behindJson(added, inJsonText);
  };
  // A hole can reach over the end of its line; the next lines are read from where it ends.
  let reached = 0;
  const limit = stretches.at(-1)?.end ?? place.start;
  for (const { start, end } of stretches) {
    let from = Math.max(start, reached);
    for (let at = from; at < end; ) {
      const code = source.charCodeAt(at);
      if (place.style === 'double' && code === 92) {
        literal(from, at);
        const { text, next } = unescaped(source, at);
        literal(at, next, text);
        from = at = next;
      } else if ((code === 36 || code === 37) && source.charCodeAt(at + 1) === 123) {
        if (isEscaped(source, at)) {
          // "$${" stands for "${": the second sign goes, so that the place of the first is that of both.
          literal(from, at);
          from = ++at;
          continue;
        }
        const region = code === 37 ? regionAt(source, at, limit, behindHole) : undefined;
        const next = region?.end ?? behindHole(source, at);
        const alone =
          region !== undefined && place.style === 'literal' && from === start && standsAlone(source, start, at, next);
        const strips = source.charAt(at + 2) === '~' || (!alone && source.charAt(next - 2) === '~');
        if (strips || (code === 37 && region === undefined)) return asHole(node);
        if (alone) literal(at, at, entryFor(source, stretches, region.content));
        else literal(from, at);
        json ??= false;
        if (json && !inJsonText && region !== undefined) return asHole(node);
        if (!alone) out.insert(json && !inJsonText ? `"${hole}"` : hole, at);
        from = at = reached = next;
      } else at++;
    }
    literal(from, Math.max(from, end));
  }
  node.text = out.text;
  node.places = out.places;
  node.value = out.text;
  if (out.text.includes(hole)) {
    node.unknown = true;
    node.value = null;
  }
  return node;
}

/** True where a line holds nothing before `at`, and the one that `end` is in nothing behind it. */
function standsAlone(source: string, lineStart: number, at: number, end: number): boolean {
  return source.slice(lineStart, at).trim() === '' && source.slice(end, endOfLine(source, end)).trim() === '';
}

/** What stands for lines that directives enclose: an entry, where the first of those lines has one. */
function entryFor(
  source: string,
  stretches: readonly { start: number; end: number }[],
  content: number | undefined,
): string {
  const line = stretches.find(({ end }) => content !== undefined && content < end);
  if (content === undefined || line === undefined) return '';
  // The first of them may begin behind the directive.
  const indent = /^[ \t]*/.exec(source.slice(line.start, content))?.[0] ?? '';
  return /^-\s/.test(source.slice(content, content + 2)) ? `${indent}- ${hole}` : `${indent}${hole}: ${hole}`;
}

function asHole(node: ScalarNode): ScalarNode {
  return { ...node, text: hole, places: [0, node.start], value: null, unknown: true };
}

/** True at the brace sign of `$${` or `%%{`, which is a text and opens nothing. */
function isEscaped(source: string, at: number): boolean {
  return source.charAt(at - 1) === source.charAt(at);
}

/** Where the hole that begins at `start` has ended: behind the brace that closes it. */
function behindHole(source: string, start: number): number {
  let depth = 0;
  for (let at = start + 1; at < source.length; at++) {
    const character = source.charAt(at);
    if (character === '{') depth++;
    else if (character === '}') {
      if (--depth === 0) return at + 1;
    } else if (character === '"') at = readQuoted(source, at).next - 1;
  }
  return source.length;
}

function unescaped(source: string, at: number): { text: string; next: number } {
  const letter = source.charAt(at + 1);
  const digits = letter === 'u' ? 4 : letter === 'U' ? 8 : 0;
  if (digits === 0) return { text: escapes[letter] ?? letter, next: at + 2 };
  const next = at + 2 + digits;
  const code = Number.parseInt(source.slice(at + 2, next), 16);
  return { text: code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd', next };
}

/** Whether a JSON text is open behind `text`, when it was or was not before. */
function behindJson(text: string, open: boolean): boolean {
  let inside = open;
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (inside && character === '\\') at++;
    else if (character === '"') inside = !inside;
  }
  return inside;
}

function endOfLine(source: string, at: number): number {
  const stop = source.indexOf('\n', at);
  return stop < 0 ? source.length : stop;
}
