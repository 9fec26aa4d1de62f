/**
 * The tree of a Guard policy: rules, blocks and clauses with their places in the text of the policy.
 *
 * Offsets count in that text by itself; `policy.ts` turns them into places of the document around it. Names have upper and
 * lower case as written.
 */

import type { Range } from '../problem.ts';

/** A word with its place: the name of a rule or variable, an operator, a key. */
export interface Word extends Range {
  text: string;
}

/** What a query goes through. */
export type Segment = Range &
  (
    | { type: 'key'; name: string; quoted: boolean }
    | { type: 'variable'; name: string }
    | { type: 'this' }
    | { type: 'each' }
    | { type: 'index' }
    | { type: 'filter'; capture: Word | undefined; conditions: Statement[] }
    | { type: 'call'; call: Call }
  );

export interface Query extends Range {
  type: 'query';
  some: boolean;
  segments: Segment[];
}

export interface Call extends Range {
  type: 'call';
  name: Word;
  arguments: Value[];
}

export type Literal = Range &
  (
    | { type: 'string'; text: string }
    | { type: 'number' | 'boolean' | 'null' | 'regex' | 'range' }
    | { type: 'list'; items: Value[] }
    | { type: 'map'; entries: { key: Word; value: Value }[] }
  );

export type Value = Literal | Query | Call;

/** Something that holds or fails; `alternative` joins it to the one before it with `or`. */
interface ClauseBase extends Range {
  alternative: boolean;
  message: Range | undefined;
}

export interface Comparison extends ClauseBase {
  type: 'comparison';
  query: Query;
  negated: boolean;
  /** In lower case, without its negation. */
  operator: Word;
  value: Value | undefined;
}

export interface RuleUse extends ClauseBase {
  type: 'use';
  name: Word;
  arguments: Value[] | undefined;
}

export interface QueryBlock extends ClauseBase {
  type: 'block';
  query: Query;
  conditions: Statement[];
  body: Body;
}

export interface WhenBlock extends ClauseBase {
  type: 'when';
  conditions: Statement[];
  body: Body;
}

export interface TypeBlock extends ClauseBase {
  type: 'type';
  name: Word;
  conditions: Statement[];
  body: Body;
}

export interface Let extends Range {
  type: 'let';
  name: Word;
  value: Value | undefined;
}

export interface RuleBlock extends Range {
  type: 'rule';
  name: Word;
  parameters: Word[];
  conditions: Statement[];
  body: Body;
}

/** Statements between braces; the range holds the braces, or the one clause of a type block without any. */
export interface Body extends Range {
  statements: Statement[];
}

export type Clause = Comparison | RuleUse | QueryBlock | WhenBlock | TypeBlock;
export type Statement = Clause | Let | RuleBlock;

/** Where the text is no Guard, and why. */
export interface Fault extends Range {
  message: string;
  /** What mends it, where there is one way. */
  replacement?: string;
}

export interface PolicyTree {
  statements: Statement[];
  faults: Fault[];
  comments: Range[];
}
