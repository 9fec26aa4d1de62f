/**
 * Names: finding the references of a step, renaming it, and colouring all names, each in a text that has just changed, so
 * that it is parsed anew.
 */

import { parse, references, rename, tokens } from '../server/src/language/index.ts';
import type { BenchDocument } from './documents.ts';
import { type Effort, type Sample, takeTurns } from './measure.ts';
import { digits, table, verdict } from './tables.ts';

const targets = { references: 20, rename: 20, tokens: 15 };
/** The size that the targets are about. */
const target = '60 KB';

export interface NavigationRow {
  label: string;
  references: Sample;
  rename: Sample;
  tokens: Sample;
  /** How many places there were to find, so that nobody measures nothing. */
  found: { references: number; tokens: number };
}

export async function measureNavigation(document: BenchDocument, effort: Effort): Promise<NavigationRow> {
  const { text, faulty, format, label } = document;
  // A parameter that many steps read; it stands before the edit, hence at the same place in both texts.
  const at = text.indexOf('InstanceId') + 1;
  let edits = 0;
  const edited = (): ReturnType<typeof parse> => parse(edits++ % 2 === 0 ? faulty : text, { format });
  const times = await takeTurns(
    {
      references: () => void references(edited(), at, true),
      rename: () => void rename(edited(), at, 'NodeId'),
      tokens: () => void tokens(edited()),
    },
    effort,
  );
  const sound = parse(text, { format });
  return {
    label,
    ...times,
    found: { references: references(sound, at, true)?.length ?? 0, tokens: tokens(sound).length },
  };
}

export function navigationTable(rows: NavigationRow[]): string {
  const names = ['references', 'rename', 'tokens'] as const;
  const head = names.flatMap((name) => [
    `${name === 'tokens' ? 'colours' : name} p50 ms`,
    'p95 ms',
    'target',
    'verdict',
  ]);
  return table(
    ['document', ...head, 'references', 'colours'],
    rows.map((row) => [
      row.label,
      ...names.flatMap((name) => {
        const { p50, p95 } = row[name];
        const goal = row.label.startsWith(target) ? [`< ${targets[name]}`, verdict(p50 < targets[name])] : ['', ''];
        return [digits(p50), digits(p95), ...goal];
      }),
      String(row.found.references),
      String(row.found.tokens),
    ]),
  );
}
