/**
 * What the indentation of a JSON text tells about its brackets: where one is missing, or is too many, only the layout knows
 * which one was meant. Used for broken texts alone, and only where most of the text is laid out as tools do it.
 */

/** The indentation of the line that an offset is in. */
export function lineIndent(text: string, offset: number): number {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  let at = start;
  while (/[ \t]/.test(text.charAt(at))) at++;
  return at - start;
}

/** The same for what begins its line; undefined behind something else. */
export function indentOf(text: string, offset: number): number | undefined {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  return text.slice(start, offset).trim() === '' ? offset - start : undefined;
}

/** True when most brackets that begin a line stand below the line that opened them. */
export function isLaidOut(text: string): boolean {
  const above: { indent: number; end: string }[] = [];
  let closers = 0;
  let regular = 0;
  for (const line of text.split('\n')) {
    const solid = line.trim();
    if (solid === '') continue;
    const indent = line.indexOf(solid.charAt(0));
    while ((above.at(-1)?.indent ?? -1) > indent) above.pop();
    const opener = above.at(-1);
    const closer = /^[}\]]/.exec(solid)?.[0];
    if (closer !== undefined) {
      closers++;
      if (opener?.indent === indent && opener.end === (closer === '}' ? '{' : '[')) regular++;
    }
    if (opener?.indent === indent) above.pop();
    above.push({ indent, end: solid.charAt(solid.length - 1) });
  }
  return regular >= 2 && regular * 2 > closers;
}
