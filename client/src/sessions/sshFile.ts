/**
 * `~/.ssh/config` as a file. It is a person's own: it is written only as it was read, and as it was it is kept beside itself.
 * A link stays a link. Free of `vscode`.
 */

import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** The text of the file; empty where there is none. Rejects for one that would not come back as it is. */
export async function readConfig(file: string): Promise<string> {
  const bytes = await readFile(file).catch((error) => {
    if (error.code === 'ENOENT') return Buffer.alloc(0);
    throw error;
  });
  const text = bytes.toString('utf8');
  if (!Buffer.from(text, 'utf8').equals(bytes))
    throw new Error(`${file} has bytes that are no UTF-8, and is left as it is. Save it as UTF-8 first.`);
  return text;
}

/** Writes the file anew, and gives the name of what it was; undefined where there was none. Rejects when it has changed. */
export async function writeConfig(file: string, before: string, after: string): Promise<string | undefined> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  if ((await readConfig(file)) !== before)
    throw new Error(`${file} was changed meanwhile, and is left as it is. Run the command again.`);
  const backup = `${file}.before-opswright-${new Date().toISOString().replace(/[:.]/g, '-')}`;
  if (before !== '') await copyFile(file, backup);
  await writeFile(file, after, { mode: 0o600 });
  return before === '' ? undefined : path.basename(backup);
}
