/**
 * What a session needs of the world: a clock, chance and sockets. Given from outside, so that a test can let minutes pass at
 * once, and lose, double and mix up frames.
 */

export interface Socket {
  send(data: Uint8Array | string): void;
  ping(): void;
  /** Stops and goes on reading; frames wait in the network meanwhile, and so does the other end. */
  pause(): void;
  resume(): void;
  /** Says goodbye; no event comes after it. */
  close(): void;
  /** Bytes that were sent and that the network has not taken yet. */
  readonly buffered: number;
}

export interface SocketEvents {
  opened(): void;
  frame(bytes: Uint8Array): void;
  /** The other end has shown that it is there, by a pong or a ping. */
  alive(): void;
  /** The socket is gone, or was never there, for this reason; `refused`: the service wants to know who opens it. */
  closed(reason: string, refused?: boolean): void;
}

export interface World {
  /** Milliseconds since 1970. It may be put back, and leaps forward when the machine was asleep. */
  now(): number;
  /** Runs something once, some milliseconds from now, unless it is called off by what is returned. */
  after(milliseconds: number, run: () => void): () => void;
  /** 0 to below 1. */
  random(): number;
  uuid(): string;
  /** Opens a socket; none of its events comes before this returns. The headers are secret. */
  open(url: string, events: SocketEvents, headers?: Readonly<Record<string, string>>): Socket;
}
