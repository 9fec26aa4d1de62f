/**
 * The connections of a forwarded port over one session: how local sockets and the node's bytes come together. There are two
 * ways, by the age of the agent: many at once over the multiplexer, and one at a time.
 *
 * Back-pressure goes both ways: local sockets are not read while the session cannot take more, and the session is not read
 * while local sockets do not take what has come.
 */

import type { Socket } from 'node:net';
import { gatherer } from '../../channel/src/gatherer.ts';
import { flags } from '../../channel/src/payloads.ts';
import { createMux, type Stream } from '../../channel/src/smux.ts';
import { above } from '../../channel/src/versions.ts';
import type { Connection } from './connection.ts';
import { type LocalEnd, localEnd } from './localEnd.ts';
import { nodeWorld } from './nodeWorld.ts';
import type { Session } from './session.ts';
import type { World } from './world.ts';

/** As much as the node's own multiplexer keeps unread before it stops reading. */
const mostUnread = 4 * 1024 * 1024;
const keepAliveEvery = 10_000;
/**
 * How long a program may go on sending once the node has closed and all that came has left for it; cut off at once, it could
 * lose what it has not read.
 */
const farewell = 10_000;

export interface Traffic {
  /** Takes a local connection. It comes paused. */
  attach(socket: Socket): void;
  /** Takes bytes of the node; false while nobody is there for them. */
  output(bytes: Uint8Array): boolean;
  /** The session takes more again. */
  drained(): void;
  /** Drops every local connection. */
  end(): void;
  readonly sockets: number;
}

/** The way that a session's agent speaks. `fault`: the node has broken the protocol, and the session is of no use. */
export function trafficOf(
  session: Session,
  connection: Connection,
  fault: (words: string) => void,
  after: World['after'] = nodeWorld.after,
): Traffic {
  const { agentVersion, properties } = session;
  return properties.type === 'LocalPortForwarding' && above(agentVersion, '3.0.196.0')
    ? multiplexed(session, connection, fault, after)
    : oneAtATime(connection);
}

/** Stops reading the session while local sockets hold much of what has come. */
function brake(connection: Connection, sockets: () => Iterable<Socket>): () => void {
  let reading = true;
  return () => {
    let unread = 0;
    for (const { writableLength } of sockets()) unread += writableLength;
    if (reading ? unread <= mostUnread : unread > mostUnread / 2) return;
    reading = !reading;
    connection.read(reading);
  };
}

function multiplexed(
  session: Session,
  connection: Connection,
  fault: (words: string) => void,
  after: World['after'],
): Traffic {
  const streams = new Map<Socket, Stream>();
  const look = brake(connection, () => streams.keys());
  let open = true;
  const write = (bytes: Uint8Array): void => {
    if (connection.write(bytes) || !open) return;
    open = false;
    for (const socket of streams.keys()) socket.pause();
  };
  const mux = createMux({ write });
  // Agents between these versions end a session that sends nothing for 30 seconds.
  const speaks = !above(session.agentVersion, '3.1.1511.0');
  const beat = speaks ? setInterval(() => mux.keepAlive(), keepAliveEvery) : undefined;
  beat?.unref();
  return {
    attach(socket) {
      const stream = mux.open();
      streams.set(socket, stream);
      const local = localEnd(socket);
      const gather = gatherer(socket, process.nextTick);
      stream.onData = (data) => {
        local.answered();
        gather();
        if (!socket.destroyed && !socket.writableEnded && !socket.write(data)) look();
      };
      // A FIN closes the whole stream at its sender: it is answered once all that came has reached the local program, and
      // what that goes on sending is dropped.
      let callOff = (): void => undefined;
      stream.onEnd = () => {
        if (socket.writableEnded) return;
        socket.end(() => {
          stream.close();
          if (!socket.destroyed) callOff = after(farewell, () => socket.destroy());
        });
        socket.resume();
      };
      socket.on('drain', look);
      socket.on('data', (data) => {
        local.asked();
        stream.write(data);
      });
      socket.on('close', () => {
        callOff();
        stream.close();
        streams.delete(socket);
        look();
      });
      if (open) socket.resume();
    },
    output(bytes) {
      const broken = mux.receive(bytes);
      if (broken !== undefined) fault(broken);
      return true;
    },
    drained() {
      open = true;
      for (const socket of streams.keys()) socket.resume();
    },
    end() {
      clearInterval(beat);
      for (const socket of streams.keys()) socket.destroy();
    },
    get sockets() {
      return streams.size;
    },
  };
}

/** One connection over the bare session; those that come meanwhile wait for their turn. */
function oneAtATime(connection: Connection): Traffic {
  const queue: Socket[] = [];
  let current: Socket | undefined;
  let turn: LocalEnd | undefined;
  let [served, closing, over] = [false, false, false];
  const look = brake(connection, () => (current === undefined ? [] : [current]));
  const next = (): void => {
    current = queue.shift();
    if (current === undefined) return;
    const socket = current;
    served = true;
    socket.on('drain', look);
    const mine = localEnd(socket, { crowded: () => queue.length > 0 });
    turn = mine;
    socket.on('data', (data) => {
      mine.asked();
      if (!connection.write(data)) socket.pause();
    });
    socket.resume();
    connection.ready();
  };
  const closed = async (): Promise<void> => {
    [current, closing] = [undefined, true];
    connection.flag(flags.disconnectToPort);
    look();
    // What is still on its way is the closed connection's; with the flag acknowledged all of it has come.
    await connection.settled();
    closing = false;
    if (!over) next();
  };
  return {
    attach(socket) {
      queue.push(socket);
      socket.on('close', () => {
        const at = queue.indexOf(socket);
        if (at >= 0) queue.splice(at, 1);
        if (socket === current) void closed();
      });
      if (current === undefined && !closing) next();
      // The one whose turn it is may have stopped sending long ago.
      else turn?.joined();
    },
    output(bytes) {
      if (current === undefined || current.destroyed) return served;
      turn?.answered();
      if (!current.write(bytes)) look();
      return true;
    },
    drained: () => current?.resume(),
    end() {
      over = true;
      for (const socket of [...queue, ...(current === undefined ? [] : [current])]) socket.destroy();
    },
    get sockets() {
      return queue.length + (current === undefined ? 0 : 1);
    },
  };
}
