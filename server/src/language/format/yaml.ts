/**
 * Lays out YAML: where each line begins, one blank behind a colon or dash, no blanks at the end, one blank line at most.
 *
 * Lines are claimed by what stands in them. A line that nothing claims is one this file does not understand, and then the
 * whole document is left alone. What is inside quotes, brackets and scripts moves with its first line and is not touched.
 */

import type { Range } from '../problem.ts';
import type { Edit } from '../syntax/edits.ts';
import { isBlank } from '../syntax/lines.ts';
import type { Entry, ListNode, MapNode, Node, ScalarNode } from '../syntax/node.ts';
import { type Lines, linesOf } from './yamlLines.ts';
import { styleOf, type YamlStyle } from './yamlStyle.ts';

/** The edits that lay out a document; undefined where it holds something that is better left alone. */
export function formatYaml({ text }: { text: string }, root: Node, range: Range): Edit[] | undefined {
  if (root.type === 'alias' || root.type === 'scalar' || root.flow) return [];
  const lines = linesOf(text);
  const layout: Layout = { text, root, lines, style: styleOf(text, root), edits: [], sure: true };
  const first = lines.at(root.start);
  if (root.start !== first.start + first.indent) return undefined;
  const whole = range.start < root.start || range.end > root.end;
  block(layout, root, whole || root.parent === undefined ? 0 : first.indent);
  return layout.sure ? lines.edits(layout.edits, root, range) : undefined;
}

interface Layout {
  text: string;
  root: Node;
  lines: Lines;
  style: YamlStyle;
  /** Of what stands within lines; the lines themselves know where they begin. */
  edits: Edit[];
  /** False once something was met that is not understood. */
  sure: boolean;
}

/** Lays out a map or list whose first character comes to stand in a column. */
function block(layout: Layout, node: MapNode | ListNode, column: number): void {
  if (node.type === 'list') items(layout, node, column);
  else {
    const entries = node.entries.filter(({ merged }) => !merged);
    for (const entry of [...entries, ...(node.merges ?? [])]) pair(layout, entry, column);
  }
}

function pair(layout: Layout, { key, value }: Entry, column: number): void {
  const { text, lines, style } = layout;
  const colon = skipBlanks(text, key.end);
  if (key.complex !== undefined || key.anchor !== undefined || text.charAt(colon) !== ':') {
    layout.sure = false;
    return;
  }
  lines.claim(key.start, column);
  gap(layout, key.end, colon, '');
  const offsets = key.parent === layout.root ? { ...style, list: style.rootList } : style;
  content(layout, value, colon + 1, { outer: column, oldOuter: lines.columnOf(key.start), offsets });
}

function items(layout: Layout, node: ListNode, column: number): void {
  const { text, lines } = layout;
  let from = node.start;
  for (const item of node.items) {
    const dash = skipComments(text, from);
    if (text.charAt(dash) !== '-') {
      layout.sure = false;
      return;
    }
    lines.claim(dash, column);
    const offsets = { map: 2, list: 2, block: 2 };
    content(layout, item, dash + 1, { outer: column, oldOuter: lines.columnOf(dash), offsets });
    from = Math.max(item.end, dash + 1);
  }
}

/** What holds for the content of a key or dash: where that comes to stand, where it stood, and how much deeper it goes. */
interface Around {
  outer: number;
  oldOuter: number;
  offsets: Pick<YamlStyle, 'map' | 'list' | 'block'>;
}

/** Lays out what follows an indicator. */
function content(layout: Layout, node: Node, behind: number, { outer, oldOuter, offsets }: Around): void {
  const { text, lines } = layout;
  const start = skipBlanks(text, behind);
  const sameLine = !atLineEnd(text, start);
  // A tag or an anchor comes before the node it belongs to.
  if (sameLine) gap(layout, behind, start, ' ');
  if (node.type === 'scalar' && node.missing) return;
  const inline = lines.at(behind) === lines.at(node.start);
  // A tag on a line of its own carries what it belongs to along.
  const properties = sameLine ? node.start : skipComments(text, behind);
  const alone = properties < node.start;
  const tagged = outer + offsets.map;
  if (alone) lines.claim(properties, tagged);
  const behindTag = Math.max(0, tagged + lines.columnOf(node.start) - lines.columnOf(properties));
  if (node.type !== 'alias' && node.type !== 'scalar' && !node.flow) {
    // `- name: x`: the map begins behind the dash and its blank.
    const column = inline ? outer + 2 : alone ? behindTag : outer + offsets[node.type];
    if (inline && start !== node.start) layout.sure = false;
    block(layout, node, column);
    return;
  }
  if (node.type === 'scalar' && (node.style === 'literal' || node.style === 'folded')) {
    if (!inline) layout.sure = false;
    else blockText(layout, node, { outer, oldOuter, offsets });
    return;
  }
  if (!inline) {
    lines.claim(node.start, alone ? behindTag : outer + offsets.map);
  }
  lines.carry(node);
}

/** The lines of a script or other text under `|` or `>`: they move together. */
function blockText(layout: Layout, node: ScalarNode, { outer, oldOuter, offsets }: Around): void {
  const { text, lines } = layout;
  const header = /^[|>][-+]?(\d?)[-+]?/.exec(text.slice(node.start, node.start + 4));
  const old = lines.firstIndent(node);
  if (old === undefined) return;
  // An indicator counts from what is around, so that the text keeps its distance to that.
  const by = header?.[1] === '' ? outer + offsets.block - old : outer - oldOuter;
  lines.move(node, old, by, header?.[0].includes('+') === true);
}

function gap({ edits, text }: Layout, start: number, end: number, wanted: string): void {
  if (text.slice(start, end) !== wanted) edits.push({ start, end, text: wanted });
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (at < text.length && isBlank(text.charCodeAt(at))) at++;
  return at;
}

function atLineEnd(text: string, at: number): boolean {
  return at >= text.length || '\r\n#'.includes(text.charAt(at));
}

function skipComments(text: string, from: number): number {
  const trivia = /(?:\s|#[^\n]*)*/y;
  trivia.lastIndex = from;
  return trivia.test(text) ? trivia.lastIndex : from;
}
