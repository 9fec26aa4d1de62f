/**
 * The line of a session: a socket that is opened with the token of the session, kept alive, and opened anew with another
 * token when it is cut. The frames above it neither know nor care which socket carries them.
 *
 * A cut is noticed by the socket itself, or by silence. Nobody is told the token, and it is forgotten once it was used.
 */

import { type Opening, type SessionCalls, type Signature, wordsOf } from './calls.ts';
import { clientVersion } from './handshake.ts';
import type { Socket, World } from './world.ts';

/** The first delay is 100 to 199 ms; each further one twice as long, up to this. */
const longestDelay = 5_000;
/** For the first socket a user waits; a session that was cut is tried for about five minutes, for networks come back. */
const mostTries = { first: 6, again: 64 } as const;
/** Sockets that are closed as soon as they were opened: the token is not taken. */
const mostRefusals = 6;
const settledAfter = 10_000;
/** How often to ping. The real client's five minutes would leave a dead line unnoticed for as long. */
const pingEvery = 60_000;
/** Silence after which a line is dead, and how long while an acknowledge is due. */
const silence = { idle: 150_000, waiting: 15_000 } as const;
/** How long the service may take to give a token: longer than it does, and shorter than a network that is gone. */
const resumeWithin = 30_000;
/** Bytes that the network has not taken, such as acknowledges of what comes: beyond it nothing more is read. */
const mostBuffered = 4 * 1024 * 1024;

export interface LineEvents {
  frame(bytes: Uint8Array): void;
  /** A socket is there: the first, or another one. */
  opened(again: boolean): void;
  /** The socket was cut; another one is tried for. */
  cut(reason: string): void;
  /** There will be no socket any more: the session is over, or could not be reached. */
  failed(cause: 'over' | 'lost', reason: string): void;
}

export class Line {
  private readonly sessionId: string;
  private readonly calls: SessionCalls;
  private readonly world: World;
  private readonly events: LineEvents;
  private readonly clientId: string;
  /** Not even who looks into this object sees it. */
  #token: string;
  private url: string;
  private socket: Socket | undefined;
  private open = false;
  private everOpen = false;
  private reading = true;
  /** While too much waits to leave: how much did when it was looked at last. */
  private choked: number | undefined;
  /** Whether the next socket is signed for, and whether the one of the moment is. */
  private signs = false;
  private signed = false;
  /** True once a frame has come over the socket of the moment. */
  private spoke = false;
  private over = false;
  private tries = 0;
  private refusals = 0;
  private heard = 0;
  private pinged = 0;
  private openedAt = 0;
  private looked = 0;
  private waitingSince: number | undefined;
  /** How long an acknowledge may be due; longer after each socket that did not help, for old agents leave some out. */
  private patience: number = silence.waiting;
  private callOff: () => void = () => undefined;

