/** Where things lie. The benchmark runs compiled, from `out/bench`, and finds the repository from there. */

import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));
export const benchFolder = `${root}bench/`;
export const server = `${root}dist/lsp.js`;
export const extension = `${root}dist/extension.js`;
export const cli = `${root}dist/cli.js`;
export const vsix = `${root}dist/opswright.vsix`;
export const corpus = `${root}../shared/corpus`;
