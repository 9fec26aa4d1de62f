/**
 * One line on the terminal that says how far a long check is. Driven by the loop over the files, hence without a timer.
 */

import type { Io } from './cliIo.ts';
import { grouped } from './report.ts';

const patience = 300;
const interval = 100;

export interface Progress {
  /** Tells that `done` of `total` files are checked. */
  tell(done: number, total: number): void;
  /** Takes the line away; must come before anything else is written. */
  erase(): void;
}

/** Shows nothing before 300 ms have passed, and never where nobody looks: no terminal, `--quiet`, or a CI machine. */
export function progress(io: Io, quiet: boolean): Progress {
  const wanted = io.stderr.isTerminal && !quiet && !io.env.CI && io.env.TERM !== 'dumb';
  let next = wanted ? io.now() + patience : Number.POSITIVE_INFINITY;
  let visible = false;
  return {
    tell(done, total) {
      if (!wanted) return;
      const now = io.now();
      if (now < next) return;
      next = now + interval;
      visible = true;
      io.stderr.write(`\r\u001b[Kchecking ${grouped(done)} of ${grouped(total)} …`);
    },
    erase() {
      if (visible) io.stderr.write('\r\u001b[K');
      visible = false;
    },
  };
}
