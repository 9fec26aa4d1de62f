/**
 * Reads the expressions of Python, and the lists of parameters.
 *
 * Operators are not weighed against each other, because nothing here asks which comes first.
 */

import { Fault, Unsure } from './fault.ts';
import { type Cursor, keywords } from './pythonCursor.ts';
import type { Parameters, Tree } from './pythonNodes.ts';
import { fields } from './pythonStrings.ts';
import type { Token } from './pythonTokens.ts';

const binary = new Set('or and in is < > == >= <= != | ^ & << >> + - * / // % @ **'.split(' '));
const longestChain = 300;

export class Expressions {
  private readonly cursor: Cursor;
  /** True where `in` ends an expression: the target of a `for`. */
  private beforeIn = false;

  constructor(cursor: Cursor) {
    this.cursor = cursor;
  }

  targets(): Tree {
    const { beforeIn } = this;
    this.beforeIn = true;
    const target = this.expressions();
    this.beforeIn = beforeIn;
    this.assignable(target);
    return target;
  }

  assigned(target: Tree): Tree {
    return { kind: 'assign', start: target.start, end: target.end, children: [target], text: 'for' };
  }

  parameters(close: string, annotations: Tree[]): Parameters {
    const result: Parameters = { positional: [], rest: false, needsNames: false, names: [] };
    let afterStar = false;
    while (!this.cursor.is(close)) {
      if (this.cursor.take('/')) {
        if (result.positional.length === 0) throw this.cursor.unexpected();
      } else if (this.cursor.take('**')) {
        result.names.push(this.annotated(close, annotations));
      } else if (this.cursor.take('*')) {
        if (afterStar) throw this.cursor.unexpected();
        afterStar = true;
        if (!this.cursor.is(',')) {
          result.rest = true;
          result.names.push(this.annotated(close, annotations));
        }
      } else this.parameter(close, annotations, result, afterStar);
      if (!this.cursor.take(',')) break;
    }
    return result;
  }

  private parameter(close: string, annotations: Tree[], into: Parameters, byName: boolean): void {
    const { here } = this.cursor;
    const name = this.annotated(close, annotations);
    const optional = this.cursor.take('=');
    if (optional) annotations.push(this.test());
    into.names.push(name);
    if (byName) {
      if (!optional) into.needsNames = true;
      return;
    }
    if (!optional && into.positional.at(-1)?.optional)
      throw new Fault(here.start, here.end, `"${name}" needs a default, because a parameter before it has one`);
    into.positional.push({ name, optional });
  }

  private annotated(close: string, annotations: Tree[]): string {
    const name = this.cursor.name();
    if (close === ')' && this.cursor.take(':')) annotations.push(this.starred());
    return name;
  }

  /** Throws unless a value can be given to this. */
  assignable(target: Tree, single = false): void {
    const { kind, start, end, children } = target;
    if (kind === 'name' || kind === 'attribute' || kind === 'index') return;
    if (!single && (kind === 'tuple' || kind === 'list' || kind === 'star')) {
      for (const child of children) this.assignable(child);
      return;
    }
    const line = this.cursor.text.indexOf('\n', start);
    throw new Fault(
      start,
      Math.max(start + 1, line < 0 ? end : Math.min(end, line)),
      'Nothing can be assigned to this',
    );
  }

  /** Expressions between commas; one alone is itself. */
  expressions(): Tree {
    const { start } = this.cursor.here;
    const first = this.starred();
    if (!this.cursor.is(',')) return first;
    const children = [first];
    while (this.cursor.take(',')) {
      if (!this.cursor.begins()) break;
      children.push(this.starred());
    }
    return this.cursor.node('tuple', start, children);
  }

  starred(): Tree {
    const { start } = this.cursor.here;
    if (this.cursor.take('*')) return this.cursor.node('star', start, [this.operation()]);
    if (this.cursor.is('yield')) return this.yield();
    return this.test();
  }

  private yield(): Tree {
    const { start } = this.cursor.here;
    this.cursor.at++;
    if (this.cursor.take('from')) return this.cursor.node('operation', start, [this.test()], 'yield');
    const children = this.cursor.begins() ? [this.expressions()] : [];
    return this.cursor.node('operation', start, children, 'yield');
  }

  /** Where `name := value` may stand. */
  named(): Tree {
    const value = this.starred();
    if (!this.cursor.is(':=')) return value;
    if (value.kind !== 'name') throw this.cursor.unexpected();
    this.cursor.at++;
    return this.cursor.node('assign', value.start, [value, this.test()], ':=');
  }

  /** An item in brackets. */
  element(): Tree {
    const { beforeIn } = this;
    this.beforeIn = false;
    const value = this.named();
    this.beforeIn = beforeIn;
    return value;
  }

