/** Runs the shape check and every rule over a document. */

import { type Document, type Part, partAt } from './document.ts';
import { fixesInto, writerInto } from './guard/quotes.ts';
import { configOf } from './kinds/config.ts';
import { kindOf, ssmKinds } from './kinds/index.ts';
import type { Lookups } from './lookups.ts';
import { meaningOf } from './meaning.ts';
import { nearest } from './nearest.ts';
import type { Problem, Range, Severity } from './problem.ts';
import { ruleInfos, rules } from './rules/index.ts';
import type { Subject } from './rules/rule.ts';
import { checkShape } from './shape.ts';
import { suppressed } from './suppress.ts';
import { entryOf, get, itemsOf, type Node, resolve } from './syntax/node.ts';

export interface CheckOptions {
  /** Other severities by rule id, from `.opswrightrc.yaml`; `off` drops a rule. Errors cannot be lowered. */
  severities?: Readonly<Record<string, Severity | 'off'>>;
  /** Actions and plugins that exist though no list names them, from the same file. */
  actions?: readonly string[];
  /** Models and parsers, read when a document needs them. */
  lookups?: Lookups;
  /** The Region that the documents are for, from `.opswrightrc.yaml`. */
  region?: string | undefined;
}

const ruleIds = ruleInfos.map(({ id }) => id);

/** All problems of a document, in source order. Empty for a document that is none of ours. */
export function check(document: Document, options: CheckOptions = {}): Problem[] {
  const ours = document.parts.filter((part) => part.kind !== undefined);
  const lost = document.parts.length === 0 && document.faults.length > 0;
  if (ours.length === 0 && !lost) return [];
  const all = lost ? document.faults : faultsNear(document, ours);
  const problems = [...all, ...ours.flatMap((part) => checkPart(document, part, options))];
  const kept = suppressed(document, withoutEchoes(problems), options.severities ?? {}, ruleIds);
  return kept.sort((a, b) => a.start - b.start || a.end - b.end || (a.rule < b.rule ? -1 : 1));
}

/** Rules that say only that something is odd; where another says what is wrong with the very same words, they are left out. */
const general = new Set(['unknown-key', 'deprecated', 'unused-parameter', 'unused-variable']);

/** Leaves out what another problem says better, or explains: one fault gives one problem. */
function withoutEchoes(problems: readonly Problem[]): Problem[] {
  const told = new Set(problems.flatMap(({ rule, start, end }) => (general.has(rule) ? [] : [`${start}-${end}`])));
  const faults = problems.filter(isFault);
  return problems.filter((problem) => {
    const { rule, start, end, related = [] } = problem;
    if (general.has(rule) && told.has(`${start}-${end}`)) return false;
    // Advice on words that are wrong can wait until they are right.
    if (!isFault(problem)) return !faults.some((fault) => fault.start >= start && fault.end <= end);
    // A value that does not fit its declaration is no fault of its own where the declaration is one.
    return !related.some(({ cause, ...place }) => cause && told.has(`${place.start}-${place.end}`));
  });
}

function isFault({ severity }: Problem): boolean {
  return severity === 'error' || severity === 'warning';
}

/** Faults of the text count only where it is ours: not in the other documents of a stream. */
function faultsNear(document: Document, ours: readonly Part[]): Problem[] {
  if (ours.length === document.parts.length) return document.faults;
  return document.faults.filter(({ start }) => {
    return partAt(document, start)?.kind !== undefined;
  });
}

function checkPart(document: Document, part: Part, options: CheckOptions): Problem[] {
  const { lookups = {}, actions = [], region } = options;
  const { root, kind } = part;
  if (kind === undefined) return [];
  const damaged = (range: Range): boolean => touches(document.damage, range);
  const written = { text: document.text, format: part.format };
  const problems = checkShape(root, kindOf(kind).schema(root), written, damaged);
  const { view, symbols, flows } = meaningOf(part);
  const subject: Subject = {
    document,
    part,
    written,
    kind,
    root,
    view,
    symbols,
    flows,
    actions,
    config: configOf(document, part),
    lookups,
    region,
    known: (block) => !hidden(document, part, block),
  };
  for (const rule of rules) {
    if (!(rule.kinds ?? ssmKinds).includes(kind)) continue;
    rule.check(subject, (place, message, { fixes = [], ...more } = {}) => {
      if (damaged(place)) return;
      const { start, end } = place;
      const mended = fixes.length === 0 ? {} : { fixes };
      problems.push({ rule: rule.id, severity: rule.severity, message, start, end, ...more, ...mended });
    });
  }
  if (!part.escaped) return problems;
  if (kind !== 'guard' && kind !== 'config-query') return problems.map(withFittingFixes);
  const write = writerInto(document, part);
  return problems.map(({ fixes = [], ...problem }) => {
    const written = fixesInto(write, fixes);
    return written.length === 0 ? problem : { ...problem, fixes: written };
  });
}

/** Where quotes and line breaks are written as others, only what needs none of them can be put in. */
function withFittingFixes({ fixes = [], ...problem }: Problem): Problem {
  const fitting = fixes.filter(({ edits }) => edits.every(({ text }) => !/["'\\\n]/.test(text)));
  return fitting.length === 0 ? problem : { ...problem, fixes: fitting };
}

function touches(damage: readonly Range[], range: Range): boolean {
  return damage.some((each) => range.start <= each.end && range.end >= each.start);
}

/** True when a block is there under a misspelt key, or a template fills some of it in, or damage lies in it, or outside all blocks, where it may have swallowed one. */
function hidden(document: Document, { root }: Part, block: string): boolean {
  if (
    root.type === 'map' &&
    entryOf(root, block) === undefined &&
    root.entries.some(({ key }) => nearest(key.text, [block]) !== undefined)
  )
    return true;
  if (root.type !== 'map') return false;
  const entry = entryOf(root, block);
  if (isFilledIn(entry?.value)) return true;
  if (document.damage.length === 0) return false;
  if (entry !== undefined && touches(document.damage, { start: entry.key.start, end: entry.value.end })) return true;
  const inside = (each: Range): boolean =>
    root.entries.some(({ key, value }) => key.start < each.start && value.end >= each.end);
  return !document.damage.every(inside);
}

/** True for a block, an item of it or the name of a step that is not known before a template is filled in. */
function isFilledIn(value: Node | undefined): boolean {
  const block = resolve(value);
  const unknown = (node: Node | undefined): boolean => node?.type === 'scalar' && node.unknown === true;
  return unknown(block) || itemsOf(block).some((item) => unknown(item) || unknown(get(item, 'name')));
}
