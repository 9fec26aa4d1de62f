/**
 * What to make of a local program that has stopped sending: it may want the answer still (`nc -N`, a request of HTTP 1.0),
 * or be gone.
 *
 * The node cannot be told of the one without the other. A FIN of the multiplexer closes the whole stream at its sender: AWS's
 * agent hands on what came before it, closes its connection whole, and drops what the port answers then. AWS's own client
 * sends it at once and loses such answers. Here it is held until the node has closed or the program is gone, so that the
 * answer comes whole however long it takes. The price is what no client of this protocol can give: a port that answers only
 * once its input has ended learns of that end when the program is gone, and not before.
 *
 * Whether it is gone Linux tells at once. Elsewhere the probes of TCP are not answered any more once the system has forgotten
 * the program's end, a minute or two later.
 */

import { readFile } from 'node:fs/promises';
import type { Socket } from 'node:net';
import type { World } from './world.ts';

/**
 * How long the node may be silent: `turn` while another program waits for its turn; `answered` where nothing was asked since
 * the last answer and nobody knows whether the program is gone, which is then likely.
 */
const silence = { turn: 1_000, answered: 30_000 } as const;
const lookEvery = 5_000;
const probeAfter = 10_000;

export interface LocalEnd {
  /** The program has sent something. */
  asked(): void;
  /** The node has. */
  answered(): void;
  /** Another program has come, and perhaps waits for this one. */
  joined(): void;
}

export interface LocalEndOptions {
  /** True while another program waits for this one to end. */
  crowded?(): boolean;
  after?: World['after'];
  gone?: typeof isGone;
}

/** Destroys a local connection once its program has stopped sending and wants nothing more. */
export function localEnd(
  socket: Socket,
  { crowded = () => false, after = quietly, gone = isGone }: LocalEndOptions = {},
): LocalEnd {
  let [owed, ended] = [false, false];
  let callOff = (): void => undefined;
  let callOffLook = (): void => undefined;
  const wait = (): void => {
    callOff();
    const patience = crowded() ? silence.turn : owed ? undefined : silence.answered;
    if (patience !== undefined) callOff = after(patience, () => socket.destroy());
  };
  const look = async (): Promise<void> => {
    const known = await gone(socket);
    if (known === true) socket.destroy();
    if (socket.destroyed) return;
    if (known === false && !owed) {
      owed = true;
      wait();
    }
    callOffLook = after(lookEvery, () => void look());
  };
  socket.once('end', () => {
    ended = true;
    socket.setKeepAlive(true, probeAfter);
    wait();
    void look();
  });
  socket.once('close', () => {
    callOff();
    callOffLook();
  });
  const again = (): void => {
    if (ended && !socket.destroyed) wait();
  };
  return {
    asked() {
      owed = true;
    },
    answered() {
      // What is owed at its end stays owed: an answer may come in pieces.
      if (!ended) owed = false;
      else again();
    },
    joined: again,
  };
}

function quietly(milliseconds: number, run: () => void): () => void {
  const timer = setTimeout(run, milliseconds).unref();
  return () => clearTimeout(timer);
}

/**
 * Whether the program at the other end of a loopback connection, which has ended its sending, has closed it for good.
 * Undefined where the system does not tell.
 */
export async function isGone({ localPort = 0, remotePort = 0 }: Socket): Promise<boolean | undefined> {
  if (process.platform !== 'linux') return undefined;
  const end = (port: number): string =>
    `(?:0{16}FFFF0{4})?0100007F:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  // Their end of it, in FIN_WAIT1 or 2, and its inode: 0 for one that no program has open.
  const row = new RegExp(` ${end(remotePort)} ${end(localPort)} 0[45](?: +\\S+){5} +(\\d+)`);
  for (const table of ['/proc/net/tcp', '/proc/net/tcp6']) {
    const found = row.exec(await readFile(table, 'latin1').catch(() => ''));
    if (found !== null) return found[1] === '0';
  }
  return undefined;
}
