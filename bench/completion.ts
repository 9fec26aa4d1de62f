/**
 * Completion at places of every sort, each in a text that has just changed there, so that it is parsed anew: what stands
 * behind the cursor goes, as while one types, and what may stand there is found, with the models of AWS.
 */

import { complete, parse } from '../server/src/language/index.ts';
import type { BenchDocument } from './documents.ts';
import { lookups } from './inProcess.ts';
import { type Effort, type Sample, takeTurns } from './measure.ts';
import { digits, table, verdict } from './tables.ts';

const targets = { p50: 10, p95: 25 };
/** The size that the targets are about. */
const target = '60 KB';

/** Where the cursor stands, behind what is found, by the format; and how many characters behind it go. */
const spots = {
  key: [/\n {4}action: \S+\n {4}/g, /\n {6}"action": "[^"]*",\n {6}/g, 0],
  action: [/\n {4}action: aws:/g, /\n {6}"action": "aws:/g, 2],
  operation: [/ Api: /g, /"Api": "/g, 4],
  reference: [/\{\{ /g, /\{\{ /g, 2],
  step: [/nextStep: /g, /"nextStep": "/g, 2],
  selector: [/Selector: \$\./g, /"Selector": "\$\./g, 2],
} as const;
type Spot = keyof typeof spots;
const names = Object.keys(spots) as Spot[];

export interface CompletionRow {
  label: string;
  times: Record<Spot, Sample>;
  /** How many items there were, so that nobody measures nothing. */
  items: Record<Spot, number>;
}

export async function measureCompletion(document: BenchDocument, effort: Effort): Promise<CompletionRow> {
  const { text, format, label } = document;
  const places = names.map((name) => {
    const [yaml, json, cut] = spots[name];
    const found = new RegExp(format === 'json' ? json : yaml);
    const half = text.length >> 1;
    const match = found.exec(text.slice(half));
    const offset = match === null ? text.length : half + match.index + match[0].length;
    return { name, offset, text: Buffer.from(text.slice(0, offset) + text.slice(offset + cut)).toString() };
  });
  const run = (place: (typeof places)[number]): number =>
    complete(parse(place.text, { format }), place.offset, lookups).length;
  const times = await takeTurns(
    Object.fromEntries(places.map((place) => [place.name, () => void run(place)])) as Record<Spot, () => void>,
    effort,
  );
  const items = Object.fromEntries(places.map((place) => [place.name, run(place)])) as Record<Spot, number>;
  return { label, times, items };
}

export function completionTable(rows: CompletionRow[]): string {
  return table(
    ['document', 'place', 'items', 'p50 ms', 'p95 ms', 'target', 'verdict'],
    rows.flatMap(({ label, times, items }) =>
      names.map((name) => {
        const { p50, p95 } = times[name];
        const goal = label.startsWith(target)
          ? [`< ${targets.p50}, < ${targets.p95}`, verdict(p50 < targets.p50 && p95 < targets.p95)]
          : ['', ''];
        return [label, name, String(items[name]), digits(p50), digits(p95), ...goal];
      }),
    ),
  );
}
