/** YAML to JSON and back: the same data, written as is usual there. What cannot be kept is told. */

import type { Document } from '../document.ts';
import { readText } from '../syntax/index.ts';
import { dataOf, isRefusal, type Refusal } from './data.ts';
import { writeJson, writeYaml } from './write.ts';

export interface Converted {
  text: string;
  /** What the target has no place for, for a person; undefined when everything is kept. */
  lost: string | undefined;
}

/** A whole document in the other format. Terraform and templates carry documents; those are not converted. */
export function convert(document: Document, to: 'yaml' | 'json'): Converted | Refusal {
  const { parts, faults, text, format } = document;
  if (format === to) return { refused: `It is written in ${to.toUpperCase()} already` };
  const broken = faults.find(({ severity }) => severity === 'error');
  if (broken !== undefined)
    return { refused: `The text has to be mended first: ${broken.message}`, start: broken.start };
  const own = parts.filter(({ embedded }) => !embedded);
  const [part] = own;
  if (part?.kind === undefined) return { refused: 'Only documents that Opswright knows are converted' };
  if (own.length > 1) return { refused: 'The text holds several documents; JSON has room for one' };
  // In its own tree, what a template inside it fills in is marked as not known.
  const [root] = format === 'yaml' || format === 'json' ? readText(text, format).roots : [];
  if (root === undefined) return { refused: 'Only documents that Opswright knows are converted' };
  const read = dataOf(root, part.kind === 'conformance-pack' || part.kind === 'cloudformation-template');
  if (isRefusal(read)) return read;
  const { data } = read;
  if (!(data instanceof Map)) return { refused: 'Only documents that Opswright knows are converted' };
  if (to === 'yaml') return { text: `${writeYaml(data)}\n`, lost: undefined };
  return { text: `${writeJson(data)}\n`, lost: lostIn(document) };
}

function lostIn(document: Document): string | undefined {
  const count = document.comments().length;
  if (count === 0) return undefined;
  return count === 1 ? 'One comment is left out: JSON has none.' : `${count} comments are left out: JSON has none.`;
}
