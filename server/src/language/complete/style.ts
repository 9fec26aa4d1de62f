/** How a place is written: in JSON or YAML, in brackets or by indentation, and how wide its document indents. */

import type { Document, Part } from '../document.ts';
import { lineAt } from '../syntax/lines.ts';
import { entriesOf, type MapNode, type Node, resolve } from '../syntax/node.ts';
import { coreValue } from '../syntax/yaml.ts';

export interface Style {
  /** Keys and texts need double quotes. */
  json: boolean;
  /** Inside brackets: no new lines by indentation. */
  flow: boolean;
  /** Each entry has a line of its own; always so by indentation. */
  lines: boolean;
  /** The column of the keys of the map. */
  column: number;
  /** How much deeper the value of a key stands. */
  unit: number;
  /** How much deeper than its key the dash of a list stands. */
  dash: number;
  /** The line break of the text. */
  end: string;
}

/** The habits of a document, read from its steps or from whatever it has. */
export function styleOf({ text }: Document, part: Part): Pick<Style, 'unit' | 'dash' | 'end' | 'json'> {
  const column = (offset: number): number => offset - lineAt(text, offset).start;
  let unit: number | undefined;
  let dash: number | undefined;
  const look = (map: MapNode, depth: number): void => {
    for (const { key, value, merged } of map.entries) {
      if ((unit !== undefined && dash !== undefined) || depth > 6) return;
      if (merged || value.start <= key.end || lineAt(text, key.start).start === lineAt(text, value.start).start)
        continue;
      const deeper = column(value.start) - column(key.start);
      if (value.type === 'list' && !value.flow && deeper >= 0) dash ??= deeper;
      if (value.type === 'map' && !value.flow && deeper > 0) unit ??= deeper;
      const inner: Node | undefined = value.type === 'list' ? value.items[0] : value;
      if (inner?.type === 'map' && !inner.flow) look(inner, depth + 1);
    }
  };
  const root = resolve(part.root);
  if (root?.type === 'map' && !root.flow) look(root, 0);
  const [first] = entriesOf(root);
  if (root?.type === 'map' && root.flow && first !== undefined && lineAt(text, first.key.start).start > root.start)
    unit = Math.max(1, column(first.key.start) - lineAt(text, root.start).indent);
  return { unit: unit ?? 2, dash: dash ?? 2, end: text.includes('\r\n') ? '\r\n' : '\n', json: part.format === 'json' };
}

/** A key as it is written. */
export function keyText(key: string, style: Pick<Style, 'json'>): string {
  if (style.json) return JSON.stringify(key);
  return /^[A-Za-z_][\w.:-]*[\w-]$|^[A-Za-z_]$/.test(key) && typeof coreValue(key) === 'string'
    ? key
    : JSON.stringify(key);
}

/** A value as it is written; `text` says that it is a text whatever it looks like. */
export function valueText(
  value: string,
  text: boolean,
  style: Pick<Style, 'json' | 'flow'>,
  quote: '' | '"' | "'" = '',
): string {
  const bare = !text && typeof coreValue(value) !== 'string';
  if (style.json) return bare && quote === '' ? value : JSON.stringify(value);
  if (quote === "'") return `'${value.replaceAll("'", "''")}'`;
  if (quote === '"') return JSON.stringify(value);
  return bare || isPlain(value, style.flow) ? value : JSON.stringify(value);
}

/** True for a text that YAML reads as that text without quotes. */
function isPlain(value: string, flow: boolean): boolean {
  const first = /^[A-Za-z_$./(^~+<]/;
  if (/^\d+%$/.test(value)) return true;
  if (!first.test(value) || /\s$|:(?:\s|$)|\s#|[\n\r\t]/.test(value)) return false;
  if (flow && /[,[\]{}]/.test(value)) return false;
  return typeof coreValue(value) === 'string' && !/^(?:yes|no|on|off|y|n|~)$/i.test(value);
}
