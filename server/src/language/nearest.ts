/** "Did you mean": the nearest of some names to one that is not among them. */

/** The nearest name, or undefined when none is near enough to be what was meant. */
export function nearest(word: string, names: Iterable<string>): string | undefined {
  const lower = word.toLowerCase();
  let best: string | undefined;
  // Up to a third of the letters may be wrong: enough for a slip, too little for another word.
  let bound = Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const name of names) {
    if (name.toLowerCase() === lower) return name;
    if (Math.abs(name.length - word.length) >= bound) continue;
    const distance = editDistance(lower, name.toLowerCase(), bound);
    if (distance < bound) {
      bound = distance;
      best = name;
    }
  }
  return best;
}

/** True when a word is a slip of another one: a few letters wrong, in whatever case. */
export function isSlip(word: string, name: string, most = 3): boolean {
  return editDistance(word.toLowerCase(), name.toLowerCase(), most + 1) <= most;
}

/** Edits between two words (insert, delete, replace, swap of neighbours); `bound` when there are at least that many. */
function editDistance(a: string, b: string, bound: number): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const same = a.charCodeAt(i - 1) === b.charCodeAt(j - 1);
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
      const swapped =
        i > 1 && j > 1 && a.charCodeAt(i - 1) === b.charCodeAt(j - 2) && a.charCodeAt(i - 2) === b.charCodeAt(j - 1);
      if (swapped) cost = Math.min(cost, (before[j - 2] ?? 0) + 1);
      row.push(cost);
      least = Math.min(least, cost);
    }
    if (least >= bound) return bound;
    before = last;
    last = row;
  }
  return last[b.length] ?? bound;
}

/** Names for a message: `"a", "b" or "c"`, sorted; of more than ten the first six, and how many there are. */
export function listed(names: Iterable<string>): string {
  const sorted = [...new Set(names)].sort((a, b) => a.localeCompare(b, 'en'));
  const quoted = sorted.map((name) => `"${name}"`);
  if (sorted.length > 10) return `one of ${sorted.length}, such as ${quoted.slice(0, 6).join(', ')}`;
  const last = quoted.pop() ?? 'nothing';
  return quoted.length === 0 ? last : `${quoted.join(', ')} or ${last}`;
}

/** The end of a message about a word that is not one of some names: a guess, or the whole list. */
export function hint(word: string, names: readonly string[]): string {
  const guess = nearest(word, names);
  if (guess !== undefined) return `; did you mean "${guess}"?`;
  return names.length === 0 ? '' : `; expected ${listed(names)}`;
}
