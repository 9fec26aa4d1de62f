/** The characters and escapes of patterns: what each stands for, by code point. */

export const newlines = new Set([0x0a, 0x0d, 0x85, 0x2028, 0x2029]);
export const controls: Record<string, number> = { t: 9, n: 10, r: 13, f: 12, v: 11, a: 7 };
export const edges: Record<string, 'start' | 'end' | 'word' | 'within'> = {
  A: 'start',
  z: 'end',
  b: 'word',
  B: 'within',
};
export const posixNames = /^\{(?:Lower|Upper|ASCII|Alpha|Digit|Alnum|Punct|Graph|Print|Blank|Cntrl|XDigit|Space)\}$/;

export const classes: Record<string, (code: number) => boolean> = {
  d: (code) => code >= 0x30 && code <= 0x39,
  w: isWord,
  s: (code) => code === 0x20 || (code >= 0x09 && code <= 0x0d),
};

/** True for a letter, digit or underscore of ASCII. */
export function isWord(code: number): boolean {
  return (
    (code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x5a) || code === 0x5f || (code >= 0x61 && code <= 0x7a)
  );
}

export function casesOf(code: number): number[] {
  const char = String.fromCodePoint(code);
  return [code, codeOf(char.toLowerCase()), codeOf(char.toUpperCase())];
}

export function codeOf(char: string): number {
  return char.codePointAt(0) ?? 0;
}
