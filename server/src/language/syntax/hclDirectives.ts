/**
 * Directives in texts of Terraform: `%{ if … }` to `%{ endif }` and `%{ for … }` to `%{ endfor }`.
 *
 * What stands between them may be there once, often or not at all, so all of it is one hole in the text around it: inside
 * of a line a piece of a text, and over whole lines an entry of the list or map that its first line belongs to.
 * https://developer.hashicorp.com/terraform/language/expressions/strings#directives
 */

/** A stretch of the source from the directive that opens to the one that closes, both included. */
export interface Region {
  end: number;
  /** Where its first word stands that is no directive; undefined where it holds none. */
  content: number | undefined;
}

const directive = /^%\{~?\s*(if|for|else|endif|endfor)\b/;

/**
 * The region that the directive at `start` opens.
 * @param behind where a directive that begins at an offset has ended
 * @param limit where the text ends
 * @returns undefined where nothing closes it, or where it opens nothing
 */
export function regionAt(
  source: string,
  start: number,
  limit: number,
  behind: (source: string, at: number) => number,
): Region | undefined {
  const open: string[] = [];
  let content: number | undefined;
  for (let at = start; at < limit; ) {
    if (source.startsWith('%{', at) && source.charAt(at - 1) !== '%') {
      const end = behind(source, at);
      const word = directive.exec(source.slice(at, end))?.[1];
      if (word === 'if' || word === 'for') open.push(word);
      else if (word === undefined || open.length === 0) return undefined;
      else if (word !== 'else' && `end${open.pop()}` !== word) return undefined;
      if (open.length === 0) return end > limit ? undefined : { end, content };
      at = end;
    } else {
      if (content === undefined && source.charAt(at).trim() !== '') content = at;
      at++;
    }
  }
  return undefined;
}
