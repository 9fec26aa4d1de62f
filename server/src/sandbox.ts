/**
 * Door: serves a pretend account on a loopback port.
 *
 * The command line and the extension start it; tests call `startSandbox`. It owns what an account may not: the real clock,
 * the disk and the port.
 */

import { randomBytes } from 'node:crypto';
import { localScripts } from './localScripts.ts';
import { defaultSettings, newAccountData, type Settings } from './sandbox/account.ts';
import { realClock } from './sandbox/clock.ts';
import { createAccount } from './sandbox/create.ts';
import type { Faults } from './sandbox/faults.ts';
import { diskLibrary } from './sandbox/library.ts';
import { type Serving, serveAccount } from './sandbox/server.ts';
import { keepState, readState } from './sandbox/state.ts';
import type { Credentials } from './sandbox/wire/signature.ts';

export interface SandboxOptions {
  /** 0 takes any free port. */
  port?: number;
  settings?: Partial<Settings>;
  /** What goes wrong from the start, such as a share of the requests that is throttled. */
  faults?: Faults;
  /** Lets whoever has the credentials set faults, as tests do. */
  takesFaults?: boolean;
  /** `local` runs the Python of runbooks on this machine; without it nothing of a document runs here. */
  scripts?: 'local';
  /** Keeps the account in this file between starts. */
  state?: string;
  log?: (line: string) => void;
}

export interface Sandbox {
  endpoint: string;
  region: string;
  credentials: Credentials;
  setFaults: Serving['setFaults'];
  /** Writes what is kept, and stops. */
  stop(): Promise<void>;
}

/** Starts serving. Rejects when the port is taken or the file of the state cannot be read. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const library = diskLibrary();
  const kept = options.state === undefined ? undefined : await readState(options.state, options.log);
  // How fast time goes is of this start, and not of the account.
  if (kept !== undefined) kept.settings.pace = options.settings?.pace ?? defaultSettings.pace;
  const account = createAccount(kept ?? newAccountData(options.settings), realClock, library);
  if (options.scripts === 'local') account.scripts = localScripts();
  account.onFault = (error) => options.log?.(error instanceof Error ? (error.stack ?? error.message) : String(error));
  // Made anew at each start, so that nothing that was copied from a log works later.
  const credentials = {
    accessKeyId: `AKIASANDBOX${randomBytes(5).toString('hex').toUpperCase().slice(0, 9)}`,
    secretAccessKey: randomBytes(30).toString('base64url'),
  };
  const keeping = options.state === undefined ? undefined : keepState(options.state, account);
  const serving = await serveAccount(account, {
    port: options.port ?? 0,
    credentials,
    names: library.names(),
    ...(options.faults !== undefined && { faults: options.faults }),
    ...(options.takesFaults !== undefined && { takesFaults: options.takesFaults }),
    ...(options.log !== undefined && { log: options.log }),
  });
  await account.runDue();
  return {
    endpoint: serving.endpoint,
    region: account.settings.region,
    credentials,
    setFaults: serving.setFaults,
    async stop() {
      await serving.close();
      await keeping?.stop();
      account.stop();
    },
  };
}
