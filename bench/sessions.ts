/**
 * Sessions against the sandbox, in a process of its own: how long a key takes to come back, and the throughput of a
 * forwarded port next to a bare relay, which takes the same bytes from a local socket through a WebSocket to another process
 * and back. Then fifty megabytes each way over a line that loses, doubles and delays a tenth of the frames and is cut once.
 */

import { fork } from 'node:child_process';
import { createHash, randomFillSync } from 'node:crypto';
import { createServer, connect as dial } from 'node:net';
import { fileURLToPath } from 'node:url';
import { SSM } from '@aws-sdk/client-ssm';
import { WebSocket } from 'ws';
import { connect } from '../sessions/src/connection.ts';
import { nodeWorld } from '../sessions/src/nodeWorld.ts';
import { sdkCalls } from '../sessions/src/sdkCalls.ts';
import { forwardingDocument } from '../sessions/src/sessionDocuments.ts';
import { openTunnel } from '../sessions/src/tunnel.ts';
import type { World } from '../sessions/src/world.ts';
import { badLine } from '../test/helpers-line.ts';
import { ratio, type Sample, sampleOf } from './measure.ts';
import { startCommand } from './sandbox.ts';
import { table } from './tables.ts';

const wanted = { key: 10, slower: 3 };
const megabyte = 1024 * 1024;
/** What a message of a session carries. */
const messageSize = 1024;

export interface SessionsRow {
  key: Sample;
  /** Megabytes a second, each way: through a session, through a relay with messages of the same size, with whole chunks. */
  tunnel: Sample;
  relay: Sample;
  chunks: Sample;
  /** Fifty megabytes over a bad line. */
  bad: { seconds: number; megabytes: number; lost: number; violations: number };
}

export async function measureSessions(cli: string, quick: boolean): Promise<SessionsRow> {
  const { process: server, said } = await startCommand(cli, 25);
  const { endpoint, region, ...credentials } = said;
  const ssm = new SSM({ endpoint, region, credentials });
  try {
    const { InstanceInformationList: nodes = [] } = await ssm.describeInstanceInformation({});
    const Target =
      nodes.find(({ PingStatus, PlatformType }) => PingStatus === 'Online' && PlatformType === 'Linux')?.InstanceId ??
      '';
    const open = (world: World) =>
      openTunnel({
        target: Target,
        calls: sdkCalls({ Target, ...forwardingDocument({ port: 7 }) }, async () => ssm),
        localPort: 0,
        world,
      });
    const key = await keys(ssm, Target, quick ? 100 : 500);
    const tunnel = await open(nodeWorld);
    const relay = await bareRelay(messageSize);
    const chunks = await bareRelay(Number.POSITIVE_INFINITY);
    const speeds: Record<'tunnel' | 'relay' | 'chunks', number[]> = { tunnel: [], relay: [], chunks: [] };
    for (let round = 0; round < (quick ? 3 : 7); round++)
      for (const [name, { port }] of Object.entries({ tunnel, relay, chunks }) as [
        keyof typeof speeds,
        { port: number },
      ][])
        speeds[name].push(16 / (await echo(port, 16 * megabyte)));
    await Promise.all([tunnel.close(), relay.close(), chunks.close()]);

    const line = badLine(0.1);
    const bad = await open(line.world);
    const megabytes = quick ? 5 : 50;
    const cut = setTimeout(() => line.cut(), 1000);
    const seconds = await echo(bad.port, megabytes * megabyte);
    clearTimeout(cut);
    await bad.close();
    return {
      key,
      tunnel: sampleOf(speeds.tunnel),
      relay: sampleOf(speeds.relay),
      chunks: sampleOf(speeds.chunks),
      bad: { seconds, megabytes, lost: line.lost(), violations: line.violations.length },
    };
  } finally {
    ssm.destroy();
    server.kill();
  }
}

