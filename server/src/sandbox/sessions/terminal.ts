/**
 * The terminal of a shell session: a prompt, a line that can be edited, history, Ctrl-C and Ctrl-D, and the pretend shell
 * behind it, which keeps its folder and variables from line to line.
 */

import { payloadTypes } from '../../../../channel/src/message.ts';
import { readSize } from '../../../../channel/src/payloads.ts';
import { type NodeShell, openShell } from '../shell.ts';
import type { Plugin, Session } from './plugin.ts';

const longestLine = 8192;
/** Bytes of a command that goes on over several lines, such as one with a text behind it. */
const longestCommand = 16 * 1024 * 1024;
const mostHistory = 200;

/** A shell with a prompt, until `exit` or Ctrl-D. */
export function terminal(session: Session): Plugin {
  const windows = session.machine.platform === 'Windows';
  const shell = openShell(session.account, session.machine, session.runAs);
  const decoder = new TextDecoder();
  const history: string[] = [];
  let line = '';
  /** The lines before it, of a command that waits for the end of its text. */
  let above = '';
  /** Tells the last line of that text; undefined outside of one. */
  let ends: ((line: string) => boolean) | undefined;
  let at = 0;
  let sequence = '';
  /** Keys that came while a command ran. */
  let typed = '';
  let running: AbortController | undefined;

  /** What is said while keys are taken goes out together: a pasted text would else be a message for each key. */
  let said = '';
  const flush = (): void => {
    if (said !== '') session.send(payloadTypes.output, Buffer.from(said));
    said = '';
  };
  const say = (text: string): void => {
    said += text.replace(/\r?\n/g, '\r\n');
  };
  const sign = session.runAs === undefined ? '#' : '$';
  const prompt = (): void => {
    const folder = shell.folder();
    if (above !== '') say('> ');
    else say(windows ? `PS ${folder}> ` : folder === '/root' ? `${sign} ` : `sh-5.2${sign} `);
  };
  const replace = (text: string): void => {
    say('\b \b'.repeat(line.length) + text);
    line = text;
  };
  const enter = async (): Promise<void> => {
    const given = line;
    line = '';
    say('\n');
    const goesOn = ends === undefined ? endOfText(given) : ends(given) ? undefined : ends;
    ends = above.length < longestCommand ? goesOn : undefined;
    if (ends !== undefined) {
      above += `${given}\n`;
      return prompt();
    }
    const entered = (above + given).trim();
    above = '';
    if (entered === '') return prompt();
    history.push(entered);
    if (history.length > mostHistory) history.shift();
    at = history.length;
    if (/^(exit|logout)(\s+\d+)?$/.test(entered)) {
      flush();
      return session.end();
    }
    const stop = new AbortController();
    running = stop;
    const { stdout, stderr } = await shell.run(entered, stop.signal);
    if (running !== stop) return;
    running = undefined;
    say(stdout + stderr);
    prompt();
    const waiting = typed;
    typed = '';
    for (const key of waiting) press(key);
    flush();
    session.ready();
  };
  const interrupt = (): void => {
    say('^C\n');
    running?.abort();
    running = undefined;
    [line, above, typed, ends] = ['', '', '', undefined];
    prompt();
  };
  const afterEscape = (key: string): void => {
    sequence += key;
    if (sequence === '[' || sequence === 'O' || /^\[[\d;]*$/.test(sequence)) return;
    const [up, down] = [/^[[O]A$/.test(sequence), /^[[O]B$/.test(sequence)];
    sequence = '';
    if (!up && !down) return;
    at = Math.max(0, Math.min(history.length, at + (up ? -1 : 1)));
    replace(history[at] ?? '');
  };
  let escaped = false;
  const press = (key: string): void => {
    if (escaped) {
      afterEscape(key);
      escaped = sequence !== '';
    } else if (key === '\x03') interrupt();
    else if (running !== undefined) typed += key;
    else if (key === '\x1b') escaped = true;
    else if (key === '\r' || key === '\n') void enter();
    else if (key === '\x04') {
      if (line !== '') return;
      flush();
      session.end();
    } else if (key === '\x7f' || key === '\b') {
      if (line !== '') replaceLast();
    } else if (key === '\x15') replace('');
    else if (key >= ' ' && line.length < longestLine) {
      line += key;
      say(key);
    }
  };
  const replaceLast = (): void => {
    line = [...line].slice(0, -1).join('');
    say('\b \b');
  };

  prompt();
  flush();
  return {
    take({ payloadType, payload }) {
      if (payloadType === payloadTypes.size) resize(shell, payload);
      // Keys wait with the client while a command runs, all but the one that stops it.
      else if (running !== undefined && typed.length > longestLine && !payload.includes(3)) return false;
      else if (payloadType === payloadTypes.output)
        for (const key of decoder.decode(payload, { stream: true })) press(key);
      flush();
      return true;
    },
  };
}

/** What ends the text of a command such as `cat > file <<END`; undefined for a command without one. */
function endOfText(command: string): ((line: string) => boolean) | undefined {
  const [, tabs, single, double, plain] =
    /(?<![<\d])<<(-)?\s*(?:'(\w+)'|"(\w+)"|\\?([A-Za-z_]\w*))/.exec(command) ?? [];
  const word = single ?? double ?? plain;
  if (word === undefined) return undefined;
  return (line) => (tabs === '-' ? line.replace(/^\t+/, '') : line) === word;
}

export function resize(shell: NodeShell, payload: Uint8Array): void {
  const size = readSize(payload);
  if (size !== undefined) shell.resize(size.cols, size.rows);
}
