/**
 * What the extension takes of a machine: the size of its package, and the memory of a server that is left alone after ten
 * documents of the corpus were opened in it, started as the extension starts it.
 */

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { type Program, startServer } from './lspClient.ts';
import { type Sample, sampleOf } from './measure.ts';
import { table, verdict } from './tables.ts';

/** How many of each folder: those that people write, and the long ones of AWS. */
const wanted = { 'ssm-automation': 4, 'ssm-command': 2, 'ssm-awsowned': 4 };
/** Milliseconds without anything to do. */
const rest = 2000;

const idleTarget = 80;
const packageTarget = 3;

/** MB of several starts; undefined without the corpus or where memory cannot be read. */
export async function measureIdle(program: Program, corpus: string, starts: number): Promise<Sample | undefined> {
  if (!existsSync(corpus)) return undefined;
  const files = Object.entries(wanted).flatMap(([folder, count]) => spread(`${corpus}/${folder}`, count));
  const found: number[] = [];
  for (let i = 0; i < starts; i++) {
    const memory = await afterOpening(program, files);
    if (memory === undefined) return undefined;
    found.push(memory);
  }
  return sampleOf(found);
}

/** Files of a folder, as far apart as can be. */
function spread(folder: string, count: number): string[] {
  const names = readdirSync(folder).sort();
  return Array.from({ length: count }, (_, i) => `${folder}/${names[Math.floor(((i + 0.5) * names.length) / count)]}`);
}

async function afterOpening(program: Program, files: readonly string[]): Promise<number | undefined> {
  const server = await startServer(program);
  for (const file of files) {
    const uri = pathToFileURL(file).href;
    const due = server.diagnostics(uri, 1);
    const languageId = file.endsWith('.json') ? 'json' : 'yaml';
    server.notify('textDocument/didOpen', {
      textDocument: { uri, languageId, version: 1, text: readFileSync(file, 'utf8') },
    });
    await due;
  }
  await setTimeout(rest);
  const memory = server.memory();
  await server.stop();
  return memory;
}

/** The table of both, with a verdict on each. */
export function sizeTable(idle: Sample | undefined, vsix: string): string {
  const size = existsSync(vsix) ? statSync(vsix).size / 1e6 : undefined;
  const row = (what: string, value: number | undefined, target: number, hint: string): string[] =>
    value === undefined
      ? [what, hint, `< ${target}`, '']
      : [what, value.toFixed(1), `< ${target}`, verdict(value < target)];
  return table(
    ['what', 'MB', 'target', 'verdict'],
    [
      row('idle server after ten documents, p50', idle?.p50, idleTarget, 'not measured: there is no corpus'),
      row('package of the extension', size, packageTarget, 'not measured: `npm run package` makes it'),
    ],
  );
}
