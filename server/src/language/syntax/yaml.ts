/**
 * YAML events to nodes; the only file that imports js-yaml.
 *
 * js-yaml's `parseEvents` is a flat list with offsets, about ten times faster than parsers that build a tree with places.
 * What it leaves out is filled in here: where a collection ends, where an empty value stands, what an alias stands for.
 */

import { EVENT_ID, type Event, parseEvents, type ScalarEvent, YAMLException } from 'js-yaml';
import type { Problem } from '../problem.ts';
import { cutItem, missingDash, secondItem } from './dashes.ts';
import { duplicateKeys } from './faults.ts';
import type { AliasNode, Entry, ListNode, MapNode, Node, ScalarNode, ScalarStyle } from './node.ts';
import { type Decoded, decodeBlock, decodeFlow } from './scalar.ts';

/** Deeper texts are refused: no document of ours comes near, and it keeps every recursive walk within the stack. */
const maxDepth = 200;
/** `<<` entries taken in per text; keeps a chain of merges from multiplying. */
const maxMerged = 10_000;

/** The events of a text, or where and why reading stopped. */
export type Attempt = { events: Event[] } | { at: number; reason: string };

export function attempt(text: string): Attempt {
  try {
    return { events: parseEvents(text, { maxDepth }) };
  } catch (error) {
    if (error instanceof YAMLException) return { at: error.mark?.position ?? 0, reason: error.reason };
    // The parser recurses; a text that exhausts the stack is a text that cannot be read.
    if (error instanceof RangeError) return { at: 0, reason: 'nesting exceeded maxDepth' };
    throw error;
  }
}

export interface Tree {
  /** One per document of the stream. */
  roots: Node[];
  faults: Problem[];
}

/** Builds the nodes of a text from its events. */
export function build(text: string, events: readonly Event[]): Tree {
  return new Builder(text, events).run();
}

const styles: Record<number, ScalarStyle> = { 1: 'plain', 2: 'single', 3: 'double', 4: 'literal', 5: 'folded' };
const chompings: Record<number, 'clip' | 'strip' | 'keep'> = { 1: 'clip', 2: 'strip', 3: 'keep' };
const flowStyle = 2;

class Builder {
  private readonly text: string;
  private readonly events: readonly Event[];
  private readonly faults: Problem[] = [];
  private anchors = new Map<string, Node>();
  /** The collections that are being read; true for those in brackets. */
  private readonly open = new Map<Node, boolean>();
  private next = 0;
  /** End of the last thing read: where an empty value or a closing bracket is looked for. */
  private last = 0;
  private merged = 0;

  constructor(text: string, events: readonly Event[]) {
    this.text = text;
    this.events = events;
  }

  run(): Tree {
    const roots: Node[] = [];
    while (this.next < this.events.length) {
      const event = this.events[this.next++];
      if (event?.type !== EVENT_ID.DOCUMENT) continue;
      this.anchors = new Map();
      const root = this.node(undefined);
      if (root !== undefined) roots.push(root);
    }
    return { roots, faults: this.faults };
  }

  private node(parent: MapNode | ListNode | undefined): Node | undefined {
    const event = this.events[this.next++];
    switch (event?.type) {
      case EVENT_ID.SCALAR:
        return this.scalar(event, parent);
      case EVENT_ID.ALIAS:
        return this.alias(event.anchorStart, event.anchorEnd, parent);
      case EVENT_ID.SEQUENCE: {
        const list: ListNode = {
          type: 'list',
          start: event.start,
          end: event.start,
          parent,
          items: [],
          flow: event.style === flowStyle,
        };
        this.begin(list, event);
        while (this.more()) {
          const item = this.node(list);
          if (item !== undefined) this.item(item, list);
        }
        this.finish(list);
        return list;
      }
      case EVENT_ID.MAPPING: {
        const map: MapNode = {
          type: 'map',
          start: event.start,
          end: event.start,
          parent,
          entries: [],
          flow: event.style === flowStyle,
        };
        this.begin(map, event);
        let merges: Entry[] | undefined;
        while (this.more()) {
          const entry = this.entry(map);
          if (entry === undefined) break;
          if (entry.key.text === '<<' && entry.key.style === 'plain') {
            merges ??= [];
            merges.push(entry);
          } else map.entries.push(entry);
        }
        this.finish(map);
        this.faults.push(...this.duplicates(map));
        if (merges !== undefined) {
          map.merges = merges;
          this.merge(map, merges);
        }
        return map;
      }
      default:
        return undefined;
    }
  }

