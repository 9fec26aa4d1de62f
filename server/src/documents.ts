/**
 * Documents that other documents call: those of the workspace, and those that AWS publishes.
 *
 * The list of AWS's documents is a file beside the bundle, read at the first call.
 */

import { readFileSync } from 'node:fs';
import type { CalledDocument } from './language/index.ts';
import type { WorkspaceIndex } from './workspaceIndex.ts';

type Published = Readonly<Record<string, Omit<CalledDocument, 'published'>>>;

/**
 * Looks documents up as a caller sees them; `listFile` is `aws-documents.json`. A name that AWS publishes means its document,
 * unless a copy lies beside the caller.
 */
export function calledDocuments(
  index: WorkspaceIndex,
  listFile: string,
): {
  find(name: string, caller: string | undefined): CalledDocument | undefined;
  /** Names of documents of a kind, those of the workspace first. */
  names(kind: CalledDocument['kind'], caller: string | undefined): string[];
} {
  let list: Published | undefined;
  const published = (name: string): CalledDocument | undefined => {
    list ??= publishedIn(listFile);
    const found = Object.hasOwn(list, name) ? list[name] : undefined;
    return found === undefined ? undefined : { ...found, published: true };
  };
  return {
    find(name, caller) {
      const theirs = published(name);
      return index.called(name, caller, theirs === undefined) ?? theirs;
    },
    names(kind, caller) {
      list ??= publishedIn(listFile);
      const theirs = Object.entries(list).flatMap(([name, each]) => (each.kind === kind ? [name] : []));
      return [...new Set([...index.names(kind, caller), ...theirs])];
    },
  };
}

function publishedIn(listFile: string): Published {
  try {
    return (JSON.parse(readFileSync(listFile, 'utf8')) as { documents: Published }).documents;
  } catch {
    // Without the list nothing is known of these documents, and nothing is checked.
    return {};
  }
}
