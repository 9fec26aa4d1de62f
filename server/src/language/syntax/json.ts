/**
 * JSON that YAML would forgive, and JSON that is broken.
 *
 * A well-formed JSON text is read by `soundJson.ts`; this file looks only at texts that `JSON.parse` refuses. It knows what
 * is most often forgotten or half typed and goes on behind it, so that one slip is one fault and the rest of the tree stays
 * known. It has no stack to exhaust.
 */

import type { Fix, Problem, Range } from '../problem.ts';
import { duplicateKey } from './faults.ts';
import { indentOf, isLaidOut, lineIndent } from './jsonLayout.ts';
import { type Token, tokens } from './jsonTokens.ts';
import { lineAt } from './lines.ts';
import type { Entry, ListNode, MapNode, Node, ScalarNode } from './node.ts';
import { decodeFlow } from './scalar.ts';

export interface JsonTree {
  root: Node | undefined;
  faults: Problem[];
  damage: Range[];
}

/** Deeper texts are not read further, as in YAML. */
const maxDepth = 200;

/** Reads a text that is not JSON to the letter; reports one problem for one fault. */
export function readBrokenJson(text: string): JsonTree {
  return new Reader(text).run();
}

/** A text without line breaks is not all damaged by one fault. */
const longLine = 20_000;

/** More faults than these are not told apart: nothing behind them is held against the author. */
const maxFaults = 20;

/** What may come next: a key (or the end), the ":" behind it, a value, or a comma (or the end). */
type Expected = 'key' | 'colon' | 'value' | 'comma';

interface Frame {
  node: MapNode | ListNode;
  expected: Expected;
  /** The comma read last, when nothing has followed it yet. */
  comma: number | undefined;
  keys: Map<string, Entry>;
  /** Indentation of the line that opened it, and of its first entry or item where that begins a line. */
  indent: number;
  inner: number | undefined;
}

class Reader {
  private readonly text: string;
  private readonly tree: JsonTree = { root: undefined, faults: [], damage: [] };
  private readonly stack: Frame[] = [];
  /** End of the last token. */
  private last = 0;
  private told = 0;
  /** End of the last token but a comma. */
  private solid = 0;
  private readonly laidOut: boolean;
  /** Where the last fault was found, told or not. */
  private faultAt: number | undefined;

  constructor(text: string) {
    this.text = text;
    this.laidOut = isLaidOut(text);
  }

  run(): JsonTree {
    for (const token of tokens(this.text, (...fault) => this.fault(...fault))) {
      if (this.tree.root !== undefined && this.stack.length === 0) {
        this.fault('Nothing may follow the end of the JSON value', token.start, token.end);
        break;
      }
      this.token(token);
      this.last = token.end;
      if (token.kind !== ',') this.solid = token.end;
      if (this.stack.length > maxDepth) {
        this.fault(`Nested deeper than ${maxDepth} levels`, token.start, token.end);
        break;
      }
    }
    if (this.stack.length > 0) this.missing(this.stack);
    else if (this.tree.root === undefined) this.fault('A JSON value is expected', 0, Math.min(1, this.text.length));
    for (const { node } of this.stack) node.end = this.text.length;
    return this.tree;
  }

  private token(token: Token): void {
    const frame = this.frameOf(token);
    // A key that is still being typed needs more than its quote.
    const mend = frame?.expected === 'key' && token.end === token.inner?.end ? undefined : token.mend;
    if (token.fault !== undefined) this.fault(token.fault, token.start, token.end, mend);
    switch (token.kind) {
      case '{':
      case '[':
        this.open(token.kind, token, frame);
        break;
      case '}':
      case ']':
        this.close(token);
        break;
      case ':':
        this.colon(token, frame);
        break;
      case ',':
        this.comma(token, frame);
        break;
      default:
        this.scalar(token, frame);
    }
  }

  /** The map or list that a token stands in, by its place on the line where brackets before it are missing. */
  private frameOf({ kind, start, end }: Token): Frame | undefined {
    const frame = this.stack.at(-1);
    const indent = this.laidOut ? indentOf(this.text, start) : undefined;
    if (frame === undefined || indent === undefined || '}],:'.includes(kind)) return frame;
    const isKey = kind === 'text' && /^\s*:/.test(this.text.slice(end, end + 40));
    if (isKey || kind === '{') {
      const type = isKey ? 'map' : 'list';
      const index = this.stack.findLastIndex((each) => each.node.type === type && each.inner === indent);
      const outer = this.stack[index];
      if (outer !== undefined && outer !== frame) {
        this.missing(this.stack.slice(index + 1));
        for (const inner of this.stack.splice(index + 1)) inner.node.end = this.solid;
        outer.expected = isKey ? 'key' : 'value';
        return outer;
      }
      if (outer === undefined) {
        const opened = this.unopened(frame, isKey, indent, start);
        if (opened !== undefined) return opened;
      }
    }
    if (frame.inner === undefined && indent > frame.indent) frame.inner = indent;
    return frame;
  }

