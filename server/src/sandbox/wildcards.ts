/** Matches with wildcards, in a time that no pattern can draw out. */

/** Whether a text is like a pattern, in which `many` stands for any characters and `one` for a single one. */
export function isLike(text: string, pattern: string, many = '*', one = '?'): boolean {
  let [at, place] = [0, 0];
  let [star, tried] = [-1, 0];
  while (at < text.length) {
    const sign = pattern[place];
    if (sign === many) {
      star = place++;
      tried = at;
    } else if (sign === one || sign === text[at]) {
      place++;
      at++;
    } else if (star >= 0) {
      // The last wildcard takes one character more.
      place = star + 1;
      at = ++tried;
    } else return false;
  }
  while (pattern[place] === many) place++;
  return place === pattern.length;
}