  constructor(opening: Opening, calls: SessionCalls, world: World, events: LineEvents) {
    [this.sessionId, this.calls, this.world, this.events] = [opening.sessionId, calls, world, events];
    [this.#token, this.url, this.clientId] = [opening.token, opening.streamUrl, world.uuid()];
    this.connect();
  }

  private connect(headers?: Signature): void {
    [this.signed, this.spoke] = [headers !== undefined, false];
    const frame = (bytes: Uint8Array): void => {
      this.heard = this.world.now();
      this.spoke = true;
      this.patience = silence.waiting;
      [this.tries, this.refusals] = [0, 0];
      this.events.frame(bytes);
      this.choke();
    };
    const socket = this.world.open(
      this.url,
      {
        opened: () => {
          if (this.socket === socket) this.welcome(socket);
        },
        frame: (bytes) => {
          if (this.socket === socket) frame(bytes);
        },
        alive: () => {
          if (this.socket === socket) this.heard = this.world.now();
        },
        closed: (reason, refused = false) => {
          if (this.socket !== socket) return;
          if (refused) this.signs = !this.signed;
          this.lost(wordsOf(reason, this.#token));
        },
      },
      headers,
    );
    this.socket = socket;
  }

  /**
   * Opens a socket, signed for where the service has refused one that was not. The token is enough for the service of today, and
   * a signature takes a permission that not everybody has; AWS's own client signs from 1.2.764.0 on, for it shall be asked for.
   */
  private async connectSigned(): Promise<void> {
    const { sign } = this.calls;
    if (!this.signs || sign === undefined || /[?&]X-Amz-Signature=/i.test(this.url)) {
      this.connect();
      return;
    }
    try {
      const headers = await sign(this.url);
      if (!this.over) this.connect(headers);
    } catch (error) {
      this.tryAgain(wordsOf(error, this.#token));
    }
  }

  private welcome(socket: Socket): void {
    const again = this.everOpen;
    const open = {
      MessageSchemaVersion: '1.0',
      RequestId: this.world.uuid(),
      TokenValue: this.#token,
      ClientId: this.clientId,
      ClientVersion: clientVersion,
    };
    socket.send(JSON.stringify(open));
    socket.ping();
    this.#token = '';
    [this.open, this.everOpen, this.waitingSince, this.choked] = [true, true, undefined, undefined];
    this.heard = this.pinged = this.openedAt = this.world.now();
    if (!this.reading) socket.pause();
    this.events.opened(again);
  }

  /** Puts a frame on the socket; without one it is gone, and the channel repeats it later. */
  send(frame: Uint8Array): void {
    if (this.open) this.socket?.send(frame);
  }

  /** True while there is a socket that takes frames. */
  get carries(): boolean {
    return this.open;
  }

  /** Bytes on their way into the network. */
  get buffered(): number {
    return this.socket?.buffered ?? 0;
  }

  /** Stops or goes on reading; also of sockets to come. */
  read(reading: boolean): void {
    if (reading === this.reading) return;
    this.reading = reading;
    this.heard = this.world.now();
    if (!this.open || this.choked !== undefined) return;
    if (reading) this.socket?.resume();
    else this.socket?.pause();
  }

  /** Stops reading while what is to leave piles up, so that the other end waits too. */
  private choke(): void {
    if (this.choked !== undefined || !this.open || this.buffered <= mostBuffered) return;
    this.choked = this.buffered;
    this.socket?.pause();
  }

  /** Goes on reading once enough has left. What leaves shows that the line is alive. */
  private breathe(now: number): void {
    if (this.choked === undefined) return;
    const { buffered } = this;
    if (buffered < this.choked) this.heard = now;
    this.choked = buffered;
    if (buffered > mostBuffered / 2) return;
    this.choked = undefined;
    if (this.reading) this.socket?.resume();
  }

  /** Looks after the line, from time to time; `waiting` while an acknowledge is due. */
  tick(waiting: boolean): void {
    if (!this.open) return;
    const now = this.world.now();
    // A clock that was put back tells nothing of what was before.
    if (now < this.looked) [this.heard, this.pinged, this.openedAt, this.waitingSince] = [now, now, now, undefined];
    this.looked = now;
    this.breathe(now);
    if (!waiting) this.waitingSince = undefined;
    else this.waitingSince ??= now;
    const quiet = now - Math.max(this.heard, this.waitingSince ?? 0);
    if (this.reading && quiet > (waiting ? this.patience : silence.idle)) {
      this.patience = Math.min(silence.idle, 2 * this.patience);
      this.lost(`nothing was heard for ${Math.round(quiet / 1000)} seconds`);
    } else if (now - this.pinged >= pingEvery) {
      this.pinged = now;
      this.socket?.ping();
    }
  }

  /** The socket is of no use any more; another one is tried for. */
  private lost(reason: string): void {
    const { open } = this;
    if (open && this.world.now() - this.openedAt > settledAfter) [this.tries, this.refusals] = [0, 0];
    else if (open) {
      this.refusals++;
      if (!this.spoke) this.signs = !this.signed;
    }
    this.socket?.close();
    [this.socket, this.open] = [undefined, false];
    if (open) this.events.cut(reason);
    this.tryAgain(reason);
  }

  private tryAgain(reason: string): void {
    if (this.over) return;
    this.tries++;
    if (this.tries >= (this.everOpen ? mostTries.again : mostTries.first) || this.refusals >= mostRefusals) {
      this.fail('lost', this.refusals >= mostRefusals ? 'the service closes the connection at once' : reason);
      return;
    }
    const first = 100 + this.world.random() * 100;
    const delay = Math.min(longestDelay, first * 2 ** (this.tries - 1));
    this.callOff = this.world.after(delay, () => {
      if (this.everOpen) void this.resume();
      // The token was not used yet.
      else void this.connectSigned();
    });
  }

  private async resume(): Promise<void> {
    let late = false;
    const callOff = this.world.after(resumeWithin, () => {
      late = true;
      this.tryAgain('the service does not answer');
    });
    this.callOff = callOff;
    try {
      const { token, streamUrl, denied } = await this.calls.resume(this.sessionId);
      // What comes late is of no use: another token was asked for meanwhile.
      if (this.over || late) return;
      callOff();
      if (denied !== undefined) {
        this.fail('lost', denied);
        return;
      }
      if (token === undefined || token === '') {
        this.fail('over', 'the session had ended when it was to be resumed');
        return;
      }
      this.#token = token;
      if (streamUrl) this.url = streamUrl;
      await this.connectSigned();
    } catch (error) {
      callOff();
      if (!late) this.tryAgain(wordsOf(error, this.#token));
    }
  }

  private fail(cause: 'over' | 'lost', reason: string): void {
    this.close();
    this.events.failed(cause, reason);
  }

  /** Closes the line for good; no event comes after it. */
  close(): void {
    this.over = true;
    this.callOff();
    this.socket?.close();
    [this.socket, this.open, this.#token] = [undefined, false, ''];
  }
}