  /** The map or list whose opening bracket is missing before a token: what stands deeper than its key, or in a list as a key. */
  private unopened(frame: Frame, isKey: boolean, indent: number, start: number): Frame | undefined {
    if (frame.node.type === 'list') {
      if (!isKey) return undefined;
      frame.inner ??= (frame.indent + indent) >> 1;
      this.fault('A "{" is missing before this', start, start + 1);
      if (frame.expected === 'comma') frame.expected = 'value';
      return this.begin('{', start, frame, frame.inner);
    }
    const key = frame.node.entries.at(-1)?.key;
    const above = key === undefined ? indent : lineIndent(this.text, key.start);
    if (frame.expected !== 'value' || indent <= above) return undefined;
    const bracket = isKey ? '{' : '[';
    this.fault(`A "${bracket}" is missing behind this`, this.last - 1, this.last, this.behind(` ${bracket}`));
    const opened = this.begin(bracket, start, frame, above);
    opened.inner = indent;
    return opened;
  }

  private begin(kind: '{' | '[', start: number, frame: Frame | undefined, indent: number): Frame {
    const parent = frame?.node;
    const end = start + 1;
    const node: MapNode | ListNode =
      kind === '{'
        ? { type: 'map', start, end, parent, entries: [], flow: true }
        : { type: 'list', start, end, parent, items: [], flow: true };
    if (frame?.expected === 'key') this.fault('A key in double quotes is expected here', start, end);
    else this.place(node, frame);
    const expected = kind === '{' ? 'key' : 'value';
    const begun: Frame = { node, expected, comma: undefined, keys: new Map(), indent, inner: undefined };
    this.stack.push(begun);
    return begun;
  }

  private open(kind: '{' | '[', { start }: Token, frame: Frame | undefined): void {
    if (frame !== undefined) this.toValue(frame, start);
    this.begin(kind, start, frame, lineIndent(this.text, start));
  }

  private close({ kind, start, end }: Token): void {
    const type = kind === '}' ? 'map' : 'list';
    const index = this.closed(type, start);
    const frame = this.stack[index];
    if (frame === undefined) {
      const other = this.stack.at(-1);
      if (other === undefined || other.node.type === type || other.indent !== indentOf(this.text, start)) {
        this.fault(`This "${kind}" closes nothing`, start, end);
        return;
      }
      this.fault(`A "${kind === '}' ? ']' : '}'}" is expected here`, start, end);
      this.stack.pop();
      other.node.end = end;
      return;
    }
    if (index < this.stack.length - 1) this.missing(this.stack.slice(index + 1));
    else if (frame.comma !== undefined)
      this.fault(`A comma may not stand before "${kind}"`, frame.comma, frame.comma + 1, {
        title: 'Remove the comma',
        edits: [{ start: frame.comma, end: frame.comma + 1, text: '' }],
      });
    else if (frame.expected === 'colon' || (type === 'map' && frame.expected === 'value')) this.halfTyped(frame);
    for (const inner of this.stack.splice(index)) inner.node.end = inner === frame ? end : this.last;
  }

  /** What a closing bracket ends, by its place on the line where it has one there; -1 for nothing. */
  private closed(type: 'map' | 'list', start: number): number {
    const innermost = this.stack.findLastIndex(({ node }) => node.type === type);
    const below = this.laidOut ? indentOf(this.text, start) : undefined;
    const top = this.stack.at(-1);
    if (below === undefined || top === undefined) return innermost;
    const exact = this.stack.findLastIndex(({ node, indent }) => node.type === type && indent === below);
    return exact >= 0 || below >= top.indent ? exact : innermost;
  }

  private colon({ start, end }: Token, frame: Frame | undefined): void {
    if (frame?.expected !== 'colon') {
      this.fault('A ":" may stand only behind a key', start, end);
      return;
    }
    frame.expected = 'value';
    const entry = frame.node.type === 'map' ? frame.node.entries.at(-1) : undefined;
    if (entry !== undefined) entry.value = this.nothing(frame.node, end);
  }

  private comma({ start, end }: Token, frame: Frame | undefined): void {
    if (frame === undefined) return;
    const { expected, node } = frame;
    if (expected === 'colon' || (node.type === 'map' && expected === 'value')) this.halfTyped(frame);
    else if (expected !== 'comma') this.fault('A comma too many', start, end);
    frame.expected = node.type === 'map' ? 'key' : 'value';
    frame.comma = start;
  }

  private scalar(token: Token, frame: Frame | undefined): void {
    const parent = frame?.node;
    if (frame === undefined || parent?.type !== 'map') {
      if (frame !== undefined) this.toValue(frame, token.start);
      this.place(this.scalarOf(token, parent), frame);
      return;
    }
    const sameLine = !this.text.slice(this.last, token.start).includes('\n');
    const nextKey = !sameLine && /^\s*:/.test(this.text.slice(token.end, token.end + 40));
    if ((frame.expected === 'colon' && !sameLine) || (frame.expected === 'value' && nextKey)) this.halfTyped(frame);
    else if (frame.expected !== 'key') this.toValue(frame, token.start);
    if (frame.expected === 'key') this.key(token, parent, frame);
    else this.place(this.scalarOf(token, parent), frame);
  }

