/**
 * A port session at the node: each stream of the multiplexer, or the one raw stream, is a connection in the pretend
 * network. Which way is spoken follows from the document and both versions, as with the real agent.
 */

import { payloadTypes } from '../../../../channel/src/message.ts';
import { flags, readFlag, writeFlag } from '../../../../channel/src/payloads.ts';
import { createMux, type Stream } from '../../../../channel/src/smux.ts';
import { above, atLeast } from '../../../../channel/src/versions.ts';
import { type Connection, dial, isForbidden } from './network.ts';
import type { Plugin, Session } from './plugin.ts';
import { pulseOf } from './pulse.ts';

/** The host and port that a session forwards to. */
function placeOf({ properties }: Session): { host: string; port: number } {
  return { host: String(properties.host ?? 'localhost'), port: Number(properties.portNumber) };
}

export function portSession(session: Session, clientVersion: string): Plugin {
  const { host } = placeOf(session);
  if (isForbidden(host)) {
    session.end(`Forwarding to IP address ${host} is forbidden.`);
    return { take: () => true };
  }
  if (session.properties.type !== 'LocalPortForwarding') return oneStream(session, false);
  const multiplexes = atLeast(clientVersion, '1.1.70') && above(session.machine.agentVersion, '3.0.196.0');
  return multiplexes ? multiplexed(session, clientVersion) : oneStream(session, true);
}

function multiplexed(session: Session, clientVersion: string): Plugin {
  const { host, port } = placeOf(session);
  const opened = (stream: Stream): void => {
    const connection = dial(session.account, session.machine, host, port, {
      send: (data) => stream.write(data),
      end: () => stream.close(),
    });
    if (connection === undefined) {
      session.send(payloadTypes.flag, writeFlag(flags.connectToPortError));
      stream.close();
      return;
    }
    stream.onData = (data) => connection.take(data);
    stream.onEnd = () => stream.close();
  };
  const mux = createMux({ write: (bytes) => session.send(payloadTypes.output, bytes), opened });
  const old = !above(session.machine.agentVersion, '3.1.1511.0') || !above(clientVersion, '1.2.331.0');
  const pulse = old ? pulseOf(mux, () => session.end()) : undefined;
  return {
    stop: () => pulse?.stop(),
    take({ payloadType, payload }) {
      if (payloadType === payloadTypes.flag) {
        if (readFlag(payload) === flags.terminateSession) session.end();
      } else if (payloadType === payloadTypes.output) {
        pulse?.felt();
        const fault = mux.receive(payload);
        if (fault !== undefined) session.end(fault);
      }
      return true;
    },
  };
}

/**
 * One connection over the bare channel: one for ever, or one at a time. The first is dialled at once, so that a server that
 * speaks first is heard; a further one when data comes for it.
 */
function oneStream(session: Session, again: boolean): Plugin {
  const { host, port } = placeOf(session);
  let connection: Connection | undefined;
  const connect = (): void => {
    connection = dial(session.account, session.machine, host, port, {
      send: (data) => session.send(payloadTypes.output, data),
      end() {
        connection = undefined;
        if (!again) session.end();
      },
    });
    if (connection === undefined) session.end(`Unable to connect to specified port: ${host}:${port} refuses.`);
  };
  connect();
  return {
    take({ payloadType, payload }) {
      const flag = payloadType === payloadTypes.flag ? readFlag(payload) : undefined;
      if (flag === flags.disconnectToPort) connection = undefined;
      else if (flag === flags.terminateSession) session.end();
      else if (payloadType === payloadTypes.output) {
        if (connection === undefined && again) connect();
        connection?.take(payload);
      }
      return true;
    },
  };
}