  private item(item: Node, list: ListNode): void {
    list.items.push(item);
    const at = item.type === 'map' ? secondItem(item) : undefined;
    if (item.type === 'map' && at !== undefined) this.item(cutItem(item, at), list);
  }

  /** True while the open collection has more; steps over the event that closes it. */
  private more(): boolean {
    const event = this.events[this.next];
    if (event !== undefined && event.type !== EVENT_ID.POP) return true;
    this.next++;
    return false;
  }

  private entry(map: MapNode): Entry | undefined {
    const key = this.node(map);
    const value = this.node(map);
    if (key === undefined || value === undefined) return undefined;
    return { key: key.type === 'scalar' ? key : this.keyText(key), value };
  }

  /** A collection or alias as a key is legal YAML and means nothing to us: its source stands for it. */
  private keyText(key: Node): ScalarNode {
    const target = key.type === 'alias' ? key.target : undefined;
    const text = target?.type === 'scalar' ? target.text : this.text.slice(key.start, key.end);
    const scalar: ScalarNode = {
      type: 'scalar',
      start: key.start,
      end: key.end,
      parent: key.parent,
      text,
      value: text,
      style: 'plain',
      places: undefined,
      missing: false,
    };
    if (key.type === 'map' || key.type === 'list') scalar.complex = key;
    return scalar;
  }

  private scalar(event: ScalarEvent, parent: MapNode | ListNode | undefined): ScalarNode {
    const style = styles[event.style] ?? 'plain';
    const missing = event.valueStart < 0;
    let start = event.valueStart;
    let end = event.valueEnd;
    let decoded: Decoded = { text: '', places: undefined };
    if (missing) {
      start = end = Math.max(event.tagEnd, event.anchorEnd, this.afterIndicator());
    } else if (style === 'literal' || style === 'folded') {
      decoded = decodeBlock(
        this.text,
        start,
        end,
        event.indent,
        chompings[event.chomping] ?? 'clip',
        style === 'folded',
      );
      const header = this.headerStart(Math.max(this.last, event.tagEnd, event.anchorEnd), start);
      start = header;
      // The content ends with its last line, not with the break behind it.
      while (end > start && isBreakAt(this.text, end - 1)) end--;
    } else {
      decoded = event.fast
        ? { text: this.text.slice(start, end), places: undefined }
        : decodeFlow(this.text, start, end, style);
      if (style !== 'plain') {
        start--;
        end++;
      }
    }
    this.last = Math.max(this.last, end);
    const tagged = event.tagStart >= 0;
    const tag = tagged ? this.text.slice(event.tagStart, event.tagEnd) : undefined;
    const value = style === 'plain' && (tag === undefined || tag !== '!!str') ? coreValue(decoded.text) : decoded.text;
    const node: ScalarNode = {
      type: 'scalar',
      start,
      end,
      parent,
      text: decoded.text,
      value,
      style,
      places: decoded.places,
      missing,
    };
    if (tag !== undefined) node.tag = tag;
    if (event.anchorStart >= 0) this.anchor(node, this.text.slice(event.anchorStart, event.anchorEnd));
    return node;
  }

  private alias(start: number, end: number, parent: MapNode | ListNode | undefined): AliasNode {
    const name = this.text.slice(start, end);
    const target = this.anchors.get(name);
    this.last = Math.max(this.last, end);
    const usable = target !== undefined && !this.open.has(target);
    if (!usable) {
      const message =
        target === undefined
          ? `No anchor "&${name}" stands before this alias`
          : `The alias "*${name}" stands inside the value it names`;
      this.faults.push({ rule: 'yaml-syntax', severity: 'error', message, start: start - 1, end });
    }
    return { type: 'alias', start: start - 1, end, parent, name, target: usable ? target : undefined };
  }

