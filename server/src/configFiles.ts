/**
 * Finds the configuration of a file: the nearest `.opswrightrc.yaml` from its folder upwards.
 *
 * Every folder is looked at once and remembered, also when it has nothing; `clear` forgets, for when a file has changed.
 */

import { readFileSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import ignore from 'ignore';
import { type Config, readConfig } from './config.ts';

/** In this order, should a folder have several. */
export const configNames = ['.opswrightrc.yaml', '.opswrightrc.yml', '.opswrightrc.json'] as const;

/** The configuration that holds for a file. */
export interface FoundConfig {
  /** Where it was found and what it says; undefined for none. */
  source: { path: string; text: string } | undefined;
  severities: Config['severities'];
  actions: Config['actions'];
  /** The Region that its documents are for. */
  region?: string | undefined;
  /** What is wrong with it. */
  problems: Config['problems'];
  /** True for a file, given by its absolute path, that the configuration leaves out. */
  ignored(path: string): boolean;
}

export interface ConfigFiles {
  /** The configuration for a file, given by its absolute path. */
  configFor(path: string): FoundConfig;
  clear(): void;
}

/** No configuration at all. */
export const noConfig: FoundConfig = {
  source: undefined,
  severities: {},
  actions: [],
  problems: [],
  ignored: () => false,
};

/** Looks for configurations on disk. */
export function configFiles(): ConfigFiles {
  const cache = new Map<string, FoundConfig>();
  const inFolder = (folder: string): FoundConfig => {
    let config = cache.get(folder);
    if (config === undefined) {
      const above = dirname(folder);
      config = ownConfig(folder) ?? (above === folder ? noConfig : inFolder(above));
      cache.set(folder, config);
    }
    return config;
  };
  return { configFor: (path) => inFolder(dirname(path)), clear: () => cache.clear() };
}

/** Reads a configuration file; throws what the file system throws. */
export function loadConfig(path: string): FoundConfig {
  const text = readFileSync(path, 'utf8').replace(/^\ufeff/, '');
  const { severities, actions, region, problems, ignore: globs } = readConfig(text);
  const matcher = ignore({ ignorecase: false }).add(globs);
  const folder = dirname(path);
  return {
    source: { path, text },
    severities,
    actions,
    region,
    problems,
    ignored: (file) => {
      const inside = relative(folder, file).replaceAll(sep, '/');
      if (inside === '' || inside === '..' || inside.startsWith('../') || isAbsolute(inside)) return false;
      return globs.length > 0 && matcher.ignores(inside);
    },
  };
}

function ownConfig(folder: string): FoundConfig | undefined {
  for (const name of configNames) {
    try {
      return loadConfig(join(folder, name));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'ENOENT' && code !== 'ENOTDIR') throw error;
    }
  }
  return undefined;
}