  test(): Tree {
    return this.cursor.nested(() => this.choice());
  }

  private choice(): Tree {
    const { start } = this.cursor.here;
    let result: Tree;
    if (this.cursor.take('lambda')) {
      const children: Tree[] = [];
      const parameters = this.parameters(':', children);
      this.cursor.want(':');
      children.push(this.test());
      result = { ...this.cursor.node('lambda', start, children), parameters };
    } else {
      result = this.operation();
      if (this.cursor.is('if')) {
        const word = this.cursor.here;
        this.cursor.at++;
        const condition = this.operation();
        if (!this.cursor.is('else'))
          throw new Fault(word.start, word.end, 'An "if" inside an expression needs an "else"');
        this.cursor.at++;
        result = this.cursor.node('operation', start, [result, condition, this.test()], 'if');
      }
    }
    return result;
  }

  private operation(): Tree {
    const { start } = this.cursor.here;
    const children = [this.unary()];
    const operators: string[] = [];
    for (;;) {
      const { type, text } = this.cursor.here;
      if (type !== 'sign' && type !== 'name') break;
      if (text === '<' && this.cursor.peek()?.text === '>' && this.cursor.peek()?.start === this.cursor.here.end)
        throw new Fault(this.cursor.here.start, this.cursor.here.end + 1, '"<>" is Python 2; write "!="');
      if (text === 'in' && this.beforeIn) break;
      if (text === 'not' && this.cursor.peek()?.text === 'in') this.cursor.at++;
      else if (!binary.has(text)) break;
      const operator = this.cursor.here.text;
      this.cursor.at++;
      if (operator === 'is') this.cursor.take('not');
      operators.push(operator);
      children.push(this.unary());
    }
    const [only] = children;
    return operators.length === 0 && only !== undefined
      ? only
      : this.cursor.node('operation', start, children, operators.join(' '));
  }

  private unary(): Tree {
    const { start } = this.cursor.here;
    let signs = 0;
    while (this.cursor.is('not') || this.cursor.is('-') || this.cursor.is('+') || this.cursor.is('~')) {
      this.cursor.at++;
      signs++;
    }
    const waits = this.cursor.take('await');
    const value = this.primary();
    return signs > 0 || waits ? this.cursor.node('operation', start, [value], waits ? 'await' : '-') : value;
  }

  private primary(): Tree {
    const { start } = this.cursor.here;
    let value = this.atom();
    for (let links = 0; ; links++) {
      if (links > longestChain) throw new Unsure();
      if (this.cursor.take('.')) {
        const name = this.cursor.name();
        value = this.cursor.node('attribute', start, [value], name);
      } else if (this.cursor.take('(')) value = this.cursor.node('call', start, [value, ...this.call()]);
      else if (this.cursor.take('[')) {
        const index = this.subscript();
        this.cursor.want(']');
        value = this.cursor.node('index', start, [value, index]);
      } else return value;
    }
  }

  /** Arguments and the closing parenthesis. */
  call(): Tree[] {
    const result: Tree[] = [];
    let named: Token | undefined;
    while (!this.cursor.is(')')) {
      const { here } = this.cursor;
      if (this.cursor.take('**')) {
        named = here;
        result.push(this.cursor.node('star', here.start, [this.element()]));
      } else if (
        here.type === 'name' &&
        !keywords.has(here.text) &&
        this.cursor.peek()?.text === '=' &&
        this.cursor.peek()?.type === 'sign'
      ) {
        this.cursor.at += 2;
        named ??= here;
        result.push(this.cursor.node('keyword', here.start, [this.element()], here.text));
      } else {
        const value = this.element();
        result.push(value, ...(this.cursor.is('for') || this.cursor.is('async') ? this.comprehension() : []));
        if (named !== undefined && value.kind !== 'star')
          throw new Fault(here.start, here.end, `Arguments without a name come before those with one`);
      }
      if (!this.cursor.take(',')) break;
    }
    this.cursor.want(')');
    return result;
  }

  private subscript(): Tree {
    const { start } = this.cursor.here;
    const { beforeIn } = this;
    this.beforeIn = false;
    const children: Tree[] = [];
    let slices = false;
    do {
      if (this.cursor.is(']')) break;
      if (!this.cursor.is(':')) children.push(this.named());
      for (let colons = 0; colons < 2 && this.cursor.take(':'); colons++) {
        slices = true;
        if (this.cursor.begins()) children.push(this.test());
      }
    } while (this.cursor.take(','));
    this.beforeIn = beforeIn;
    if (children.length === 0 && !slices) throw this.cursor.unexpected();
    const [only] = children;
    return children.length === 1 && !slices && only !== undefined ? only : this.cursor.node('tuple', start, children);
  }

