/**
 * Reads a Python script by the grammar of Python 3.11, far enough to say where it breaks it and what it does with names.
 *
 * A reader of our own: a tolerant editor grammar misreads some sound scripts (`1.`, a bare `yield`) and says nothing of
 * what is wrong. Operators are not weighed against each other, because nothing here asks. It throws a `Fault`.
 */

import { Fault } from './fault.ts';
import { Cursor } from './pythonCursor.ts';
import type { Tree } from './pythonNodes.ts';
import { Statements } from './pythonStatements.ts';
import { tokensOf } from './pythonTokens.ts';

/** Reads a script; throws its first fault. */
export function readTree(text: string): Tree {
  const { tokens, fault } = tokensOf(text);
  const reader = new Statements(new Cursor(tokens, text, fault));
  try {
    const tree = reader.script();
    if (fault === undefined) return tree;
  } catch (thrown) {
    // Behind a bracket that is never closed everything is read wrongly; the bracket is the fault then.
    if (!(thrown instanceof Fault) || fault === undefined || thrown.start < fault.start) throw thrown;
  }
  throw fault;
}
