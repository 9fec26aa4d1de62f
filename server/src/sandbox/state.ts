/**
 * Keeps an account in a file between starts: written beside the file and then moved in its place, so that a start never
 * meets half of it. A file that cannot be read is set aside, and nothing of it is lost.
 */

import { existsSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import type { Account, AccountData } from './account.ts';

/** How often changes are written. */
const everyMilliseconds = 2000;

/** The account kept in a file; undefined where there is none yet, or none that can be read. */
export async function readState(file: string, log?: (line: string) => void): Promise<AccountData | undefined> {
  if (!existsSync(file)) return undefined;
  try {
    const data: Partial<AccountData> | null = JSON.parse(await readFile(file, 'utf8'));
    if (data?.format === 1 && data.settings !== undefined && Array.isArray(data.jobs) && data.slices !== undefined)
      return data as AccountData;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  const aside = `${file}.unreadable-${new Date().toISOString().replaceAll(':', '.')}`;
  await rename(file, aside);
  log?.(`${file} is no account that can be read. It is kept as ${aside}, and a new account is made.`);
  return undefined;
}

/** Writes the account while it changes; `stop` writes it for the last time. */
export function keepState(file: string, account: Account): { stop(): Promise<void> } {
  let last = '';
  let writing: Promise<void> = Promise.resolve();
  const write = (): void => {
    const text = JSON.stringify(account.data);
    if (text === last) return;
    last = text;
    writing = writing.then(async () => {
      await writeFile(`${file}.new`, text, { mode: 0o600 });
      await rename(`${file}.new`, file);
    });
    writing.catch((error) => account.onFault(error));
  };
  const timer = setInterval(write, everyMilliseconds);
  timer.unref();
  return {
    async stop() {
      clearInterval(timer);
      write();
      await writing;
    },
  };
}
