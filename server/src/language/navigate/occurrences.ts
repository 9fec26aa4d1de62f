/**
 * Every place where a part names one of its own things: parameters, variables, steps, outputs, keys of a payload, handlers,
 * and in a template of AWS Config parameters, conditions, logical ids and rules (`config.ts`).
 *
 * Definition, references, rename, colours, lenses and linked editing all read this one table, so that they agree on what
 * belongs together. Things of one name that is declared nowhere are gathered too: they are alike, and may be meant alike.
 */

import { nameRange } from '../calls.ts';
import { expressionFacts } from '../catalogue.ts';
import type { Part } from '../document.ts';
import { rangeIn } from '../expressions.ts';
import { policyOccurrences } from '../guard/occurrences.ts';
import { conditionsOf, jumpsOf } from '../jumps.ts';
import type { Step } from '../kinds/steps.ts';
import { meaningOf } from '../meaning.ts';
import type { Range } from '../problem.ts';
import { embeddedScripts } from '../scripts/embedded.ts';
import { handlerOf, payloadOf } from '../scripts/payload.ts';
import { outputsOf, type Use } from '../symbols.ts';
import { entryOf, get, itemsOf, type Node, resolve, type ScalarNode, textOf } from '../syntax/node.ts';
import { type TemplateKind, templateNames } from './config.ts';

export type NamedKind = 'parameter' | 'variable' | 'step' | 'output' | 'payload' | 'handler' | 'rule' | TemplateKind;

/** A thing that has a name in a part. */
export interface Named {
  kind: NamedKind;
  name: string;
  /** The step that an output, a key of a payload or a handler belongs to, or that a name of a step means. */
  step: Step | undefined;
  /** `action`: an output that the action always has. `none`: no such thing is declared. */
  from: 'document' | 'action' | 'none';
  /** In source order. */
  occurrences: Occurrence[];
  /** It is also named in a way that has no place of its own, such as by a text with escapes. */
  unsure?: true;
  /** All of what declares it, such as the whole step; undefined where nothing does. */
  whole: Range | undefined;
}

/** One place where it is named; the range is the name alone. */
export interface Occurrence extends Range {
  symbol: Named;
  role: 'declaration' | 'read' | 'write' | 'jump';
  /** The value or key it stands in. */
  node: ScalarNode;
}

export interface Occurrences {
  symbols: readonly Named[];
  /** In source order. */
  all: readonly Occurrence[];
}

const known = new WeakMap<Node, Occurrences>();

/** The table of a part. A tree does not change once it is read, so that the answer is kept with its root. */
export function occurrencesOf(part: Part): Occurrences {
  let found = known.get(part.root);
  if (found === undefined) {
    found = collect(part);
    known.set(part.root, found);
  }
  return found;
}

/** The occurrence at an offset; its end counts, because a cursor stands behind a word that was just typed. */
export function occurrenceAt(part: Part, offset: number): Occurrence | undefined {
  return occurrencesOf(part).all.findLast(({ start, end }) => start <= offset && offset <= end);
}

function collect(part: Part): Occurrences {
  if (part.kind === 'guard') return policyOccurrences(part);
  const table = new Table(part);
  table.declarations();
  table.uses();
  table.jumps();
  table.bareNames();
  table.scripts();
  table.template();
  const symbols = table.symbols();
  const order = (a: Range, b: Range): number => a.start - b.start || a.end - b.end;
  for (const { occurrences } of symbols) occurrences.sort(order);
  return { symbols, all: symbols.flatMap(({ occurrences }) => occurrences).sort(order) };
}

/** Gathers occurrences under the things they name. */
class Table {
  private readonly part: Part;
  private readonly named = new Map<string, Named>();
  private readonly steps = new Map<Step, number>();

  constructor(part: Part) {
    this.part = part;
  }

  symbols(): Named[] {
    return [...this.named.values()].filter(({ occurrences }) => occurrences.length > 0);
  }

  private get meaning() {
    return meaningOf(this.part);
  }

  private symbol(kind: NamedKind, name: string, step?: Step): Named {
    const owner = step === undefined || kind === 'step' ? '' : this.numberOf(step);
    const key = `${kind} ${owner} ${name}`;
    let symbol = this.named.get(key);
    if (symbol === undefined) {
      symbol = { kind, name, step, from: 'none', occurrences: [], whole: undefined };
      this.named.set(key, symbol);
    }
    return symbol;
  }

