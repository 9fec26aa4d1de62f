/** Reads the statements of Python 3.11; see `pythonExpressions.ts` for what they are made of. */

import { Fault } from './fault.ts';
import { type Cursor, keywords } from './pythonCursor.ts';
import { Expressions } from './pythonExpressions.ts';
import { readImport } from './pythonImports.ts';
import type { Tree } from './pythonNodes.ts';
import type { Token } from './pythonTokens.ts';

const augmented = new Set('+= -= *= /= //= %= @= &= |= ^= >>= <<= **='.split(' '));

export class Statements {
  private readonly cursor: Cursor;
  private readonly values: Expressions;

  constructor(cursor: Cursor) {
    this.cursor = cursor;
    this.values = new Expressions(cursor);
  }

  script(): Tree {
    const children: Tree[] = [];
    while (this.cursor.here.type !== 'end') {
      if (this.cursor.here.type === 'newline') this.cursor.at++;
      else children.push(...this.statement());
    }
    return this.cursor.node('script', 0, children);
  }

  private statement(): Tree[] {
    const { here } = this.cursor;
    if (here.type === 'indent' || here.type === 'dedent') throw this.cursor.unexpected();
    if (here.type === 'name' || here.text === '@') {
      const compound = this.compound(here);
      if (compound !== undefined) return [compound];
    }
    return this.simple();
  }

  private compound(here: Token): Tree | undefined {
    const { start } = here;
    switch (here.text) {
      case 'if':
      case 'while':
        return this.conditional(here.text);
      case 'for':
        return this.loop();
      case 'try':
        return this.attempt();
      case 'with':
        return this.context();
      case 'def':
        return this.definition(start);
      case 'class':
        return this.classDefinition(start);
      case 'async': {
        this.cursor.at++;
        if (this.cursor.is('def')) return this.definition(start);
        if (this.cursor.is('for')) return this.loop();
        if (this.cursor.is('with')) return this.context();
        throw this.cursor.unexpected();
      }
      case '@': {
        this.cursor.at++;
        const decorator = this.values.named();
        if (this.cursor.here.type !== 'newline') throw this.cursor.unexpected();
        this.cursor.at++;
        const [inner] = this.cursor.nested(() => this.statement());
        if (inner === undefined || (inner.kind !== 'function' && inner.kind !== 'class'))
          throw new Fault(here.start, here.end, 'Behind a decorator comes a function or a class');
        return { ...inner, children: [...inner.children, { ...decorator, text: decorator.text }] };
      }
      case 'elif':
      case 'else':
        throw new Fault(here.start, here.end, `"${here.text}" has no "if" at its depth`);
      case 'except':
      case 'finally':
        throw new Fault(here.start, here.end, `"${here.text}" has no "try" at its depth`);
      case 'match':
        return this.isMatch() ? this.match() : undefined;
      default:
        return undefined;
    }
  }

  /** `:` and what it opens. */
  private block(opener: Token): Tree {
    const { here } = this.cursor;
    if (!this.cursor.is(':')) {
      if (here.type === 'newline' || here.type === 'end') {
        const { before } = this.cursor;
        const place = before ?? here;
        throw new Fault(place.start, place.end, `":" is missing at the end of the line of "${opener.text}"`);
      }
      throw this.cursor.unexpected();
    }
    this.cursor.at++;
    if (!this.cursor.hasType('newline')) return this.cursor.node('block', here.start, this.simple());
    this.cursor.at++;
    if (!this.cursor.hasType('indent')) {
      const line = this.cursor.text.slice(0, opener.start).split('\n').length;
      const next = this.cursor.here;
      const place = next.type === 'end' || next.type === 'dedent' ? here : next;
      throw new Fault(
        place.start,
        place.end,
        `Behind "${opener.text}" of line ${line} of the script must come lines that stand deeper`,
      );
    }
    this.cursor.at++;
    const children: Tree[] = [];
    while (!this.cursor.hasType('dedent') && !this.cursor.hasType('end')) children.push(...this.statement());
    if (this.cursor.hasType('dedent')) this.cursor.at++;
    return this.cursor.node('block', here.start, children);
  }

  private conditional(word: string): Tree {
    const opener = this.cursor.here;
    this.cursor.at++;
    const children = [this.values.named(), this.block(opener)];
    while (word === 'if' && this.cursor.is('elif')) {
      const again = this.cursor.here;
      this.cursor.at++;
      children.push(this.values.named(), this.block(again));
    }
    this.otherwise(children);
    return this.cursor.node('statement', opener.start, children, word);
  }

  private otherwise(children: Tree[]): void {
    const opener = this.cursor.here;
    if (this.cursor.take('else')) children.push(this.block(opener));
  }

