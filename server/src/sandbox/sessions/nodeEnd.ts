/**
 * The node's end of the data channel, on the port of the account: takes the WebSocket of a session, checks its token, shakes
 * hands where the kind of session has it, and runs the plugin. The service that stands between two real ends is played here
 * too: it closes the channel when the session is over.
 */

import crypto, { randomUUID } from 'node:crypto';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { byteQueue } from '../../../../channel/src/byteQueue.ts';
import { DataChannel, tickMilliseconds } from '../../../../channel/src/dataChannel.ts';
import { sha256By } from '../../../../channel/src/digest.ts';
import { gatherer } from '../../../../channel/src/gatherer.ts';
import { encodeMessage, largestPayload, type Message, payloadTypes } from '../../../../channel/src/message.ts';
import {
  type OpenMessage,
  readChallenge,
  readHandshakeResponse,
  readOpenMessage,
  writePayload,
} from '../../../../channel/src/payloads.ts';
import type { Account } from '../account.ts';
import { fleetOf } from '../fleet.ts';
import { activeSession, type StoredSession, sessionOver, sessionUsed } from '../ssm/sessions.ts';
import { refuseForeign } from '../wire/foreign.ts';
import { interactiveCommands, nonInteractiveCommands } from './commands.ts';
import { type Encryption, encryptionOf } from './encryption.ts';
import { keepAlive } from './keepAlive.ts';
import { liveOf, takeToken } from './live.ts';
import type { Plugin, Session } from './plugin.ts';
import { portSession } from './port.ts';
import { runAsFault } from './runAs.ts';
import { terminal } from './terminal.ts';

const sha256 = sha256By(crypto);
/** About 10 MB; a client that has gone for good must not fill the memory. */
const mostUnacknowledged = 10_000;
/** With so much on its way to the client, nothing more is taken from it: what it sends may be answered with as much. */
const mostInFlight = 4_000;
const largestFrame = 256 * 1024;
/** For the open message, and for each answer of the handshake. */
const patience = 15_000;
/** How long a session that is over waits for its last output to arrive. */
const farewell = 5_000;

export interface ServedSessions {
  /** Cuts every socket; the sessions go on over another one. */
  drop(): void;
  /** Cuts every socket for good. */
  close(): void;
}

/** Takes sessions on the port of the account. */
export function serveSessions(account: Account, server: Server, log?: (line: string) => void): ServedSessions {
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: largestFrame });
  const ends = new Map<string, NodeEnd>();
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    const session = sessionAsked(account, request);
    if (session === undefined) {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (web) =>
      welcome(account, ends, session, web, gatherer(socket, process.nextTick), log),
    );
  });
  const drop = (): void => {
    for (const web of sockets.clients) web.terminate();
  };
  return {
    drop,
    close() {
      for (const end of ends.values()) end.stop();
      drop();
    },
  };
}

/** The session whose channel a request asks for; undefined for a page of a browser, another path, or a session that is over. */
function sessionAsked(account: Account, request: IncomingMessage): StoredSession | undefined {
  try {
    refuseForeign(request.headers);
  } catch {
    return undefined;
  }
  const id = /^\/v1\/data-channel\/([\w.@=+-]+)\?role=publish_subscribe$/.exec(request.url ?? '')?.[1];
  return id === undefined ? undefined : activeSession(account, id);
}

/** Waits for the open message, which has the token; whoever sends another one is cut off. */
function welcome(
  account: Account,
  ends: Map<string, NodeEnd>,
  session: StoredSession,
  web: WebSocket,
  gather: () => void,
  log?: (line: string) => void,
): void {
  web.on('error', () => web.terminate());
  const timer = setTimeout(() => web.terminate(), patience);
  web.once('close', () => clearTimeout(timer));
  web.once('message', (data: Buffer, binary) => {
    clearTimeout(timer);
    const open = binary ? undefined : readOpenMessage(data.toString('utf8'));
    const known = ends.get(session.id);
    if (
      open === undefined ||
      !takeToken(account, session.id, open.TokenValue) ||
      (known !== undefined && known.client !== open.ClientId)
    ) {
      log?.(`session ${session.id} refused`);
      web.close();
      return;
    }
    log?.(`session ${session.id} ${known === undefined ? 'opened' : 'resumed'}`);
    const end = known ?? new NodeEnd(account, session, open, () => ends.delete(session.id), log);
    ends.set(session.id, end);
    keepAlive(web);
    end.connect(web, gather);
  });
}

