/**
 * Formats documents of ours: white space only, and only where it is sure that nothing else changes.
 *
 * The result is a list of small edits, so that cursors stay where they are. Every formatted text is read again and compared
 * with the original, value by value and comment by comment; where the two differ in anything, nothing is formatted. A
 * document that cannot be read in whole is left alone, and so is everything around a document of ours.
 */

import type { Document } from './document.ts';
import { formatJson } from './format/json.ts';
import { sameMeaning } from './format/sameMeaning.ts';
import { formatYaml } from './format/yaml.ts';
import { policyLayout } from './guard/format.ts';
import { policyOf } from './guard/policy.ts';
import { jsonIn } from './jsonText.ts';
import type { Range } from './problem.ts';
import { queryLayout } from './query/format.ts';
import { readQuery } from './query/read.ts';
import { type Edit, edited } from './syntax/edits.ts';
import { lineAfter, lineAt } from './syntax/lines.ts';
import type { Node } from './syntax/node.ts';

export interface FormatOptions {
  /** One level of indentation in JSON, such as two spaces or a tab; as the text has it when absent. YAML keeps its own. */
  indent?: string;
  /** Formats only the lines that this range touches, or as much around them as keeps the meaning. */
  range?: Range;
}

/** What formatting comes to: edits in ascending order, or why there are none. */
export type Formatted = { edits: Edit[] } | { declined: string; at?: number };

const unsafe = 'It is laid out in a way that cannot be changed safely';

/** Formats a document, whole or in part. */
export function format(document: Document, options: FormatOptions = {}): Formatted {
  return within(document, rangesAround(document, options.range), options.indent);
}

/** What is sure of a line that was just left behind: the blanks in it and behind it, not its indentation. */
export function formatLine(document: Document, offset: number): Edit[] {
  const { start, end, indent } = lineAt(document.text, offset);
  const formatted = within(document, [{ start: start + Math.max(indent, 1), end }], undefined);
  return 'edits' in formatted ? formatted.edits : [];
}

/** The edits that lie within the first of some ranges where they change nothing but the layout. */
function within(document: Document, ranges: readonly Range[], indent: string | undefined): Formatted {
  const { text, format: written } = document;
  // In Terraform, a document is a value of something else.
  if (written === 'terraform') return { edits: [] };
  if (written === 'guard') return policyWithin(document, ranges, indent);
  if (written === 'configql') return queryWithin(text, ranges, indent);
  const broken = document.faults.find(({ severity }) => severity === 'error');
  if (broken !== undefined) return { declined: broken.message, at: broken.start };
  if (/\r(?!\n)/.test(text)) return { declined: 'Its lines end with a carriage return alone' };
  const all = layoutOf(document, indent);
  if (all === undefined) return { declined: unsafe };
  for (const range of ranges) {
    const edits = all.filter(({ start, end }) => range.start <= start && end <= range.end);
    if (edits.length === 0 || sameMeaning(text, edited(text, edits), written)) return { edits };
  }
  return { declined: unsafe };
}

function policyWithin({ parts }: Document, ranges: readonly Range[], indent: string | undefined): Formatted {
  const policy = parts[0] && policyOf(parts[0].root);
  const [fault] = policy?.faults ?? [];
  if (policy === undefined || fault !== undefined) return { declined: fault?.message ?? unsafe, at: fault?.start ?? 0 };
  const [range] = ranges;
  const within = ({ start, end }: Edit): boolean => range === undefined || (range.start <= start && end <= range.end);
  return { edits: policyLayout(policy, indent).filter(within) };
}

function queryWithin(text: string, [range]: readonly Range[], indent: string | undefined): Formatted {
  const [fault] = readQuery(text).faults;
  if (fault !== undefined) return { declined: fault.message, at: fault.start };
  const within = ({ start, end }: Edit): boolean => range === undefined || (range.start <= start && end <= range.end);
  return { edits: queryLayout(text, indent).filter(within) };
}

function layoutOf(document: Document, indent: string | undefined): Edit[] | undefined {
  const { text, parts } = document;
  const edits: Edit[] = [];
  const alone = parts.length === 1;
  for (const { root, kind, embedded } of parts) {
    // A document that stands as text in another one is a value of that one, and values do not change.
    if (kind === undefined || (embedded && root.parent === undefined)) continue;
    const range = alone && !embedded ? { start: 0, end: text.length } : root;
    const layout = isJson(document, root) ? formatJson(text, root, range, indent) : formatYaml(document, root, range);
    if (layout === undefined) return undefined;
    edits.push(...layout);
  }
  return edits.sort((a, b) => a.start - b.start || a.end - b.end);
}

function isJson({ text, format: written }: Document, root: Node): boolean {
  if (written === 'json') return true;
  return root.type === 'map' && root.flow && jsonIn(text.slice(root.start, root.end)) !== undefined;
}

/** The whole text; or the lines of a range, then the ever larger blocks around them, for the first that is safe. */
function rangesAround({ text, parts }: Document, range: Range | undefined): Range[] {
  if (range === undefined) return [{ start: 0, end: text.length }];
  const whole = (start: number, end: number): Range => ({
    start: lineAt(text, start).start,
    end: lineAfter(text, lineAt(text, Math.max(start, end)))?.start ?? text.length,
  });
  // A selection of whole lines ends where the next one begins.
  const ranges = [whole(range.start, Math.max(range.start, range.end - 1))];
  let node = parts.findLast(({ root }) => root.start <= range.start)?.root as Node | undefined;
  const chain: Node[] = [];
  while (node !== undefined) {
    chain.unshift(node);
    const inside: Node[] =
      node.type === 'map' ? node.entries.map(({ value }) => value) : node.type === 'list' ? node.items : [];
    node = inside.find((each) => each.start <= range.start && range.end <= each.end);
  }
  return [...ranges, ...chain.map(({ start, end }) => whole(start, end)), { start: 0, end: text.length }];
}