  private begin(
    node: MapNode | ListNode,
    event: { anchorStart: number; anchorEnd: number; tagStart: number; tagEnd: number; start: number },
  ): void {
    if (event.tagStart >= 0) node.tag = this.text.slice(event.tagStart, event.tagEnd);
    if (event.anchorStart >= 0) this.anchor(node, this.text.slice(event.anchorStart, event.anchorEnd));
    const bracketed = node.flow && !this.isPair(event.start);
    this.open.set(node, bracketed);
    this.last = Math.max(this.last, bracketed ? event.start + 1 : event.start);
  }

  /** True for the `a: b` in `[a: b]`, a map without brackets: it starts where its key does. */
  private isPair(start: number): boolean {
    const first = this.events[this.next];
    if (first !== undefined && 'start' in first && first.start === start) return true;
    const code = this.text.charCodeAt(start);
    return code !== 91 && code !== 123;
  }

  private finish(node: MapNode | ListNode): void {
    const bracketed = this.open.get(node);
    this.open.delete(node);
    node.end = Math.max(node.start, this.last);
    if (!bracketed) return;
    const at = this.skipTrivia(this.last, true);
    const code = this.text.charCodeAt(at);
    if (code === 93 || code === 125) node.end = at + 1;
    this.last = node.end;
  }

  private anchor(node: Node, name: string): void {
    node.anchor = name;
    this.anchors.set(name, node);
  }

  /** Behind the ":" "-" or "?" that the empty value at this point belongs to. */
  private afterIndicator(): number {
    const at = this.skipTrivia(this.last, false);
    const code = this.text.charCodeAt(at);
    const indicator = code === 58 || code === 45 || code === 63;
    if (!indicator) return this.last;
    this.last = at + 1;
    return at + 1;
  }

  private skipTrivia(from: number, commas: boolean): number {
    let at = from;
    for (; at < this.text.length; at++) {
      const code = this.text.charCodeAt(at);
      if (code === 35) {
        while (at + 1 < this.text.length && !isBreakAt(this.text, at + 1)) at++;
      } else if (code !== 32 && code !== 9 && code !== 10 && code !== 13 && !(commas && code === 44)) break;
    }
    return at;
  }

  /** Where the "|" or ">" of a block scalar stands, looked for from the end of its key. */
  private headerStart(from: number, content: number): number {
    for (let at = from; at < content; at++) {
      const code = this.text.charCodeAt(at);
      if (code === 124 || code === 62) return at;
    }
    return content;
  }

  private duplicates(map: MapNode): Problem[] {
    const again = secondItem(map);
    if (again === undefined) return duplicateKeys(map.entries);
    return [...duplicateKeys(map.entries.slice(0, again)), missingDash(this.text, map, again)];
  }

  /** Adds what `<<` brings in; keys of the map itself win, and earlier sources win over later ones. */
  private merge(map: MapNode, merges: Entry[]): void {
    const present = new Set(map.entries.map((entry) => entry.key.text));
    const sources = merges.flatMap(({ value }) => {
      const source = value.type === 'alias' ? value.target : value;
      return source?.type === 'list' ? source.items : [value];
    });
    for (const item of sources) {
      const source = item.type === 'alias' ? item.target : item;
      if (source?.type !== 'map') continue;
      for (const { key, value } of source.entries) {
        if (present.has(key.text) || ++this.merged > maxMerged) continue;
        present.add(key.text);
        map.entries.push({ key, value, merged: true });
      }
    }
  }
}

function isBreakAt(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === 10 || code === 13;
}

const integer = /^[-+]?(?:\d+|0o[0-7]+|0x[\da-fA-F]+)$/;
const float = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/;
const special = /^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;

/** The value of a plain scalar by the YAML 1.2 core schema. */
export function coreValue(text: string): string | number | boolean | null {
  const first = text.charCodeAt(0);
  const letter = first > 64;
  if (text.length === 0) return null;
  if (letter) {
    switch (text) {
      case 'null':
      case 'Null':
      case 'NULL':
      case '~':
        return null;
      case 'true':
      case 'True':
      case 'TRUE':
        return true;
      case 'false':
      case 'False':
      case 'FALSE':
        return false;
      default:
        return text;
    }
  }
  if (text.length > 40) return text;
  if (integer.test(text)) return Number(text.startsWith('+') ? text.slice(1) : text);
  if (float.test(text)) return Number(text);
  if (special.test(text))
    return text.endsWith('n') || text.endsWith('N') ? Number.NaN : text.startsWith('-') ? -Infinity : Infinity;
  return text;
}