/** The node's end of one session, whatever its socket is. */
class NodeEnd {
  readonly client: string;
  private readonly account: Account;
  private readonly session: StoredSession;
  private readonly channel: DataChannel;
  private readonly timer: NodeJS.Timeout;
  private readonly gone: () => void;
  private web: WebSocket | undefined;
  private gather: () => void = () => undefined;
  private plugin: Plugin | undefined;
  private readonly outgoing = byteQueue();
  private clientVersion: string;
  private readonly encryption: Encryption | undefined;
  private readonly begun = performance.now();
  /** When the client was asked last, during the handshake. */
  private asked = performance.now();
  /** True while nothing is taken from the client. */
  private behind = false;
  private over: { reason: string; since: number } | undefined;

  constructor(
    account: Account,
    session: StoredSession,
    open: OpenMessage,
    gone: () => void,
    log?: (line: string) => void,
  ) {
    this.account = account;
    this.session = session;
    this.client = open.ClientId;
    this.clientVersion = open.ClientVersion ?? '1.0.0.0';
    this.gone = gone;
    // Ports are never encrypted by KMS.
    const { kmsKeyId, sessionType } = session;
    if (kmsKeyId !== undefined && sessionType !== 'Port') this.encryption = encryptionOf(account, session, kmsKeyId);
    this.channel = new DataChannel({
      sends: 'output_stream_data',
      sha256,
      uuid: randomUUID,
      now: Date.now,
      transmit: (frame) => this.transmit(frame),
      receive: (message) => this.receive(message),
      dropped: (reason) => log?.(`session ${session.id} dropped a frame: ${reason}`),
    });
    this.timer = setInterval(() => this.tick(), tickMilliseconds);
    this.timer.unref();
    liveOf(account).channels.set(session.id, { end: (reason) => this.close(reason) });
  }

  /** Goes on over a socket: the first, or another one after a loss. */
  connect(web: WebSocket, gather: () => void): void {
    const first = this.web === undefined;
    this.gather = gather;
    this.web?.terminate();
    this.web = web;
    web.on('message', (data: Buffer, binary) => {
      if (!binary || this.web !== web) return;
      this.channel.accept(data);
      if (this.behind && this.channel.unacknowledged < mostInFlight / 2) this.channel.ready();
    });
    if (!first) {
      this.channel.reconnected();
      return;
    }
    const { sessionType } = this.session;
    const always = sessionType === 'Port' || sessionType === 'NonInteractiveCommands';
    if (always || this.encryption !== undefined) this.shakeHands();
    else this.startPlugin();
  }

  private shakeHands(): void {
    const { sessionType, properties } = this.session;
    const parameters = { SessionType: sessionType, Properties: sessionType === 'Port' ? properties : null };
    const request = {
      AgentVersion: fleetOf(this.account)[this.session.target]?.agentVersion ?? '',
      RequestedClientActions: [
        { ActionType: 'SessionType', ActionParameters: parameters },
        ...(this.encryption === undefined ? [] : [this.encryption.action]),
      ],
    };
    this.channel.sendWhole(payloadTypes.handshakeRequest, writePayload(request));
  }

  private receive(message: Message): boolean {
    sessionUsed(this.account, this.session.id);
    if (this.over !== undefined) return true;
    this.behind = this.channel.unacknowledged > mostInFlight;
    if (this.behind) return false;
    if (this.plugin !== undefined) return this.handOver(this.plugin, message);
    if (message.payloadType === payloadTypes.handshakeResponse) this.handshakeAnswered(message.payload);
    if (message.payloadType === payloadTypes.challengeResponse) this.challengeAnswered(message.payload);
    // What comes during the handshake otherwise is acknowledged and dropped, as the agent does.
    return true;
  }

  private handOver(plugin: Plugin, message: Message): boolean {
    if (this.encryption?.isHidden(message.payloadType) !== true) return plugin.take(message);
    const payload = this.encryption.decrypt(message.payload);
    // The agent drops what it cannot decrypt.
    return payload === undefined || plugin.take({ ...message, payload });
  }

  private handshakeAnswered(payload: Uint8Array): void {
    const answer = readHandshakeResponse(payload);
    const failed = answer?.ProcessedClientActions.find(({ ActionStatus }) => ActionStatus !== 1);
    if (answer === undefined || failed !== undefined) {
      this.finish(`The handshake failed. ${failed?.Error ?? ''}`.trim());
      return;
    }
    if (typeof answer.ClientVersion === 'string') this.clientVersion = answer.ClientVersion;
    if (this.encryption === undefined) {
      this.completeHandshake('');
      return;
    }
    const result = answer.ProcessedClientActions.find(({ ActionType }) => ActionType === 'KMSEncryption')?.ActionResult;
    const fault = this.encryption.takeKey(result);
    if (fault !== undefined) this.finish(`The handshake failed. ${fault}`);
    else {
      this.asked = performance.now();
      this.channel.sendWhole(payloadTypes.challengeRequest, writePayload(this.encryption.challenge()));
    }
  }