  private loop(): Tree {
    const opener = this.cursor.here;
    this.cursor.at++;
    const target = this.values.targets();
    this.cursor.want('in');
    const children = [this.values.assigned(target), this.values.expressions(), this.block(opener)];
    this.otherwise(children);
    return this.cursor.node('statement', opener.start, children, 'for');
  }

  private attempt(): Tree {
    const opener = this.cursor.here;
    this.cursor.at++;
    const children = [this.block(opener)];
    let handled = false;
    for (let clause = this.cursor.here; this.cursor.take('except'); clause = this.cursor.here) {
      handled = true;
      this.cursor.take('*');
      if (!this.cursor.is(':')) {
        children.push(this.values.test());
        const comma = this.cursor.here;
        if (this.cursor.take(','))
          throw new Fault(
            comma.start,
            comma.end,
            'Write "except (A, B):" for several, and "except A as name:" for a name',
          );
        if (this.cursor.is('as')) {
          const start = this.cursor.here.start;
          this.cursor.at++;
          const target: Tree = this.cursor.node('name', start, [], this.cursor.name());
          children.push(this.values.assigned(target));
        }
      }
      children.push(this.block(clause));
    }
    this.otherwise(children);
    const last = this.cursor.here;
    if (this.cursor.take('finally')) children.push(this.block(last));
    else if (!handled) throw new Fault(opener.start, opener.end, '"try" needs "except" or "finally" at its depth');
    return this.cursor.node('try', opener.start, children);
  }

  private context(): Tree {
    const opener = this.cursor.here;
    this.cursor.at++;
    const children: Tree[] = [];
    const grouped = this.cursor.is('(') && this.cursor.tokens[this.closeOf(this.cursor.at) + 1]?.text === ':';
    if (grouped) this.cursor.at++;
    for (;;) {
      children.push(grouped ? this.values.element() : this.values.test());
      if (this.cursor.take('as')) {
        const target = this.values.starred();
        this.values.assignable(target);
        children.push(this.values.assigned(target));
      }
      if (grouped && this.cursor.is('for')) children.push(...this.values.comprehension());
      if (!this.cursor.take(',') || (grouped && this.cursor.is(')'))) break;
    }
    if (grouped) this.cursor.want(')');
    children.push(this.block(opener));
    return this.cursor.node('statement', opener.start, children, 'with');
  }

  /** The index of the token that closes the bracket at an index. */
  private closeOf(from: number): number {
    let depth = 0;
    for (let at = from; at < this.cursor.tokens.length; at++) {
      const { type, text } = this.cursor.tokens[at] ?? { type: 'end', text: '' };
      if (type !== 'sign') continue;
      if (text === '(' || text === '[' || text === '{') depth++;
      else if ((text === ')' || text === ']' || text === '}') && --depth === 0) return at;
    }
    return this.cursor.tokens.length;
  }

  private definition(start: number): Tree {
    const opener = this.cursor.here;
    this.cursor.at++;
    const name = this.cursor.here;
    this.cursor.name();
    this.cursor.want('(');
    const annotations: Tree[] = [];
    const parameters = this.values.parameters(')', annotations);
    this.cursor.want(')');
    if (this.cursor.take('->')) annotations.push(this.values.expressions());
    const body = this.block(opener);
    const node = this.cursor.node('function', start, [body, ...annotations], name.text);
    return { ...node, start: name.start, end: name.end, parameters };
  }

  private classDefinition(start: number): Tree {
    const opener = this.cursor.here;
    this.cursor.at++;
    const name = this.cursor.name();
    const children = this.cursor.take('(') ? this.values.call() : [];
    children.push(this.block(opener));
    return this.cursor.node('class', start, children, name);
  }

  /** `match` is a name as well; it begins a statement when the line ends with `:` and the next begins with `case`. */
  private isMatch(): boolean {
    const next = this.cursor.peek();
    if (next === undefined || next.type === 'newline' || next.text === '=' || next.text === '.') return false;
    let at = this.cursor.at;
    while (this.cursor.tokens[at]?.type !== 'newline') if (++at >= this.cursor.tokens.length) return false;
    return (
      this.cursor.tokens[at - 1]?.text === ':' &&
      this.cursor.tokens[at + 1]?.type === 'indent' &&
      this.cursor.tokens[at + 2]?.text === 'case'
    );
  }

