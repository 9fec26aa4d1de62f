/** Where a name is declared, and where else it stands: definition, references and highlights. */

import { type Call, callsOf, namedParameters, nameRange } from '../calls.ts';
import { type Document, partAt } from '../document.ts';
import type { Range } from '../problem.ts';
import { type Occurrence, occurrenceAt } from './occurrences.ts';

/** Where a name leads. */
export interface Definition {
  /** The name that was asked about. */
  origin: Range;
  targets: Target[];
}

/** What is gone to; `selection` is its name and lies inside. */
export interface Target extends Range {
  selection: Range;
}

/** Where what is named at an offset is declared; undefined where nothing is named. */
export function definition(document: Document, offset: number): Definition | undefined {
  const occurrence = occurrenceIn(document, offset);
  if (occurrence === undefined) return undefined;
  const { symbol, start, end } = occurrence;
  const targets = symbol.occurrences.flatMap((each): Target[] => {
    if (each.role !== 'declaration') return [];
    const whole = symbol.whole ?? each;
    const around = whole.start <= each.start && each.end <= whole.end ? whole : each;
    return [{ start: around.start, end: around.end, selection: rangeOf(each) }];
  });
  // An output that the action brings along is declared by the step as a whole.
  const step = symbol.from === 'action' ? symbol.step : undefined;
  if (step !== undefined) {
    const { node, nameNode } = step;
    targets.push({ ...rangeOf(node), selection: nameNode === undefined ? rangeOf(node) : nameRange(nameNode) });
  }
  return { origin: { start, end }, targets };
}

/** All places where what is named at an offset is named; undefined where nothing is. */
export function references(document: Document, offset: number, declarations: boolean): Range[] | undefined {
  const found = occurrenceIn(document, offset)?.symbol.occurrences;
  return found?.filter(({ role }) => declarations || role !== 'declaration').map(rangeOf);
}

export interface Highlight extends Range {
  kind: 'read' | 'write';
}

/** The same places, told apart by whether they give a value or read it. */
export function highlights(document: Document, offset: number): Highlight[] | undefined {
  return occurrenceIn(document, offset)?.symbol.occurrences.map((each) => ({
    ...rangeOf(each),
    kind: each.role === 'declaration' || each.role === 'write' ? 'write' : 'read',
  }));
}

/** The parameter that is named at an offset, by its name; undefined for anything that other documents cannot name. */
export function declaredParameter(document: Document, offset: number): string | undefined {
  const symbol = occurrenceIn(document, offset)?.symbol;
  return symbol?.kind === 'parameter' && symbol.from === 'document' ? symbol.name : undefined;
}

/** A name of another document at an offset, or of one of its parameters. */
export interface OutsideName {
  call: Call;
  parameter: string | undefined;
  range: Range;
}

/** What an offset names that another document declares; undefined for anything else. */
export function outsideName(document: Document, offset: number): OutsideName | undefined {
  const part = partAt(document, offset);
  const touches = ({ start, end }: Range): boolean => start <= offset && offset <= end;
  for (const call of part?.kind === undefined ? [] : callsOf(part)) {
    if (touches(call.place)) return { call, parameter: undefined, range: call.place };
    const named = namedParameters(call).find(touches);
    if (named !== undefined) return { call, parameter: named.name, range: rangeOf(named) };
  }
  return undefined;
}

function occurrenceIn(document: Document, offset: number): Occurrence | undefined {
  const part = partAt(document, offset);
  return part?.kind === undefined ? undefined : occurrenceAt(part, offset);
}

function rangeOf({ start, end }: Range): Range {
  return { start, end };
}
