/**
 * Reads a Python script by the grammar of Python 3.11, far enough to say where it breaks it and what it does with names.
 *
 * A reader of our own: a tolerant editor grammar misreads some sound scripts (`1.`, a bare `yield`) and says nothing of
 * what is wrong. Operators are not weighed against each other, because nothing here asks. It throws a `Fault`.
 */

import { Fault, Unsure } from './fault.ts';
import { type Token, tokensOf } from './pythonTokens.ts';

export interface Tree {
  kind:
    | 'script'
    | 'name'
    | 'text'
    | 'constant'
    | 'attribute'
    | 'index'
    | 'call'
    | 'keyword'
    | 'dict'
    | 'pair'
    | 'list'
    | 'tuple'
    | 'operation'
    | 'lambda'
    | 'comprehension'
    | 'function'
    | 'class'
    | 'return'
    | 'import'
    | 'assign'
    | 'statement'
    | 'try'
    | 'block'
    | 'star';
  start: number;
  end: number;
  children: Tree[];
  /** The name, the attribute, the text of a string, the operator, or the word a statement begins with. */
  text: string;
  /** Of a function or lambda. */
  parameters?: Parameters;
}

export interface Parameters {
  positional: { name: string; optional: boolean }[];
  rest: boolean;
  /** Named parameters without a default, which a call by position cannot give. */
  needsNames: boolean;
  /** All names, however they are passed. */
  names: string[];
}

const keywords = new Set(
  (
    'False None True and as assert async await break class continue def del elif else except finally for from global ' +
    'if import in is lambda nonlocal not or pass raise return try while with yield'
  ).split(' '),
);
const binary = new Set('or and in is < > == >= <= != | ^ & << >> + - * / // % @ **'.split(' '));
const augmented = new Set('+= -= *= /= //= %= @= &= |= ^= >>= <<= **='.split(' '));
const deepest = 90;
const longestChain = 300;

/** Reads a script; throws its first fault. */
export function readTree(text: string): Tree {
  const { tokens, fault } = tokensOf(text);
  const reader = new Reader(tokens, text, fault);
  try {
    const tree = reader.script();
    if (fault === undefined) return tree;
  } catch (thrown) {
    // Behind a bracket that is never closed everything is read wrongly; the bracket is the fault then.
    if (!(thrown instanceof Fault) || fault === undefined || thrown.start < fault.start) throw thrown;
  }
  throw fault;
}

class Reader {
  private readonly tokens: readonly Token[];
  private readonly text: string;
  private at = 0;
  private depth = 0;
  private readonly cut: Fault | undefined;
  /** True where `in` ends an expression: the target of a `for`. */
  private beforeIn = false;

  constructor(tokens: readonly Token[], text: string, cut: Fault | undefined) {
    this.tokens = tokens;
    this.text = text;
    this.cut = cut;
  }

  private get here(): Token {
    const token = this.tokens[this.at];
    if (token !== undefined) return token;
    if (this.cut !== undefined) throw this.cut;
    return { type: 'end', text: '', start: this.text.length, end: this.text.length };
  }

  private is(text: string): boolean {
    const { here } = this;
    return here.text === text && (here.type === 'sign' || here.type === 'name');
  }

  private hasType(type: Token['type']): boolean {
    return this.here.type === type;
  }

  private take(text: string): boolean {
    if (!this.is(text)) return false;
    this.at++;
    return true;
  }

  private peek(ahead = 1): Token | undefined {
    return this.tokens[this.at + ahead];
  }

  private get before(): Token | undefined {
    return this.tokens[this.at - 1];
  }

  private unexpected(): Fault {
    const { here } = this;
    if (here.type === 'indent')
      return new Fault(
        here.start,
        here.end,
        'This line stands deeper than the one before it, and nothing opens a block',
      );
    if (here.type === 'newline' || here.type === 'end' || here.type === 'dedent') {
      const before = this.before;
      if (before === undefined) return new Fault(here.start, here.end, 'The script ends too early');
      return new Fault(before.start, before.end, `Something is missing behind ${quoted(before)}`);
    }
    if (here.type === 'string')
      return new Fault(
        here.start,
        here.start + 1,
        'A text cannot stand here; a comma, an operator or a quote is missing before it',
      );
    if (here.text === '=') return new Fault(here.start, here.end, 'Unexpected "="; "==" compares');
    return new Fault(here.start, here.end, `Unexpected ${quoted(here)}`);
  }

