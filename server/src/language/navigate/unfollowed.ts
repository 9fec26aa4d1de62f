/** Places that may name a thing in a way that a rename cannot follow; the first of them is the reason to refuse. */

import type { Document, Part } from '../document.ts';
import { meaningOf } from '../meaning.ts';
import type { Range } from '../problem.ts';
import { get, type Node } from '../syntax/node.ts';
import { templateKinds } from './config.ts';
import type { Named } from './occurrences.ts';

/** Why a rename of a thing would leave a place behind, as a sentence; undefined when all places are known. */
export function unfollowed(document: Document, part: Part, symbol: Named): string | undefined {
  const { name, kind } = symbol;
  const { text } = document;
  const reader = templateKinds.has(kind) ? 'template' : 'script';
  if (symbol.unsure) return `The ${reader} reads "${name}" in a way that cannot be followed.`;
  const word = wordPattern(name);
  const damaged = document.damage.find(({ start, end }) => word.test(text.slice(start, end)));
  if (damaged !== undefined)
    return `Line ${lineOf(text, damaged.start)} cannot be read and may name "${name}"; mend it first.`;
  if (kind === 'payload') return undefined;
  const place = templateKinds.has(kind)
    ? inputOfPack(document, part, symbol)
    : (strayBraces(document, part, symbol, word) ?? (kind === 'parameter' ? ownParameters(document, name) : undefined));
  return place && `Line ${lineOf(text, place.start)} may read "${name}" in a way that cannot be followed.`;
}

/** Braces that hold the name and are no reference: a filter of a template, braces within braces, text that a template fills in. */
function strayBraces(document: Document, part: Part, { occurrences }: Named, word: RegExp): Range | undefined {
  const { text } = document;
  const { root } = part;
  if (!text.includes('{{')) return undefined;
  const followed = [...occurrences, ...document.comments(), ...quiet(root)];
  for (const match of text.slice(root.start, root.end).matchAll(/\{\{((?:(?!\{\{|\}\})[^\n])*)\}\}/g)) {
    if (!word.test(match[1] ?? '')) continue;
    const start = root.start + match.index;
    const end = start + match[0].length;
    const known = followed.some(
      (each) => (start <= each.start && each.end <= end) || (each.start <= start && end <= each.end),
    );
    if (!known && !isElse({ start, end }, part)) return { start, end };
  }
  return undefined;
}

/** True for braces that are read, and name something else, such as the output of a step that has the name of a parameter. */
function isElse({ start, end }: Range, part: Part): boolean {
  return meaningOf(part).symbols.uses.some(
    ({ range, expression }) => start <= range.start && range.end <= end && expression.reference.form !== 'other',
  );
}

/** Blocks in which nothing is filled in: descriptions are for people, and a pattern may look for braces. */
function quiet(root: Node): Range[] {
  return ['description', 'parameters', 'variables'].flatMap((key) => get(root, key) ?? []);
}

/** A runbook can ask the service for its own run, and read its parameters from the answer. */
function ownParameters({ text }: Document, name: string): Range | undefined {
  const found = new RegExp(`\\bParameters(?:\\.|\\[\\\\?['"])${escaped(name)}\\b`).exec(text);
  return found === null ? undefined : { start: found.index, end: found.index + found[0].length };
}

/** The request around a pack that it carries as text gives values to the parameters of the pack, by their names. */
function inputOfPack({ text }: Document, { embedded }: Part, { kind }: Named): Range | undefined {
  const start = embedded && kind === 'template-parameter' ? text.search(/\bConformancePackInputParameters\b/) : -1;
  return start < 0 ? undefined : { start, end: start };
}

function wordPattern(name: string): RegExp {
  return new RegExp(`(?<![A-Za-z0-9_-])${escaped(name)}(?![A-Za-z0-9_-])`);
}

function escaped(name: string): string {
  return name.replace(/[.*+?^${}()|[\]\\-]/g, '\\$&');
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}
