/**
 * What multiplexers of old need to stay alive: a frame of its own every ten seconds. One that hears nothing for half a minute
 * takes the other end for dead. Newer agents and clients leave it off, for it keeps an idle session from ending.
 */

import type { Mux } from '../../../../channel/src/smux.ts';

const every = 10_000;
const patience = 30_000;

export interface Pulse {
  /** Bytes have come from the other end. */
  felt(): void;
  stop(): void;
}

/** Beats until it is stopped, or calls `died` once when nothing was felt from one look to the next. */
export function pulseOf(mux: Pick<Mux, 'keepAlive'>, died: () => void): Pulse {
  let alive = true;
  const stop = (): void => {
    clearInterval(beat);
    clearInterval(look);
  };
  const beat = setInterval(() => mux.keepAlive(), every);
  const look = setInterval(() => {
    if (!alive) {
      stop();
      died();
    }
    alive = false;
  }, patience);
  beat.unref();
  look.unref();
  return {
    felt() {
      alive = true;
    },
    stop,
  };
}