  private key(token: Token, parent: MapNode, frame: Frame): void {
    if (token.kind === 'word' && token.fault === undefined)
      this.fault('A key needs double quotes', token.start, token.end);
    const key = this.scalarOf(token, parent);
    const entry: Entry = { key, value: this.nothing(parent, token.end) };
    const first = frame.keys.get(key.text);
    if (first !== undefined && !this.isBroken(key.start)) this.tree.faults.push(duplicateKey(key, first));
    else frame.keys.set(key.text, entry);
    parent.entries.push(entry);
    frame.expected = 'colon';
    frame.comma = undefined;
  }

  /** Steps over a colon or comma that is not there. */
  private toValue(frame: Frame, start: number): void {
    if (frame.expected === 'colon') {
      this.fault('A ":" is expected between a key and its value', start, start + 1, this.behind(':'));
      frame.expected = 'value';
    } else if (frame.expected === 'comma') {
      this.fault('A "," is missing behind this', Math.max(0, this.last - 1), this.last, this.behind(','));
      frame.expected = frame.node.type === 'map' ? 'key' : 'value';
    }
  }

  private halfTyped(frame: Frame): void {
    const key = frame.node.type === 'map' ? frame.node.entries.at(-1)?.key : undefined;
    const what = frame.expected === 'colon' ? 'a ":" and a value' : 'a value';
    this.fault(`"${key?.text ?? ''}" needs ${what}`, key?.start ?? this.last, this.last);
    frame.expected = 'key';
  }

  private missing(frames: readonly Frame[]): void {
    const closers = frames.map(({ node }) => (node.type === 'map' ? '}' : ']')).reverse();
    const at = this.solid;
    const fix = this.behind(closers.join(''), at);
    this.fault(`A "${closers.join('')}" is missing behind this`, Math.max(0, at - 1), at, fix);
  }

  private behind(text: string, at = this.last): Fix {
    return { title: `Put "${text}" behind it`, edits: [{ start: at, end: at, text }] };
  }

  private place(node: Node, frame: Frame | undefined): void {
    if (frame === undefined) this.tree.root = node;
    else if (frame.node.type === 'list') frame.node.items.push(node);
    else {
      const entry = frame.node.entries.at(-1);
      if (entry !== undefined) entry.value = node;
    }
    if (frame === undefined) return;
    frame.expected = 'comma';
    frame.comma = undefined;
  }

  private scalarOf(token: Token, parent: MapNode | ListNode | undefined): ScalarNode {
    // Literals and no spread: a reader makes thousands of these, and a spread makes each many times slower.
    const { start, end, inner } = token;
    if (inner === undefined) {
      const raw = this.text.slice(start, end);
      const value = wordValue(raw);
      return {
        type: 'scalar',
        start,
        end,
        parent,
        text: raw,
        value,
        style: 'plain',
        places: undefined,
        missing: false,
      };
    }
    const raw = this.text.slice(inner.start, inner.end);
    const escaped = raw.includes('\\') || raw.includes('\n');
    const { text, places } = escaped
      ? decodeFlow(this.text, inner.start, inner.end, 'double')
      : { text: raw, places: undefined };
    return { type: 'scalar', start, end, parent, text, value: text, style: 'double', places, missing: false };
  }

  /** The empty value of a key whose value is not typed yet. */
  private nothing(parent: MapNode | ListNode, at: number): ScalarNode {
    return {
      type: 'scalar',
      start: at,
      end: at,
      parent,
      text: '',
      value: null,
      style: 'plain',
      places: undefined,
      missing: true,
    };
  }

  /** True on the line of the last fault. */
  private isBroken(at: number): boolean {
    const from = this.faultAt;
    return from !== undefined && !this.text.slice(Math.min(from, at), Math.max(from, at)).includes('\n');
  }

  private fault(message: string, start: number, end: number, mend?: Fix): void {
    const { faults, damage } = this.tree;
    if (this.told >= maxFaults) {
      const last = damage.at(-1);
      if (last !== undefined) last.end = this.text.length;
      return;
    }
    // What a first fault makes of its line is that same fault.
    const echo = this.isBroken(start);
    this.faultAt = start;
    const line = lineAt(this.text, start);
    // A text cut short by a quote too many is as little to be trusted as what follows it.
    damage.push(
      line.end - line.start < longLine
        ? { start: line.start + line.indent, end: Math.max(end, line.end) }
        : { start, end },
    );
    if (echo) return;
    this.told++;
    const stop = Math.min(end, lineAt(this.text, start).end);
    faults.push({ rule: 'json-syntax', severity: 'error', message, start, end: stop, ...(mend && { fixes: [mend] }) });
  }
}

function wordValue(raw: string): ScalarNode['value'] {
  if (raw === 'true' || raw === 'false') return raw === 'true';
  if (raw === 'null') return null;
  return Number.isNaN(Number(raw)) ? raw : Number(raw);
}
