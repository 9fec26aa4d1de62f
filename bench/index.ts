/**
 * `npm run bench`: measures the language core in process and the server over standard input and output, on generated
 * documents and on the corpus, next to `aws-ssm-document-language-service` where that is installed, and prints Markdown.
 *
 * `--quick` is a short run with few repetitions, `--only 60` takes the documents whose label begins so, `--json FILE`
 * saves every number, `--server FILE` measures another bundle of the server. README.md says what the numbers mean. Exit
 * status is 0 whatever they are: machines differ.
 */

import { existsSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { serverFlags } from '../client/src/serverFlags.ts';
import { debounceMilliseconds } from '../server/src/lspDiagnostics.ts';
import { activationTable, measureActivation } from './activation.ts';
import { type CompletionRow, completionTable, measureCompletion } from './completion.ts';
import { measureCorpus, ourTexts } from './corpus.ts';
import { benchDocuments } from './documents.ts';
import { type FormatRow, measureFormat } from './editing.ts';
import { groupTable, measureGroups } from './groups.ts';
import { type CheckRow, lookups, measureCheck, measurePeer, type PeerRow } from './inProcess.ts';
import { planOf } from './measure.ts';
import { measureNavigation, type NavigationRow, navigationTable } from './navigation.ts';
import { benchPack } from './pack.ts';
import { loadPeer, peerHint, peerInstalled, peerServer } from './peer.ts';
import * as places from './places.ts';
import { measureSandbox, sandboxTable } from './sandbox.ts';
import { measureSessions, sessionsTable } from './sessions.ts';
import { measureSimulator, simulatorTable } from './simulator.ts';
import { measureIdle, sizeTable } from './size.ts';
import {
  checkTable,
  corpusTable,
  formatTable,
  loadedTable,
  memoryTable,
  peerTable,
  startTable,
  wireTable,
} from './tables.ts';
import { measureStarts, measureWire, type Servers, type WireRow } from './wire.ts';

const { values: options } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    quick: { type: 'boolean', default: false },
    json: { type: 'string' },
    server: { type: 'string', default: places.server },
  },
});
const plan = planOf(options.quick);
const documents = benchDocuments().filter(({ label }) => label.startsWith(options.only));
const saved: Record<string, unknown> = { machine: machine(), quick: options.quick };

console.log(`# Benchmark${options.quick ? ', quick' : ''}\n\n${machine()}\n`);

const checks: CheckRow[] = [];
for (const document of documents) checks.push(await measureCheck(document, plan.inProcess));
const { document: pack, catalogue } = benchPack();
checks.push(await measureCheck(pack, plan.inProcess));
show('Check in process', checkTable(checks), checks);
console.log(`First use of the managed rules of AWS Config: ${catalogue.toFixed(1)} ms\n`);

const formats: FormatRow[] = [];
for (const document of documents) formats.push(await measureFormat(document, plan.inProcess));
show('Format in process', formatTable(formats), formats);

const completions: CompletionRow[] = [];
for (const document of documents) completions.push(await measureCompletion(document, plan.inProcess));
show('Completion after an edit, in process', completionTable(completions), completions);

const navigation: NavigationRow[] = [];
for (const document of documents) navigation.push(await measureNavigation(document, plan.inProcess));
show('Names after an edit, in process', navigationTable(navigation), navigation);

const corpus = measureCorpus(places.corpus, plan.corpusPasses);
show('Corpus', corpus ? corpusTable(corpus) : 'not measured: there is no corpus beside the repository', corpus);

if (corpus) show('Documents with scripts and calls, warm', loadedTable(corpus));

const shares = {
  ...(corpus && { corpus: measureGroups(ourTexts(places.corpus), lookups) }),
  '60 KB': measureGroups(
    benchDocuments().flatMap((each) => (each.label === '60 KB' ? Array<typeof each>(30).fill(each) : [])),
    lookups,
  ).map((row) => ({ ...row, time: row.time / 30 })),
};
show('Where the time goes', groupTable(shares), shares);

const simulator = await measureSimulator(plan.inProcess);
show('Simulator', simulatorTable(simulator), simulator);

const sandbox = existsSync(places.cli) ? await measureSandbox(places.cli, plan.inProcess, plan.starts) : undefined;
show('Sandbox', sandbox ? sandboxTable(sandbox) : 'not measured: `npm run build` makes the command', sandbox);

const sessions = existsSync(places.cli) ? await measureSessions(places.cli, options.quick) : undefined;
show('Sessions', sessions ? sessionsTable(sessions) : 'not measured: `npm run build` makes the command', sessions);

const activation =
  process.platform === 'linux' && existsSync(places.extension)
    ? await measureActivation(options.quick ? 3 : 5)
    : undefined;
show(
  'Activation of the extension',
  activation
    ? activationTable(activation)
    : 'not measured: `npm run build` makes the extension, and Linux has the host',
  activation,
);

const peer = loadPeer();
const peers: PeerRow[] = [];
if (peer) for (const document of documents) peers.push(await measurePeer(document, peer, plan.inProcess));
show('Edit to diagnostics in process, no debounce', peer ? peerTable(peers, debounceMilliseconds) : peerHint, peers);

if (existsSync(options.server)) await overTheWire(options.server);
else show('Over the wire', 'not measured: `npm run build` makes the server', undefined);

console.log(`Load at the end: ${load()}`);
if (options.json) writeFileSync(options.json, `${JSON.stringify(saved, null, 2)}\n`);

async function overTheWire(file: string): Promise<void> {
  const servers: Servers = {
    ours: { file, flags: serverFlags },
    // As it ships: the toolkit starts it without flags.
    ...(peerInstalled && { theirs: { file: peerServer, flags: [] } }),
  };
  const starts = await measureStarts(servers, plan.starts);
  show('Start to initialized', startTable(starts), starts);

  const rows: WireRow[] = [];
  for (const document of documents) rows.push(await measureWire(document, servers, plan.wire));
  if (!peerInstalled) console.log(`aws-ssm-document-language-service was ${peerHint}\n`);
  show('Edit to diagnostics over the wire, debounce included', wireTable(rows, 'edit'), rows);
  show('Open to diagnostics over the wire', wireTable(rows, 'open'));
  show('Edit and completion together, to the answer, over the wire', wireTable(rows, 'complete'));
  show('Hover over the wire', wireTable(rows, 'hover'));
  show('Memory of the server after all of this', memoryTable(rows));
  const idle = await measureIdle(servers.ours, places.corpus, plan.idleStarts);
  show('What the extension takes', sizeTable(idle, places.vsix), idle);
}

function show(title: string, body: string, numbers?: unknown): void {
  if (numbers !== undefined) saved[title] = numbers;
  console.log(`## ${title}\n\n${body}\n`);
}

function machine(): string {
  const memory = `${Math.round(totalmem() / 2 ** 30)} GB`;
  return `Node ${process.version}, ${cpus()[0]?.model ?? 'unknown processor'} × ${availableParallelism()}, ${memory}, load ${load()}`;
}

function load(): string {
  return loadavg()
    .map((value) => value.toFixed(1))
    .join(' ');
}
