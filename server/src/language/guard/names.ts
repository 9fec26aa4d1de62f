/**
 * The names of a policy: rules, variables and parameters, where each is declared and where it is used.
 *
 * Variables are seen in the block that assigns them and in the blocks inside it, also above the assignment. The key that a
 * filter binds is seen everywhere, since nothing says how far it reaches.
 */

import type { Range } from '../problem.ts';
import type { Body, PolicyTree, Query, RuleBlock, Statement, Value, Word } from './tree.ts';

/** A name that is declared, with its uses. */
export interface Name {
  kind: 'rule' | 'variable' | 'parameter' | 'capture';
  declaration: Word;
  /** The statement that declares it. */
  whole: Range;
  uses: Word[];
  /** What a variable is assigned. */
  value?: Value | undefined;
  /** The rule that it is. */
  rule?: RuleBlock;
}

export interface Names {
  all: Name[];
  /** Uses of names that are declared nowhere they are seen from, with the names that are. */
  unknown: { use: Word; kind: 'rule' | 'variable'; visible: string[] }[];
  /** The variables that can be used at an offset, and all rules. */
  visibleAt(offset: number): Name[];
}

interface Scope {
  range: Range;
  names: Map<string, Name>;
  outer: Scope | undefined;
}

export function namesOf(tree: PolicyTree): Names {
  const all: Name[] = [];
  const rules = new Map<string, Name>();
  const captures = new Map<string, Name>();
  const scopes: Scope[] = [];
  const unknown: Names['unknown'] = [];
  const pending: { use: Word; kind: 'rule' | 'variable'; scope: Scope }[] = [];

  const declare = (into: Map<string, Name>, name: Name): void => {
    all.push(name);
    if (!into.has(name.declaration.text)) into.set(name.declaration.text, name);
  };

  function enter(statements: readonly Statement[], range: Range, outer: Scope | undefined, own: Name[] = []): void {
    const scope: Scope = { range, names: new Map(), outer };
    scopes.push(scope);
    for (const name of own) declare(scope.names, name);
    for (const each of statements) {
      if (each.type === 'let')
        declare(scope.names, { kind: 'variable', declaration: each.name, whole: each, uses: [], value: each.value });
      if (each.type === 'rule')
        declare(rules, { kind: 'rule', declaration: each.name, whole: each, uses: [], rule: each });
    }
    visit(statements, scope);
  }

  function visit(statements: readonly Statement[], scope: Scope): void {
    for (const each of statements) {
      if (each.type === 'let') value(each.value, scope);
      else if (each.type === 'comparison') {
        query(each.query, scope);
        value(each.value, scope);
      } else if (each.type === 'use') {
        pending.push({ use: each.name, kind: 'rule', scope });
        for (const argument of each.arguments ?? []) value(argument, scope);
      } else block(each, scope);
    }
  }

  function block(each: Exclude<Statement, { type: 'let' | 'comparison' | 'use' }>, scope: Scope): void {
    if (each.type === 'block') query(each.query, scope);
    const parameters = each.type === 'rule' ? each.parameters : [];
    const own = parameters.map((word): Name => ({ kind: 'parameter', declaration: word, whole: word, uses: [] }));
    // The conditions of a rule see its parameters.
    const around: Scope = {
      range: each,
      names: new Map(own.map((name) => [name.declaration.text, name])),
      outer: scope,
    };
    visit(each.conditions, own.length > 0 ? around : scope);
    enter(each.body.statements, bodyRange(each.body), scope, own);
  }

  function query({ segments }: Query, scope: Scope): void {
    for (const segment of segments) {
      if (segment.type === 'variable') {
        const start = segment.end - segment.name.length;
        pending.push({ use: { text: segment.name, start, end: segment.end }, kind: 'variable', scope });
      } else if (segment.type === 'call') value(segment.call, scope);
      else if (segment.type === 'filter') {
        const { capture } = segment;
        if (capture) declare(captures, { kind: 'capture', declaration: capture, whole: capture, uses: [] });
        visit(segment.conditions, scope);
      }
    }
  }

  function value(of: Value | undefined, scope: Scope): void {
    if (of === undefined) return;
    if (of.type === 'query') query(of, scope);
    else if (of.type === 'call') for (const argument of of.arguments) value(argument, scope);
    else if (of.type === 'list') for (const item of of.items) value(item, scope);
    else if (of.type === 'map') for (const entry of of.entries) value(entry.value, scope);
  }

  enter(tree.statements, { start: 0, end: Number.POSITIVE_INFINITY }, undefined);
  for (const { use, kind, scope } of pending) {
    const found = kind === 'rule' ? rules.get(use.text) : (seen(scope, use.text) ?? captures.get(use.text));
    if (found !== undefined) found.uses.push(use);
    else {
      const visible = kind === 'rule' ? [...rules.keys()] : [...visibleIn(scope).keys(), ...captures.keys()];
      unknown.push({ use, kind, visible });
    }
  }
  return {
    all,
    unknown,
    visibleAt(offset) {
      const scope = scopes.findLast(({ range }) => range.start <= offset && offset <= range.end);
      return [...visibleIn(scope).values(), ...captures.values(), ...rules.values()];
    },
  };
}

function bodyRange({ start, end }: Body): Range {
  return { start, end };
}

function seen(scope: Scope | undefined, name: string): Name | undefined {
  for (let each = scope; each !== undefined; each = each.outer) {
    const found = each.names.get(name);
    if (found !== undefined) return found;
  }
  return undefined;
}

function visibleIn(scope: Scope | undefined): Map<string, Name> {
  const found = new Map<string, Name>();
  for (let each = scope; each !== undefined; each = each.outer)
    for (const [text, name] of each.names) if (!found.has(text)) found.set(text, name);
  return found;
}