  private want(text: string): Token {
    const { here } = this;
    if (!this.take(text)) throw this.unexpected();
    return here;
  }

  private name(): string {
    const { here } = this;
    if (here.type !== 'name' || keywords.has(here.text)) throw this.unexpected();
    this.at++;
    return here.text;
  }

  private node(kind: Tree['kind'], start: number, children: Tree[], text = ''): Tree {
    return { kind, start, end: this.before?.end ?? start, children, text };
  }

  script(): Tree {
    const children: Tree[] = [];
    while (this.here.type !== 'end') {
      if (this.here.type === 'newline') this.at++;
      else children.push(...this.statement());
    }
    return this.node('script', 0, children);
  }

  private statement(): Tree[] {
    const { here } = this;
    if (here.type === 'indent' || here.type === 'dedent') throw this.unexpected();
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
        this.at++;
        if (this.is('def')) return this.definition(start);
        if (this.is('for')) return this.loop();
        if (this.is('with')) return this.context();
        throw this.unexpected();
      }
      case '@': {
        this.at++;
        const decorator = this.named();
        if (this.here.type !== 'newline') throw this.unexpected();
        this.at++;
        if (++this.depth > deepest) throw new Unsure();
        const [inner] = this.statement();
        this.depth--;
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
    const { here } = this;
    if (!this.is(':')) {
      if (here.type === 'newline' || here.type === 'end') {
        const { before } = this;
        const place = before ?? here;
        throw new Fault(place.start, place.end, `":" is missing at the end of the line of "${opener.text}"`);
      }
      throw this.unexpected();
    }
    this.at++;
    if (!this.hasType('newline')) return this.node('block', here.start, this.simple());
    this.at++;
    if (!this.hasType('indent')) {
      const line = this.text.slice(0, opener.start).split('\n').length;
      const next = this.here;
      const place = next.type === 'end' || next.type === 'dedent' ? here : next;
      throw new Fault(
        place.start,
        place.end,
        `Behind "${opener.text}" of line ${line} of the script must come lines that stand deeper`,
      );
    }
    this.at++;
    const children: Tree[] = [];
    while (!this.hasType('dedent') && !this.hasType('end')) children.push(...this.statement());
    if (this.hasType('dedent')) this.at++;
    return this.node('block', here.start, children);
  }

  private conditional(word: string): Tree {
    const opener = this.here;
    this.at++;
    const children = [this.named(), this.block(opener)];
    while (word === 'if' && this.is('elif')) {
      const again = this.here;
      this.at++;
      children.push(this.named(), this.block(again));
    }
    this.otherwise(children);
    return this.node('statement', opener.start, children, word);
  }

  private otherwise(children: Tree[]): void {
    const opener = this.here;
    if (this.take('else')) children.push(this.block(opener));
  }

  private loop(): Tree {
    const opener = this.here;
    this.at++;
    const target = this.targets();
    this.want('in');
    const children = [this.assigned(target), this.expressions(), this.block(opener)];
    this.otherwise(children);
    return this.node('statement', opener.start, children, 'for');
  }

  private targets(): Tree {
    const { beforeIn } = this;
    this.beforeIn = true;
    const target = this.expressions();
    this.beforeIn = beforeIn;
    this.assignable(target);
    return target;
  }

  private assigned(target: Tree): Tree {
    return { kind: 'assign', start: target.start, end: target.end, children: [target], text: 'for' };
  }

