/** The place up to which a Python script is read, and the steps forward from it. */

import { Fault, Unsure } from './fault.ts';
import type { Tree } from './pythonNodes.ts';
import type { Token } from './pythonTokens.ts';

export const keywords = new Set(
  (
    'False None True and as assert async await break class continue def del elif else except finally for from global ' +
    'if import in is lambda nonlocal not or pass raise return try while with yield'
  ).split(' '),
);
const deepest = 90;

export class Cursor {
  at = 0;
  readonly tokens: readonly Token[];
  readonly text: string;
  /** Why the tokens end before the script does. */
  private readonly cut: Fault | undefined;
  private depth = 0;

  constructor(tokens: readonly Token[], text: string, cut: Fault | undefined) {
    this.tokens = tokens;
    this.text = text;
    this.cut = cut;
  }

  get here(): Token {
    const token = this.tokens[this.at];
    if (token !== undefined) return token;
    if (this.cut !== undefined) throw this.cut;
    return { type: 'end', text: '', start: this.text.length, end: this.text.length };
  }

  is(text: string): boolean {
    const { here } = this;
    return here.text === text && (here.type === 'sign' || here.type === 'name');
  }

  hasType(type: Token['type']): boolean {
    return this.here.type === type;
  }

  take(text: string): boolean {
    if (!this.is(text)) return false;
    this.at++;
    return true;
  }

  peek(ahead = 1): Token | undefined {
    return this.tokens[this.at + ahead];
  }

  get before(): Token | undefined {
    return this.tokens[this.at - 1];
  }

  unexpected(): Fault {
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

  want(text: string): Token {
    const { here } = this;
    if (!this.take(text)) throw this.unexpected();
    return here;
  }

  name(): string {
    const { here } = this;
    if (here.type !== 'name' || keywords.has(here.text)) throw this.unexpected();
    this.at++;
    return here.text;
  }

  node(kind: Tree['kind'], start: number, children: Tree[], text = ''): Tree {
    return { kind, start, end: this.before?.end ?? start, children, text };
  }

  ends(): boolean {
    return this.here.type === 'newline' || this.here.type === 'end' || this.is(';');
  }

  /** True where an expression may begin. */
  begins(): boolean {
    const { type, text } = this.here;
    if (type === 'number' || type === 'string') return true;
    if (type === 'name') return !keywords.has(text) || /^(True|False|None|not|lambda|await|yield)$/.test(text);
    return type === 'sign' && /^([-+~*([{]|\.\.\.)$/.test(text);
  }

  /** Reads something that may hold more of its kind, down to a depth that the stack can bear. */
  nested<T>(read: () => T): T {
    if (++this.depth > deepest) throw new Unsure();
    const result = read();
    this.depth--;
    return result;
  }
}

function quoted({ text, type }: Token): string {
  return type === 'string' ? 'the text' : `"${text.split('\n', 1)[0]?.slice(0, 40)}"`;
}
