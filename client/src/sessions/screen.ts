/**
 * What a program on a node has switched on in the terminal: the screen of full-screen programs, reports of the mouse, keys of
 * another kind. A program that ends by itself switches it off again; one that is lost with its session does not, and the
 * terminal outlives the session. Free of `vscode`.
 *
 * The modes are those of xterm's control sequences, "DEC Private Mode Set".
 */

/** Modes that are off in a terminal at rest: keys, the mouse and the focus, screens of their own, marks around what is pasted. */
const restsOff = new Set([1, 6, 9, 47, 1000, 1001, 1002, 1003, 1004, 1005, 1006, 1015, 1016, 1047, 1049, 2004]);
/** Those that are on: lines that wrap, and the cursor. */
const restsOn = new Set([7, 25]);

const esc = '\x1b';
/** Sets or resets modes, switches the keypad, or resets the terminal. */
const sequences = new RegExp(`${esc}(?:[=>c]|\\[\\?([\\d;]+)([hl]))`, 'g');
const beginning = new RegExp(`${esc}(?:\\[(?:\\?[\\d;]{0,40})?)?$`);

export interface Screen {
  /** Takes what is shown. */
  shows(text: string): void;
  /** What brings the terminal to rest. */
  rest(): string;
}

export function screenOf(): Screen {
  /** The modes that are not as they are at rest, in the order in which they were set. */
  const changed = new Set<number>();
  let keypad = false;
  /** The beginning of a sequence whose rest is still to come. */
  let begun = '';
  return {
    shows(text) {
      if (begun === '' && !text.includes(esc)) return;
      const all = begun + text;
      for (const [sequence, modes = '', letter] of all.matchAll(sequences)) {
        if (sequence === `${esc}c`) changed.clear();
        if (letter === undefined) keypad = sequence === `${esc}=`;
        for (const mode of modes.split(';').map(Number)) {
          const atRest = restsOff.has(mode) ? letter === 'l' : restsOn.has(mode) ? letter === 'h' : true;
          changed.delete(mode);
          if (!atRest) changed.add(mode);
        }
      }
      begun = beginning.exec(all)?.[0] ?? '';
    },
    rest() {
      // The last one that was set goes first, and so the screen last: what comes after it stands where the program was begun.
      const modes = [...changed].reverse().map((mode) => `\x1b[?${mode}${restsOn.has(mode) ? 'h' : 'l'}`);
      const rest = `${modes.join('')}${keypad ? '\x1b>' : ''}\x1b[0m`;
      changed.clear();
      [keypad, begun] = [false, ''];
      return rest;
    },
  };
}
