/**
 * Turns the plain data of the language core into the protocol's, and offsets into lines and columns. No decisions.
 */

import {
  type CodeAction,
  type Diagnostic,
  DiagnosticSeverity,
  DiagnosticTag,
  type DocumentSymbol,
  type FoldingRange,
  type MarkupContent,
  type Hover as ProtocolHover,
  type Range as ProtocolRange,
  type SymbolInformation,
  SymbolKind,
  type TextEdit,
} from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Fix, Fold, Hover, OutlineItem, Problem, Range } from './language/index.ts';
import type { Features } from './lspFeatures.ts';

const severities = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};
const tags = { deprecated: DiagnosticTag.Deprecated, unnecessary: DiagnosticTag.Unnecessary };
const symbolKinds = {
  document: SymbolKind.File,
  section: SymbolKind.Namespace,
  parameter: SymbolKind.TypeParameter,
  variable: SymbolKind.Variable,
  step: SymbolKind.Function,
  output: SymbolKind.Event,
  key: SymbolKind.Property,
};

export function toRange({ start, end }: Range, text: TextDocument): ProtocolRange {
  return { start: text.positionAt(start), end: text.positionAt(end) };
}

export function toOffsets({ start, end }: ProtocolRange, text: TextDocument): Range {
  return { start: text.offsetAt(start), end: text.offsetAt(end) };
}

export function toDiagnostic(problem: Problem, text: TextDocument, features: Features): Diagnostic {
  const related = features.related ? problem.related : undefined;
  return {
    range: toRange(problem, text),
    severity: severities[problem.severity],
    code: problem.rule,
    source: 'opswright',
    message: problem.message,
    ...(problem.tag && features.tags && { tags: [tags[problem.tag]] }),
    ...(related?.length && {
      relatedInformation: related.map((place) => ({
        location: { uri: text.uri, range: toRange(place, text) },
        message: place.message,
      })),
    }),
  };
}

/** The problems that touch a range. */
export function problemsAt(problems: readonly Problem[], range: ProtocolRange, text: TextDocument): Problem[] {
  const { start: from, end: to } = toOffsets(range, text);
  return problems.filter(({ start, end }) => start <= to && from <= end);
}

/** The fixes of problems. */
export function toCodeActions(problems: readonly Problem[], text: TextDocument, features: Features): CodeAction[] {
  return problems.flatMap((problem) =>
    (problem.fixes ?? []).map((fix) => ({
      title: fix.title,
      kind: 'quickfix',
      diagnostics: [toDiagnostic(problem, text, features)],
      isPreferred: problem.fixes?.length === 1,
      edit: { changes: { [text.uri]: toEdits(fix.edits, text) } },
    })),
  );
}

export function toEdits(edits: Fix['edits'], text: TextDocument): TextEdit[] {
  return edits.map((edit) => ({ range: toRange(edit, text), newText: edit.text }));
}

export function toHover(hover: Hover, text: TextDocument, features: Features): ProtocolHover {
  return { range: toRange(hover.range, text), contents: toMarkup(hover.markdown, features) };
}

export function toSymbol(item: OutlineItem, text: TextDocument): DocumentSymbol {
  return {
    name: item.name || '(unnamed)', // The protocol forbids an empty name, and VS Code drops the whole outline for one.
    detail: item.detail,
    kind: symbolKinds[item.kind],
    range: toRange(item.range, text),
    selectionRange: toRange(item.selection, text),
    children: item.children.map((child) => toSymbol(child, text)),
  };
}

/** The outline as a list, for an editor without trees. */
export function toSymbolList(items: OutlineItem[], text: TextDocument, container?: string): SymbolInformation[] {
  return items.flatMap((item) => [
    {
      name: item.name || '(unnamed)',
      kind: symbolKinds[item.kind],
      location: { uri: text.uri, range: toRange(item.range, text) },
      ...(container && { containerName: container }),
    },
    ...toSymbolList(item.children, text, item.name),
  ]);
}

export function toFold(fold: Fold, text: TextDocument): FoldingRange {
  const { start, end } = toRange(fold, text);
  // `region` in the protocol means a hand-marked region with commands of its own, which an ordinary fold is not.
  return { startLine: start.line, endLine: end.line, ...(fold.kind === 'comment' && { kind: 'comment' }) };
}

export function toMarkup(markdown: string, features: Features): MarkupContent {
  return { kind: features.markdown ? 'markdown' : 'plaintext', value: markdown };
}
