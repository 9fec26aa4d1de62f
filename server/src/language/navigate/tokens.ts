/**
 * Colours for what a grammar cannot tell apart: names in expressions and at jumps, by what they are declared as.
 *
 * In YAML, in JSON and within scripts alike. A name that is declared nowhere is coloured as such, so that a slip shows
 * while it is typed.
 */

import type { Document, Part } from '../document.ts';
import { rangeIn } from '../expressions.ts';
import { meaningOf } from '../meaning.ts';
import type { Range } from '../problem.ts';
import { type Occurrence, occurrencesOf } from './occurrences.ts';

/** The order is the numbering in the protocol; new ones go to the end. */
export const tokenTypes = ['parameter', 'variable', 'function', 'property', 'unresolvedReference'] as const;
export const tokenModifiers = ['declaration', 'modification', 'readonly', 'defaultLibrary'] as const;

export interface Token extends Range {
  type: (typeof tokenTypes)[number];
  modifiers: (typeof tokenModifiers)[number][];
}

/** The coloured names of a document, or of a stretch of it, in source order, none within another. */
export function tokens(document: Document, within: Range = { start: 0, end: document.text.length }): Token[] {
  const found: Token[] = [];
  for (const part of document.parts)
    if (part.kind !== undefined) found.push(...occurrencesOf(part).all.flatMap(tokenOf), ...systemValues(part));
  found.sort((a, b) => a.start - b.start || a.end - b.end);
  let last = within.start;
  return found.filter(({ start, end }) => {
    if (start < last || end > within.end) return false;
    last = end;
    return true;
  });
}

function tokenOf({ symbol, role, start, end }: Occurrence): Token[] {
  const { kind, from } = symbol;
  // Keys have their colour from the grammar, and the words of a script from its language.
  if (role === 'declaration' && kind !== 'step') return [];
  if (kind === 'payload' || kind === 'handler') return [];
  if (kind === 'condition' || kind === 'resource' || kind === 'rule-name') return [];
  const type = from === 'none' ? 'unresolvedReference' : typeOf[kind];
  const modifiers: Token['modifiers'] = role === 'declaration' ? ['declaration'] : [];
  if (role === 'write') modifiers.push('modification');
  if (from === 'action') modifiers.push('defaultLibrary');
  return [{ start, end, type, modifiers }];
}

const typeOf = {
  parameter: 'parameter',
  variable: 'variable',
  step: 'function',
  rule: 'function',
  output: 'property',
  'template-parameter': 'parameter',
} as const;

/** What the service fills in: `global:REGION`, `automation:EXECUTION_ID`, and values of Parameter Store. */
function systemValues(part: Part): Token[] {
  return meaningOf(part).symbols.uses.flatMap(({ node, expression }): Token[] => {
    const { reference, bodyStart, bodyEnd } = expression;
    if (reference.form !== 'system' && reference.form !== 'store') return [];
    return [{ ...rangeIn(node, bodyStart, bodyEnd), type: 'variable', modifiers: ['readonly', 'defaultLibrary'] }];
  });
}
