/**
 * A terminal over a session. It outlives its session: what ended it is told in words, and a key starts another one.
 *
 * What is shown is kept by VS Code's terminal alone; nothing of it is written anywhere.
 */

import { Disposable, EventEmitter, type Pseudoterminal, type TerminalDimensions } from 'vscode';
import { type SessionCalls, wordsOf } from '../../../sessions/src/calls.ts';
import { Connection, type End } from '../../../sessions/src/connection.ts';
import { nodeWorld } from '../../../sessions/src/nodeWorld.ts';
import type { World } from '../../../sessions/src/world.ts';
import { screenOf } from './screen.ts';

export interface SessionTerminalOptions {
  /** What the terminal is called. */
  name: string;
  /** The node, as `StartSession` is asked for it. */
  target: string;
  calls: SessionCalls;
  /** Node's, where none is given. */
  world?: World;
  /** Minutes without a key after which the session is ended; undefined while it is not known. */
  idleMinutes(): number | undefined;
  /** The session ends in so many minutes, also parts of one, unless a key is pressed. */
  idling(minutes: number): void;
  /** The line was cut, and is being restored; what is given resolves when it is, or when the session is over. */
  cutOff?(over: Promise<void>): void;
  /** It was closed for good. */
  closed?(): void;
  /** Of the idle time; the session has that of its world. */
  clock?: Pick<World, 'now' | 'after'>;
}

const minute = 60_000;
/** How long before its end an idle session is told at most; a short time-out is told at its half. */
const warning = 2 * minute;
const look = 5_000;
/** Before it nobody needs to know how long is left: the shortest time-out is a minute, and the usual one twenty. */
const asked = 20_000;

const dim = (text: string): string => `\x1b[2m${text}\x1b[0m`;
const red = (text: string): string => `\x1b[31m${text}\x1b[0m`;

export interface SessionTerminal extends Pseudoterminal {
  /** For tests: where it stands. */
  readonly state: 'connecting' | 'open' | 'cut' | 'ended';
  /** Closes it, and resolves once the service knows that its session is over. Never rejects. */
  shut(): Promise<void>;
}

export function sessionTerminal(options: SessionTerminalOptions): SessionTerminal {
  const { name, target, calls, world, clock = nodeWorld } = options;
  const writes = new EventEmitter<string>();
  const names = new EventEmitter<string>();
  const screen = screenOf();
  let connection: Connection | undefined;
  let state: SessionTerminal['state'] = 'connecting';
  let size: TerminalDimensions | undefined;
  /** Counts the sessions: what a former one says late is not heard. */
  let turn = 0;
  /** Keys from before there was a session. */
  let early = '';
  let used = 0;
  let warned = false;
  let callOff: (() => void) | undefined;
  let starting: Promise<void> = Promise.resolve();
  /** Tells that the line is restored, or is not needed any more. */
  let restored = (): void => undefined;

  function became(next: SessionTerminal['state']): void {
    state = next;
    // Before the name: the list of terminals is narrow.
    const before = { connecting: '(connecting) ', cut: '(cut) ', ended: '(ended) ', open: '' }[next];
    names.fire(`${before}${name}`);
  }

  async function begin(): Promise<void> {
    const mine = ++turn;
    early = '';
    became('connecting');
    say(dim(`Connecting to ${name}…`));
    try {
      const opening = await calls.start();
      if (mine !== turn) await calls.terminate(opening.sessionId);
      else open(new Connection(opening, { target, calls, ...(world && { world }) }, events(mine)));
    } catch (error) {
      if (mine === turn) ended({ cause: 'failed', words: wordsOf(error) });
    }
  }

  function open(opened: Connection): void {
    connection = opened;
    opened.write(Buffer.from(early, 'utf8'));
    early = '';
    if (size) opened.resize({ cols: size.columns, rows: size.rows });
  }

  function events(mine: number): ConstructorParameters<typeof Connection>[2] {
    const decoders = { output: new TextDecoder(), error: new TextDecoder() };
    // Without a terminal on the node a line ends with a bare line feed.
    let bare = false;
    let begun = false;
    return {
      opened({ sessionType, notice }) {
        begun = true;
        bare = sessionType === 'NonInteractiveCommands';
        became('open');
        if (notice !== '') say(dim(notice));
        pressed();
        watch();
        if (sessionType === 'Port') say(red('This document forwards a port: use "Forward Port" for it.'));
      },
      output(bytes, source) {
        const text = decoders[source].decode(bytes, { stream: true });
        const lines = bare ? text.replace(/\r?\n/g, '\r\n') : text;
        screen.shows(lines);
        writes.fire(source === 'error' ? red(lines) : lines);
        return true;
      },
      exitCode: (code) => say(dim(`Exit code ${code}`)),
      cut() {
        became('cut');
        options.cutOff?.(
          new Promise((resolve) => {
            restored = resolve;
          }),
        );
      },
      restored() {
        became(begun ? 'open' : 'connecting');
        restored();
      },
      ended: (end) => mine === turn && ended(end),
    };
  }

  function ended({ cause, words }: End): void {
    connection = undefined;
    callOff?.();
    restored();
    became('ended');
    writes.fire(`${screen.rest()}\r\n`);
    say(cause === 'ended' ? dim(words) : red(words));
    say(dim('Press R to start another session, or close the terminal.'));
  }

  function say(line: string): void {
    writes.fire(`${line.replace(/\r?\n/g, '\r\n')}\r\n`);
  }

  function pressed(): void {
    used = clock.now();
    warned = false;
  }

  /** Looks from time to time whether the session will soon have been idle for too long. */
  function watch(): void {
    callOff?.();
    callOff = clock.after(look, watch);
    if (clock.now() - used < asked) return;
    const minutes = options.idleMinutes();
    if (minutes === undefined || warned || state !== 'open') return;
    const left = used + minutes * minute - clock.now();
    if (left > Math.min(warning, (minutes * minute) / 2)) return;
    warned = true;
    options.idling(left / minute);
  }

  async function shut(): Promise<void> {
    turn++;
    callOff?.();
    restored();
    options.closed?.();
    Disposable.from(writes, names).dispose();
    // One that is just being started is ended as soon as it is known.
    await Promise.all([connection?.close(), starting]);
  }

  return {
    get state() {
      return state;
    },
    onDidWrite: writes.event,
    onDidChangeName: names.event,
    open(dimensions) {
      size = dimensions;
      starting = begin();
    },
    close: () => void shut(),
    shut,
    setDimensions(dimensions) {
      size = dimensions;
      connection?.resize({ cols: dimensions.columns, rows: dimensions.rows });
    },
    handleInput(text) {
      if (state === 'ended') {
        if (/^[rR]$/.test(text)) starting = begin();
        return;
      }
      pressed();
      // An interrupt takes back what was pasted and has not left yet, as a terminal does.
      if (text === '\x03') connection?.discard();
      if (connection) connection.write(Buffer.from(text, 'utf8'));
      else early += text;
    },
  };
}
