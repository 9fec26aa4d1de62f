/** What "expand selection" takes in, from the name at the cursor to the whole document. */

import { type Document, partAt } from '../document.ts';
import { meaningOf } from '../meaning.ts';
import type { Range } from '../problem.ts';
import type { Entry, Node } from '../syntax/node.ts';
import { occurrenceAt } from './occurrences.ts';

/** Stretches around an offset, each within the next: name, reference, value, entry, step, list, section, document. */
export function selections(document: Document, offset: number): Range[] {
  const part = partAt(document, offset);
  const whole = { start: 0, end: document.text.length };
  if (part === undefined) return [whole];
  const outermostFirst: Range[] = [whole, part.root, ...around(part.root, offset)];
  const use = meaningOf(part).symbols.uses.find(({ range }) => range.start <= offset && offset <= range.end);
  if (use !== undefined) outermostFirst.push(use.range, use.body);
  const occurrence = occurrenceAt(part, offset);
  if (occurrence !== undefined) outermostFirst.push(occurrence);
  const result: Range[] = [];
  for (const { start, end } of outermostFirst) {
    const last = result.at(-1);
    const inside =
      last === undefined || (last.start <= start && end <= last.end && (last.start < start || end < last.end));
    if (inside && start <= offset && offset <= end) result.push({ start, end });
  }
  return result.reverse();
}

/** Nodes and entries that hold an offset, from the root's own down to the value and what is between its quotes. */
function around(root: Node, offset: number): Range[] {
  const found: Range[] = [];
  const holds = ({ start, end }: Range): boolean => start <= offset && offset <= end;
  for (let node: Node | undefined = root; node !== undefined; ) {
    let inner: Node | undefined;
    if (node.type === 'list') inner = node.items.findLast(holds);
    else if (node.type === 'map') {
      const entry: Entry | undefined = node.entries.findLast((each) => !each.merged && holds(spanOf(each)));
      if (entry !== undefined) found.push(spanOf(entry));
      inner = entry === undefined ? undefined : offset <= entry.key.end ? entry.key : entry.value;
    }
    if (inner !== undefined && holds(inner)) {
      found.push({ start: inner.start, end: inner.end });
      if (inner.type === 'scalar' && (inner.style === 'single' || inner.style === 'double'))
        found.push({ start: inner.start + 1, end: inner.end - 1 });
    }
    node = inner;
  }
  return found;
}

function spanOf({ key, value }: Entry): Range {
  return { start: key.start, end: Math.max(key.end, value.end) };
}
