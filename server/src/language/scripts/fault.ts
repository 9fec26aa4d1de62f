/** What is wrong with a script, at an index of its text. */

export interface ScriptFault {
  start: number;
  end: number;
  message: string;
}

/** The first fault of a script; thrown by its reader, because nothing behind it can be trusted. */
export class Fault implements ScriptFault {
  readonly start: number;
  readonly end: number;
  readonly message: string;
  constructor(start: number, end: number, message: string) {
    this.start = start;
    this.end = end;
    this.message = message;
  }
}

/** Thrown where a script uses something its reader does not know: then nothing is said about it. */
export class Unsure {}

/** The faults that reading throws: one, or none where the reader was not sure. */
export function faultsOf(read: () => void): ScriptFault[] {
  try {
    read();
  } catch (thrown) {
    if (thrown instanceof Fault) return [{ start: thrown.start, end: thrown.end, message: thrown.message }];
    if (!(thrown instanceof Unsure)) throw thrown;
  }
  return [];
}
