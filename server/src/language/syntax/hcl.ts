/**
 * Reads the blocks of a Terraform text, as far as documents may stand in them.
 *
 * Not a parser of the whole language: what is no literal (a variable, a condition, a call) is read over and is a value that
 * is not known. It reports nothing and never throws; a text that is being typed gives what can be read of it.
 * https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md
 */

import { hole, readHeredoc, readQuoted } from './hclTemplate.ts';
import { type Comment, get, type ListNode, type MapNode, type Node, type ScalarNode } from './node.ts';

/** The text of a configuration, as far as it was asked for. */
export interface Configuration {
  /** The bodies of the resources of the types asked for; each a map of its arguments and of the blocks inside it. */
  resources: { type: string; body: MapNode }[];
  /** The values of the `locals` blocks. */
  locals: MapNode;
  comments: Comment[];
}

/** What a value stands for that names a local value of the same text, such as `local.steps.first`; itself otherwise. */
export function followed(node: Node | undefined, locals: MapNode): Node | undefined {
  let value = node;
  for (let step = 0; step < maxDepth && value?.tag?.startsWith(localPrefix); step++) {
    const path = value.tag.slice(localPrefix.length).split('.');
    value = path.reduce<Node | undefined>((map, key) => get(map, key), locals);
  }
  return value;
}

/** Finds the `resource "type" "name" { … }` blocks of some types. */
export function readConfiguration(text: string, types: readonly string[]): Configuration {
  const reader = new HclReader(text, types);
  reader.body(undefined);
  return reader;
}

/** Deeper values are read over; it keeps the reader within the stack. */
const maxDepth = 100;

const localPrefix = 'local.';

const word = /[\p{L}_][\p{L}\p{N}_-]*/uy;
const reference = /local(?:\.[\p{L}_][\p{L}\p{N}_-]*)+/uy;
const number = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

class HclReader implements Configuration {
  readonly resources: Configuration['resources'] = [];
  readonly locals: MapNode = { type: 'map', start: 0, end: 0, parent: undefined, entries: [], flow: true };
  readonly comments: Comment[] = [];
  private readonly text: string;
  private readonly types: readonly string[];
  private at = 0;
  private depth = 0;

  constructor(text: string, types: readonly string[]) {
    this.text = text;
    this.types = types;
  }

  /** Reads arguments and blocks, to the brace that closes a body or the end of the text. */
  body(map: MapNode | undefined): void {
    while (this.at < this.text.length) {
      this.skipBlanks(true);
      if (this.peek() === '}') return;
      const key = this.match(word);
      if (key === undefined) this.at++;
      else if (this.nextIs('=')) {
        const value = this.expression(false);
        if (map !== undefined) addEntry(map, key, value);
      } else this.block(key, map);
    }
  }

  private block(kind: ScalarNode, around: MapNode | undefined): void {
    const labels: string[] = [];
    for (;;) {
      this.skipBlanks(false);
      const label = this.peek() === '"' ? this.quoted() : this.match(word);
      if (label === undefined) break;
      labels.push(label.text);
    }
    if (this.peek() !== '{' || this.depth >= maxDepth) return;
    const map: MapNode = { type: 'map', start: this.at, end: this.at, parent: undefined, entries: [], flow: true };
    this.at++;
    const top = this.depth++ === 0;
    this.body(map);
    this.depth--;
    map.end = this.close();
    const [type = ''] = labels;
    if (top && kind.text === 'resource' && this.types.includes(type)) this.resources.push({ type, body: map });
    else if (top && kind.text === 'locals') this.locals.entries.push(...map.entries);
    else if (around !== undefined) addEntry(around, kind, map);
  }

  /** A value; one that is more than a literal, or none, is not known. In brackets it may go on in the next line. */
  private expression(inBrackets: boolean): Node {
    this.skipBlanks(inBrackets);
    const start = this.at;
    const value = this.depth < maxDepth ? this.literal() : undefined;
    this.skipBlanks(inBrackets);
    if (value !== undefined && this.atEndOfValue()) return value;
    this.skipValue(inBrackets);
    return this.scalar(start, hole, null, true);
  }

  private literal(): Node | undefined {
    const start = this.at;
    switch (this.peek()) {
      case '"':
        return this.quoted();
      case '<': {
        const heredoc = readHeredoc(this.text, start);
        if (heredoc !== undefined) this.at = heredoc.next;
        return heredoc?.node;
      }
      case '{':
        return this.object();
      case '[':
        return this.sequence(']');
    }
    const digits = this.match(number);
    if (digits !== undefined) return this.scalar(start, digits.text, Number(digits.text));
    const local = this.match(reference)?.text;
    if (local !== undefined) return { ...this.scalar(start, hole, null, true), tag: local };
    const name = this.match(word)?.text;
    if (name === 'true' || name === 'false') return this.scalar(start, name, name === 'true');
    if (name === 'null') return this.scalar(start, name, null);
    if (name === undefined || this.peek() !== '(') return undefined;
    // A call: the list of its arguments, tagged with its name, as YAML writes what a template fills in.
    const call = this.sequence(')');
    call.tag = name;
    return call;
  }