  private challengeAnswered(payload: Uint8Array): void {
    if (this.encryption?.isProof(readChallenge(payload)) === true)
      this.completeHandshake('This session is encrypted using AWS KMS.');
    else this.finish('The handshake failed. The client does not have the data key.');
  }

  private completeHandshake(CustomerMessage: string): void {
    const took = Math.round((performance.now() - this.begun) * 1e6);
    const complete = { HandshakeTimeToComplete: took, CustomerMessage };
    this.channel.sendWhole(payloadTypes.handshakeComplete, writePayload(complete));
    this.startPlugin();
  }

  private startPlugin(): void {
    const { sessionType, properties, target, runAs } = this.session;
    const machine = fleetOf(this.account)[target];
    if (machine === undefined) {
      this.finish('The node is gone.');
      return;
    }
    const session: Session = {
      account: this.account,
      machine,
      properties,
      runAs,
      send: (type, payload) => this.send(type, payload),
      ready: () => this.channel.ready(),
      end: (reason = '') => this.finish(reason),
    };
    const fault = sessionType === 'Port' ? undefined : runAsFault(session);
    if (fault !== undefined) {
      session.end(`Unable to start ${sessionType === 'Standard_Stream' ? 'shell' : 'command'}: ${fault}`);
      this.plugin = { take: () => true };
    } else if (sessionType === 'Port') this.plugin = portSession(session, this.clientVersion);
    else if (sessionType === 'NonInteractiveCommands') this.plugin = nonInteractiveCommands(session);
    else if (sessionType === 'InteractiveCommands') this.plugin = interactiveCommands(session);
    else this.plugin = terminal(session);
  }

  /** What a plugin sends within one turn goes out in full messages. */
  private send(type: number, payload: Uint8Array): void {
    if (this.over !== undefined) return;
    if (type !== payloadTypes.output) {
      this.flush();
      this.sendOut(type, payload);
      return;
    }
    if (this.outgoing.length === 0) queueMicrotask(() => this.flush());
    this.outgoing.push(payload);
  }

  private flush(): void {
    while (this.outgoing.length > 0) this.sendOut(payloadTypes.output, this.outgoing.take(largestPayload));
    if (this.channel.unacknowledged > mostUnacknowledged)
      this.finish('The client does not acknowledge what it is sent.');
  }

  /** Sends what the plugin says, encrypted where the session is. */
  private sendOut(type: number, payload: Uint8Array): void {
    if (this.encryption?.isHidden(type) !== true) {
      this.channel.send(type, payload);
      return;
    }
    for (let from = 0; from < payload.length || from === 0; from += largestPayload)
      this.channel.sendWhole(type, this.encryption.encrypt(payload.subarray(from, from + largestPayload)));
  }

  private tick(): void {
    this.channel.tick();
    if (this.over !== undefined) {
      if (this.channel.unacknowledged === 0 || performance.now() - this.over.since > farewell)
        this.close(this.over.reason);
    } else if (this.plugin === undefined && performance.now() - this.asked > patience)
      this.finish('The handshake was not answered in time.');
  }

  /** The session is over; its channel closes once its last output has arrived. */
  private finish(reason: string): void {
    if (this.over !== undefined) return;
    this.over = { reason, since: performance.now() };
    this.flush();
    sessionOver(this.account, this.session.id, reason);
  }

  /** Tells the client that the session is over, and drops everything. */
  private close(reason: string): void {
    const { id, target } = this.session;
    const MessageId = randomUUID();
    const payload = writePayload({
      MessageType: 'channel_closed',
      MessageId,
      DestinationId: target,
      SessionId: id,
      SchemaVersion: 1,
      CreatedDate: String(Date.now()),
      Output: reason,
    });
    const closed = { type: 'channel_closed', sequence: 0, flags: 3, created: Date.now(), payloadType: 0, payload };
    this.transmit(encodeMessage({ ...closed, id: MessageId }, sha256));
    this.web?.close();
    this.stop();
  }

  private transmit(frame: Uint8Array): void {
    if (this.web?.readyState !== 1) return;
    this.gather();
    this.web.send(frame);
  }

  stop(): void {
    clearInterval(this.timer);
    this.plugin?.stop?.();
    liveOf(this.account).channels.delete(this.session.id);
    this.gone();
  }
}
