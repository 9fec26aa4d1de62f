/**
 * What git ignores, by the `.gitignore` files from the root of the repository down and by `.git/info/exclude`.
 * https://git-scm.com/docs/gitignore
 *
 * The rules of all levels are brought into one list for each folder, relative to the root: so a deeper file can take back
 * what a higher one says, and nothing below an ignored folder can. Without a repository the folder given is the root.
 */

import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import ignore, { type Ignore } from 'ignore';

/** True for what git ignores. The path is absolute; folders have to be told from files. */
export type Ignored = (path: string, isFolder: boolean) => boolean;

const ignorecase = process.platform === 'win32' || process.platform === 'darwin';

/** The rules for everything in `folder`. A folder that is ignored itself was named on purpose: only what is in it counts. */
export function gitIgnore(folder: string): Ignored {
  const repository = repositoryOf(folder);
  if (repository !== undefined && repository !== folder) {
    const ignored = rulesFrom(repository);
    if (!ignored(folder, true)) return ignored;
  }
  return rulesFrom(folder);
}

function rulesFrom(root: string): Ignored {
  const cache = new Map<string, Ignore>();
  const rulesOf = (folder: string): Ignore => {
    let rules = cache.get(folder);
    if (rules === undefined) {
      const above = folder === root ? ignore({ ignorecase }).add(excluded(root)) : rulesOf(dirname(folder));
      const lines = anchored(read(join(folder, '.gitignore')), slashes(relative(root, folder)));
      rules = lines.length === 0 ? above : ignore({ ignorecase }).add(above).add(lines);
      cache.set(folder, rules);
    }
    return rules;
  };
  return (path, isFolder) => {
    const inside = slashes(relative(root, path));
    if (inside === '' || inside.startsWith('../') || inside === '..' || isAbsolute(inside)) return false;
    return rulesOf(dirname(path)).ignores(isFolder ? `${inside}/` : inside);
  };
}

/** The lines of a `.gitignore` in `folder`, written so that they mean the same in the root's own file. */
function anchored(text: string, folder: string): string[] {
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/);
  if (folder === '') return lines;
  const prefix = `/${folder.replace(/[\\*?[\]]/g, '\\$&')}/`;
  return lines.flatMap((line) => {
    const trimmed = line.replace(/(?<!\\) +$/, '');
    if (trimmed === '' || trimmed.startsWith('#')) return [];
    const negated = trimmed.startsWith('!');
    const pattern = (negated ? trimmed.slice(1) : trimmed).replace(/^\\(?=[#!])/, '');
    const hasSlash = pattern.slice(0, -1).includes('/');
    return `${negated ? '!' : ''}${prefix}${hasSlash ? '' : '**/'}${pattern.replace(/^\//, '')}`;
  });
}

/** The root of the repository that a folder is in, if any. */
function repositoryOf(folder: string): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, '.git'))) return at;
    if (dirname(at) === at) return undefined;
  }
}

/** The text of `.git/info/exclude`. In a linked worktree `.git` is a file that says where the repository is. */
function excluded(root: string): string {
  let git = join(root, '.git');
  if (statSync(git, { throwIfNoEntry: false })?.isFile()) {
    const link = /^gitdir: (.+)$/m.exec(read(git))?.[1];
    if (link === undefined) return '';
    git = resolve(root, link.trim());
    git = resolve(git, read(join(git, 'commondir')).trim());
  }
  return read(join(git, 'info', 'exclude'));
}

/** A file's text, or nothing when there is none to read. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function slashes(path: string): string {
  return sep === '/' ? path : path.replaceAll(sep, '/');
}