  private quoted(): ScalarNode {
    const { node, next } = readQuoted(this.text, this.at);
    this.at = next;
    return node;
  }

  private object(): Node {
    const map: MapNode = { type: 'map', start: this.at, end: this.at, parent: undefined, entries: [], flow: true };
    let known = true;
    this.at++;
    this.depth++;
    while (this.at < this.text.length) {
      this.skipBlanks(true);
      if (this.peek() === ',') this.at++;
      else if (this.peek() === '}') break;
      else {
        const before = this.at;
        const key = this.peek() === '"' ? this.quoted() : (this.match(word) ?? this.match(number));
        if (key !== undefined && (this.nextIs('=') || this.nextIs(':'))) addEntry(map, key, this.expression(false));
        else {
          // A computed key or a `for`: what the map holds is not known.
          known = false;
          this.skipValue(false);
          if (this.at === before) this.at++;
        }
      }
    }
    this.depth--;
    map.end = this.close();
    return known ? map : this.scalar(map.start, hole, null, true);
  }

  private sequence(close: string): ListNode {
    const list: ListNode = { type: 'list', start: this.at, end: this.at, parent: undefined, items: [], flow: true };
    this.at++;
    this.depth++;
    while (this.at < this.text.length) {
      this.skipBlanks(true);
      if (this.peek() === ',') this.at++;
      else if (this.peek() === close) break;
      else {
        const before = this.at;
        const item = this.expression(true);
        item.parent = list;
        list.items.push(item);
        if (this.at === before) this.at++;
      }
    }
    this.depth--;
    list.end = this.close();
    return list;
  }

  /** Passes over the rest of a value, with all that it opens. */
  private skipValue(inBrackets: boolean): void {
    const open: string[] = [];
    while (this.at < this.text.length) {
      const character = this.peek();
      if (open.length === 0 && (/[,}\])]/.test(character) || (character === '\n' && !inBrackets))) return;
      if (character === '"') this.quoted();
      else if (character === '<' && readHeredoc(this.text, this.at) !== undefined) this.literal();
      else if (/[#/]/.test(character) && this.comment()) continue;
      else {
        if (/[{[(]/.test(character)) open.push(character);
        else if (/[}\])]/.test(character)) open.pop();
        this.at++;
      }
    }
  }

  private skipBlanks(lines: boolean): void {
    while (this.at < this.text.length) {
      const character = this.peek();
      if (character === ' ' || character === '\t' || character === '\r' || (lines && character === '\n')) this.at++;
      else if (!/[#/\ufeff]/.test(character) || !this.comment()) return;
    }
  }

  /** Passes over a comment that begins here; false where none does. */
  private comment(): boolean {
    const { text, at } = this;
    if (text.charCodeAt(at) === 0xfeff) this.at++;
    else if (text.startsWith('/*', at)) {
      const close = text.indexOf('*/', at + 2);
      this.at = close < 0 ? text.length : close + 2;
    } else if (text.charAt(at) === '#' || text.startsWith('//', at)) {
      const stop = /\r?\n|$/.exec(text.slice(at))?.index ?? 0;
      this.at = at + stop;
      if (text.charAt(at) === '#') this.comments.push({ start: at, end: this.at, text: text.slice(at + 1, this.at) });
    } else return false;
    return true;
  }

  /** Passes the bracket that closes, which the end of the text stands for; gives where it is passed. */
  private close(): number {
    this.at = Math.min(this.at + 1, this.text.length);
    return this.at;
  }

  private peek(): string {
    return this.text.charAt(this.at);
  }

  /** Takes one sign that makes the word before it a key; `==` and `=>` do not. */
  private nextIs(sign: string): boolean {
    this.skipBlanks(false);
    if (this.peek() !== sign || /^(?:==|=>)/.test(this.text.slice(this.at, this.at + 2))) return false;
    this.at++;
    return true;
  }

  private atEndOfValue(): boolean {
    return this.at >= this.text.length || /[\n,}\])]/.test(this.peek());
  }

  private match(pattern: RegExp): ScalarNode | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (found === undefined) return undefined;
    const start = this.at;
    this.at += found.length;
    return this.scalar(start, found, found);
  }

  private scalar(start: number, text: string, value: ScalarNode['value'], unknown = false): ScalarNode {
    const node: ScalarNode = {
      type: 'scalar',
      start,
      end: this.at,
      parent: undefined,
      text,
      value,
      style: 'plain',
      places: undefined,
      missing: false,
    };
    return unknown ? { ...node, unknown: true } : node;
  }
}

function addEntry(map: MapNode, key: ScalarNode, value: Node): void {
  key.parent = map;
  value.parent = map;
  map.entries.push({ key, value });
}
