/**
 * `opswright ssm-proxy`: SSH to a managed node through Session Manager, as a ProxyCommand. Standard output carries the
 * node's bytes and nothing else; what goes wrong is one line on standard error.
 */

import { worldThrough } from '../../sessions/src/nodeWorld.ts';
import { openRawStream } from '../../sessions/src/rawStream.ts';
import { sdkCalls } from '../../sessions/src/sdkCalls.ts';
import { sshDocument } from '../../sessions/src/sessionDocuments.ts';
import { proxyHelp } from './cliHelp.ts';
import { type Io, misuse, type Status } from './cliIo.ts';
import { split } from './cliOptions.ts';
import { environmentAgent } from './environmentAgent.ts';
import type { ClientSettings } from './ssmClient.ts';

const options = {
  profile: { type: 'string' },
  region: { type: 'string' },
  endpoint: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

interface Asked {
  target: string;
  port: number;
  client: ClientSettings;
}

/** Carries bytes until one side ends. */
export async function proxyCommand(args: string[], io: Io): Promise<Status> {
  const given = split(args, options);
  const asked = typeof given === 'string' ? given : readAsked(given.values, given.paths);
  if (asked === 'help') {
    io.stdout.write(proxyHelp);
    return 0;
  }
  if (typeof asked === 'string') return misuse(`${asked}\nSee opswright ssm-proxy --help.`, io);
  try {
    return await carry(asked, io);
  } catch (error) {
    return fail(wordsFor(error, asked), io);
  } finally {
    // Standard input stays open as long as SSH does, and would keep the process.
    io.raw.input.destroy();
  }
}

function readAsked(values: Map<keyof typeof options, string>, paths: string[]): Asked | 'help' | string {
  if (values.has('help')) return 'help';
  const [target, port, surplus] = paths;
  if (target === undefined || port === undefined) return 'name a managed node and a port, such as: ssm-proxy i-… 22';
  if (surplus !== undefined) return `unexpected "${surplus}"`;
  const number = Number(port);
  if (!/^\d+$/.test(port) || number < 1 || number > 65_535) return `"${port}" is no port from 1 to 65535`;
  const client = Object.fromEntries([...values].filter(([name]) => name !== 'help')) as ClientSettings;
  return { target, port: number, client };
}

async function carry({ target, port, client }: Asked, io: Io): Promise<Status> {
  // The SDK tells each process that an older Node is old; here every line would be read as a fault of the connection.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  const agent = environmentAgent(io.env);
  // From here on: a session that is being started when the process is told to end would else stay open.
  const told = io.ended();
  const { ssmClient } = await import('./ssmClient.ts');
  const ssm = ssmClient(client, agent);
  try {
    const asked = { Target: target, ...sshDocument(port) };
    const calls = sdkCalls(asked, async () => ssm, undefined, ssm.signatureFor);
    const world = worldThrough({ agentFor: (url) => (url.startsWith('wss:') ? agent : undefined) });
    const stream = await openRawStream({ target, calls, world }, io.raw.input, io.raw.output);
    void told.then(() => stream.close());
    const end = await stream.ended;
    if (end.cause === 'user' || (end.cause === 'ended' && end.answered)) return 0;
    return fail(end.cause === 'ended' ? silentEnd(target, port) : end.words, io);
  } finally {
    ssm.destroy();
  }
}

function silentEnd(target: string, port: number): string {
  return `${target} closed the connection before it sent anything: does an SSH server listen on its port ${port}?`;
}

function fail(words: string, io: Io): Status {
  // Some of it is the node's: a line, and nothing that a terminal would take for more than text.
  io.stderr.write(`opswright: ${words.replace(/\s*\p{Cc}+\s*/gu, ' ')}\n`);
  return 1;
}

/** What to do about a call that failed, where that is known; else the words of the service. */
function wordsFor(error: unknown, { target }: Asked): string {
  const { name, message } = error instanceof Error ? error : { name: '', message: String(error) };
  if (name === 'TargetNotConnected')
    return `${target} is not connected to Systems Manager: is it running, and its agent?`;
  if (name === 'CredentialsProviderError') return `${message}; sign in, or name a profile with --profile`;
  if (/region is missing/i.test(message)) return 'no Region: give --region, or a profile that has one';
  return message || name;
}
