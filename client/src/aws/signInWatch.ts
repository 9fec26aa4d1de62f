/**
 * Hears that somebody has signed in again: while a connection is signed out, the files that the AWS CLI and people write are
 * watched, and one that changes has the connection tried again. Nothing is watched while all is well.
 */

import { type FSWatcher, watch } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Disposable } from 'vscode';
import type { Connections } from './connections.ts';

/** A command that signs in writes several files, and each in several goes. In milliseconds. */
const pause = 300;
/** How long it is watched on after a connection was tried again, in milliseconds: that may have been too early. */
const linger = 30_000;

export function watchSignIn(connections: Connections): Disposable {
  const watchers = new Map<string, FSWatcher>();
  let timer: NodeJS.Timeout | undefined;
  let end: NodeJS.Timeout | undefined;

  const signedOut = () => connections.open.filter((each) => connections.faultOf(each)?.kind === 'signedOut');

  function changed(): void {
    clearTimeout(timer);
    timer = setTimeout(() => {
      for (const connection of signedOut()) connections.renew(connection, 'quiet');
      // What has changed may be a folder that was not there before.
      watchAll();
    }, pause);
  }

  function watchAll(): void {
    for (const place of places()) {
      const key = JSON.stringify(place);
      const watcher = watchers.has(key) ? undefined : watched(place, changed, () => watchers.delete(key));
      if (watcher) watchers.set(key, watcher);
    }
  }

  function stop(): void {
    clearTimeout(timer);
    clearTimeout(end);
    for (const each of watchers.values()) each.close();
    watchers.clear();
  }

  function update(): void {
    clearTimeout(end);
    if (signedOut().length === 0) end = setTimeout(stop, linger).unref();
    else watchAll();
  }

  update();
  return Disposable.from({ dispose: stop }, connections.onState(update), connections.onChange(update));
}

interface Place {
  folder: string;
  /** Undefined for all that is in it. */
  names?: string[];
}

/**
 * Where the AWS CLI and the SDK keep what a person signs in with (reference guide of SDKs and tools, "Shared files"). The
 * folders of caches are made by the first sign-in.
 */
function places(): Place[] {
  const home = path.join(os.homedir(), '.aws');
  const config = process.env.AWS_CONFIG_FILE || path.join(home, 'config');
  const credentials = process.env.AWS_SHARED_CREDENTIALS_FILE || path.join(home, 'credentials');
  const kinds = ['sso', 'login'];
  return [
    ...[config, credentials].map((file) => ({ folder: path.dirname(file), names: [path.basename(file)] })),
    { folder: home, names: kinds },
    ...kinds.map((kind) => ({ folder: path.join(home, kind), names: ['cache'] })),
    ...kinds.map((kind) => ({ folder: path.join(home, kind, 'cache') })),
  ];
}

function watched({ folder, names }: Place, changed: () => void, ended: () => void): FSWatcher | undefined {
  try {
    const watcher = watch(folder, { persistent: false }, (_, name) => {
      if (names === undefined || name === null || names.includes(name)) changed();
    });
    watcher.on('error', () => watcher.close());
    watcher.on('close', ended);
    return watcher;
  } catch {
    // Not there, or not to be watched: the next refresh reads anew in any case.
    return undefined;
  }
}