  private attempt(): Tree {
    const opener = this.here;
    this.at++;
    const children = [this.block(opener)];
    let handled = false;
    for (let clause = this.here; this.take('except'); clause = this.here) {
      handled = true;
      this.take('*');
      if (!this.is(':')) {
        children.push(this.test());
        const comma = this.here;
        if (this.take(','))
          throw new Fault(
            comma.start,
            comma.end,
            'Write "except (A, B):" for several, and "except A as name:" for a name',
          );
        if (this.is('as')) {
          const start = this.here.start;
          this.at++;
          const target: Tree = this.node('name', start, [], this.name());
          children.push(this.assigned(target));
        }
      }
      children.push(this.block(clause));
    }
    this.otherwise(children);
    const last = this.here;
    if (this.take('finally')) children.push(this.block(last));
    else if (!handled) throw new Fault(opener.start, opener.end, '"try" needs "except" or "finally" at its depth');
    return this.node('try', opener.start, children);
  }

  private context(): Tree {
    const opener = this.here;
    this.at++;
    const children: Tree[] = [];
    const grouped = this.is('(') && this.tokens[this.closeOf(this.at) + 1]?.text === ':';
    if (grouped) this.at++;
    for (;;) {
      children.push(grouped ? this.element() : this.test());
      if (this.take('as')) {
        const target = this.starred();
        this.assignable(target);
        children.push(this.assigned(target));
      }
      if (grouped && this.is('for')) children.push(...this.comprehension());
      if (!this.take(',') || (grouped && this.is(')'))) break;
    }
    if (grouped) this.want(')');
    children.push(this.block(opener));
    return this.node('statement', opener.start, children, 'with');
  }

  /** The index of the token that closes the bracket at an index. */
  private closeOf(from: number): number {
    let depth = 0;
    for (let at = from; at < this.tokens.length; at++) {
      const { type, text } = this.tokens[at] ?? { type: 'end', text: '' };
      if (type !== 'sign') continue;
      if (text === '(' || text === '[' || text === '{') depth++;
      else if ((text === ')' || text === ']' || text === '}') && --depth === 0) return at;
    }
    return this.tokens.length;
  }

  private definition(start: number): Tree {
    const opener = this.here;
    this.at++;
    const name = this.here;
    this.name();
    this.want('(');
    const annotations: Tree[] = [];
    const parameters = this.parameters(')', annotations);
    this.want(')');
    if (this.take('->')) annotations.push(this.expressions());
    const body = this.block(opener);
    const node = this.node('function', start, [body, ...annotations], name.text);
    return { ...node, start: name.start, end: name.end, parameters };
  }

  private parameters(close: string, annotations: Tree[]): Parameters {
    const result: Parameters = { positional: [], rest: false, needsNames: false, names: [] };
    let afterStar = false;
    while (!this.is(close)) {
      if (this.take('/')) {
        if (result.positional.length === 0) throw this.unexpected();
      } else if (this.take('**')) {
        result.names.push(this.annotated(close, annotations));
      } else if (this.take('*')) {
        if (afterStar) throw this.unexpected();
        afterStar = true;
        if (!this.is(',')) {
          result.rest = true;
          result.names.push(this.annotated(close, annotations));
        }
      } else this.parameter(close, annotations, result, afterStar);
      if (!this.take(',')) break;
    }
    return result;
  }

  private parameter(close: string, annotations: Tree[], into: Parameters, byName: boolean): void {
    const { here } = this;
    const name = this.annotated(close, annotations);
    const optional = this.take('=');
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
    const name = this.name();
    if (close === ')' && this.take(':')) annotations.push(this.starred());
    return name;
  }

  private classDefinition(start: number): Tree {
    const opener = this.here;
    this.at++;
    const name = this.name();
    const children = this.take('(') ? this.call() : [];
    children.push(this.block(opener));
    return this.node('class', start, children, name);
  }

  /** `match` is a name as well; it begins a statement when the line ends with `:` and the next begins with `case`. */
  private isMatch(): boolean {
    const next = this.peek();
    if (next === undefined || next.type === 'newline' || next.text === '=' || next.text === '.') return false;
    let at = this.at;
    while (this.tokens[at]?.type !== 'newline') if (++at >= this.tokens.length) return false;
    return (
      this.tokens[at - 1]?.text === ':' &&
      this.tokens[at + 1]?.type === 'indent' &&
      this.tokens[at + 2]?.text === 'case'
    );
  }

