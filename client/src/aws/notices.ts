/**
 * Faults in words, with the way out as buttons. What a view and a command run into at the same moment is said once, by the
 * command where it names what it could not do: a person who did something is always answered.
 */

import { commands, type Disposable, env, window } from 'vscode';
import type { Connection } from './connection.ts';
import type { Connections } from './connections.ts';
import { type Fault, readFault } from './fault.ts';
import { signIn } from './signIn.ts';

interface Way {
  title: string;
  go(): unknown;
}

/** What somebody wanted, and did not get. */
export interface Deed {
  /** As in "Could not cancel the run". */
  readonly words: string;
  /** Does it again. */
  again(): unknown;
}

export interface Notices extends Disposable {
  show(fault: Fault, connection?: Connection, deed?: Deed): void;
}

/** How long the same words are not repeated, in milliseconds. */
const pause = 3000;
/** How long a connection waits for a command to say it better, in milliseconds. */
const grace = 100;

export function faultNotices(connections: Connections): Notices {
  const said = new Map<string, number>();

  function show(fault: Fault, connection?: Connection, deed?: Deed): void {
    const where = connection ? `${connection.id}: ` : '';
    const words = `${where}${fault.kind === 'refused' ? fault.detail : `${fault.title}. ${fault.detail}`}`;
    const now = Date.now();
    for (const [each, when] of said) if (now - when >= pause) said.delete(each);
    if (said.has(words) && !deed) return;
    said.set(words, now);
    const ways = waysOut(fault, connection, connections, deed);
    const say = fault.kind === 'refused' ? window.showErrorMessage : window.showWarningMessage;
    const all = deed ? `Could not ${deed.words}. ${words}` : words;
    say(all, ...ways.map(({ title }) => title))
      .then((title) => ways.find((way) => way.title === title)?.go())
      .then(undefined, (error) => window.showErrorMessage(`Opswright: ${readFault(error).detail}`));
  }

  const listening = connections.onFault(({ connection, fault }) => {
    // The SDK has tried several times by then, and the next refresh tries again.
    if (fault.kind === 'throttled') return;
    setTimeout(() => {
      // One that was closed meanwhile concerns nobody.
      if (connections.open.some(({ id }) => id === connection.id)) show(fault, connection);
    }, grace);
  });
  return { show, dispose: () => listening.dispose() };
}

function waysOut(
  fault: Fault,
  connection: Connection | undefined,
  connections: Connections,
  deed: Deed | undefined,
): Way[] {
  const choose = { title: 'Choose Connection', go: () => commands.executeCommand('opswright.chooseConnection') };
  const retry = connection && {
    title: 'Try Again',
    go() {
      // The views read anew what comes back.
      if (connections.faultOf(connection)) connections.renew(connection);
      else if (!deed) return commands.executeCommand('opswright.refresh');
      return deed?.again();
    },
  };
  switch (fault.kind) {
    case 'signedOut':
      return [
        ...(connection?.profile ? [{ title: 'Sign In', go: () => signIn(connection) }] : []),
        ...(retry ? [retry] : []),
        choose,
      ];
    case 'denied': {
      const { action } = fault;
      return action === undefined ? [] : [{ title: 'Copy Action', go: () => env.clipboard.writeText(action) }];
    }
    case 'unreachable':
      return [...(retry ? [retry] : []), choose];
    case 'throttled':
      return retry && deed ? [retry] : [];
    default:
      return [];
  }
}
