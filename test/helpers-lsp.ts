/**
 * Drives the language server as an editor does: through its protocol, over two streams in memory.
 *
 * Time stands still until a test lets it pass with `pass`, so that a test of the debounce neither waits nor guesses.
 * Free of side effects, because Node 20 loads every file below `out/test`.
 */

import { PassThrough } from 'node:stream';
import { it } from 'node:test';
import { pathToFileURL } from 'node:url';
import {
  type ClientCapabilities,
  createConnection,
  createProtocolConnection,
  type Diagnostic,
  DidChangeTextDocumentNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  HoverRequest,
  InitializedNotification,
  InitializeRequest,
  type MessageReader,
  type MessageWriter,
  type ProtocolConnection,
  PublishDiagnosticsNotification,
  type PublishDiagnosticsParams,
  StreamMessageReader,
  StreamMessageWriter,
  type TextDocumentContentChangeEvent,
} from 'vscode-languageserver/node';
import type { After } from '../server/src/lspDiagnostics.ts';
import { serve } from '../server/src/lspServer.ts';
import { type DocumentStatus, type InitializationOptions, statusNotification } from '../server/src/protocol.ts';

/** What VS Code says it can do, as far as the server cares. */
export const ableEditor: ClientCapabilities = {
  textDocument: {
    completion: { completionItem: { snippetSupport: true } },
    hover: { contentFormat: ['markdown', 'plaintext'] },
    documentSymbol: { hierarchicalDocumentSymbolSupport: true },
    publishDiagnostics: { relatedInformation: true, tagSupport: { valueSet: [1, 2] } },
    codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ['quickfix'] } } },
    definition: { linkSupport: true },
    references: {},
    documentHighlight: {},
    rename: { prepareSupport: true },
    documentLink: {},
    selectionRange: {},
    linkedEditingRange: {},
    callHierarchy: {},
    codeLens: {},
    inlayHint: {},
    semanticTokens: {
      requests: { full: { delta: true }, range: true },
      tokenTypes: [],
      tokenModifiers: [],
      formats: ['relative'],
    },
  },
  workspace: { symbol: {}, workspaceFolders: true },
};

/** An editor at the other end of a connection. */
export async function editor(
  reader: MessageReader,
  writer: MessageWriter,
  capabilities: ClientCapabilities,
  folder?: string,
  options: InitializationOptions = {},
) {
  const connection: ProtocolConnection = createProtocolConnection(reader, writer);
  const published: PublishDiagnosticsParams[] = [];
  const statuses: DocumentStatus[] = [];
  const logged: string[] = [];
  const versions = new Map<string, number>();
  connection.onNotification(PublishDiagnosticsNotification.type, (params) => void published.push(params));
  connection.onNotification(statusNotification, (status: DocumentStatus) => void statuses.push(status));
  connection.onNotification('window/logMessage', ({ message }: { message: string }) => void logged.push(message));
  connection.listen();

  const initialized = await connection.sendRequest(InitializeRequest.type, {
    processId: null,
    rootUri: folder === undefined ? null : pathToFileURL(folder).href,
    capabilities,
    initializationOptions: {
      status: true,
      showReferences: true,
      updateRuntimes: true,
      // Only our own client opens the text that it is answered.
      rewriteConfigRule: capabilities === ableEditor,
      ...options,
    },
  });
  await connection.sendNotification(InitializedNotification.type, {});

  return {
    connection,
    initialized,
    published,
    statuses,
    logged,
    open(uri: string, text: string, languageId = 'yaml') {
      versions.set(uri, 1);
      const textDocument = { uri, languageId, version: 1, text };
      return connection.sendNotification(DidOpenTextDocumentNotification.type, { textDocument });
    },
    change(uri: string, ...contentChanges: TextDocumentContentChangeEvent[]) {
      const version = (versions.get(uri) ?? 0) + 1;
      versions.set(uri, version);
      return connection.sendNotification(DidChangeTextDocumentNotification.type, {
        textDocument: { uri, version },
        contentChanges,
      });
    },
    close: (uri: string) =>
      connection.sendNotification(DidCloseTextDocumentNotification.type, { textDocument: { uri } }),
    /** Waits until the server has read everything sent so far, and its answers have arrived. */
    settle: () =>
      connection.sendRequest(HoverRequest.type, { textDocument: { uri: '' }, position: { line: 0, character: 0 } }),
    /** What the editor shows for a document: the last that was published, undefined for nothing ever. */
    shown: (uri: string): Diagnostic[] | undefined => published.findLast((params) => params.uri === uri)?.diagnostics,
  };
}

/** A server in this process with an editor on it; a folder is its workspace. */
export async function connect(
  capabilities: ClientCapabilities = ableEditor,
  folder?: string,
  options: InitializationOptions = {},
) {
  const toServer = new PassThrough();
  const toEditor = new PassThrough();
  const clock = stoppedClock();
  const server = createConnection(new StreamMessageReader(toServer), new StreamMessageWriter(toEditor));
  serve(server, clock.after);
  const client = await editor(
    new StreamMessageReader(toEditor),
    new StreamMessageWriter(toServer),
    capabilities,
    folder,
    options,
  );
  return {
    ...client,
    /** Lets time pass, once the server has read everything. */
    async pass(milliseconds: number) {
      await client.settle();
      clock.advance(milliseconds);
      await client.settle();
    },
    end() {
      client.connection.dispose();
      server.dispose();
    },
  };
}

export type Client = Awaited<ReturnType<typeof connect>>;

/** A test with a server of its own. */
export function test(name: string, run: (client: Client) => Promise<void>, capabilities = ableEditor): void {
  it(name, async () => {
    const client = await connect(capabilities);
    try {
      await run(client);
    } finally {
      client.end();
    }
  });
}

/** The rules of some marks. */
export const rulesOf = (diagnostics: { code?: unknown }[] | undefined) => diagnostics?.map(({ code }) => code);

function stoppedClock() {
  let now = 0;
  const timers = new Set<{ at: number; run: () => void }>();
  const after: After = (milliseconds, run) => {
    const timer = { at: now + milliseconds, run };
    timers.add(timer);
    return () => void timers.delete(timer);
  };
  return {
    after,
    advance(milliseconds: number) {
      now += milliseconds;
      for (const timer of [...timers]) {
        if (timer.at > now) continue;
        timers.delete(timer);
        timer.run();
      }
    },
  };
}
