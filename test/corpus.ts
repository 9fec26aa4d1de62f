/**
 * The documents that properties are held against: those of this repository, and those of the corpus where it is at hand.
 * `dataOf` reads them with readers that are not ours.
 *
 * Importing this file does nothing, because Node 20's runner loads every file under `out/test`.
 */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { CORE_SCHEMA, defineMappingTag, defineScalarTag, defineSequenceTag, loadAll, mergeTag } from 'js-yaml';
import { parse } from '../server/src/language/index.ts';

export interface CorpusDocument {
  name: string;
  text: string;
  format: 'yaml' | 'json';
}

/** Longer documents of the corpus are left to a run that asks for all: `OPSWRIGHT_CORPUS=all`. */
const longest = process.env.OPSWRIGHT_CORPUS === 'all' ? Number.POSITIVE_INFINITY : 10_000;

/** Every text that holds a document of ours. */
export function corpusDocuments(): CorpusDocument[] {
  return ['test/ok', 'test/rules', 'examples', '../shared/corpus'].filter(existsSync).flatMap(documentsIn);
}

function documentsIn(folder: string): CorpusDocument[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ya?ml|json)$/.test(name))
    .sort()
    .map((name): CorpusDocument => {
      const path = `${folder}/${name}`;
      return { name: path, text: readFileSync(path, 'utf8'), format: name.endsWith('.json') ? 'json' : 'yaml' };
    })
    .filter(
      ({ text, format }) =>
        text.length <= longest && parse(text, { format }).parts.some(({ kind }) => kind !== undefined),
    );
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
