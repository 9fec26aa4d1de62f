/**
 * The files of a folder that may hold documents, found by a walk that has an end whatever the folder is.
 *
 * What git ignores is left out, links are not followed, and a home folder opened by mistake does not keep the server busy:
 * after so many files or so deep the walk stops and says so.
 */

import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { gitIgnore, type Ignored } from './gitIgnore.ts';

export const limits = { files: 20_000, folders: 20_000, depth: 24 };

const mayHoldDocument = /\.(ya?ml|json|tf|tofu)$/i;
const skippedFolders = new Set(['.git', '.hg', '.svn', 'node_modules', '.terraform', '.venv', 'cdk.out', '.aws-sam']);

export interface FoundFiles {
  files: string[];
  /** True when there was more than the limits allow. */
  cut: boolean;
  /** For files that come later. */
  wanted(path: string): boolean;
}

/** Walks a folder; `stop` is asked between folders. A folder that cannot be read is passed over. */
export async function workspaceFiles(root: string, stop: () => boolean, most = limits): Promise<FoundFiles> {
  const ignored = gitIgnore(root);
  const result: FoundFiles = { files: [], cut: false, wanted: (path) => isWanted(path, root, ignored) };
  let folders: string[] = [root];
  let seen = 0;
  // Level by level, so that what is cut off lies deepest.
  for (let depth = 0; folders.length > 0; depth++) {
    const next: string[] = [];
    for (const folder of folders) {
      if (stop()) return result;
      if (++seen > most.folders || result.files.length >= most.files || depth > most.depth) {
        result.cut = true;
        return result;
      }
      for (const entry of await entriesOf(folder)) {
        const path = join(folder, entry.name);
        if (entry.isDirectory()) {
          if (!skippedFolders.has(entry.name) && !ignored(path, true)) next.push(path);
        } else if (entry.isFile() && mayHoldDocument.test(entry.name) && !ignored(path, false)) result.files.push(path);
      }
    }
    folders = next;
  }
  if (result.files.length > most.files) {
    result.files.length = most.files;
    result.cut = true;
  }
  return result;
}

/** True for a file that a walk of the folder would have found. */
function isWanted(path: string, root: string, ignored: Ignored): boolean {
  if (!mayHoldDocument.test(path) || !path.startsWith(root)) return false;
  const folders = path.slice(root.length).split(/[\\/]/).slice(0, -1);
  return !folders.some((folder) => skippedFolders.has(folder)) && !ignored(path, false);
}

async function entriesOf(folder: string): Promise<Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch {
    // Gone meanwhile, or not ours to read: there are no documents to be found in it.
    return [];
  }
}
