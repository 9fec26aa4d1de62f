/** The files that a document names under `files` and that are sent beside its text: archives of a package, scripts of steps. */

import type { Part } from './document.ts';
import { entriesOf, get, textOf } from './syntax/node.ts';

/** One file that a document names. */
export interface Attached {
  name: string;
  /** 64 hexadecimal digits in lower case, where the document says so. */
  sha256?: string;
}

/** Ways in which documents write the name of the checksum. */
const checksumKeys = ['sha256', 'SHA256', 'sha-256', 'SHA-256'];

export function attachedTo({ root }: Part): Attached[] {
  return entriesOf(get(root, 'files')).map(({ key, value }) => {
    const checksums = get(value, 'checksums');
    const sha256 = checksumKeys.map((each) => textOf(get(checksums, each))).find((each) => each !== undefined);
    return { name: key.text, ...(sha256 !== undefined && { sha256: sha256.toLowerCase() }) };
  });
}
