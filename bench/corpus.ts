/**
 * Real documents: every YAML and JSON file of the corpus that we take for one of ours, floor against check.
 *
 * Files that are none of ours are left out of the ratio, because we do not parse them at all. A file that the bare
 * parser refuses costs it less than a sound one; there are few of them.
 */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { parseEvents } from 'js-yaml';
import { check, parse } from '../server/src/language/index.ts';
import { lookups } from './inProcess.ts';
import { median, type Sample, sampleOf } from './measure.ts';

export interface CorpusRow {
  files: number;
  bytes: number;
  /** Milliseconds for all files, the median of the passes. */
  floorTotal: number;
  checkTotal: number;
  /** Of one file, each the median of the passes. */
  perFile: Sample;
  /** The same for files with scripts and for files with calls of AWS services, which load parsers and models. */
  withScripts: Sample;
  withCalls: Sample;
  /** The file that takes longest to check. */
  slowest: { name: string; bytes: number; time: number };
  /** All files, ours or not: how many, how large, and the time of parse and check. */
  all: { files: number; bytes: number; total: number };
}

const scripts = /aws:(?:executeScript|runShellScript|runPowerShellScript)\b/;
const calls = /aws:(?:executeAwsApi|assertAwsResourceProperty|waitForAwsResourceProperty)\b/;

interface File {
  name: string;
  text: string;
  format: 'yaml' | 'json';
  bytes: number;
  ours: boolean;
}

export function measureCorpus(folder: string, passes: number): CorpusRow | undefined {
  if (!existsSync(folder)) return undefined;
  const files = readFiles(folder);
  const ours = files.filter((file) => file.ours);
  const floor = files.map((): number[] => []);
  const checks = files.map((): number[] => []);
  for (let pass = 0; pass <= passes; pass++) {
    files.forEach((file, i) => {
      const start = performance.now();
      if (file.ours) floorOf(file.text);
      const middle = performance.now();
      check(parse(file.text, { format: file.format }), { lookups });
      const end = performance.now();
      if (pass === 0) return;
      floor[i]?.push(middle - start);
      checks[i]?.push(end - middle);
    });
  }

  const bytesOf = (some: File[]): number => some.reduce((sum, { bytes }) => sum + bytes, 0);
  const medians = (times: number[][]): number[] => times.map(median);
  const [floors, times] = [medians(floor), medians(checks)];
  const sum = (values: number[], of: (file: File) => boolean): number =>
    values.reduce((total, value, i) => total + (of(files[i] as File) ? value : 0), 0);
  const isOurs = ({ ours }: File): boolean => ours;
  const slowest = times.reduce(
    (best, time, i) => (isOurs(files[i] as File) && time > (times[best] ?? 0) ? i : best),
    0,
  );
  const slow = files[slowest] as File;
  return {
    files: ours.length,
    bytes: bytesOf(ours),
    floorTotal: sum(floors, isOurs),
    checkTotal: sum(times, isOurs),
    perFile: sampleOf(times.filter((_, i) => files[i]?.ours)),
    withScripts: sampleOf(times.filter((_, i) => files[i]?.ours && scripts.test(files[i].text))),
    withCalls: sampleOf(times.filter((_, i) => files[i]?.ours && calls.test(files[i].text))),
    slowest: { name: slow.name, bytes: slow.bytes, time: times[slowest] ?? NaN },
    all: { files: files.length, bytes: bytesOf(files), total: sum(times, () => true) },
  };
}

/** The documents of ours in a folder. */
export function ourTexts(folder: string): { text: string; format: 'yaml' | 'json' }[] {
  return existsSync(folder) ? readFiles(folder).filter(({ ours }) => ours) : [];
}

function readFiles(folder: string): File[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ya?ml|json)$/.test(name))
    .sort()
    .map((name) => {
      const text = readFileSync(`${folder}/${name}`, 'utf8');
      const format = name.endsWith('.json') ? 'json' : 'yaml';
      const ours = parse(text, { format }).parts.some(({ kind }) => kind !== undefined);
      return { name, text, format, bytes: Buffer.byteLength(text), ours };
    });
}

function floorOf(text: string): void {
  try {
    parseEvents(text, {});
  } catch {
    // The bare parser gives up here; we go on.
  }
}
