/** How a text is written: by its language in an editor, else by the name of its file. */

import type { Format } from './language/index.ts';

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
