/**
 * Turns what was measured into Markdown tables with a verdict on each target. Measures nothing.
 *
 * The targets are constants here, so that table and verdict cannot disagree.
 */

import type { CorpusRow } from './corpus.ts';
import type { FormatRow } from './editing.ts';
import type { CheckRow, PeerRow } from './inProcess.ts';
import { ratio, type Sample } from './measure.ts';
import { peerDebounceMilliseconds } from './peer.ts';
import type { Both, WireRow } from './wire.ts';

const checkToFloor = 3;
const editMilliseconds = 40;
const formatMilliseconds = 50;
const startMilliseconds = 200;
const fasterThanPeer = 5;
const slowestMilliseconds = 50;
/** The size that the targets are about. */
const target = '60 KB';

export function table(head: string[], rows: string[][]): string {
  const widths = head.map((cell, i) => Math.max(cell.length, 3, ...rows.map((row) => row[i]?.length ?? 0)));
  const line = (cells: string[]): string =>
    `| ${cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join(' | ')} |`;
  const rule = `|${widths.map((width, i) => (i === 0 ? '-'.repeat(width + 2) : `${'-'.repeat(width + 1)}:`)).join('|')}|`;
  return [line(head), rule, ...rows.map(line)].join('\n');
}

export function checkTable(rows: CheckRow[]): string {
  const head = ['document', 'bytes', 'floor ms', 'parse ms', 'check ms', 'ratio', 'target', 'verdict'];
  return table(
    head,
    rows.map((row) => {
      const times = ratio(row.check, row.floor);
      const goal = row.label === target ? [`≤ ${checkToFloor}`, verdict(times <= checkToFloor)] : ['', ''];
      const cells = [row.floor.p50, row.parse.p50, row.check.p50].map(digits);
      return [row.label, String(row.bytes), ...cells, times.toFixed(2), ...goal];
    }),
  );
}

export function formatTable(rows: FormatRow[]): string {
  const head = ['document', 'bytes', 'edits', 'parse ms', 'format p50 ms', 'p95 ms', 'target', 'verdict'];
  return table(
    head,
    rows.map((row) => {
      const { label, format } = row;
      const goal = label === target ? [`< ${formatMilliseconds}`, verdict(format.p50 < formatMilliseconds)] : ['', ''];
      return [label, String(row.bytes), String(row.edits), digits(row.parse.p50), ...both(format), ...goal];
    }),
  );
}

export function corpusTable(row: CorpusRow): string {
  const speed = (bytes: number, time: number): string => (bytes / 1e6 / (time / 1e3)).toFixed(1);
  return table(
    ['corpus', 'files', 'MB', 'floor ms', 'check ms', 'ratio', 'MB/s', 'p50 ms', 'p95 ms', 'slowest ms'],
    [
      [
        'documents of ours',
        String(row.files),
        (row.bytes / 1e6).toFixed(1),
        digits(row.floorTotal),
        digits(row.checkTotal),
        (row.checkTotal / row.floorTotal).toFixed(2),
        speed(row.bytes, row.checkTotal),
        digits(row.perFile.p50),
        digits(row.perFile.p95),
        `${digits(row.slowest.time)} (${(row.slowest.bytes / 1024).toFixed(0)} KB)`,
      ],
      [
        'all files',
        String(row.all.files),
        (row.all.bytes / 1e6).toFixed(1),
        '',
        digits(row.all.total),
        '',
        speed(row.all.bytes, row.all.total),
        '',
        '',
        '',
      ],
    ],
  );
}

/** Documents that need parsers or models, once those are loaded. */
export function loadedTable({ withScripts, withCalls }: CorpusRow): string {
  const row = (what: string, sample: Sample): string[] => [
    what,
    String(sample.rounds),
    ...both(sample),
    `< ${slowestMilliseconds}`,
    verdict(sample.p95 < slowestMilliseconds),
  ];
  return table(
    ['documents of the corpus', 'files', 'p50 ms', 'p95 ms', 'target for p95', 'verdict'],
    [row('with scripts', withScripts), row('with calls of AWS services', withCalls)],
  );
}

