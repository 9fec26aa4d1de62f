/** Reads the expressions inside an f-string of Python. */

import { Fault } from './fault.ts';
import { Cursor } from './pythonCursor.ts';
import { Expressions } from './pythonExpressions.ts';
import type { Tree } from './pythonNodes.ts';
import { tokensOf } from './pythonTokens.ts';

/** The expressions between the braces of an f-string. */
export function fields(content: string, offset: number, raw: boolean, depth = 0): Tree[] {
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
      result.push(...field(code, offset + at + 1));
      const format = content.indexOf(':', end);
      if (depth < 2 && format >= 0 && format < close && content.slice(format, close).includes('{'))
        result.push(...fields(content.slice(format + 1, close), offset + format + 1, raw, depth + 1));
      at = close;
    }
  }
  return result;
}

function field(code: string, offset: number): Tree[] {
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
    const cursor = new Cursor(tokens, code, undefined);
    const value = new Expressions(cursor).expressions();
    return cursor.ends() ? [moved(value, offset - 1)] : names();
  } catch (thrown) {
    if (!(thrown instanceof Fault)) throw thrown;
    return names();
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
