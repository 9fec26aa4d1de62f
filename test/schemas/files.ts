/** Reads the data files of `schemas/` for the tests beside it; the tests start in the root of the repository. */

import { readdirSync, readFileSync } from 'node:fs';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonMap = { [key: string]: Json };

export function readJson(path: string): JsonMap {
  return map(JSON.parse(readFileSync(path, 'utf8')) as Json);
}

/** Every data file by its name. */
export function schemaFiles(): Map<string, JsonMap> {
  const names = readdirSync('schemas').filter((name) => name.endsWith('.json'));
  return new Map(names.map((name) => [name, readJson(`schemas/${name}`)]));
}

export function isMap(value: Json | undefined): value is JsonMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value as a map; an empty one where it is none. */
export function map(value: Json | undefined): JsonMap {
  return isMap(value) ? value : {};
}

/** The value as a list of maps. */
export function maps(value: Json | undefined): JsonMap[] {
  return Array.isArray(value) ? value.filter(isMap) : [];
}

/** The value as a list of texts. */
export function texts(value: Json | undefined): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

/** Follows a reference such as `#step` or `plugins.json#sharedInputs`, seen from a file. */
export function follow(
  files: Map<string, JsonMap>,
  ref: string,
  from: string,
): { node: JsonMap; file: string } | undefined {
  const [file, name] = ref.split('#');
  const target = file || from;
  const node = map(files.get(target)?.definitions)[name ?? ''];
  return isMap(node) ? { node, file: target } : undefined;
}
