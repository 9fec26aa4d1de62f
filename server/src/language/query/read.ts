/**
 * Reads an advanced query of AWS Config: `SELECT … WHERE … GROUP BY … ORDER BY …`, a small part of SQL.
 *
 * Names have places; the rest is only as much as tells what is wrong. See
 * https://docs.aws.amazon.com/config/latest/developerguide/query-components.html.
 */

import type { Range } from '../problem.ts';

export interface Token extends Range {
  type: 'name' | 'text' | 'number' | 'sign';
  text: string;
}

export interface QueryTree {
  tokens: Token[];
  faults: (Range & { message: string; replacement?: string })[];
  /** Properties, with the places of their names. */
  paths: Token[];
  /** The types that the condition leaves; undefined when it does not say. */
  types: Token[] | undefined;
  /** Every type that `resourceType` is compared with. */
  compared: Token[];
}

/** Words of the language; they are no properties. */
export const queryWords = [
  'SELECT',
  'WHERE',
  'GROUP',
  'ORDER',
  'BY',
  'AND',
  'OR',
  'NOT',
  'IN',
  'BETWEEN',
  'LIKE',
  'AS',
  'ASC',
  'DESC',
  'FROM',
  'HAVING',
  'COUNT',
  'SUM',
  'MIN',
  'MAX',
  'AVG',
  'TRUE',
  'FALSE',
  'NULL',
  'IS',
] as const;

const words = new Set<string>(queryWords);
const refused = ['JOIN', 'DISTINCT', 'LIMIT', 'UNION', 'HAVING', 'FROM'];

export function isWord({ type, text }: Token, ...wanted: string[]): boolean {
  return type === 'name' && wanted.includes(text.toUpperCase());
}

export function readQuery(text: string): QueryTree {
  const faults: QueryTree['faults'] = [];
  const tokens = tokensOf(text, faults);
  const [first] = tokens;
  if (first !== undefined && !isWord(first, 'SELECT'))
    faults.push({ ...placeOf(first), message: 'A query begins with SELECT' });
  for (const token of tokens) {
    if (isWord(token, ...refused) && !isProperty(text, token))
      faults.push({ ...placeOf(token), message: `Queries of AWS Config have no ${token.text.toUpperCase()}` });
  }
  clauses(tokens, faults);
  brackets(tokens, faults);
  const aliases = new Set(
    tokens.flatMap((token, i) => (tokens[i - 1] && isWord(tokens[i - 1] as Token, 'AS') ? [token] : [])),
  );
  const paths = tokens.filter(
    (token) => token.type === 'name' && !words.has(token.text.toUpperCase()) && !aliases.has(token),
  );
  const names = new Set([...aliases].map((alias) => alias.text));
  return { tokens, faults, paths: paths.filter((path) => !names.has(path.text)), ...typesOf(tokens) };
}

function isProperty(text: string, { start, end }: Range): boolean {
  return text[start - 1] === '.' || text[end] === '.';
}

function placeOf({ start, end }: Range): Range {
  return { start, end };
}

function tokensOf(text: string, faults: QueryTree['faults']): Token[] {
  const tokens: Token[] = [];
  const pattern =
    /\s+|--[^\n]*|('(?:[^']|'')*'|"[^"]*")|(-?\d+(?:\.\d+)?\b)|([A-Za-z_][\w:/-]*(?:\.[\w*:/-]+)*\.?)|(<=|>=|<>|!=|[=<>(),*;])|([\s\S])/g;
  for (const { 0: all, index, 1: quoted, 2: number, 3: name, 4: sign, 5: odd } of text.matchAll(pattern)) {
    const place = { start: index, end: index + all.length };
    if (quoted !== undefined) tokens.push({ type: 'text', text: quoted.slice(1, -1), ...place });
    else if (number !== undefined) tokens.push({ type: 'number', text: number, ...place });
    else if (name !== undefined) tokens.push({ type: 'name', text: name, ...place });
    else if (sign !== undefined) tokens.push({ type: 'sign', text: sign, ...place });
    else if (odd !== undefined) {
      const unclosed = odd === "'" || odd === '"';
      faults.push({
        ...place,
        message: unclosed ? `The text is not closed: ${odd} is missing` : `"${odd}" means nothing in a query`,
      });
      if (unclosed) return tokens;
    }
  }
  return tokens;
}

/** What each clause needs behind its word. */
function clauses(tokens: readonly Token[], faults: QueryTree['faults']): void {
  for (const [i, token] of tokens.entries()) {
    const next = tokens[i + 1];
    if (isWord(token, 'GROUP', 'ORDER') && !(next && isWord(next, 'BY')))
      faults.push({ ...placeOf(token), message: `Expected BY behind ${token.text.toUpperCase()}` });
    const needs = isWord(token, 'SELECT', 'WHERE', 'AND', 'OR', 'BY') || token.text === ',';
    if (
      needs &&
      (next === undefined ||
        isWord(next, 'WHERE', 'GROUP', 'ORDER', 'AND', 'OR', 'FROM') ||
        next.text === ')' ||
        next.text === ',')
    )
      faults.push({ ...placeOf(token), message: `Something is missing behind "${token.text}"` });
    const compares = token.type === 'sign' && /^(?:=|!=|<>|[<>]=?)$/.test(token.text);
    if (compares && next?.text === '=' && next.start === token.end)
      faults.push({ ...placeOf(token), end: next.end, message: `Queries compare with one "="` });
    else if (tokens[i - 1]?.text === '=' && tokens[i - 1]?.end === token.start) continue;
    else if (
      compares &&
      !(next?.type === 'text' || next?.type === 'number' || (next && isWord(next, 'TRUE', 'FALSE', 'NULL')))
    )
      faults.push({
        ...placeOf(token),
        message: `Expected a value behind "${token.text}": a text in quotes, a number, true or false`,
      });
    if (isWord(token, 'IN') && next?.text !== '(')
      faults.push({ ...placeOf(token), message: 'Expected a list in parentheses behind IN' });
  }
}

function brackets(tokens: readonly Token[], faults: QueryTree['faults']): void {
  const open: Token[] = [];
  for (const token of tokens) {
    if (token.text === '(' && token.type === 'sign') open.push(token);
    else if (token.text === ')' && token.type === 'sign' && open.pop() === undefined)
      faults.push({ ...placeOf(token), message: '")" closes nothing' });
  }
  for (const token of open) faults.push({ ...placeOf(token), message: '"(" is not closed: ")" is missing' });
}

/** The types of the condition: certain only where nothing is joined by OR or turned around by NOT. */
function typesOf(tokens: readonly Token[]): Pick<QueryTree, 'types' | 'compared'> {
  const compared: Token[] = [];
  let types: Token[] | undefined;
  for (const [i, token] of tokens.entries()) {
    if (token.type !== 'name' || token.text.toLowerCase() !== 'resourcetype') continue;
    const operator = tokens[i + 1];
    const found: Token[] = [];
    if (operator?.text === '=' || operator?.text === '!=' || operator?.text === '<>')
      found.push(...tokens.slice(i + 2, i + 3));
    else if (operator && isWord(operator, 'IN'))
      for (let j = i + 3; j < tokens.length && tokens[j]?.text !== ')'; j++)
        if (tokens[j]?.type === 'text') found.push(tokens[j] as Token);
    const texts = found.filter(({ type }) => type === 'text');
    compared.push(...texts);
    if (texts.length > 0 && (operator?.text === '=' || (operator && isWord(operator, 'IN')))) types = texts;
  }
  const certain = !tokens.some((token) => isWord(token, 'OR', 'NOT'));
  return { compared, types: certain ? types : undefined };
}