  private match(): Tree {
    const opener = this.here;
    this.at++;
    const children = [this.expressions()];
    this.want(':');
    this.at += 2;
    while (this.is('case')) {
      const clause = this.here;
      this.at++;
      const names: Tree[] = [];
      for (let depth = 0; depth > 0 || !this.is(':'); this.at++) {
        const { type, text, start, end } = this.here;
        if (type === 'newline' || type === 'end') throw this.unexpected();
        if ('([{'.includes(text) && text !== '') depth++;
        if (')]}'.includes(text) && text !== '') depth--;
        if (type === 'name' && !keywords.has(text)) names.push({ kind: 'name', start, end, children: [], text });
      }
      children.push({ kind: 'operation', start: clause.start, end: clause.end, children: names, text: 'case' });
      children.push(this.block(clause));
    }
    if (this.here.type !== 'dedent') throw this.unexpected();
    this.at++;
    return this.node('statement', opener.start, children, 'match');
  }

  /** Statements of one line. */
  private simple(): Tree[] {
    const result: Tree[] = [];
    for (;;) {
      result.push(this.small());
      const more = this.take(';');
      if (this.here.type === 'newline') {
        this.at++;
        return result;
      }
      if (this.here.type === 'end') return result;
      if (!more) throw this.misread();
    }
  }

  /** What stands behind a whole statement: a statement of Python 2, or one thing too many. */
  private misread(): Fault {
    const { before, here } = this;
    const first = before?.text ?? '';
    const line = this.tokens[this.at - 2]?.type;
    const begins =
      line === undefined || ['newline', 'indent', 'dedent'].includes(line) || this.tokens[this.at - 2]?.text === ':';
    if ((first === 'print' || first === 'exec') && begins && before !== undefined)
      return new Fault(before.start, before.end, `"${first}" is a function in Python 3: write ${first}(…)`);
    if (here.text === ':' && here.type === 'sign' && before !== undefined)
      return new Fault(
        here.start,
        here.end,
        'Unexpected ":"; no "if", "for", "def" or other word opens a block on this line',
      );
    return this.unexpected();
  }

  private small(): Tree {
    const { here } = this;
    const { start } = here;
    if (here.type === 'name') {
      switch (here.text) {
        case 'pass':
        case 'break':
        case 'continue':
          this.at++;
          return this.node('statement', start, [], here.text);
        case 'return':
          this.at++;
          return this.node('return', start, this.ends() ? [] : [this.expressions()]);
        case 'raise': {
          this.at++;
          const children = this.ends() ? [] : [this.test()];
          if (children.length > 0 && this.take('from')) children.push(this.test());
          return this.node('statement', start, children, 'raise');
        }
        case 'global':
        case 'nonlocal': {
          this.at++;
          const children: Tree[] = [];
          do
            children.push({
              kind: 'name',
              start: this.here.start,
              end: this.here.end,
              children: [],
              text: this.name(),
            });
          while (this.take(','));
          return this.node('statement', start, children, here.text);
        }
        case 'del': {
          this.at++;
          const target = this.expressions();
          this.assignable(target);
          return this.node('statement', start, [target], 'del');
        }
        case 'assert': {
          this.at++;
          const children = [this.test()];
          if (this.take(',')) children.push(this.test());
          return this.node('statement', start, children, 'assert');
        }
        case 'import':
        case 'from':
          return this.import();
      }
    }
    return this.assignment();
  }

  private ends(): boolean {
    return this.here.type === 'newline' || this.here.type === 'end' || this.is(';');
  }

  private dotted(): string {
    let name = this.name();
    while (this.take('.')) name += `.${this.name()}`;
    return name;
  }