/** The time from each key to its echo in a shell. */
async function keys(ssm: SSM, Target: string, count: number): Promise<Sample> {
  let heard: () => void = () => undefined;
  const next = (): Promise<void> =>
    new Promise((resolve) => {
      heard = resolve;
    });
  const prompt = next();
  const connection = await connect(
    { target: Target, calls: sdkCalls({ Target }, async () => ssm) },
    {
      opened: () => undefined,
      output: () => {
        heard();
        return true;
      },
      ended: () => undefined,
    },
  );
  await prompt;
  const times: number[] = [];
  for (let pressed = 0; pressed < count; pressed++) {
    const echoed = next();
    const begun = performance.now();
    connection.write(Buffer.from(pressed % 2 === 0 ? 'a' : '\x7f'));
    await echoed;
    times.push(performance.now() - begun);
  }
  await connection.close();
  return sampleOf(times);
}

/** A local port that leads through a WebSocket to the process of `relay.ts`, in messages of at most this size. */
async function bareRelay(size: number): Promise<{ port: number; close(): Promise<void> }> {
  const far = fork(fileURLToPath(new URL('relay.js', import.meta.url)), { execArgv: [] });
  const port = await new Promise<number>((resolve) => far.once('message', (told) => resolve(Number(told))));
  const listener = createServer((socket) => {
    const web = new WebSocket(`ws://127.0.0.1:${port}`, { perMessageDeflate: false });
    socket.on('error', () => web.terminate());
    socket.on('close', () => web.close());
    socket.pause();
    web.on('open', () => socket.resume());
    web.on('message', (data: Buffer) => socket.write(data));
    socket.on('data', (data) => {
      for (let from = 0; from < data.length; from += size) web.send(data.subarray(from, from + size));
      if (web.bufferedAmount < megabyte) return;
      socket.pause();
      const wait = setInterval(() => {
        if (web.bufferedAmount > megabyte / 2) return;
        clearInterval(wait);
        socket.resume();
      }, 1);
    });
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  return {
    port: (listener.address() as { port: number }).port,
    async close() {
      far.disconnect();
      await new Promise((resolve) => listener.close(resolve));
    },
  };
}

/** Seconds until so many random bytes are back from an echo, the same as they went. Rejects when they are not. */
function echo(port: number, size: number): Promise<number> {
  const sent = randomFillSync(Buffer.alloc(size));
  const expected = createHash('sha256').update(sent).digest('hex');
  return new Promise((resolve, reject) => {
    const hash = createHash('sha256');
    let got = 0;
    const socket = dial(port, '127.0.0.1');
    const begun = performance.now();
    socket.on('error', reject);
    socket.on('data', (data) => {
      hash.update(data);
      got += data.length;
      if (got < size) return;
      const took = (performance.now() - begun) / 1000;
      socket.destroy();
      if (got === size && hash.digest('hex') === expected) resolve(took);
      else reject(new Error(`${got} of ${size} bytes came back, and not as they went`));
    });
    socket.write(sent);
  });
}

export function sessionsTable({ key, tunnel, relay, chunks, bad }: SessionsRow): string {
  const verdict = (met: boolean): string => (met ? 'met' : 'NOT MET');
  const slower = ratio(relay, tunnel);
  return table(
    ['measure', 'measured', 'target', 'verdict'],
    [
      ['key to its echo, p50 ms', key.p50.toFixed(2), '', ''],
      ['key to its echo, p95 ms', key.p95.toFixed(2), `< ${wanted.key}`, verdict(key.p95 < wanted.key)],
      ['forwarded port, MB/s each way at once', tunnel.p50.toFixed(1), '', ''],
      [`bare relay in messages of ${messageSize} bytes, MB/s`, relay.p50.toFixed(1), '', ''],
      ['bare relay in whole chunks, MB/s', chunks.p50.toFixed(1), '', ''],
      [
        'forwarded port slower than the relay in messages',
        `${slower.toFixed(1)} ×`,
        `≤ ${wanted.slower} ×`,
        verdict(slower <= wanted.slower),
      ],
      [
        `${bad.megabytes} MB each way, a tenth lost (${bad.lost}), doubled and late, one cut: s`,
        bad.seconds.toFixed(1),
        'same bytes, no violation',
        verdict(bad.violations === 0),
      ],
    ],
  );
}
