/**
 * Finds and reads `{{ … }}` inside scalars.
 *
 * Only the outer form is read here; whether a name is declared, and whether a form may stand where it stands, is the
 * business of rules. Offsets are indices into the decoded text of the scalar; `rangeIn` turns them into source ranges.
 */

import type { Range } from './problem.ts';
import type { ScalarNode } from './syntax/node.ts';
import { sourceOffset } from './syntax/scalar.ts';

/** What stands between the braces. */
export type Reference =
  | { form: 'name'; name: string }
  | {
      form: 'output';
      step: string;
      output: string /** What follows `step.output`, such as `[0]` or `.key`. */;
      rest: string;
    }
  | { form: 'system'; space: 'global' | 'automation'; name: string }
  | { form: 'variable'; name: string }
  | { form: 'store'; space: 'ssm' | 'ssm-secure'; name: string }
  | { form: 'empty' }
  /** Not a reference of SSM: a template of another language, or a slip. */
  | { form: 'other' };

/** One `{{ … }}`; `start` and `end` include the braces, `bodyStart` and `bodyEnd` the text within, blanks trimmed. */
export interface Expression extends Range {
  bodyStart: number;
  bodyEnd: number;
  body: string;
  /** False when no `}}` follows. */
  closed: boolean;
  reference: Reference;
}

/** All expressions of a text, in order. */
export function expressionsIn(text: string): Expression[] {
  const found: Expression[] = [];
  let at = text.indexOf('{{');
  while (at >= 0) {
    // Of a run of braces the last two open: "{{{ x }}}" is a brace around an expression.
    while (text.charAt(at + 2) === '{') at++;
    const close = text.indexOf('}}', at + 2);
    const again = text.indexOf('{{', at + 2);
    const closed = close >= 0 && (again < 0 || close < again);
    const end = closed ? close + 2 : again < 0 ? text.length : again;
    const inner = text.slice(at + 2, closed ? close : end);
    const lead = inner.length - inner.trimStart().length;
    const body = inner.trim();
    const bodyStart = at + 2 + (body === '' ? 0 : lead);
    found.push({
      start: at,
      end,
      bodyStart,
      bodyEnd: bodyStart + body.length,
      body,
      closed,
      reference: closed ? readReference(body) : { form: 'other' },
    });
    at = text.indexOf('{{', closed ? end : at + 2);
  }
  return found;
}

/** `{ Name }}`: a reference that lacks a brace at its start. */
const halfOpened = /(?<![{$])\{\s*([A-Za-z][\w.:-]*)\s*\}\}/g;

/** References of a text that lack their first brace: where each begins and ends, and what it names. */
export function halfOpenedIn(text: string): (Range & { name: string })[] {
  if (!text.includes('}}')) return [];
  return [...text.matchAll(halfOpened)].map(({ 0: all, 1: named = '', index }) => ({
    start: index,
    end: index + all.length,
    name: named,
  }));
}

const name = /^[A-Za-z0-9_-]+$/;
const output = /^([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)(.*)$/;
const spaced = /^(global|automation|variable|ssm|ssm-secure):(.*)$/s;

/** Reads what stands between the braces, blanks trimmed. */
export function readReference(body: string): Reference {
  if (body === '') return { form: 'empty' };
  if (name.test(body)) return { form: 'name', name: body };
  const space = spaced.exec(body);
  if (space !== null) {
    const [, prefix = '', rest = ''] = space;
    if (prefix === 'variable') return { form: 'variable', name: rest };
    if (prefix === 'global' || prefix === 'automation') return { form: 'system', space: prefix, name: rest };
    return { form: 'store', space: prefix === 'ssm' ? 'ssm' : 'ssm-secure', name: rest };
  }
  const dotted = output.exec(body);
  if (dotted !== null && !/[\s{}|()'"]/.test(body)) {
    const [, step = '', field = '', rest = ''] = dotted;
    return { form: 'output', step, output: field, rest };
  }
  return { form: 'other' };
}

/** The one expression that is the whole of a text, blanks aside; such a value keeps its type. */
export function wholeExpression(text: string): Expression | undefined {
  if (!/^\s*\{\{[^{}]*\}\}\s*$/.test(text)) return undefined;
  return expressionsIn(text)[0];
}

/** The source range of a stretch of a scalar's decoded text. */
export function rangeIn(node: ScalarNode, start: number, end: number): Range {
  const from = sourceOffset(node, start);
  if (end <= start) return { start: from, end: from };
  // The last character gives the end, so that a stretch never reaches over the break that follows a script's line.
  const width = node.style === 'double' && /["\\]/.test(node.text.charAt(end - 1)) ? 2 : 1;
  return { start: from, end: Math.max(from, Math.min(sourceOffset(node, end - 1) + width, node.end)) };
}
