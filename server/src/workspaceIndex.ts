/**
 * What is known of the documents of a workspace, open or not: their names, parameters and calls.
 *
 * A file is read when somebody asks for its name, and again only when it has changed on disk; of what was read a summary is
 * kept, no text and no tree. A text that is open in the editor wins over its file. What this cannot know: the name under
 * which a file is published. A file is taken for the document of its own base name, as repositories keep them, and a
 * document in a template for the one of its `Name`.
 */

import { readFileSync, type Stats, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { writtenAs } from './formats.ts';
import { type CalledDocument, type Document, type KindId, parse, type Summary, summariesOf } from './language/index.ts';

/** Longer files are left alone: no person wrote them, and the service takes 64 KB. */
const longest = 2 * 1024 * 1024;
const endings = ['.yaml', '.yml', '.json', '.ssm.yaml', '.ssm.yml', '.ssm.json'];
const ending = /(?:\.(?:ssm|runbook))?\.(?:ya?ml|json|tf|tofu)$/i;
const path = /[\\/]|\.(?:ya?ml|json)$/i;

export interface IndexedDocument {
  path: string;
  /** What it is called by others. */
  name: string;
  summary: Summary;
}

export interface WorkspaceIndex {
  /** Takes files in, without reading them; one that is there already has changed. */
  add(files: Iterable<string>): void;
  remove(file: string): void;
  /** The documents of a file; none for one that is no document of ours. */
  documentsIn(file: string): readonly IndexedDocument[];
  /** The documents that a caller may mean by a name or a path: the nearest first. */
  find(name: string, caller: string | undefined): readonly IndexedDocument[];
  /** What a call gets to see, when it is certain which document is meant; `wide` also looks beyond the caller's folder. */
  called(name: string, caller: string | undefined, wide: boolean): CalledDocument | undefined;
  /** What a name or path leads to: the kind of a document, `foreign` for a file without one, `missing` for a path to none. */
  kindOf(name: string, caller: string | undefined): KindId | 'foreign' | 'missing' | undefined;
  /** Names of documents of a kind that a caller may call: those beside it, and those that were read before. */
  names(kind: CalledDocument['kind'], caller: string | undefined): string[];
  /** Paths of documents that can be called, relative to the folder of the caller: those beside it, and those read before. */
  paths(caller: string | undefined): string[];
  /** All documents; files not read yet are read, with pauses for what is more urgent. */
  all(stop?: () => boolean): Promise<IndexedDocument[]>;
}

interface Known {
  stamp: string;
  documents: readonly IndexedDocument[];
}

export interface IndexOptions {
  /** What is open in the editor for a file. */
  open(file: string): Document | undefined;
  /** True while every change of a file that was added is told; then what is known of it is true. */
  watched(): boolean;
}

/** For the command line, where nothing is open and nobody watches. */
export const onDiskOnly: IndexOptions = { open: () => undefined, watched: () => false };

export function workspaceIndex({ open, watched }: IndexOptions): WorkspaceIndex {
  const files = new Set<string>();
  const byName = new Map<string, Set<string>>();
  /** Files with documents that a template names. */
  const templates = new Set<string>();
  const known = new Map<string, Known>();
  const ofOpen = new WeakMap<Document, readonly IndexedDocument[]>();

  function documentsIn(file: string): readonly IndexedDocument[] {
    const document = open(file);
    if (document !== undefined) {
      const documents = ofOpen.get(document) ?? indexed(file, document);
      ofOpen.set(document, documents);
      return documents;
    }
    const last = known.get(file);
    if (last !== undefined && watched() && files.has(file)) return last.documents;
    const stats = statOf(file);
    if (stats === undefined) return [];
    const stamp = `${stats.mtimeMs} ${stats.size}`;
    if (last?.stamp === stamp) return last.documents;
    const read = parsed(file, stats);
    const documents = read === undefined ? [] : indexed(file, read);
    known.set(file, { stamp, documents });
    return documents;
  }

  function indexed(file: string, document: Document): IndexedDocument[] {
    const summaries = summariesOf(document);
    if (summaries.some(({ name }) => name !== undefined)) templates.add(file);
    return summaries.map((summary) => ({ path: file, name: summary.name ?? nameOf(file), summary }));
  }

  function filesNamed(name: string, caller: string | undefined): string[] {
    const folder = caller === undefined ? undefined : dirname(caller);
    if (path.test(name)) {
      if (!ending.test(name) || (folder === undefined && !isAbsolute(name))) return [];
      return [resolve(folder ?? '.', name)];
    }
    const beside =
      folder === undefined || !/^[\w.-]+$/.test(name) ? [] : endings.map((each) => join(folder, name + each));
    const elsewhere = [...(byName.get(name) ?? [])].sort((a, b) => far(a, caller) - far(b, caller) || (a < b ? -1 : 1));
    return [...new Set([...beside, ...elsewhere])];
  }

  function find(name: string, caller: string | undefined): IndexedDocument[] {
    const named = filesNamed(name, caller).flatMap((file) =>
      documentsIn(file).filter(({ summary }) => !summary.embedded),
    );
    // Names that templates give are known of the templates read so far.
    const carried = [...templates].flatMap((file) => documentsIn(file).filter(({ summary }) => summary.name === name));
    return [...named, ...carried];
  }

  /** Files beside a caller, and those that were read before. */
  function nearFiles(caller: string | undefined): string[] {
    const folder = caller === undefined ? undefined : dirname(caller);
    return [...files].filter((file) => file !== caller && (known.has(file) || dirname(file) === folder));
  }

  return {
    add(added) {
      for (const file of added) {
        files.add(file);
        known.delete(file);
        const name = nameOf(file);
        byName.set(name, (byName.get(name) ?? new Set()).add(file));
      }
    },
    remove(file) {
      files.delete(file);
      known.delete(file);
      templates.delete(file);
      byName.get(nameOf(file))?.delete(file);
    },
    documentsIn,
    find,
    called(name, caller, wide) {
      const found = filesNamed(name, caller).flatMap((file) => documentsIn(file));
      const callable = found.filter(({ summary }) => !summary.embedded && summary.called !== undefined);
      const [first, ...others] = callable;
      if (first === undefined) return undefined;
      if (path.test(name) || (caller !== undefined && dirname(first.path) === dirname(caller)))
        return first.summary.called;
      // Of several that are as good as each other, only what they agree on is certain.
      return wide && others.every(({ summary }) => alike(summary, first.summary)) ? first.summary.called : undefined;
    },
    kindOf(name, caller) {
      const [first] = find(name, caller);
      if (first !== undefined) return first.summary.kind;
      const [file] = path.test(name) && caller !== undefined ? [resolve(dirname(caller), name)] : [];
      return file === undefined ? undefined : statOf(file) === undefined ? 'missing' : 'foreign';
    },
    paths(caller) {
      if (caller === undefined) return [];
      const callable = nearFiles(caller).filter((file) => documentsIn(file).some(({ summary }) => isCallable(summary)));
      return callable.map((file) => {
        const way = relative(dirname(caller), file).replaceAll(sep, '/');
        return way.startsWith('.') ? way : `./${way}`;
      });
    },
    names(kind, caller) {
      return nearFiles(caller).flatMap((file) =>
        documentsIn(file).flatMap(({ name, summary }) =>
          !summary.embedded && summary.called?.kind === kind ? [name] : [],
        ),
      );
    },
    async all(stop = () => false) {
      const result: IndexedDocument[] = [];
      let since = performance.now();
      for (const file of [...files]) {
        if (performance.now() - since > 8) {
          await new Promise((go) => setImmediate(go));
          since = performance.now();
          if (stop()) break;
        }
        result.push(...documentsIn(file));
      }
      return result;
    },
  };
}

function isCallable({ embedded, called }: Summary): boolean {
  return !embedded && called !== undefined;
}

/** What a file is called as a document. */
export function nameOf(file: string): string {
  return basename(file).replace(ending, '');
}

function alike(a: Summary, b: Summary): boolean {
  // What is only told does not tell them apart.
  const shape = ({ called }: Summary): string =>
    JSON.stringify(called, (key, value) => (key === 'description' || key === 'default' ? undefined : value));
  return shape(a) === shape(b);
}

/** How many folders one has to leave and enter from one file to another. */
function far(file: string, from: string | undefined): number {
  const a = dirname(file).split(/[\\/]/);
  const b = from === undefined ? [] : dirname(from).split(/[\\/]/);
  let shared = 0;
  while (shared < a.length && shared < b.length && a[shared] === b[shared]) shared++;
  return a.length + b.length - 2 * shared;
}

function statOf(file: string): Stats | undefined {
  try {
    const stats = statSync(file, { throwIfNoEntry: false });
    return stats?.isFile() ? stats : undefined;
  } catch {
    // A folder on the way may not be entered: the file is as good as absent.
    return undefined;
  }
}

function parsed(file: string, { size }: Stats): Document | undefined {
  if (size > longest) return undefined;
  try {
    return parse(readFileSync(file, 'utf8'), writtenAs(file));
  } catch {
    // Gone, or not to be read, since it was found: then nothing is known of it.
    return undefined;
  }
}