export function startTable({ ours, theirs, node }: Both & { node: Sample }): string {
  const row = (name: string, sample: Sample, goal: string[]): string[] => [name, ...both(sample), ...goal];
  const goal = [`< ${startMilliseconds}`, verdict(ours.p50 < startMilliseconds)];
  const rows = [row('Node alone', node, ['', '']), row('ours', ours, goal)];
  if (theirs) rows.push(row('theirs', theirs, ['', '']));
  return table(['start to initialized', 'p50 ms', 'p95 ms', 'target', 'verdict'], rows);
}

export function wireTable(rows: WireRow[], what: 'open' | 'edit' | 'complete' | 'hover'): string {
  const peer = rows.some((row) => row[what].theirs);
  const goals = what === 'edit';
  const head = ['document', 'ours first ms', 'p50 ms', 'p95 ms', ...(goals ? ['target', 'verdict'] : [])];
  if (peer) head.push('theirs first ms', 'p50 ms', 'p95 ms', 'theirs / ours', 'target', 'verdict');
  return table(
    head,
    rows.map((row) => {
      const { ours, theirs } = row[what];
      const goal = row.label === target ? [`< ${editMilliseconds}`, verdict(ours.p50 < editMilliseconds)] : ['', ''];
      const cells = [row.label, ...three(ours), ...(goals ? goal : [])];
      return theirs
        ? [...cells, ...three(theirs), ...versus(theirs, ours, goals && row.label === target ? fasterThanPeer : 1)]
        : cells;
    }),
  );
}

/** In process, without any debounce; the last columns add each one's own. */
export function peerTable(rows: PeerRow[], debounce: number): string {
  const head = ['document', 'ours ms', 'theirs ms', 'theirs / ours', 'target', 'verdict', 'with debounces'];
  return table(
    [...head, 'completion ours ms', 'theirs ms', 'theirs / ours', 'target', 'verdict', 'problems ours', 'theirs'],
    rows.map((row) => {
      const own = (row.theirs.p50 + peerDebounceMilliseconds) / (row.ours.p50 + debounce);
      const found = [row.found.ours, row.found.theirs].map(([sound, faulty]) => `${sound} → ${faulty}`);
      const compute = [digits(row.ours.p50), digits(row.theirs.p50), ...versus(row.theirs, row.ours, 1)];
      const completion = [row.oursCompletion, row.theirsCompletion].map(({ p50 }) => digits(p50));
      const faster = versus(row.theirsCompletion, row.oursCompletion, 1);
      return [row.label, ...compute, `${own.toFixed(1)} ×`, ...completion, ...faster, ...found];
    }),
  );
}

export function memoryTable(rows: WireRow[]): string {
  const peer = rows.some((row) => row.memory.theirs);
  const mb = (value: number | undefined): string => value?.toFixed(0) ?? 'unknown';
  const head = ['document', 'ours MB', ...(peer ? ['theirs MB'] : [])];
  return table(
    head,
    rows.map(({ label, memory }) => [label, mb(memory.ours), ...(peer ? [mb(memory.theirs)] : [])]),
  );
}

/** How many times as fast ours is, and whether that is enough. */
function versus(theirs: Sample, ours: Sample, least: number): string[] {
  const times = ratio(theirs, ours);
  return [`${times.toFixed(1)} ×`, `≥ ${least}`, verdict(times >= least)];
}

function three(sample: Sample): string[] {
  return [digits(sample.first), ...both(sample)];
}

function both(sample: Sample): string[] {
  return [digits(sample.p50), digits(sample.p95)];
}

export function verdict(met: boolean): string {
  return met ? 'met' : 'NOT MET';
}

export function digits(milliseconds: number): string {
  return milliseconds.toFixed(milliseconds < 10 ? 2 : milliseconds < 100 ? 1 : 0);
}
