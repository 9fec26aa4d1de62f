/**
 * Real documents, and readers that are not ours: the corpus, which lies beside the repository and is no part of it, and all
 * documents at hand that properties are held against. `dataOf` reads them with readers that are not ours.
 *
 * Test files share a process: what one has read, parsed and checked, the others need not.
 */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { CORE_SCHEMA, defineMappingTag, defineScalarTag, defineSequenceTag, loadAll, mergeTag } from 'js-yaml';
import { formatOf } from '../server/src/formats.ts';
import { check, type Document, type Problem, parse } from '../server/src/language/index.ts';
import { drawn } from './sample.ts';

export const corpus = path.resolve('../shared/corpus');

/** Why a test is skipped that has nothing to look at without the corpus; false where it is at hand. */
export const noCorpus = existsSync(corpus) ? false : 'the corpus is not here';

/** The files in those folders of the corpus whose name fits, each as `folder/file`. */
export function corpusFiles(folders: RegExp): string[] {
  if (noCorpus) return [];
  return readdirSync(corpus, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && folders.test(entry.name))
    .flatMap(({ name }) => readdirSync(path.join(corpus, name)).map((file) => `${name}/${file}`))
    .sort();
}

/** The text of a file of the corpus. */
export const corpusText = once((file: string) => readFileSync(path.join(corpus, file), 'utf8'));

/** A file of the corpus as a document; nothing but a policy is told apart by its name. */
export const corpusDocument = once((file: string): Document => {
  const format = formatOf(file);
  return parse(corpusText(file), format === 'guard' ? { format } : {});
});

/** What is found in a file of the corpus by itself, without anything else to look at. */
export const corpusProblems = once((file: string): Problem[] => check(corpusDocument(file)));

/** Remembers what a function has made of each text. */
function once<T>(make: (file: string) => T): (file: string) => T {
  const made = new Map<string, T>();
  return (file) => {
    const value = made.get(file) ?? make(file);
    made.set(file, value);
    return value;
  };
}

export interface DocumentAtHand {
  name: string;
  text: string;
  format: 'yaml' | 'json';
  document: Document;
}

/** Longer documents are left to a run that asks for all: `OPSWRIGHT_CORPUS=all`. */
const longest = process.env.OPSWRIGHT_CORPUS === 'all' ? Number.POSITIVE_INFINITY : 10_000;

const inFolder = once((folder: string): DocumentAtHand[] => {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ya?ml|json)$/.test(name))
    .sort();
  return (names.length > 100 ? drawn(names, 5) : names).flatMap((name) => {
    const text = readFileSync(`${folder}/${name}`, 'utf8');
    if (text.length > longest) return [];
    const format = name.endsWith('.json') ? 'json' : 'yaml';
    const document = parse(text, { format });
    if (document.parts.every(({ kind }) => kind === undefined)) return [];
    return { name: `${folder}/${name}`, text, format, document };
  });
});

/** The documents of ours at hand: those of this repository, and those of the corpus. */
export function documentsAtHand(): DocumentAtHand[] {
  return ['test/ok', 'test/rules', 'examples', '../shared/corpus'].filter(existsSync).flatMap(inFolder);
}

const never = (): boolean => false;
/** Reads the tags of templates, such as `!Sub`, as data of their own. */
const schema = CORE_SCHEMA.withTags(
  mergeTag,
  defineScalarTag('!', { matchByTagPrefix: true, identify: never, resolve: (text, _, tag) => ({ [tag]: text }) }),
  defineSequenceTag<unknown[]>('!', {
    matchByTagPrefix: true,
    identify: never,
    create: (tag) => [tag],
    addItem: (items, item) => void items.push(item),
  }),
  defineMappingTag<Map<unknown, unknown>>('!', {
    matchByTagPrefix: true,
    identify: never,
    create: (tag) => new Map([['tag', tag]]),
    addPair(map, key, value) {
      map.set(key, value);
      return '';
    },
    has: (map, key) => map.has(key),
    keys: (map) => map.keys(),
    get: (map, key) => map.get(key),
  }),
);

/** The data of a text; undefined where a reader that is not ours refuses it. */
export function dataOf(text: string, format: 'yaml' | 'json'): unknown {
  try {
    if (format === 'json') return JSON.parse(text.replace(/^\ufeff/, ''));
    return loadAll(text, { schema, json: true, maxDepth: 200 });
  } catch {
    return undefined;
  }
}

/** The same data with the short functions of a template written out, `!Ref x` as `Ref: x`. */
export function longFunctions(data: unknown): unknown {
  if (Array.isArray(data)) {
    const [tag, ...items] = data;
    if (typeof tag === 'string' && /^!\w+$/.test(tag)) return { [longName(tag)]: items.map(longFunctions) };
    return data.map(longFunctions);
  }
  if (typeof data !== 'object' || data === null || data instanceof Map) return data;
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [longName(key), argument(key, value)]));
}

function argument(name: string, value: unknown): unknown {
  if (name !== '!GetAtt' || typeof value !== 'string') return longFunctions(value);
  const [resource = '', ...attribute] = value.split('.');
  return [resource, attribute.join('.')];
}

function longName(tag: string): string {
  return /^!(?:Ref|Condition)$/.test(tag) ? tag.slice(1) : tag.replace(/^!(?=\w)/, 'Fn::');
}