  private numberOf(step: Step): number {
    const number = this.steps.get(step) ?? this.steps.size;
    this.steps.set(step, number);
    return number;
  }

  private add(symbol: Named, role: Occurrence['role'], node: ScalarNode, { start, end }: Range): void {
    if (end > start) symbol.occurrences.push({ symbol, role, node, start, end });
  }

  private declare(symbol: Named, node: ScalarNode, whole: Range): void {
    if (symbol.from === 'none') symbol.whole = { start: whole.start, end: whole.end };
    symbol.from = 'document';
    this.add(symbol, 'declaration', node, nameRange(node));
  }

  declarations(): void {
    const { view } = this.meaning;
    const seen = new Set<Node>();
    const once = (node: ScalarNode): boolean => !seen.has(node) && seen.add(node) !== undefined;
    for (const kind of ['parameter', 'variable'] as const)
      for (const { name, entry } of kind === 'parameter' ? view.parameters : view.variables) {
        const { key, value } = entry;
        const whole = { start: key.start, end: Math.max(key.end, value.end) };
        if (key.complex === undefined && once(key)) this.declare(this.symbol(kind, name), key, whole);
      }
    for (const step of view.all) {
      const { name, nameNode, node } = step;
      if (name !== undefined && nameNode !== undefined && once(nameNode)) {
        const symbol = this.symbol('step', name, step);
        symbol.step ??= step;
        this.declare(symbol, nameNode, node);
      }
      // Steps of one name are one thing, as references cannot tell them apart; so are their outputs.
      const owner = (name === undefined ? undefined : this.meaning.symbols.steps.get(name)) ?? step;
      for (const output of step.outputs)
        if (once(output.nameNode))
          this.declare(this.symbol('output', output.name, owner), output.nameNode, output.node);
    }
  }

