/**
 * From the paths of a command line to the files to check: named files, folders that are searched, globs, and `-`.
 *
 * A named file is always taken. Searches leave out what git ignores and follow no links, as git does.
 */

import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { reasonOf } from './cliRead.ts';
import { gitIgnore, type Ignored } from './gitIgnore.ts';

export interface Target {
  /** Absolute. */
  path: string;
  /** As shown: relative to the current folder, with forward slashes. */
  shown: string;
  /** True for a path that stood on the command line, false for one that was found. */
  named: boolean;
  stdin: boolean;
}

export interface Targets {
  targets: Target[];
  /** What is wrong with the paths themselves. */
  misuse: string[];
  /** Folders that could not be read. */
  failures: string[];
}

const ownExtension = /\.(ya?ml|json|tf|tofu|guard|ruleset|configql)$/i;
// `.terraform` holds copies of other people's modules.
const skippedFolders = new Set(['.git', 'node_modules', '.terraform']);

/** All files that these paths stand for, each once, sorted as they are shown. */
export async function findTargets(paths: readonly string[], cwd: string, stdinName: string): Promise<Targets> {
  const found = new Map<string, Target>();
  const misuse: string[] = [];
  const failures: string[] = [];
  const take = (path: string, named: boolean) => {
    if (named || !found.has(path)) found.set(path, { path, shown: shownPath(path, cwd), named, stdin: false });
  };
  const search = (folder: string) => walk(folder, gitIgnore(folder), (path) => take(path, false), failures, cwd);

  for (const given of paths) {
    if (given === '-') {
      const path = resolve(cwd, stdinName);
      found.set('-', { path, shown: stdinName.replaceAll(sep, '/'), named: true, stdin: true });
      continue;
    }
    const path = resolve(cwd, given);
    const kind = await kindOf(path);
    if (kind === 'file') take(path, true);
    else if (kind === 'folder') await search(path);
    else if (kind !== 'missing') misuse.push(`${given}: ${kind.failed}`);
    else {
      const matches = await expand(given, cwd);
      if (matches === undefined) misuse.push(`${given}: no such file or folder`);
      else if (matches.length === 0) misuse.push(`${given}: no file matches`);
      for (const match of matches ?? []) {
        if (match.endsWith('/')) await search(resolve(match));
        else take(resolve(match), false);
      }
    }
  }
  const targets = [...found.values()].sort((a, b) => (a.shown < b.shown ? -1 : a.shown > b.shown ? 1 : 0));
  return { targets, misuse, failures };
}

/** True for a file of a kind that is looked for in folders; notes on other files are worth nothing unless named. */
export function hasOwnExtension(path: string): boolean {
  return ownExtension.test(path);
}

/** Relative to the current folder, with forward slashes on every system. */
export function shownPath(path: string, cwd: string): string {
  return relative(cwd, path).replaceAll(sep, '/');
}

async function walk(
  folder: string,
  ignored: Ignored,
  take: (path: string) => void,
  failures: string[],
  cwd: string,
): Promise<void> {
  let entries: Dirent[];
  try {
    entries = await readdir(folder, { withFileTypes: true });
  } catch (error) {
    failures.push(`${shownPath(folder, cwd) || '.'}: cannot be read: ${reasonOf(error)}`);
    return;
  }
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (skippedFolders.has(entry.name) || ignored(path, true)) continue;
      await walk(path, ignored, take, failures, cwd);
    } else if (entry.isFile() && ownExtension.test(entry.name) && !ignored(path, false)) {
      take(path);
    }
  }
}

/** The absolute paths that a glob matches, folders with a slash behind; undefined for a path that is no glob. */
async function expand(given: string, cwd: string): Promise<string[] | undefined> {
  const { glob, isDynamicPattern } = await import('tinyglobby');
  const pattern = sep === '/' ? given : given.replaceAll(sep, '/');
  if (!isDynamicPattern(pattern)) return undefined;
  const steady = pattern.split('/');
  steady.splice(steady.findIndex((segment) => isDynamicPattern(segment)));
  const ignored = gitIgnore(resolve(cwd, steady.join('/') || (pattern.startsWith('/') ? '/' : '.')));
  const skipped = [...skippedFolders].filter((name) => !steady.includes(name));
  const matches = await glob(pattern, {
    cwd,
    absolute: true,
    // `docs/*` names folders as a shell would; with `**` their files are matched anyway.
    onlyFiles: pattern.includes('**'),
    expandDirectories: false,
    followSymbolicLinks: false,
    ignore: skipped.map((name) => `**/${name}/**`),
  });
  return matches.filter((path) => !ignored(resolve(path), path.endsWith('/')));
}

async function kindOf(path: string): Promise<'file' | 'folder' | 'missing' | { failed: string }> {
  try {
    return (await stat(path)).isDirectory() ? 'folder' : 'file';
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' || code === 'ENOTDIR' ? 'missing' : { failed: reasonOf(error) };
  }
}
