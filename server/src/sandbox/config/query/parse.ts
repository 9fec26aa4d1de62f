/**
 * The query language of AWS Config, the subset of SQL that its guide describes: SELECT of properties and aggregates, WHERE
 * with comparisons, IN, LIKE, BETWEEN, AND, OR, NOT and brackets, GROUP BY and ORDER BY.
 */

export type Literal = string | number | boolean | null;

export type Condition =
  | { type: 'and' | 'or'; parts: Condition[] }
  | { type: 'not'; part: Condition }
  | { type: 'compare'; field: string; operator: string; value: Literal }
  | { type: 'in'; field: string; values: Literal[] }
  | { type: 'like'; field: string; pattern: string }
  | { type: 'between'; field: string; from: Literal; to: Literal };

export interface Selected {
  /** As it is written, which names it in the results. */
  name: string;
  field: string;
  aggregate?: string;
}

export interface Query {
  select: Selected[];
  where?: Condition;
  groupBy: string[];
  orderBy: { name: string; descending: boolean }[];
}

export interface QueryFault {
  fault: string;
}

class Unexpected extends Error {}

const token =
  /\s*(?:('(?:[^']|'')*')|(-?\d+(?:\.\d+)?)(?![\w.])|([A-Za-z_][\w:@-]*(?:\.[\w:@*-]+)*)|(<>|!=|<=|>=|[=<>(),*]))/y;

/** Reads a query; what is wrong with it comes back as a fault. */
export function parseQuery(text: string): Query | QueryFault {
  try {
    return new Parser(tokens(text)).query();
  } catch (error) {
    if (error instanceof Unexpected) return { fault: error.message };
    throw error;
  }
}

function tokens(text: string): string[] {
  const found: string[] = [];
  token.lastIndex = 0;
  while (text.slice(token.lastIndex).trim() !== '') {
    const from = token.lastIndex;
    const match = token.exec(text);
    if (match === null) throw new Unexpected(`Error at position ${from}: cannot read ${text.slice(from, from + 20)}`);
    found.push(match[0].trim());
  }
  return found;
}

const aggregates = new Set(['COUNT', 'MIN', 'MAX', 'SUM', 'AVG']);
const deepest = 50;

class Parser {
  private readonly list: string[];
  private at = 0;
  private depth = 0;

  constructor(list: string[]) {
    this.list = list;
  }

  query(): Query {
    this.expect('SELECT');
    const select = this.several(() => this.selected());
    const where = this.takes('WHERE') ? this.either() : undefined;
    let groupBy: string[] = [];
    if (this.takes('GROUP')) {
      this.expect('BY');
      groupBy = this.several(() => this.field());
    }
    let orderBy: Query['orderBy'] = [];
    if (this.takes('ORDER')) {
      this.expect('BY');
      orderBy = this.several(() => {
        const { name } = this.selected();
        return { name, descending: this.takes('DESC') || (this.takes('ASC') && false) };
      });
    }
    if (this.at < this.list.length) throw this.unexpected();
    const plain = select.find(({ aggregate, field }) => aggregate === undefined && !groupBy.includes(field));
    const grouped = groupBy.length > 0 || select.some(({ aggregate }) => aggregate !== undefined);
    if (grouped && plain !== undefined)
      throw new Unexpected(`${plain.name} has to stand in GROUP BY, or inside an aggregate function`);
    return { select, groupBy, orderBy, ...(where !== undefined && { where }) };
  }

  private selected(): Selected {
    const word = this.peek();
    if (word === '*') {
      this.at++;
      return { name: '*', field: '*' };
    }
    if (aggregates.has(word.toUpperCase()) && this.list[this.at + 1] === '(') {
      this.at += 2;
      const field = this.takes('*') ? '*' : this.field();
      this.expect(')');
      const aggregate = word.toUpperCase();
      return { name: `${aggregate}(${field})`, field, aggregate };
    }
    const field = this.field();
    return { name: field, field };
  }

  private either(): Condition {
    const parts = [this.both()];
    while (this.takes('OR')) parts.push(this.both());
    return parts.length === 1 ? (parts[0] as Condition) : { type: 'or', parts };
  }

  private both(): Condition {
    const parts = [this.one()];
    while (this.takes('AND')) parts.push(this.one());
    return parts.length === 1 ? (parts[0] as Condition) : { type: 'and', parts };
  }

  private one(): Condition {
    if (++this.depth > deepest) throw new Unexpected('The query is nested too deep');
    try {
      if (this.takes('NOT')) return { type: 'not', part: this.one() };
      if (this.takes('(')) {
        const inner = this.either();
        this.expect(')');
        return inner;
      }
      return this.comparison(this.field());
    } finally {
      this.depth--;
    }
  }

  private comparison(field: string): Condition {
    if (this.takes('NOT')) {
      const word = this.peek().toUpperCase();
      if (word !== 'IN' && word !== 'LIKE' && word !== 'BETWEEN') throw this.unexpected();
      return { type: 'not', part: this.comparison(field) };
    }
    if (this.takes('IN')) {
      this.expect('(');
      const values = this.several(() => this.literal());
      this.expect(')');
      return { type: 'in', field, values };
    }
    if (this.takes('LIKE')) return { type: 'like', field, pattern: String(this.literal()) };
    if (this.takes('BETWEEN')) {
      const from = this.literal();
      this.expect('AND');
      return { type: 'between', field, from, to: this.literal() };
    }
    const operator = this.peek();
    if (!/^(?:=|<>|!=|<=|>=|<|>)$/.test(operator)) throw this.unexpected();
    this.at++;
    return { type: 'compare', field, operator, value: this.literal() };
  }

  private literal(): Literal {
    const word = this.peek();
    this.at++;
    if (word.startsWith("'")) return word.slice(1, -1).replaceAll("''", "'");
    if (/^-?\d/.test(word)) return Number(word);
    if (/^(?:true|false)$/i.test(word)) return word.toLowerCase() === 'true';
    if (/^null$/i.test(word)) return null;
    this.at--;
    throw this.unexpected();
  }

  private field(): string {
    const word = this.peek();
    if (!/^[A-Za-z_]/.test(word) || /^(?:SELECT|WHERE|FROM|GROUP|ORDER|BY|AND|OR|NOT)$/i.test(word))
      throw this.unexpected();
    this.at++;
    return word;
  }

  private several<T>(read: () => T): T[] {
    const list = [read()];
    while (this.takes(',')) list.push(read());
    return list;
  }

  private peek(): string {
    return this.list[this.at] ?? '';
  }

  private takes(word: string): boolean {
    if (this.peek().toUpperCase() !== word) return false;
    this.at++;
    return true;
  }

  private expect(word: string): void {
    if (!this.takes(word)) throw this.unexpected(word);
  }

  private unexpected(wanted?: string): Unexpected {
    const found = this.peek() === '' ? 'the end' : this.peek();
    return new Unexpected(`Unexpected ${found}${wanted === undefined ? '' : `, where ${wanted} was expected`}`);
  }
}
