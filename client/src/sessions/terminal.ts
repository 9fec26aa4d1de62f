/**
 * A terminal over a session. It outlives its session: what ended it is told in words, and a key starts another one.
 *
 * What is shown is kept by VS Code's terminal alone; nothing of it is written anywhere.
 */

import { Disposable, EventEmitter, type Pseudoterminal, type TerminalDimensions } from 'vscode';
import type { SessionCalls } from '../../../sessions/src/calls.ts';
import { Connection, type End } from '../../../sessions/src/connection.ts';
import type { World } from '../../../sessions/src/world.ts';

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
  /** The session ends in so many minutes unless a key is pressed. */
  idling(minutes: number): void;
  /** Says a failure of the service in words. */
  wordsOf(error: unknown): string;
}

/** How long before its end an idle session is told at most, and how often to look. */
const warning = 2 * 60_000;
const look = 15_000;
/** Before it nobody needs to know how long is left: the shortest time-out is a minute, and the usual one twenty. */
const asked = 60_000;

const dim = (text: string): string => `\x1b[2m${text}\x1b[0m`;
const red = (text: string): string => `\x1b[31m${text}\x1b[0m`;

export interface SessionTerminal extends Pseudoterminal {
  /** For tests: where it stands. */
  readonly state: 'connecting' | 'open' | 'cut' | 'ended';
}

export function sessionTerminal(options: SessionTerminalOptions): SessionTerminal {
  const { name, target, calls, world } = options;
  const writes = new EventEmitter<string>();
  const names = new EventEmitter<string>();
  const closes = new EventEmitter<number | undefined>();
  let connection: Connection | undefined;
  let state: SessionTerminal['state'] = 'connecting';
  let size: TerminalDimensions | undefined;
  /** Counts the sessions: what a former one says late is not heard. */
  let turn = 0;
  /** Keys from before there was a session. */
  let early = '';
  let used = 0;
  let warned = false;
  let timer: NodeJS.Timeout | undefined;

  function became(next: SessionTerminal['state']): void {
    state = next;
    const beside = { connecting: ' (connecting…)', cut: ' (reconnecting…)', ended: ' (ended)', open: '' }[next];
    names.fire(`${name}${beside}`);
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
      if (mine === turn) ended({ cause: 'failed', words: options.wordsOf(error) });
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
    return {
      opened({ sessionType, notice }) {
        bare = sessionType === 'NonInteractiveCommands';
        became('open');
        if (notice !== '') say(dim(notice));
        pressed();
        timer ??= setInterval(watch, look);
        if (sessionType === 'Port') say(red('This document forwards a port: use "Forward Port" for it.'));
      },
      output(bytes, source) {
        const text = decoders[source].decode(bytes, { stream: true });
        const lines = bare ? text.replace(/\r?\n/g, '\r\n') : text;
        writes.fire(source === 'error' ? red(lines) : lines);
        return true;
      },
      exitCode: (code) => say(dim(`Exit code ${code}`)),
      cut: () => became('cut'),
      restored: () => became('open'),
      ended: (end) => mine === turn && ended(end),
    };
  }

  function ended({ cause, words }: End): void {
    connection = undefined;
    clearInterval(timer);
    timer = undefined;
    became('ended');
    writes.fire('\r\n');
    say(cause === 'ended' ? dim(words) : red(words));
    say(dim('Press R to start another session, or close the terminal.'));
  }

  function say(line: string): void {
    writes.fire(`${line.replace(/\r?\n/g, '\r\n')}\r\n`);
  }

  function pressed(): void {
    used = Date.now();
    warned = false;
  }

  function watch(): void {
    if (Date.now() - used < asked) return;
    const minutes = options.idleMinutes();
    if (minutes === undefined || warned || state !== 'open') return;
    const left = used + minutes * 60_000 - Date.now();
    if (left > warning) return;
    warned = true;
    options.idling(Math.max(1, Math.round(left / 60_000)));
  }

  return {
    get state() {
      return state;
    },
    onDidWrite: writes.event,
    onDidChangeName: names.event,
    onDidClose: closes.event,
    open(dimensions) {
      size = dimensions;
      void begin();
    },
    close() {
      turn++;
      clearInterval(timer);
      void connection?.close();
      Disposable.from(writes, names, closes).dispose();
    },
    setDimensions(dimensions) {
      size = dimensions;
      connection?.resize({ cols: dimensions.columns, rows: dimensions.rows });
    },
    handleInput(text) {
      if (state === 'ended') {
        if (/^[rR]$/.test(text)) void begin();
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
