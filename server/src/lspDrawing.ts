/** Door: what an editor draws into a text: colours of names, hints between words, lenses above lines. */

import type { ClientCapabilities, Command, InlayHint, ServerCapabilities } from 'vscode-languageserver/node';
import { InlayHintKind, SemanticTokensBuilder } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import {
  type Hint,
  hints,
  type Lens,
  lenses,
  referencesTitle,
  type Token,
  tokenModifiers,
  tokens,
  tokenTypes,
} from './language/index.ts';
import { toOffsets, toRange } from './lspConvert.ts';
import type { OursDocument } from './lspDocuments.ts';
import type { Door } from './lspDoor.ts';
import { referencesAt } from './lspNavigation.ts';
import {
  type LastRun,
  lastRunNotification,
  previewTargetsCommand,
  runAgainCommand,
  runDocumentCommand,
  runFileCommand,
  showReferencesCommand,
} from './protocol.ts';

export function drawingCapabilities({ textDocument }: ClientCapabilities): ServerCapabilities {
  const legend = { tokenTypes: [...tokenTypes], tokenModifiers: [...tokenModifiers] };
  return {
    ...(textDocument?.semanticTokens && { semanticTokensProvider: { legend, full: { delta: true }, range: true } }),
    ...(textDocument?.inlayHint && { inlayHintProvider: true }),
    ...(textDocument?.codeLens && { codeLensProvider: { resolveProvider: true } }),
  };
}

/** What a lens carries until it is seen. */
interface LensData {
  uri: string;
  lens: Lens;
}

export function registerDrawing(door: Door): void {
  const { connection, answer, documents, settings } = door;
  /** The colours last sent of each text; the next ones are sent as the difference. */
  const sent = new WeakMap<TextDocument, SemanticTokensBuilder>();

  const builderOf = (text: TextDocument): SemanticTokensBuilder => {
    const builder = sent.get(text) ?? new SemanticTokensBuilder();
    sent.set(text, builder);
    return builder;
  };

  connection.languages.semanticTokens.on(({ textDocument }, token) =>
    answer('colours', token, () => {
      const open = documents.ours(textDocument.uri);
      if (!open) return { data: [] };
      // A builder that begins anew forgets what it has sent, so that the next difference is one to this answer.
      const builder = builderOf(open.text);
      builder.previousResult('');
      pushAll(builder, tokens(open.document), open.text);
      return builder.build();
    }),
  );

  connection.languages.semanticTokens.onDelta(({ textDocument, previousResultId }, token) =>
    answer('colours', token, () => {
      const open = documents.ours(textDocument.uri);
      if (!open) return { data: [] };
      const builder = builderOf(open.text);
      builder.previousResult(previousResultId);
      pushAll(builder, tokens(open.document), open.text);
      return builder.buildEdits();
    }),
  );

  connection.languages.semanticTokens.onRange(({ textDocument, range }, token) =>
    answer('colours', token, () => {
      const open = documents.ours(textDocument.uri);
      if (!open) return { data: [] };
      const builder = new SemanticTokensBuilder();
      pushAll(builder, tokens(open.document, toOffsets(range, open.text)), open.text);
      return builder.build();
    }),
  );

  connection.languages.inlayHint.on(({ textDocument, range }, token) =>
    answer('hints', token, async () => {
      const { inlayHints } = await settings.get();
      const open = documents.ours(textDocument.uri);
      if (!open) return null;
      const found = hints(open.document, toOffsets(range, open.text), (kind) => inlayHints[kind]);
      return found.map((hint) => toInlayHint(hint, open.text));
    }),
  );

  /** What was run last from each text, as the client tells. */
  const lastRuns = new Map<string, string>();
  connection.onNotification(lastRunNotification, ({ uri, where }: LastRun) => {
    if (where === null) lastRuns.delete(uri);
    else lastRuns.set(uri, where);
    settings.redrawLenses();
  });

  connection.onCodeLens(({ textDocument: { uri } }, token) =>
    answer('lenses', token, async () => {
      const { codeLens } = await settings.get();
      const open = documents.ours(uri);
      if (!open) return null;
      const runs = codeLens.run && door.features().run;
      const wanted = lenses(open.document).filter(({ kind }) => {
        if (kind === 'references') return codeLens.references;
        return runs && (kind !== 'runAgain' || lastRuns.has(uri));
      });
      const shown = await Promise.all(wanted.map(async (lens) => !lens.outside || (await isGiven(door, open, lens))));
      const data = (lens: Lens): LensData => ({ uri, lens });
      return wanted
        .filter((_, index) => shown[index])
        .map((lens) => ({ range: toRange(lens, open.text), data: data(lens) }));
    }),
  );

  connection.onCodeLensResolve((asked, token) =>
    answer('a lens', token, async () => {
      const { uri, lens }: LensData = asked.data;
      const open = documents.ours(uri);
      const command = open && (await commandOf(door, open, lens, lastRuns.get(uri)));
      // The text may have changed since; then the editor asks for all lenses anew.
      return { ...asked, command: command ?? { title: '', command: '' } };
    }).then((resolved) => resolved ?? asked),
  );
}

/** True for a parameter that some caller in the workspace gives. */
async function isGiven(door: Door, open: OursDocument, { start }: Lens): Promise<boolean> {
  return ((await referencesAt(door, open, start, false)) ?? []).length > 0;
}

/** What a lens says and does. Lenses that run, debug or publish a document get their commands here. */
async function commandOf(
  door: Door,
  open: OursDocument,
  lens: Lens,
  lastRun: string | undefined,
): Promise<Command | undefined> {
  const { uri } = open.text;
  switch (lens.kind) {
    case 'references': {
      const locations = await referencesAt(door, open, lens.start, false);
      if (locations === null) return undefined;
      const title = referencesTitle(locations.length);
      const runs = door.features().showReferences && locations.length > 0;
      if (!runs) return { title, command: '' };
      return { title, command: showReferencesCommand, arguments: [uri, open.text.positionAt(lens.start), locations] };
    }
    case 'run':
      return { title: '▶ Run…', command: runDocumentCommand, arguments: [uri] };
    case 'runAgain':
      return { title: `Run again (${lastRun})`, command: runAgainCommand, arguments: [uri] };
    case 'runFile':
      return { title: '▶ Run', command: runFileCommand, arguments: [uri] };
    case 'previewTargets':
      return { title: 'Show Targets', command: previewTargetsCommand, arguments: [uri] };
  }
}

function pushAll(builder: SemanticTokensBuilder, found: readonly Token[], text: TextDocument): void {
  for (const token of found) {
    const { start, end } = toRange(token, text);
    if (start.line !== end.line) continue;
    const modifiers = token.modifiers.reduce((bits, each) => bits | (1 << tokenModifiers.indexOf(each)), 0);
    builder.push(
      start.line,
      start.character,
      end.character - start.character,
      tokenTypes.indexOf(token.type),
      modifiers,
    );
  }
}

function toInlayHint(hint: Hint, text: TextDocument): InlayHint {
  return {
    position: text.positionAt(hint.at),
    label: hint.text,
    tooltip: hint.tooltip,
    ...(hint.kind === 'outputTypes' ? { kind: InlayHintKind.Type } : { paddingLeft: true }),
  };
}