  comprehension(): Tree[] {
    const result: Tree[] = [];
    const { beforeIn } = this;
    while (this.cursor.is('for') || this.cursor.is('async')) {
      this.cursor.take('async');
      this.cursor.want('for');
      const target = this.targets();
      this.cursor.want('in');
      this.beforeIn = false;
      result.push(this.assigned(target), this.operation());
      while (this.cursor.take('if')) result.push(this.cursor.is('lambda') ? this.test() : this.operation());
      this.beforeIn = beforeIn;
    }
    return result;
  }

  private atom(): Tree {
    const { here } = this.cursor;
    const { start } = here;
    if (here.type === 'name') {
      if (/^(True|False|None)$/.test(here.text)) {
        this.cursor.at++;
        return this.cursor.node('constant', start, [], here.text);
      }
      const name = this.cursor.name();
      return this.cursor.node('name', start, [], name);
    }
    if (here.type === 'number') {
      this.cursor.at++;
      return this.cursor.node('constant', start, [], here.text);
    }
    if (here.type === 'string') return this.string();
    if (this.cursor.take('...')) return this.cursor.node('constant', start, [], '...');
    if (this.cursor.take('(')) return this.group(start);
    if (this.cursor.take('[')) {
      const children = this.items(']');
      this.cursor.want(']');
      return this.cursor.node('list', start, children);
    }
    if (this.cursor.take('{')) return this.braces(start);
    throw this.cursor.unexpected();
  }

  private group(start: number): Tree {
    if (this.cursor.take(')')) return this.cursor.node('tuple', start, []);
    const count = this.cursor.at;
    const children = this.items(')');
    const comma = this.cursor.before?.text === ',' || this.cursor.at === count;
    this.cursor.want(')');
    const [only] = children;
    if (children.length === 1 && !comma && only !== undefined) return { ...only, start };
    return this.cursor.node('tuple', start, children);
  }

  private items(close: string): Tree[] {
    const children: Tree[] = [];
    const { start } = this.cursor.here;
    while (!this.cursor.is(close)) {
      children.push(this.element());
      if (children.length === 1 && (this.cursor.is('for') || this.cursor.is('async')))
        return [this.cursor.node('comprehension', start, [...children, ...this.comprehension()])];
      if (!this.cursor.take(',')) break;
    }
    return children;
  }

  private braces(start: number): Tree {
    const { beforeIn } = this;
    this.beforeIn = false;
    const children: Tree[] = [];
    let pairs: boolean | undefined;
    while (!this.cursor.is('}')) {
      const from = this.cursor.here.start;
      if (this.cursor.take('**')) {
        children.push(this.cursor.node('star', from, [this.operation()]));
        pairs = true;
      } else {
        const key = this.named();
        if (pairs ?? this.cursor.is(':')) {
          const colon = this.cursor.here;
          if (!this.cursor.take(':'))
            throw new Fault(
              key.start,
              Math.max(key.start + 1, key.end),
              'A value is missing: this key has no ":" behind it',
            );
          if (this.cursor.is(',') || this.cursor.is('}'))
            throw new Fault(colon.start, colon.end, 'No value stands behind this ":"');
          children.push(this.cursor.node('pair', from, [key, this.test()]));
          pairs = true;
        } else {
          children.push(key);
          pairs = false;
        }
      }
      if (children.length === 1 && (this.cursor.is('for') || this.cursor.is('async'))) {
        const inner = [...children, ...this.comprehension()];
        this.beforeIn = beforeIn;
        this.cursor.want('}');
        return this.cursor.node('comprehension', start, inner);
      }
      if (!this.cursor.take(',')) break;
    }
    this.beforeIn = beforeIn;
    this.cursor.want('}');
    return this.cursor.node(pairs === false ? 'list' : 'dict', start, children);
  }

  private string(): Tree {
    const { start } = this.cursor.here;
    const children: Tree[] = [];
    let text = '';
    let plain = true;
    for (; this.cursor.here.type === 'string'; this.cursor.at++) {
      const head = /^([a-zA-Z]*)("""|'''|"|')/.exec(this.cursor.here.text);
      const [whole = '', prefix = '', quote = ''] = head ?? [];
      const content = this.cursor.here.text.slice(whole.length, -quote.length);
      if (/f/i.test(prefix)) {
        plain = false;
        children.push(...fields(content, this.cursor.here.start + whole.length, /r/i.test(prefix)));
      } else if (content.includes('\\') && !/r/i.test(prefix)) plain = false;
      text += content;
    }
    const node = this.cursor.node(plain ? 'text' : 'operation', start, children, plain ? text : 'text');
    return node;
  }
}
