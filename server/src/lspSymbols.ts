/** Door: what is asked of the whole workspace: symbols by name, who calls whom, and where a Config rule is defined. */

import type {
  CallHierarchyIncomingCall,
  CallHierarchyItem,
  CallHierarchyOutgoingCall,
  ClientCapabilities,
  Location,
  ServerCapabilities,
  SymbolInformation,
} from 'vscode-languageserver/node';
import { SymbolKind } from 'vscode-languageserver/node';
import { outsideName } from './language/index.ts';
import { pathOf } from './lspConfig.ts';
import type { Door } from './lspDoor.ts';
import { callersOf, documentsNamed } from './lspOutside.ts';
import { uriOf } from './lspWorkspace.ts';
import { type ConfigRulesParams, configRulesRequest } from './protocol.ts';
import type { IndexedDocument } from './workspaceIndex.ts';

/** More than anybody reads; the editor asks again with a longer word. */
const mostSymbols = 1000;

/** What a conformance pack adds to the names of its rules. */
const ofPack = /-conformance-pack-[a-z0-9]+$/;

const kinds = {
  parameter: SymbolKind.TypeParameter,
  variable: SymbolKind.Variable,
  step: SymbolKind.Function,
};

export function symbolCapabilities({ workspace, textDocument }: ClientCapabilities): ServerCapabilities {
  return {
    ...(workspace?.symbol && { workspaceSymbolProvider: true }),
    ...(textDocument?.callHierarchy && { callHierarchyProvider: true }),
  };
}

/** @param entered - resolves when the folders of the workspace have been walked through. */
export function registerSymbols({ connection, answer, documents, index }: Door, entered: () => Promise<void>): void {
  connection.onWorkspaceSymbol(({ query }, token) =>
    answer('symbols', token, async () => {
      const matches = matcher(query);
      const found: SymbolInformation[] = [];
      for (const { path, name, summary } of await index.all(() => token.isCancellationRequested)) {
        const uri = uriOf(path, documents);
        if (matches(name)) found.push({ name, kind: SymbolKind.File, location: { uri, range: summary.at } });
        for (const each of summary.names)
          if (matches(each.name))
            found.push({
              name: each.name,
              kind: kinds[each.kind],
              location: { uri, range: each.at },
              containerName: name,
            });
        if (found.length >= mostSymbols) break;
      }
      return found.slice(0, mostSymbols);
    }),
  );

  connection.onRequest(configRulesRequest, ({ name }: ConfigRulesParams, token) =>
    answer('rules of the workspace', token, async (): Promise<Location[]> => {
      await entered();
      const names = new Set([name, name.replace(ofPack, '')]);
      const all = await index.all(() => token.isCancellationRequested);
      return all.flatMap(({ path, summary: { rules } }) =>
        rules.filter((rule) => names.has(rule.name)).map(({ at }) => ({ uri: uriOf(path, documents), range: at })),
      );
    }),
  );

  connection.languages.callHierarchy.onPrepare(({ textDocument: { uri }, position }, token) =>
    answer('call hierarchy', token, async () => {
      const open = documents.ours(uri);
      const file = pathOf(uri);
      if (!open || file === undefined) return null;
      const called = outsideName(open.document, open.text.offsetAt(position));
      const meant =
        called === undefined ? index.documentsIn(file) : await documentsNamed(index, called.call.name, file);
      return meant.length === 0 ? null : meant.map(toItem);
    }),
  );

  connection.languages.callHierarchy.onIncomingCalls(({ item }, token) =>
    answer('incoming calls', token, async () => {
      const document = documentOf(item);
      const calls = new Map<IndexedDocument, CallHierarchyIncomingCall>();
      for (const { from, call } of document === undefined ? [] : await callersOf(index, document)) {
        const known = calls.get(from) ?? { from: toItem(from), fromRanges: [] };
        known.fromRanges.push(call.at);
        calls.set(from, known);
      }
      return [...calls.values()];
    }),
  );

  connection.languages.callHierarchy.onOutgoingCalls(({ item }, token) =>
    answer('outgoing calls', token, async () => {
      const document = documentOf(item);
      const calls = new Map<IndexedDocument, CallHierarchyOutgoingCall>();
      for (const { document: name, at } of document?.summary.calls ?? []) {
        // What AWS publishes is in no file; its page is behind the link.
        const [to] = await documentsNamed(index, name, document?.path);
        if (to === undefined) continue;
        const known = calls.get(to) ?? { to: toItem(to), fromRanges: [] };
        known.fromRanges.push(at);
        calls.set(to, known);
      }
      return [...calls.values()];
    }),
  );

  function toItem({ path, name, summary }: IndexedDocument): CallHierarchyItem {
    const range = summary.at;
    const uri = uriOf(path, documents);
    return { name, kind: SymbolKind.File, detail: summary.title, uri, range, selectionRange: range };
  }

  /** Items come back as they were sent; the document is looked up anew, because it may have changed. */
  function documentOf({ uri, name, range }: CallHierarchyItem): IndexedDocument | undefined {
    const file = pathOf(uri);
    const documents = (file === undefined ? [] : index.documentsIn(file)).filter((each) => each.name === name);
    return documents.find(({ summary }) => summary.at.start.line === range.start.line) ?? documents[0];
  }
}

/** The letters of the query in this order, in any case, as editors match. */
function matcher(query: string): (name: string) => boolean {
  const letters = [...query.toLowerCase().replace(/\s+/g, '')];
  return (name) => {
    const lower = name.toLowerCase();
    let at = 0;
    return letters.every((letter) => {
      at = lower.indexOf(letter, at) + 1;
      return at > 0;
    });
  };
}
