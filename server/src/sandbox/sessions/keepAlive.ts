/**
 * Keeps the socket of a session alive as the SSM Agent does: a ping every 54 seconds, and a socket that has not answered for
 * a minute after one is taken for dead. The session itself goes on over another one.
 */

import type { WebSocket } from 'ws';

const pingEvery = 54_000;
const patience = 60_000;
/** What both real ends put into their pings. */
const payload = 'keepalive';

/** Pings until the socket is closed; cuts it when no answer has come for as long as both times together. */
export function keepAlive(web: WebSocket, every = pingEvery, wait = patience): void {
  let dead: NodeJS.Timeout | undefined;
  const heard = (): void => {
    clearTimeout(dead);
    dead = setTimeout(() => web.terminate(), every + wait);
    dead.unref();
  };
  const pings = setInterval(() => {
    if (web.readyState === web.OPEN) web.ping(payload);
  }, every);
  pings.unref();
  web.on('pong', heard);
  web.once('close', () => {
    clearInterval(pings);
    clearTimeout(dead);
  });
  heard();
}
