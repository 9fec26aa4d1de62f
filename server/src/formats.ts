/** How a text is written: by its language in an editor, else by the name of its file. */

import type { Format, ParseOptions } from './language/index.ts';

/** Undefined where neither tells: then the first character of the text decides. */
export function formatOf(path: string, languageId = ''): Format | undefined {
  for (const name of [languageId, /\.(\w+)$/.exec(path)?.[1] ?? '']) {
    if (/ya?ml/i.test(name)) return 'yaml';
    if (/^(?:guard|ruleset)$/i.test(name)) return 'guard';
    if (/^configql$/i.test(name)) return 'configql';
    if (/json/i.test(name)) return 'json';
    if (/^(?:terraform|opentofu|tf|tofu)$/i.test(name)) return 'terraform';
  }
  return undefined;
}

/** What is known of a text before it is read: how it is written, and its kind where the name of its file decides that. */
export function writtenAs(path: string, languageId = ''): ParseOptions {
  if (isRunFile(path) || languageId === 'ssm-run') return { format: 'yaml', kind: 'run' };
  const format = formatOf(path, languageId);
  return format === undefined ? {} : { format };
}

/** Run files are known by their names, or by their language in an editor: the same few keys elsewhere are somebody else's. */
export function isRunFile(path: string): boolean {
  return /\.run\.ya?ml$/i.test(path);
}
