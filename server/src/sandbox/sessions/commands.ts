/**
 * Sessions that run the commands of their document: with a terminal, where they end when the commands have ended, and
 * without one, where the output comes as it is.
 */

import { largestPayload, payloadTypes } from '../../../../channel/src/message.ts';
import { openShell } from '../shell.ts';
import type { Plugin, Session } from './plugin.ts';
import { resize } from './terminal.ts';

/** The commands of a document in a terminal, until they have ended. */
export function interactiveCommands(session: Session): Plugin {
  const shell = openShell(session.account, session.machine, session.runAs);
  const stop = new AbortController();
  void shell.run(commandsOf(session), stop.signal).then(({ stdout, stderr }) => {
    const text = (stdout + stderr).replace(/\r?\n/g, '\r\n');
    if (text !== '') session.send(payloadTypes.output, Buffer.from(text));
    session.end();
  });
  return {
    take({ payloadType, payload }) {
      if (payloadType === payloadTypes.size) resize(shell, payload);
      else if (payloadType === payloadTypes.output && payload.includes(3)) {
        stop.abort();
        session.end();
      }
      return true;
    },
  };
}

/** What a document says for the system of the node. */
interface Commands {
  commands?: unknown;
  /** True, or the text "true": output, errors and the exit code come apart, each with what is to stand before it. */
  separateOutputStream?: unknown;
  stdOutSeparatorPrefix?: unknown;
  stdErrSeparatorPrefix?: unknown;
}

/** What the agent takes to stand before output. */
const prefixForm = /^[0-9a-zA-Z\r\n_:-]{0,30}$/;

/** A command without a terminal: its output once it has ended, apart from its errors where the document asks for that. */
export function nonInteractiveCommands(session: Session): Plugin {
  const shell = openShell(session.account, session.machine, session.runAs);
  const stop = new AbortController();
  const { separateOutputStream, stdOutSeparatorPrefix = '', stdErrSeparatorPrefix = '' } = partOf(session);
  const apart = String(separateOutputStream) === 'true';
  const fault = Object.entries({ stdOutSeparatorPrefix, stdErrSeparatorPrefix }).find(
    ([, prefix]) => !prefixForm.test(String(prefix)),
  );
  if (apart && fault !== undefined) {
    session.end(`invalid ${fault[0]} ${fault[1]}`);
    return { take: () => true };
  }
  const commands = commandsOf(session);
  const line = session.machine.platform === 'Windows' ? commands : literally(commands);
  void shell.run(line, stop.signal).then(({ code, stdout, stderr }) => {
    if (apart) {
      sendApart(session, payloadTypes.output, stdout, String(stdOutSeparatorPrefix));
      sendApart(session, payloadTypes.standardError, stderr, String(stdErrSeparatorPrefix));
      session.send(payloadTypes.exitCode, Buffer.from(`EXIT_CODE: ${code}`));
    } else if (stdout + stderr !== '') session.send(payloadTypes.output, Buffer.from(stdout + stderr));
    session.end();
  });
  return {
    take({ payloadType, payload }) {
      if (payloadType === payloadTypes.output && (payload.includes(3) || payload.includes(0x1c))) stop.abort();
      return true;
    },
  };
}

/** Sends output as the agent reads it: in pieces, and a piece that begins a line has the prefix before it, not each line. */
function sendApart(session: Session, type: number, text: string, prefix: string): void {
  const bytes = Buffer.from(text);
  const most = largestPayload - prefix.length;
  for (let from = 0; from < bytes.length; from += most) {
    const begins = from === 0 || bytes[from - 1] === 0x0a;
    const piece = bytes.subarray(from, from + most);
    session.send(type, begins ? Buffer.concat([Buffer.from(prefix), piece]) : piece);
  }
}

function partOf({ machine, properties }: Session): Commands {
  const platform = { Linux: 'linux', MacOS: 'macos', Windows: 'windows' }[machine.platform];
  return (properties[platform] ?? {}) as Commands;
}

function commandsOf(session: Session): string {
  const { commands } = partOf(session);
  return Array.isArray(commands) ? commands.join('\n') : String(commands ?? '');
}

/** A line whose words are taken as they are: it is split as a shell does it, but no shell reads it. */
function literally(line: string): string {
  const words = line.match(/(?:[^\s"'\\]|\\.|"(?:\\.|[^"\\])*"|'[^']*')+/gs) ?? [];
  return words
    .map((word) =>
      word.replace(/"((?:\\.|[^"\\])*)"|'([^']*)'|\\(.)/gs, (_, double, single, alone) =>
        double === undefined ? (single ?? alone) : double.replace(/\\(["\\])/g, '$1'),
      ),
    )
    .map((word) => `'${word.replaceAll("'", "'\\''")}'`)
    .join(' ');
}
