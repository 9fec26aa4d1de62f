/**
 * What a workspace remembers of a document that is not open: its names, its parameters and the documents it calls.
 *
 * Places are lines and columns, so that neither tree nor text has to be kept.
 */

import { plainText } from '../aws/calls.ts';
import { calledDocumentOf } from '../called.ts';
import { callsOf, namedParameters, nameRange } from '../calls.ts';
import type { Document, Part } from '../document.ts';
import { configOf } from '../kinds/config.ts';
import { type KindId, kindOf, ruleKinds } from '../kinds/index.ts';
import type { CalledDocument } from '../lookups.ts';
import { meaningOf } from '../meaning.ts';
import type { Range } from '../problem.ts';

/** A place as editors count: lines and UTF-16 columns from zero. */
export interface Position {
  line: number;
  character: number;
}

export interface Span {
  start: Position;
  end: Position;
}

export interface SummaryName {
  name: string;
  kind: 'parameter' | 'variable' | 'step';
  at: Span;
}

export interface SummaryCall {
  /** The document that is called, as it is named. */
  document: string;
  at: Span;
  /** Parameters of that document, where the call names them. */
  parameters: { name: string; at: Span }[];
}

export interface Summary {
  kind: KindId;
  /** What the kind is called. */
  title: string;
  /** True for one that a template carries: its file says nothing about its name. */
  embedded: boolean;
  /** The name that a template gives it, where it is plain text. */
  name: string | undefined;
  /** Its first line. */
  at: Span;
  /** What it shows to callers; undefined for a kind that cannot be called. */
  called: CalledDocument | undefined;
  names: SummaryName[];
  /** The rules of AWS Config in it whose names are known. */
  rules: { name: string; at: Span }[];
  calls: SummaryCall[];
}

/** One summary for each document of ours in a text. */
export function summariesOf(document: Document): Summary[] {
  const { text, parts } = document;
  const ours = parts.filter(({ kind }) => kind !== undefined);
  if (ours.length === 0) return [];
  const spanOf = spansIn(text);
  return ours.flatMap((part) => summaryOf(document, part, spanOf) ?? []);
}

function summaryOf(document: Document, part: Part, spanOf: (range: Range) => Span): Summary | undefined {
  const { root, kind } = part;
  if (kind === undefined) return undefined;
  const { view } = meaningOf(part);
  const names: SummaryName[] = [];
  for (const { name, entry } of view.parameters)
    names.push({ name, kind: 'parameter', at: spanOf(nameRange(entry.key)) });
  for (const { name, entry } of view.variables)
    names.push({ name, kind: 'variable', at: spanOf(nameRange(entry.key)) });
  for (const { name, nameNode } of view.all)
    if (name !== undefined && nameNode !== undefined)
      names.push({ name, kind: 'step', at: spanOf(nameRange(nameNode)) });
  return {
    kind,
    title: kindOf(kind).title,
    embedded: part.embedded === true,
    name: plainText(part.name)?.text,
    at: spanOf({ start: root.start, end: root.start }),
    called: calledDocumentOf(part),
    names,
    rules: rulesOf(document, part).map(({ name, place }) => ({ name, at: spanOf(place) })),
    calls: callsOf(part).map((call) => ({
      document: call.name,
      at: spanOf(call.place),
      parameters: namedParameters(call).map((each) => ({ name: each.name, at: spanOf(each) })),
    })),
  };
}

function rulesOf(document: Document, part: Part): { name: string; place: Range }[] {
  if (part.kind === undefined || !ruleKinds.includes(part.kind)) return [];
  return configOf(document, part).rules.flatMap(({ name }) => (name ? [{ name: name.text, place: name.node }] : []));
}

/** Offsets to lines and columns, by the places where lines begin. */
function spansIn(text: string): (range: Range) => Span {
  const starts = [0];
  for (const { index } of text.matchAll(/\r\n|\n|\r/g)) starts.push(index + (text.startsWith('\r\n', index) ? 2 : 1));
  const positionOf = (offset: number): Position => {
    let low = 0;
    for (let high = starts.length - 1; low < high; ) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low, character: offset - (starts[low] ?? 0) };
  };
  return ({ start, end }) => ({ start: positionOf(start), end: positionOf(end) });
}