  /** Children are the names it binds; `text` is the module, or modules joined by a blank. */
  private import(): Tree {
    const { start } = this.here;
    const bound: Tree[] = [];
    const bind = (name: string): void => {
      bound.push({ kind: 'name', start, end: this.before?.end ?? start, children: [], text: name });
    };
    if (this.take('import')) {
      const modules: string[] = [];
      do {
        const module = this.dotted();
        modules.push(module);
        bind(this.take('as') ? this.name() : (module.split('.', 1)[0] ?? ''));
      } while (this.take(','));
      return this.node('import', start, bound, modules.join(' '));
    }
    this.at++;
    let relative = false;
    while (this.is('.') || this.is('...')) {
      relative = true;
      this.at++;
    }
    const module = relative && this.is('import') ? '.' : this.dotted();
    this.want('import');
    if (this.take('*')) bind('*');
    else {
      const grouped = this.take('(');
      do {
        if (grouped && this.is(')')) break;
        const name = this.name();
        bind(this.take('as') ? this.name() : name);
      } while (this.take(','));
      if (grouped) this.want(')');
    }
    return this.node('import', start, bound, module);
  }

  private assignment(): Tree {
    const { start } = this.here;
    const first = this.expressions();
    if (this.here.type === 'sign' && augmented.has(this.here.text)) {
      this.assignable(first, true);
      this.at++;
      return this.node('assign', start, [first, this.expressions()], 'update');
    }
    if (this.is(':') && ['name', 'attribute', 'index'].includes(first.kind)) {
      // A colon that ends the line is a block without its word, not an annotation.
      if (this.peek()?.type === 'newline') return first;
      this.at++;
      const children = [first, this.test()];
      if (this.take('=')) children.push(this.expressions());
      return this.node('assign', start, children, 'annotated');
    }
    if (!this.is('=')) return first;
    const values = [first];
    while (this.take('=')) {
      this.assignable(values.at(-1) ?? first);
      values.push(this.expressions());
    }
    return this.node('assign', start, values, '=');
  }

  /** Throws unless a value can be given to this. */
  private assignable(target: Tree, single = false): void {
    const { kind, start, end, children } = target;
    if (kind === 'name' || kind === 'attribute' || kind === 'index') return;
    if (!single && (kind === 'tuple' || kind === 'list' || kind === 'star')) {
      for (const child of children) this.assignable(child);
      return;
    }
    const line = this.text.indexOf('\n', start);
    throw new Fault(
      start,
      Math.max(start + 1, line < 0 ? end : Math.min(end, line)),
      'Nothing can be assigned to this',
    );
  }

  /** Expressions between commas; one alone is itself. */
  private expressions(): Tree {
    const { start } = this.here;
    const first = this.starred();
    if (!this.is(',')) return first;
    const children = [first];
    while (this.take(',')) {
      if (!this.begins()) break;
      children.push(this.starred());
    }
    return this.node('tuple', start, children);
  }

