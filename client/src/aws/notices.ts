/**
 * Faults in words, with the way out as buttons. What a view and a command run into at the same moment is said once.
 */

import { commands, type Disposable, env, window } from 'vscode';
import type { Connection } from './connection.ts';
import type { Connections } from './connections.ts';
import type { Fault } from './fault.ts';
import { signIn } from './signIn.ts';

interface Way {
  title: string;
  go(): unknown;
}

export interface Notices extends Disposable {
  show(fault: Fault, connection?: Connection): void;
}

/** How long the same words are not repeated, in milliseconds. */
const pause = 3000;

export function faultNotices(connections: Connections): Notices {
  const said = new Map<string, number>();

  function show(fault: Fault, connection?: Connection): void {
    const where = connection ? `${connection.id}: ` : '';
    const words = `${where}${fault.kind === 'refused' ? fault.detail : `${fault.title}. ${fault.detail}`}`;
    const now = Date.now();
    for (const [each, when] of said) if (now - when >= pause) said.delete(each);
    if (said.has(words)) return;
    said.set(words, now);
    const ways = waysOut(fault, connection, connections);
    const say = fault.kind === 'refused' ? window.showErrorMessage : window.showWarningMessage;
    void say(words, ...ways.map(({ title }) => title)).then((title) => ways.find((way) => way.title === title)?.go());
  }

  const listening = connections.onFault(({ connection, fault }) => {
    // The SDK has tried several times by then, and the next refresh tries again.
    if (fault.kind !== 'throttled') show(fault, connection);
  });
  return { show, dispose: () => listening.dispose() };
}

function waysOut(fault: Fault, connection: Connection | undefined, connections: Connections): Way[] {
  const choose = { title: 'Choose Connection', go: () => commands.executeCommand('opswright.chooseConnection') };
  const retry = connection && {
    title: 'Try Again',
    // The views read anew what comes back.
    go: () =>
      connections.faultOf(connection) ? connections.renew(connection) : commands.executeCommand('opswright.refresh'),
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
    default:
      return [];
  }
}
