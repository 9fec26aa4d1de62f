/**
 * What the checks need to know of a Python script: its fault, its functions, and what it does with their parameters.
 *
 * Everything is told with care: what a script may do in a way that is not seen here is `opaque` or `undefined`.
 */

import { faultsOf, type ScriptFault } from './fault.ts';
import type { Parameters, Tree } from './pythonNodes.ts';
import { readTree } from './pythonTree.ts';
import { remembered } from './remembered.ts';

export interface PythonScript {
  faults: ScriptFault[];
  /** Functions at the top level, in order; the last of a name counts. */
  functions: PythonFunction[];
  /** Names that the top level may give a value in another way; `*` when anything may have one. */
  names: ReadonlySet<string>;
  /** Modules it imports, such as `boto3`. */
  imports: ReadonlySet<string>;
}

export interface PythonFunction extends Parameters {
  name: string;
  start: number;
  end: number;
  /** A decorator may change what it takes and returns. */
  decorated: boolean;
  tree: Tree;
}

/** Reads a script; the last ones are kept. */
export const readPython: (text: string) => PythonScript = remembered(read);

function read(text: string): PythonScript {
  const result: PythonScript = { faults: [], functions: [], names: new Set(), imports: new Set() };
  const names = new Set<string>();
  const imports = new Set<string>();
  result.faults = faultsOf(() => {
    const tree = readTree(text);
    for (const statement of tree.children) {
      if (statement.kind === 'function') result.functions.push(functionOf(statement));
      else bindings(statement, names);
    }
    modules(tree, imports);
  });
  result.names = names;
  result.imports = imports;
  return result;
}

function functionOf(tree: Tree): PythonFunction {
  const { text, start, end, children } = tree;
  const parameters = tree.parameters ?? { positional: [], rest: false, needsNames: false, names: [] };
  return {
    ...parameters,
    name: text,
    start,
    end,
    decorated: children.at(-1) !== undefined && hasDecorator(tree),
    tree,
  };
}

/** A decorator stands in the text before the function, unlike all else that belongs to it. */
function hasDecorator({ children, start }: Tree): boolean {
  return children.some((child) => child.start < start);
}

/** Names that a statement of the top level may give a value. */
function bindings(tree: Tree, into: Set<string>): void {
  if (tree.kind === 'function' || tree.kind === 'class') {
    into.add(tree.text);
    return;
  }
  if (tree.kind === 'import') for (const { text } of tree.children) into.add(text);
  if (tree.kind === 'assign') for (const target of targetsOf(tree)) targetNames(target, into);
  if (tree.kind === 'call' && /^(exec|globals|locals)$/.test(tree.children[0]?.text ?? '')) into.add('*');
  for (const child of tree.children) bindings(child, into);
}

/** What an assignment gives a value to; the last of several parts is the value. */
function targetsOf({ text, children }: Tree): Tree[] {
  return text === '=' ? children.slice(0, -1) : children.slice(0, 1);
}

function targetNames({ kind, text, children }: Tree, into: Set<string>): void {
  if (kind === 'name') into.add(text);
  else if (kind === 'tuple' || kind === 'list' || kind === 'star')
    for (const child of children) targetNames(child, into);
}

function modules(tree: Tree, into: Set<string>): void {
  if (tree.kind === 'import') for (const name of tree.text.split(' ')) into.add(name.split('.', 1)[0] ?? name);
  for (const child of tree.children) modules(child, into);
}

/** A key that a function reads from a parameter. */
export interface KeyRead {
  key: string;
  start: number;
  end: number;
  /** True for `events['key']`, which fails without the key. */
  needed: boolean;
}