  /** True where an expression may begin. */
  private begins(): boolean {
    const { type, text } = this.here;
    if (type === 'number' || type === 'string') return true;
    if (type === 'name') return !keywords.has(text) || /^(True|False|None|not|lambda|await|yield)$/.test(text);
    return type === 'sign' && /^([-+~*([{]|\.\.\.)$/.test(text);
  }

  private starred(): Tree {
    const { start } = this.here;
    if (this.take('*')) return this.node('star', start, [this.operation()]);
    if (this.is('yield')) return this.yield();
    return this.test();
  }

  private yield(): Tree {
    const { start } = this.here;
    this.at++;
    if (this.take('from')) return this.node('operation', start, [this.test()], 'yield');
    const children = this.begins() ? [this.expressions()] : [];
    return this.node('operation', start, children, 'yield');
  }

  /** Where `name := value` may stand. */
  private named(): Tree {
    const value = this.starred();
    if (!this.is(':=')) return value;
    if (value.kind !== 'name') throw this.unexpected();
    this.at++;
    return this.node('assign', value.start, [value, this.test()], ':=');
  }

  /** An item in brackets. */
  private element(): Tree {
    const { beforeIn } = this;
    this.beforeIn = false;
    const value = this.named();
    this.beforeIn = beforeIn;
    return value;
  }

  private test(): Tree {
    if (++this.depth > deepest) throw new Unsure();
    const { start } = this.here;
    let result: Tree;
    if (this.take('lambda')) {
      const children: Tree[] = [];
      const parameters = this.parameters(':', children);
      this.want(':');
      children.push(this.test());
      result = { ...this.node('lambda', start, children), parameters };
    } else {
      result = this.operation();
      if (this.is('if')) {
        const word = this.here;
        this.at++;
        const condition = this.operation();
        if (!this.is('else')) throw new Fault(word.start, word.end, 'An "if" inside an expression needs an "else"');
        this.at++;
        result = this.node('operation', start, [result, condition, this.test()], 'if');
      }
    }
    this.depth--;
    return result;
  }

  private operation(): Tree {
    const { start } = this.here;
    const children = [this.unary()];
    const operators: string[] = [];
    for (;;) {
      const { type, text } = this.here;
      if (type !== 'sign' && type !== 'name') break;
      if (text === '<' && this.peek()?.text === '>' && this.peek()?.start === this.here.end)
        throw new Fault(this.here.start, this.here.end + 1, '"<>" is Python 2; write "!="');
      if (text === 'in' && this.beforeIn) break;
      if (text === 'not' && this.peek()?.text === 'in') this.at++;
      else if (!binary.has(text)) break;
      const operator = this.here.text;
      this.at++;
      if (operator === 'is') this.take('not');
      operators.push(operator);
      children.push(this.unary());
    }
    const [only] = children;
    return operators.length === 0 && only !== undefined
      ? only
      : this.node('operation', start, children, operators.join(' '));
  }

  private unary(): Tree {
    const { start } = this.here;
    let signs = 0;
    while (this.is('not') || this.is('-') || this.is('+') || this.is('~')) {
      this.at++;
      signs++;
    }
    const waits = this.take('await');
    const value = this.primary();
    return signs > 0 || waits ? this.node('operation', start, [value], waits ? 'await' : '-') : value;
  }

  private primary(): Tree {
    const { start } = this.here;
    let value = this.atom();
    for (let links = 0; ; links++) {
      if (links > longestChain) throw new Unsure();
      if (this.take('.')) {
        const name = this.name();
        value = this.node('attribute', start, [value], name);
      } else if (this.take('(')) value = this.node('call', start, [value, ...this.call()]);
      else if (this.take('[')) {
        const index = this.subscript();
        this.want(']');
        value = this.node('index', start, [value, index]);
      } else return value;
    }
  }

  /** Arguments and the closing parenthesis. */
  private call(): Tree[] {
    const result: Tree[] = [];
    let named: Token | undefined;
    while (!this.is(')')) {
      const { here } = this;
      if (this.take('**')) {
        named = here;
        result.push(this.node('star', here.start, [this.element()]));
      } else if (
        here.type === 'name' &&
        !keywords.has(here.text) &&
        this.peek()?.text === '=' &&
        this.peek()?.type === 'sign'
      ) {
        this.at += 2;
        named ??= here;
        result.push(this.node('keyword', here.start, [this.element()], here.text));
      } else {
        const value = this.element();
        result.push(value, ...(this.is('for') || this.is('async') ? this.comprehension() : []));
        if (named !== undefined && value.kind !== 'star')
          throw new Fault(here.start, here.end, `Arguments without a name come before those with one`);
      }
      if (!this.take(',')) break;
    }
    this.want(')');
    return result;
  }

  private subscript(): Tree {
    const { start } = this.here;
    const { beforeIn } = this;
    this.beforeIn = false;
    const children: Tree[] = [];
    let slices = false;
    do {
      if (this.is(']')) break;
      if (!this.is(':')) children.push(this.named());
      for (let colons = 0; colons < 2 && this.take(':'); colons++) {
        slices = true;
        if (this.begins()) children.push(this.test());
      }
    } while (this.take(','));
    this.beforeIn = beforeIn;
    if (children.length === 0 && !slices) throw this.unexpected();
    const [only] = children;
    return children.length === 1 && !slices && only !== undefined ? only : this.node('tuple', start, children);
  }

  private comprehension(): Tree[] {
    const result: Tree[] = [];
    const { beforeIn } = this;
    while (this.is('for') || this.is('async')) {
      this.take('async');
      this.want('for');
      const target = this.targets();
      this.want('in');
      this.beforeIn = false;
      result.push(this.assigned(target), this.operation());
      while (this.take('if')) result.push(this.is('lambda') ? this.test() : this.operation());
      this.beforeIn = beforeIn;
    }
    return result;
  }

  private atom(): Tree {
    const { here } = this;
    const { start } = here;
    if (here.type === 'name') {
      if (/^(True|False|None)$/.test(here.text)) {
        this.at++;
        return this.node('constant', start, [], here.text);
      }
      const name = this.name();
      return this.node('name', start, [], name);
    }
    if (here.type === 'number') {
      this.at++;
      return this.node('constant', start, [], here.text);
    }
    if (here.type === 'string') return this.string();
    if (this.take('...')) return this.node('constant', start, [], '...');
    if (this.take('(')) return this.group(start);
    if (this.take('[')) {
      const children = this.items(']');
      this.want(']');
      return this.node('list', start, children);
    }
    if (this.take('{')) return this.braces(start);
    throw this.unexpected();
  }

  private group(start: number): Tree {
    if (this.take(')')) return this.node('tuple', start, []);
    const count = this.at;
    const children = this.items(')');
    const comma = this.before?.text === ',' || this.at === count;
    this.want(')');
    const [only] = children;
    if (children.length === 1 && !comma && only !== undefined) return { ...only, start };
    return this.node('tuple', start, children);
  }

  private items(close: string): Tree[] {
    const children: Tree[] = [];
    const { start } = this.here;
    while (!this.is(close)) {
      children.push(this.element());
      if (children.length === 1 && (this.is('for') || this.is('async')))
        return [this.node('comprehension', start, [...children, ...this.comprehension()])];
      if (!this.take(',')) break;
    }
    return children;
  }

  private braces(start: number): Tree {
    const { beforeIn } = this;
    this.beforeIn = false;
    const children: Tree[] = [];
    let pairs: boolean | undefined;
    while (!this.is('}')) {
      const from = this.here.start;
      if (this.take('**')) {
        children.push(this.node('star', from, [this.operation()]));
        pairs = true;
      } else {
        const key = this.named();
        if (pairs ?? this.is(':')) {
          const colon = this.here;
          if (!this.take(':'))
            throw new Fault(
              key.start,
              Math.max(key.start + 1, key.end),
              'A value is missing: this key has no ":" behind it',
            );
          if (this.is(',') || this.is('}')) throw new Fault(colon.start, colon.end, 'No value stands behind this ":"');
          children.push(this.node('pair', from, [key, this.test()]));
          pairs = true;
        } else {
          children.push(key);
          pairs = false;
        }
      }
      if (children.length === 1 && (this.is('for') || this.is('async'))) {
        const inner = [...children, ...this.comprehension()];
        this.beforeIn = beforeIn;
        this.want('}');
        return this.node('comprehension', start, inner);
      }
      if (!this.take(',')) break;
    }
    this.beforeIn = beforeIn;
    this.want('}');
    return this.node(pairs === false ? 'list' : 'dict', start, children);
  }

  private string(): Tree {
    const { start } = this.here;
    const children: Tree[] = [];
    let text = '';
    let plain = true;
    for (; this.here.type === 'string'; this.at++) {
      const head = /^([a-zA-Z]*)("""|'''|"|')/.exec(this.here.text);
      const [whole = '', prefix = '', quote = ''] = head ?? [];
      const content = this.here.text.slice(whole.length, -quote.length);
      if (/f/i.test(prefix)) {
        plain = false;
        children.push(...this.fields(content, this.here.start + whole.length, /r/i.test(prefix)));
      } else if (content.includes('\\') && !/r/i.test(prefix)) plain = false;
      text += content;
    }
    const node = this.node(plain ? 'text' : 'operation', start, children, plain ? text : 'text');
    return node;
  }

  /** The expressions between the braces of an f-string. */
  private fields(content: string, offset: number, raw: boolean, depth = 0): Tree[] {
    const result: Tree[] = [];
    for (let at = 0; at < content.length; at++) {
      const here = content.charAt(at);
      if (here === '\\' && !raw) {
        at++;
        if (content.startsWith('N{', at)) at = Math.max(at, content.indexOf('}', at));
      } else if (here === '}') {
        if (content.charAt(at + 1) !== '}')
          throw new Fault(
            offset + at,
            offset + at + 1,
            'This "}" closes nothing; a brace in an f-string is written "}}"',
          );
        at++;
      } else if (here === '{' && content.charAt(at + 1) === '{') at++;
      else if (here === '{') {
        const end = fieldEnd(content, at + 1);
        const code = content.slice(at + 1, end);
        const close = closeOfField(content, end);
        if (close < 0)
          throw new Fault(
            offset + at,
            offset + at + 1,
            'This "{" is never closed; a brace in an f-string is written "{{"',
          );
        if (code.trim() === '')
          throw new Fault(
            offset + at,
            offset + at + 1,
            'Nothing stands behind this "{"; a brace in an f-string is written "{{"',
          );
        result.push(...this.field(code, offset + at + 1));
        const format = content.indexOf(':', end);
        if (depth < 2 && format >= 0 && format < close && content.slice(format, close).includes('{'))
          result.push(...this.fields(content.slice(format + 1, close), offset + format + 1, raw, depth + 1));
        at = close;
      }
    }
    return result;
  }

  private field(code: string, offset: number): Tree[] {
    // Parentheses, because a field may hold line breaks.
    const { tokens, fault } = tokensOf(`(${code})`);
    const names = (): Tree[] =>
      [...code.matchAll(/[A-Za-z_]\w*/g)].map(({ 0: name, index }) => ({
        kind: 'name',
        start: offset + index,
        end: offset + index + name.length,
        children: [],
        text: name,
      }));
    if (fault !== undefined) return names();
    try {
      return new Reader(tokens, code, undefined).script().children.map((child) => moved(child, offset - 1));
    } catch (thrown) {
      if (!(thrown instanceof Fault)) throw thrown;
      return names();
    }
  }
}

/** Where the expression of a field ends: before its conversion, format or closing brace. */
function fieldEnd(content: string, from: number): number {
  let depth = 0;
  for (let at = from; at < content.length; at++) {
    const here = content.charAt(at);
    if (here === "'" || here === '"') {
      const quote = content.startsWith(here.repeat(3), at) ? here.repeat(3) : here;
      const close = content.indexOf(quote, at + quote.length);
      if (close < 0) return content.length;
      at = close + quote.length - 1;
    } else if ('([{'.includes(here)) depth++;
    else if (here === ')' || here === ']' || (here === '}' && depth > 0)) depth--;
    else if (depth === 0) {
      if (here === '}' || here === ':') return at;
      if (here === '!' && content.charAt(at + 1) !== '=') return at;
      if (here === '=' && /^=\s*[}:!]/.test(content.slice(at, at + 12))) return at;
    }
  }
  return content.length;
}

/** The brace that closes a field whose expression ends at an index; -1 when none does. */
function closeOfField(content: string, from: number): number {
  let depth = 0;
  for (let at = from; at < content.length; at++) {
    const here = content.charAt(at);
    if (here === '{') {
      depth++;
      at = fieldEnd(content, at + 1) - 1;
    } else if (here === '}' && depth-- === 0) return at;
  }
  return -1;
}

function moved(tree: Tree, by: number): Tree {
  return {
    ...tree,
    start: tree.start + by,
    end: tree.end + by,
    children: tree.children.map((child) => moved(child, by)),
  };
}

function quoted({ text, type }: Token): string {
  return type === 'string' ? 'the text' : `"${text.split('\n', 1)[0]?.slice(0, 40)}"`;
}
