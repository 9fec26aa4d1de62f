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
  let watchers: FSWatcher[] = [];
  let timer: NodeJS.Timeout | undefined;
  let end: NodeJS.Timeout | undefined;

  const signedOut = () => connections.open.filter((each) => connections.faultOf(each)?.kind === 'signedOut');

  function changed(): void {
    clearTimeout(timer);
    timer = setTimeout(() => {
      for (const connection of signedOut()) connections.renew(connection, 'quiet');
    }, pause);
  }

  function stop(): void {
    clearTimeout(timer);
    clearTimeout(end);
    for (const each of watchers) each.close();
    watchers = [];
  }

  function update(): void {
    clearTimeout(end);
    if (signedOut().length === 0) end = setTimeout(stop, linger).unref();
    else if (watchers.length === 0) watchers = places().flatMap((place) => watched(place, changed));
  }

  update();
  return Disposable.from({ dispose: stop }, connections.onState(update), connections.onChange(update));
}

interface Place {
  folder: string;
  /** Undefined for all files in it. */
  file?: string;
}

/** Where the AWS CLI and the SDK keep what a person signs in with (reference guide of SDKs and tools, "Shared files"). */
function places(): Place[] {
  const home = path.join(os.homedir(), '.aws');
  const config = process.env.AWS_CONFIG_FILE || path.join(home, 'config');
  const credentials = process.env.AWS_SHARED_CREDENTIALS_FILE || path.join(home, 'credentials');
  return [
    ...[config, credentials].map((file) => ({ folder: path.dirname(file), file: path.basename(file) })),
    { folder: path.join(home, 'sso', 'cache') },
    { folder: path.join(home, 'login', 'cache') },
  ];
}

function watched({ folder, file }: Place, changed: () => void): FSWatcher[] {
  try {
    const watcher = watch(folder, { persistent: false }, (_, name) => {
      if (file === undefined || name === null || name === file) changed();
    });
    watcher.on('error', () => watcher.close());
    return [watcher];
  } catch {
    // Not there, or not to be watched: the next refresh reads anew in any case.
    return [];
  }
}
