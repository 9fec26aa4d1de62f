/**
 * Documents that other documents call: those beside the caller, and those that AWS publishes.
 *
 * A document's name is not in its text, so a file is taken for the document of its own base name, as repositories keep them.
 * The list of AWS's documents is a file beside the bundle, read at the first call.
 */

import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type CalledDocument, calledDocumentOf, parse } from './language/index.ts';

type Published = Readonly<Record<string, Omit<CalledDocument, 'published'>>>;

const endings = ['.yaml', '.yml', '.json', '.ssm.yaml', '.ssm.json'];
const longest = 2 * 1024 * 1024;

/** Looks documents up; `listFile` is `aws-documents.json`. Files are read again when they change. */
export function calledDocuments(listFile: string): {
  find(name: string, caller: string | undefined): CalledDocument | undefined;
} {
  let published: Published | undefined;
  const read = new Map<string, { stamp: number; document: CalledDocument | undefined }>();

  const inFile = (file: string): CalledDocument | undefined => {
    const { mtimeMs, size } = statSync(file);
    const known = read.get(file);
    if (known?.stamp === mtimeMs) return known.document;
    const parts =
      size > longest
        ? []
        : parse(readFileSync(file, 'utf8'), { format: file.endsWith('.json') ? 'json' : 'yaml' }).parts;
    const document = parts.map(calledDocumentOf).find((each) => each !== undefined);
    read.set(file, { stamp: mtimeMs, document });
    return document;
  };

  return {
    find(name, caller) {
      try {
        if (caller !== undefined && /^[\w.-]+$/.test(name)) {
          const file = endings.map((ending) => join(dirname(caller), name + ending)).find((each) => existsSync(each));
          const document = file === undefined ? undefined : inFile(file);
          if (document !== undefined) return document;
        }
        published ??= (JSON.parse(readFileSync(listFile, 'utf8')) as { documents: Published }).documents;
        const found = Object.hasOwn(published, name) ? published[name] : undefined;
        return found === undefined ? undefined : { ...found, published: true };
      } catch {
        // Without the list, or with a file that cannot be read just now, the call is not known: nothing is checked.
        return undefined;
      }
    },
  };
}