  uses(): void {
    const runbook = this.part.kind === 'automation' || this.part.kind === 'change-template';
    for (const use of this.meaning.symbols.uses) {
      const { reference, bodyStart, closed } = use.expression;
      // Braces that nothing fills in, or that may belong to the script, are followed only to what they surely name.
      const strict = !closed || use.place === 'key' || (runbook && use.place === 'script');
      if (reference.form === 'name') this.name(use, reference.name, strict);
      else if (reference.form === 'variable') {
        const name = /^\s*([^.[\s]*)/.exec(reference.name)?.[1] ?? '';
        const start = bodyStart + use.expression.body.indexOf(name, 'variable:'.length);
        const symbol = this.symbol('variable', name);
        if (name !== '') this.add(symbol, 'read', use.node, rangeIn(use.node, start, start + name.length));
      } else if (reference.form === 'output') this.output(use.node, bodyStart, reference, strict);
    }
  }

  private name({ node, body, place }: Use, name: string, strict: boolean): void {
    const { parameters, variables } = this.meaning.symbols;
    const kind = !parameters.has(name) && variables.has(name) ? 'variable' : 'parameter';
    const missing = kind === 'parameter' && !parameters.has(name);
    const filled = Object.hasOwn(expressionFacts.pseudoParameters, name) || name === 'platformType';
    if (missing && (strict || filled || place === 'parameter-default')) return;
    this.add(this.symbol(kind, name), 'read', node, body);
  }

  /** `step.output`, from an index of the decoded text on. */
  private output(node: ScalarNode, from: number, names: { step: string; output: string }, strict: boolean): void {
    const step = this.meaning.symbols.steps.get(names.step);
    if (step === undefined && strict) return;
    const middle = from + names.step.length;
    this.add(this.symbol('step', names.step, step), 'read', node, rangeIn(node, from, middle));
    if (step === undefined) return;
    const symbol = this.symbol('output', names.output, step);
    if (symbol.from === 'none' && outputsOf(step).some(({ name }) => name === names.output)) {
      symbol.from = 'action';
      symbol.whole = step.node;
    }
    this.add(symbol, 'read', node, rangeIn(node, middle + 1, middle + 1 + names.output.length));
  }

  jumps(): void {
    const { view, symbols } = this.meaning;
    for (const step of view.all)
      for (const { target, node, place, unknown } of jumpsOf(step))
        if (!unknown) this.add(this.symbol('step', target, symbols.steps.get(target)), 'jump', node, place);
  }

  /** Names that stand without braces: where that is how they are written, and where the braces were forgotten. */
  bareNames(): void {
    const { root } = this.part;
    const { view } = this.meaning;
    for (const item of itemsOf(get(root, 'outputs'))) this.bare(resolve(item), true);
    this.bare(get(root, 'assumeRole'), false);
    for (const step of view.all) {
      for (const condition of conditionsOf(step)) this.bare(get(condition, 'Variable'), false);
      if (step.action !== 'aws:updateVariable') continue;
      const node = resolve(entryOf(step.inputs, 'Name')?.value);
      const name = /^variable:([^{}]+)$/.exec(textOf(node) ?? '')?.[1];
      if (node?.type === 'scalar' && name !== undefined)
        this.add(this.symbol('variable', name), 'write', node, rangeIn(node, 'variable:'.length, node.text.length));
    }
  }

  private bare(node: Node | undefined, meant: boolean): void {
    if (node?.type !== 'scalar' || node.value === null || node.unknown || node.text.includes('{{')) return;
    const { parameters, variables, steps } = this.meaning.symbols;
    const [, step = '', output = ''] = /^([\w-]+)\.([\w-]+)/.exec(node.text) ?? [];
    const variable = /^variable:([\w-]+)/.exec(node.text)?.[1];
    if (variable !== undefined && (meant || variables.has(variable))) {
      const start = 'variable:'.length;
      this.add(this.symbol('variable', variable), 'read', node, rangeIn(node, start, start + variable.length));
    } else if (step !== '' && (meant || steps.has(step))) this.output(node, 0, { step, output }, false);
    else if (!meant && parameters.has(node.text))
      this.add(this.symbol('parameter', node.text), 'read', node, nameRange(node));
    else if (!meant && variables.has(node.text))
      this.add(this.symbol('variable', node.text), 'read', node, nameRange(node));
  }

  /** Parameters that reach a script as variables of its shell; keys of a payload; the function that is called. */
  scripts(): void {
    const { view } = this.meaning;
    const scripted = { root: this.part.root, view };
    const asVariable = new Set(
      view.parameters.flatMap(({ name, entry }) =>
        textOf(get(entry.value, 'interpolationType')) === 'ENV_VAR' ? [name] : [],
      ),
    );
    if (asVariable.size > 0)
      for (const { text, key, at } of embeddedScripts(scripted))
        for (const { 1: name = '', index } of text.matchAll(/\bSSM_([A-Za-z0-9]+)\b/g))
          if (asVariable.has(name))
            this.add(this.symbol('parameter', name), 'read', key, at(index + 4, index + 4 + name.length));
    for (const step of view.all) {
      if (step.action !== 'aws:executeScript') continue;
      this.payload(step);
      const found = handlerOf(scripted, step);
      const node = get(step.inputs, 'Handler');
      if (found === undefined || node?.type !== 'scalar') continue;
      const { script, handler } = found;
      const symbol = this.symbol('handler', handler.name, step);
      const place = script.at(handler.start, handler.end);
      symbol.from = 'document';
      symbol.whole = place;
      this.add(symbol, 'declaration', script.key, place);
      this.add(symbol, 'read', node, nameRange(node));
    }
  }

  /** What a pack or a template of AWS Config names. */
  template(): void {
    const { names, unsure } = templateNames(this.part);
    for (const { kind, name, node, place, declares } of names) {
      const symbol = this.symbol(kind, name);
      if (declares === undefined) this.add(symbol, 'read', node, place);
      else this.declare(symbol, node, declares);
    }
    for (const { kind, name } of unsure) this.symbol(kind, name).unsure = true;
  }

  private payload(step: Step): void {
    const payload = payloadOf({ root: this.part.root, view: this.meaning.view }, step);
    if (payload === undefined) return;
    const { script, given, reads } = payload;
    for (const { key, value } of given) {
      const symbol = this.symbol('payload', key.text, step);
      this.declare(symbol, key, { start: key.start, end: Math.max(key.end, value.end) });
    }
    for (const { key, start, end } of reads) {
      const symbol = this.symbol('payload', key, step);
      const plain = /^(['"])(.*)\1$/s.exec(script.text.slice(start, end))?.[2] === key;
      if (plain) this.add(symbol, 'read', script.key, script.at(start + 1, end - 1));
      else symbol.unsure = true;
    }
  }
}
