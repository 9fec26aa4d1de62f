/** The first line of a document: its schemaVersion, which decides what may follow. */

import type { Completion } from '../complete.ts';
import type { Document } from '../document.ts';
import { lineAt } from '../syntax/lines.ts';

const versions = [
  ['0.3', 'Automation runbook'],
  ['2.2', 'Command document'],
  ['1.0', 'Session document'],
] as const;

/** Offered at the start of a line of a text that holds no more than that line; a door asks only where it was told that one is wanted. */
export function startItems({ text, format }: Document, offset: number): Completion[] {
  const line = lineAt(text, offset);
  const others = text.slice(0, line.start) + text.slice(line.end);
  // Comments and the marks of a YAML document may stand above.
  if (!/^(?:\s|#.*|---)*$/.test(others) || !/^[\w"]*$/.test(text.slice(line.start, offset)) || format === 'json')
    return [];
  return versions.map(([version, title]): Completion => {
    const insert = `schemaVersion: "${version}"\n`;
    return {
      label: `schemaVersion: "${version}"`,
      kind: 'key',
      detail: title,
      range: { start: line.start, end: offset },
      insert,
      snippet: false,
      sort: `0${version}`,
    };
  });
}
