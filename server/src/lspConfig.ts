/**
 * `.opswrightrc.yaml` for the editor: the configuration of a document by its URI, and the faults of the file itself.
 *
 * A configuration with faults is not used, and says so once in the log; its own faults are marked when it is open in the
 * editor. A document that is on no disk, such as an unsaved one, has none.
 */

import { fileURLToPath } from 'node:url';
import { readConfig } from './config.ts';
import { configFiles, configNames, type FoundConfig, noConfig } from './configFiles.ts';
import type { Problem } from './language/index.ts';

interface Log {
  console: { warn(message: string): void };
}

export interface EditorConfig {
  /** What holds for a document; `source` is also told of a file that is not used. */
  for(uri: string): Pick<FoundConfig, 'severities' | 'actions' | 'region' | 'source'> & { ignored: boolean };
  clear(): void;
}

export function editorConfig(log: Log): EditorConfig {
  const files = configFiles();
  const said = new Set<string>();

  function sayOnce(message: string): void {
    if (said.has(message)) return;
    said.add(message);
    log.console.warn(message);
  }

  function find(path: string): FoundConfig {
    try {
      const found = files.configFor(path);
      const [fault] = found.problems;
      if (!fault) return found;
      sayOnce(`${found.source?.path} is not used, because of a fault in it: ${fault.message}`);
      return { ...noConfig, source: found.source };
    } catch (error) {
      sayOnce(`The configuration for ${path} cannot be read: ${error instanceof Error ? error.message : error}`);
    }
    return noConfig;
  }

  return {
    for(uri) {
      const path = pathOf(uri);
      const { severities, actions, region, source, ignored } = path === undefined ? noConfig : find(path);
      return { severities, actions, region, source, ignored: path !== undefined && ignored(path) };
    },
    clear() {
      files.clear();
      said.clear();
    },
  };
}

/** The path of a file on disk; undefined for other schemes, and for what is no path on this machine. */
export function pathOf(uri: string): string | undefined {
  try {
    return uri.startsWith('file:') ? fileURLToPath(uri) : undefined;
  } catch {
    return undefined;
  }
}

/** The file that names and paths in a text are relative to: its own, or the one that it is going to be saved as. */
export function callerOf(uri: string): string | undefined {
  return pathOf(uri.replace(/^untitled:\/(?=.)/, 'file:///'));
}

export function isConfig(uri: string): boolean {
  return configNames.some((name) => uri.endsWith(`/${name}`));
}

/** What is wrong with the text of a configuration file. */
export function configProblems(text: string): Problem[] {
  return readConfig(text).problems;
}
