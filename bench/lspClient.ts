/**
 * A small client of a language server: starts it over standard input and output, asks, tells and waits for diagnostics.
 *
 * Written out rather than taken from a library, so that both servers are measured through the same few lines and little
 * of the time is the client's.
 */

import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

type Json = Record<string, unknown>;

export interface Diagnostics {
  uri: string;
  version?: number;
  diagnostics: unknown[];
}

export interface Server {
  request<T>(method: string, params: unknown): Promise<T>;
  notify(method: string, params: unknown): void;
  /** The next diagnostics of a document; with a version, only those of that version when the server tells it. */
  diagnostics(uri: string, version?: number): Promise<Diagnostics>;
  /** Memory of the process in MB, or undefined where it cannot be read. */
  memory(): number | undefined;
  stop(): Promise<void>;
}

const capabilities = {
  workspace: { configuration: false },
  textDocument: {
    publishDiagnostics: { versionSupport: true, relatedInformation: true },
    completion: { completionItem: { snippetSupport: true, documentationFormat: ['markdown', 'plaintext'] } },
    hover: { contentFormat: ['markdown', 'plaintext'] },
    documentSymbol: { hierarchicalDocumentSymbolSupport: true },
  },
};

/** A server to start: its file, and the flags of Node in front of it. */
export interface Program {
  file: string;
  flags: readonly string[];
}

/** Starts a server and resolves once it has answered `initialize`. */
export async function startServer({ file, flags }: Program): Promise<Server> {
  const child = spawn(process.execPath, [...flags, file, '--stdio'], { stdio: ['pipe', 'pipe', 'ignore'] });
  const answers = new Map<number, (message: Json) => void>();
  let listener: ((params: Diagnostics) => void) | undefined;
  const gone = new Promise<never>((_, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => reject(new Error(`${file} ended with ${code}`)));
  });
  gone.catch(() => undefined);
  child.stdin.on('error', () => undefined);

  readMessages(child, (message) => {
    if (typeof message.method === 'string') {
      if (message.method === 'textDocument/publishDiagnostics') listener?.(message.params as Diagnostics);
      // A request of the server: nothing is supported.
      if ('id' in message) send({ id: message.id, result: null });
    } else {
      answers.get(message.id as number)?.(message);
      answers.delete(message.id as number);
    }
  });

  function send(message: Json): void {
    const body = JSON.stringify({ jsonrpc: '2.0', ...message });
    child.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  }

  let lastId = 0;
  function request<T>(method: string, params: unknown): Promise<T> {
    const id = ++lastId;
    const answer = new Promise<T>((resolve, reject) => {
      answers.set(id, ({ result, error }) =>
        error ? reject(new Error(`${method}: ${JSON.stringify(error)}`)) : resolve(result as T),
      );
    });
    send({ id, method, params });
    return Promise.race([answer, gone]);
  }

  const server: Server = {
    request,
    notify: (method, params) => send({ method, params }),
    diagnostics(uri, version) {
      const next = new Promise<Diagnostics>((resolve) => {
        listener = (params) => {
          if (params.uri === uri && (params.version ?? version) === version) resolve(params);
        };
      });
      return Promise.race([next, gone]);
    },
    memory: () => memoryOf(child.pid),
    async stop() {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      await request('shutdown', null);
      send({ method: 'exit' });
      const timer = setTimeout(() => child.kill(), 2000);
      await ended;
      clearTimeout(timer);
    },
  };
  await request('initialize', { processId: process.pid, rootUri: null, capabilities, initializationOptions: {} });
  server.notify('initialized', {});
  return server;
}

function readMessages({ stdout }: ChildProcess, receive: (message: Json) => void): void {
  let rest: Buffer = Buffer.alloc(0);
  stdout?.on('data', (chunk: Buffer) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    for (;;) {
      const head = rest.indexOf('\r\n\r\n');
      if (head < 0) return;
      const length = Number(/content-length: *(\d+)/i.exec(rest.toString('latin1', 0, head))?.[1]);
      if (rest.length < head + 4 + length) return;
      const body = rest.toString('utf8', head + 4, head + 4 + length);
      rest = rest.subarray(head + 4 + length);
      receive(JSON.parse(body));
    }
  });
}

function memoryOf(pid: number | undefined): number | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/VmRSS:\s*(\d+)/.exec(status)?.[1]) / 1024;
  } catch {
    try {
      return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1024;
    } catch {
      return undefined;
    }
  }
}
