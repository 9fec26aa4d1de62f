/**
 * Gives a thing of a document another name, in every place where it is named, or says why that cannot be done.
 *
 * A rename that would leave one place behind breaks a runbook in silence, so that it is refused when a name stands where it
 * cannot be followed (`unfollowed.ts`), when the new one is taken, and when the service would not take it.
 */

import { type Document, type Part, partAt } from '../document.ts';
import { kindOf } from '../kinds/index.ts';
import { meaningOf } from '../meaning.ts';
import type { Fix, Range } from '../problem.ts';
import { effective, propertySchema, type Schema, schemaOf } from '../schema.ts';
import { outputsOf } from '../symbols.ts';
import { get } from '../syntax/node.ts';
import { templateKinds } from './config.ts';
import { type Named, type Occurrence, occurrenceAt, occurrencesOf } from './occurrences.ts';
import { unfollowed } from './unfollowed.ts';

/** `refused`: why it cannot be done, as a sentence for the one who asked. */
export type Renaming = { edits: Fix['edits'] } | { refused: string };

/** What would be renamed at an offset, or why nothing can be. */
export function prepareRename(
  document: Document,
  offset: number,
): { range: Range; name: string } | { refused: string } | undefined {
  const part = partAt(document, offset);
  const occurrence = part?.kind === undefined ? undefined : occurrenceAt(part, offset);
  if (part === undefined || occurrence === undefined) return undefined;
  const refused = hindrance(document, part, occurrence.symbol);
  if (refused !== undefined) return { refused };
  return { range: { start: occurrence.start, end: occurrence.end }, name: occurrence.symbol.name };
}

/** The edits that give what is named at an offset another name; undefined where nothing is named. */
export function rename(document: Document, offset: number, name: string): Renaming | undefined {
  const part = partAt(document, offset);
  const symbol = part?.kind === undefined ? undefined : occurrenceAt(part, offset)?.symbol;
  if (part === undefined || symbol === undefined) return undefined;
  const refused = hindrance(document, part, symbol) ?? refusal(part, symbol, name);
  if (refused !== undefined) return { refused };
  return { edits: symbol.occurrences.map((each) => ({ start: each.start, end: each.end, text: written(each, name) })) };
}

const nouns: Record<Named['kind'], string> = {
  parameter: 'parameter',
  variable: 'variable',
  step: 'step',
  output: 'output',
  payload: 'key of InputPayload',
  handler: 'function',
  rule: 'rule',
  'template-parameter': 'parameter',
  condition: 'condition',
  resource: 'resource',
  'rule-name': 'rule',
};

/** Why a thing cannot be renamed at all. */
function hindrance(document: Document, part: Part, symbol: Named): string | undefined {
  const { kind, name, from, step } = symbol;
  const noun = nouns[kind];
  if (kind === 'handler') return `"${name}" is a function of the script; rename it there and in "Handler".`;
  if (from === 'action') return `"${name}" is an output that ${step?.action} always has; its name is fixed.`;
  if (from === 'none') return `No ${noun} "${name}" is declared in this document.`;
  const declarations = symbol.occurrences.filter(({ role }) => role === 'declaration');
  if (declarations.length > 1)
    return `There is more than one ${noun} "${name}"; which one a place means is not certain.`;
  return unfollowed(document, part, symbol);
}

/** Why a thing cannot have this name. */
function refusal(part: Part, symbol: Named, name: string): string | undefined {
  const { kind } = symbol;
  if (name === symbol.name) return undefined;
  if (name.trim() === '') return 'A name is needed.';
  const form = formOf(part, symbol);
  if (!new RegExp(form.pattern).test(name)) return `"${name}" cannot be the name of a ${nouns[kind]}: ${form.words}.`;
  const taken = takenBy(part, symbol, name);
  return taken === undefined ? undefined : `"${name}" is already the name of ${taken}.`;
}

/** What a name of a kind looks like: by the schema where it says so, else by what a reference can read. */
function formOf(part: Part, symbol: Named): { pattern: string; words: string } {
  const readable = { pattern: '^[A-Za-z0-9_-]+$', words: 'a reference reads letters, digits, `_` and `-`' };
  if (part.kind === 'guard') return { pattern: '^[A-Za-z_][A-Za-z0-9_]*$', words: 'it takes letters, digits and `_`' };
  if (symbol.kind === 'rule-name') return { pattern: '^(?=.*\\S).{1,128}$', words: 'it takes up to 128 characters' };
  if (templateKinds.has(symbol.kind)) return { pattern: '^[A-Za-z0-9]{1,255}$', words: 'it takes letters and digits' };
  const root = part.kind === undefined ? undefined : kindOf(part.kind).schema(part.root);
  if (root === undefined) return readable;
  if (symbol.kind === 'parameter' || symbol.kind === 'variable') {
    const block = propertySchema(root, `${symbol.kind}s`);
    const names = block && effective(block, get(part.root, `${symbol.kind}s`), undefined).propertyNames;
    return names && !names.unverified ? { pattern: names.pattern, words: `it takes ${names.describe}` } : readable;
  }
  if (symbol.kind === 'payload')
    return { pattern: '^[A-Za-z0-9_.-]+$', words: 'it takes letters, digits, `_`, `.` and `-`' };
  const declared = symbol.occurrences.find(({ role }) => role === 'declaration');
  const schema: Schema | undefined = declared && schemaOf(declared.node, part.root, root);
  return schema?.pattern && schema.patternDescribe && !schema.unverified
    ? { pattern: schema.pattern, words: `it takes ${schema.patternDescribe}` }
    : readable;
}

const referred: ReadonlySet<string> = new Set(['template-parameter', 'resource']);

/** What has the name already. Parameters and variables are both read as `{{ name }}`. */
function takenBy(part: Part, { kind, step }: Named, name: string): string | undefined {
  if (part.kind === 'guard') {
    const other = occurrencesOf(part).symbols.find(
      (each) => (each.kind === 'rule') === (kind === 'rule') && each.name === name,
    );
    return other && `a ${nouns[other.kind]}`;
  }
  const { symbols } = meaningOf(part);
  if (kind === 'parameter' || kind === 'variable') {
    if (symbols.parameters.has(name)) return 'a parameter';
    return symbols.variables.has(name) ? 'a variable' : undefined;
  }
  if (kind === 'step') return symbols.steps.has(name) ? 'a step' : undefined;
  if (kind === 'output') {
    const same = step && outputsOf(step).some((each) => each.name === name);
    return same ? `an output of "${step.name ?? step.action}"` : undefined;
  }
  if (templateKinds.has(kind)) {
    const named = occurrencesOf(part).symbols.filter((each) => each.name === name && each.from === 'document');
    // `Ref` names parameters and resources alike.
    const other = named.find((each) => each.kind === kind || (referred.has(kind) && referred.has(each.kind)));
    return other && `a ${nouns[other.kind]}`;
  }
  const other = occurrencesOf(part).symbols.find(
    (each) => each.kind === kind && each.step === step && each.name === name,
  );
  return other && 'a key that is given or read here';
}

/** The name as it has to stand there: bare digits, or a word such as `true`, would be no text. */
function written({ node, start, end }: Occurrence, name: string): string {
  const all = node.style === 'plain' && node.start === start && node.end === end;
  return all && /^(?:[-+.\d].*|true|false|yes|no|on|off|y|n|null)$/i.test(name) ? `"${name}"` : name;
}
