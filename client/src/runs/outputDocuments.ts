/**
 * What runs print, as read-only documents that follow the run: `opswright-run:` with the run in the query. A run is watched as
 * long as its document is open; an editor that stood at the end stays there.
 */

import {
  Disposable,
  EventEmitter,
  Range,
  type Tab,
  TabInputText,
  type TextDocumentContentProvider,
  type TextEditor,
  TextEditorRevealType,
  Uri,
  window,
  workspace,
} from 'vscode';
import type { Connections } from '../aws/connections.ts';
import { readFault } from '../aws/fault.ts';
import { automationText, commandText } from './logText.ts';
import { isCommand, nameOf, type RunKey, titleOf } from './run.ts';
import type { RunStore, Stop } from './store.ts';
import { wholeOutputs } from './wholeOutputs.ts';

const runScheme = 'opswright-run';

export interface OutputDocuments extends Disposable {
  /** Opens what a run printed. @param node - one of its nodes; all of them when absent. */
  open(key: RunKey, node?: string): Promise<TextEditor>;
}

interface Place {
  key: RunKey;
  node?: string;
}

export function outputDocuments(connections: Connections, store: RunStore): OutputDocuments {
  const changes = new EventEmitter<Uri>();
  const open = new Map<string, { uri: Uri; place: Place; watch: Stop }>();
  const outputs = wholeOutputs();

  function placeOf(uri: Uri): Place | undefined {
    const { connection: id, kind, id: run, node } = JSON.parse(uri.query);
    const connection = connections.open.find((each) => each.id === id);
    return connection && { key: { connection, kind, id: run }, ...(node && { node }) };
  }

  const provider: TextDocumentContentProvider = {
    onDidChange: changes.event,
    async provideTextDocumentContent(uri) {
      const place = placeOf(uri);
      if (!place) return 'The connection of this run is not open any more.\n';
      const { key, node } = place;
      if (!open.has(uri.toString())) open.set(uri.toString(), { uri, place, watch: store.watch(key, 'details') });
      try {
        const known = store.get(key);
        const run = known && ('steps' in known || 'invocations' in known) ? known : await store.read(key);
        if (!isCommand(run)) return automationText(run);
        return commandText(run, await outputs.of(run, node, () => connections.clients(key.connection)), node);
      } catch (error) {
        const { title, detail } = readFault(error);
        return `${title}\n${detail}\n`;
      }
    },
  };

  function close(uri: string): void {
    open.get(uri)?.watch.dispose();
    open.delete(uri);
  }

  /** Editors that show the end of their text, before it grows. */
  const atEnd = new Set<TextEditor>();
  const subscriptions = Disposable.from(
    changes,
    workspace.registerTextDocumentContentProvider(runScheme, provider),
    // Tabs, because VS Code keeps a text for minutes after nobody sees it any more.
    window.tabGroups.onDidChangeTabs(({ opened, closed }) => {
      for (const uri of closed.flatMap(outputOf))
        if (shown().every((each) => each.toString() !== uri.toString())) close(uri.toString());
      for (const uri of opened.flatMap(outputOf)) if (!open.has(uri.toString())) changes.fire(uri);
    }),
    store.onChange((run) => {
      for (const { uri, place } of open.values()) {
        if (nameOf(place.key) !== nameOf(run.key)) continue;
        for (const editor of window.visibleTextEditors)
          if (editor.document.uri.toString() === uri.toString() && showsEnd(editor)) atEnd.add(editor);
        changes.fire(uri);
      }
    }),
    // What was read stays when its connection is closed, and is followed again when that comes back.
    connections.onChange(() => {
      for (const [uri, { place }] of open) if (!connections.open.includes(place.key.connection)) close(uri);
      for (const uri of shown()) if (!open.has(uri.toString()) && placeOf(uri)) changes.fire(uri);
    }),
    // What could not be read while nobody answered is read now.
    connections.onState((connection) => {
      for (const { uri, place } of open.values())
        if (place.key.connection.id === connection.id && !connections.faultOf(connection)) changes.fire(uri);
    }),
    workspace.onDidChangeTextDocument(({ document }) => {
      for (const editor of atEnd) {
        if (editor.document !== document) continue;
        atEnd.delete(editor);
        const last = document.lineCount - 1;
        editor.revealRange(new Range(last, 0, last, 0), TextEditorRevealType.Default);
      }
    }),
  );

  return {
    async open(key, node) {
      const run = store.get(key) ?? (await store.read(key));
      const invocation = isCommand(run) ? run.invocations?.find(({ InstanceId }) => InstanceId === node) : undefined;
      const title = [titleOf(run), node && (invocation?.InstanceName || node)].filter(Boolean).join(' ');
      const query = { connection: key.connection.id, kind: key.kind, id: key.id, ...(node && { node }) };
      const uri = Uri.from({
        scheme: runScheme,
        path: `/${title.replaceAll('/', '-')}.log`,
        query: JSON.stringify(query),
      });
      const document = await workspace.openTextDocument(uri);
      return window.showTextDocument(document, { preview: true });
    },
    dispose() {
      for (const uri of [...open.keys()]) close(uri);
      subscriptions.dispose();
    },
  };
}

function outputOf({ input }: Tab): Uri[] {
  return input instanceof TabInputText && input.uri.scheme === runScheme ? [input.uri] : [];
}

/** Those that have a tab. */
function shown(): Uri[] {
  return window.tabGroups.all.flatMap(({ tabs }) => tabs).flatMap(outputOf);
}

function showsEnd({ document, visibleRanges }: TextEditor): boolean {
  return visibleRanges.some(({ end }) => end.line >= document.lineCount - 2);
}