/** Keys that a function reads from its parameter of this name; undefined when it also uses it in another way. */
export function keysRead({ tree }: PythonFunction, parameter: string): KeyRead[] | undefined {
  const reads: KeyRead[] = [];
  let opaque = false;
  const isParameter = (node: Tree | undefined): boolean => node?.kind === 'name' && node.text === parameter;

  const isWrite = (target: Tree): boolean => target.kind === 'index' && isParameter(target.children[0]);

  /** `'key' in events`, alone or beside `and`, `or` and `not`. */
  const operation = ({ children, text }: Tree, guarded: boolean): void => {
    const operators = text.split(' ');
    children.forEach((child, i) => {
      const before = operators[i - 1];
      const asked = before === 'in' && isParameter(child) && children[i - 1]?.kind === 'text';
      if (!asked || !/^(?:and|or|undefined)$/.test(String(operators[i - 2]))) visit(child, guarded);
      const key = children[i - 1];
      if (asked && key !== undefined) reads.push({ key: key.text, start: key.start, end: key.end, needed: false });
    });
  };

  const visit = (node: Tree, guarded: boolean): void => {
    if (opaque) return;
    const { kind, children } = node;
    if (isParameter(node)) opaque = true;
    else if (
      (kind === 'function' || kind === 'lambda') &&
      node !== tree &&
      node.parameters?.names.includes(parameter)
    ) {
      // Another value of the same name; its defaults are too rare to look at.
    } else if (kind === 'index' && isParameter(children[0])) {
      const key = children[1];
      if (key?.kind === 'text') reads.push({ key: key.text, start: key.start, end: key.end, needed: !guarded });
      else opaque = true;
    } else if (kind === 'call' && children[0]?.kind === 'attribute' && isParameter(children[0].children[0])) {
      const key = children[1];
      if (children[0].text === 'get' && key?.kind === 'text') {
        reads.push({ key: key.text, start: key.start, end: key.end, needed: false });
        for (const argument of children.slice(2)) visit(argument, guarded);
      } else opaque = true;
    } else if (kind === 'operation') operation(node, guarded);
    else if (kind === 'assign' && targetsOf(node).some(isWrite)) {
      // It writes to the payload; what it reads later may be its own.
      opaque = true;
    } else {
      // A `try` may be there to catch the missing key.
      for (const child of children) visit(child, guarded || kind === 'try');
    }
  };
  visit(tree, false);
  return opaque ? undefined : reads;
}

/** Keys of the map a function returns, over all its returns; undefined when any of them is not a literal map. */
export function keysReturned({ tree, decorated }: PythonFunction): Set<string> | undefined {
  if (decorated) return undefined;
  const keys = new Set<string>();
  let known = true;
  let returns = 0;
  const visit = (node: Tree): void => {
    if (node.kind === 'operation' && node.text === 'yield') known = false;
    if (node !== tree && (node.kind === 'function' || node.kind === 'lambda' || node.kind === 'class')) return;
    if (node.kind === 'return') {
      const [value] = node.children;
      if (
        value?.kind !== 'dict' ||
        value.children.some(({ kind, children: [key] }) => kind !== 'pair' || key?.kind !== 'text')
      )
        known = false;
      else {
        returns++;
        for (const { children } of value.children) keys.add(children[0]?.text ?? '');
      }
    }
    for (const child of node.children) visit(child);
  };
  visit(tree);
  return known && returns > 0 ? keys : undefined;
}

/** The calls `something.name(…)` whose value a function returns as it is. */
export function callsReturned({ tree, decorated }: PythonFunction): { name: string; start: number; end: number }[] {
  const found: { name: string; start: number; end: number }[] = [];
  const visit = (node: Tree): void => {
    if (node !== tree && (node.kind === 'function' || node.kind === 'lambda' || node.kind === 'class')) return;
    const [value] = node.children;
    const [callee] = value?.children ?? [];
    if (node.kind === 'return' && value?.kind === 'call' && callee?.kind === 'attribute')
      found.push({ name: callee.text, start: callee.start, end: callee.end });
    for (const child of node.children) visit(child);
  };
  if (!decorated) visit(tree);
  return found;
}