  private match(): Tree {
    const opener = this.cursor.here;
    this.cursor.at++;
    const children = [this.values.expressions()];
    this.cursor.want(':');
    this.cursor.at += 2;
    while (this.cursor.is('case')) {
      const clause = this.cursor.here;
      this.cursor.at++;
      const names: Tree[] = [];
      for (let depth = 0; depth > 0 || !this.cursor.is(':'); this.cursor.at++) {
        const { type, text, start, end } = this.cursor.here;
        if (type === 'newline' || type === 'end') throw this.cursor.unexpected();
        if ('([{'.includes(text) && text !== '') depth++;
        if (')]}'.includes(text) && text !== '') depth--;
        if (type === 'name' && !keywords.has(text)) names.push({ kind: 'name', start, end, children: [], text });
      }
      children.push({ kind: 'operation', start: clause.start, end: clause.end, children: names, text: 'case' });
      children.push(this.block(clause));
    }
    if (this.cursor.here.type !== 'dedent') throw this.cursor.unexpected();
    this.cursor.at++;
    return this.cursor.node('statement', opener.start, children, 'match');
  }

  /** Statements of one line. */
  private simple(): Tree[] {
    const result: Tree[] = [];
    for (;;) {
      result.push(this.small());
      const more = this.cursor.take(';');
      if (this.cursor.here.type === 'newline') {
        this.cursor.at++;
        return result;
      }
      if (this.cursor.here.type === 'end') return result;
      if (!more) throw this.misread();
    }
  }

  /** What stands behind a whole statement: a statement of Python 2, or one thing too many. */
  private misread(): Fault {
    const { before, here } = this.cursor;
    const first = before?.text ?? '';
    const line = this.cursor.tokens[this.cursor.at - 2]?.type;
    const begins =
      line === undefined ||
      ['newline', 'indent', 'dedent'].includes(line) ||
      this.cursor.tokens[this.cursor.at - 2]?.text === ':';
    if ((first === 'print' || first === 'exec') && begins && before !== undefined)
      return new Fault(before.start, before.end, `"${first}" is a function in Python 3: write ${first}(…)`);
    if (here.text === ':' && here.type === 'sign' && before !== undefined)
      return new Fault(
        here.start,
        here.end,
        'Unexpected ":"; no "if", "for", "def" or other word opens a block on this line',
      );
    return this.cursor.unexpected();
  }

  private small(): Tree {
    const { here } = this.cursor;
    const { start } = here;
    if (here.type === 'name') {
      switch (here.text) {
        case 'pass':
        case 'break':
        case 'continue':
          this.cursor.at++;
          return this.cursor.node('statement', start, [], here.text);
        case 'return':
          this.cursor.at++;
          return this.cursor.node('return', start, this.cursor.ends() ? [] : [this.values.expressions()]);
        case 'raise': {
          this.cursor.at++;
          const children = this.cursor.ends() ? [] : [this.values.test()];
          if (children.length > 0 && this.cursor.take('from')) children.push(this.values.test());
          return this.cursor.node('statement', start, children, 'raise');
        }
        case 'global':
        case 'nonlocal': {
          this.cursor.at++;
          const children: Tree[] = [];
          do
            children.push({
              kind: 'name',
              start: this.cursor.here.start,
              end: this.cursor.here.end,
              children: [],
              text: this.cursor.name(),
            });
          while (this.cursor.take(','));
          return this.cursor.node('statement', start, children, here.text);
        }
        case 'del': {
          this.cursor.at++;
          const target = this.values.expressions();
          this.values.assignable(target);
          return this.cursor.node('statement', start, [target], 'del');
        }
        case 'assert': {
          this.cursor.at++;
          const children = [this.values.test()];
          if (this.cursor.take(',')) children.push(this.values.test());
          return this.cursor.node('statement', start, children, 'assert');
        }
        case 'import':
        case 'from':
          return readImport(this.cursor);
      }
    }
    return this.assignment();
  }

  private assignment(): Tree {
    const { start } = this.cursor.here;
    const first = this.values.expressions();
    if (this.cursor.here.type === 'sign' && augmented.has(this.cursor.here.text)) {
      this.values.assignable(first, true);
      this.cursor.at++;
      return this.cursor.node('assign', start, [first, this.values.expressions()], 'update');
    }
    if (this.cursor.is(':') && ['name', 'attribute', 'index'].includes(first.kind)) {
      // A colon that ends the line is a block without its word, not an annotation.
      if (this.cursor.peek()?.type === 'newline') return first;
      this.cursor.at++;
      const children = [first, this.values.test()];
      if (this.cursor.take('=')) children.push(this.values.expressions());
      return this.cursor.node('assign', start, children, 'annotated');
    }
    if (!this.cursor.is('=')) return first;
    const values = [first];
    while (this.cursor.take('=')) {
      this.values.assignable(values.at(-1) ?? first);
      values.push(this.values.expressions());
    }
    return this.cursor.node('assign', start, values, '=');
  }
}
