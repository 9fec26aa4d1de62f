/**
 * Bundles the client and the doors into `dist/`, one CommonJS file each, so that a door starts with one read of one file.
 *
 * The sources are ES modules (`"type": "module"` at the root); `dist/package.json` says CommonJS, which every VS Code and
 * every Node loads, and which lets `require('vscode')` work as the extension host expects.
 */

import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import * as esbuild from 'esbuild';
import { readTemplates } from './tools/templates.mjs';

const watch = process.argv.includes('--watch');
const doors = {
  clients: 'client/src/aws/clients.ts',
  extension: 'client/src/extension.ts',
  lsp: 'server/src/lsp.ts',
  cli: 'server/src/cli.ts',
  sandbox: 'server/src/sandbox.ts',
  serverSession: 'client/src/serverSession.ts',
};

await rm('dist', { recursive: true, force: true });
await mkdir('dist', { recursive: true });
await writeFile('dist/package.json', '{ "type": "commonjs" }\n');

// The models of AWS services stay files of their own, which a door reads when a document calls the service.
await mkdir('dist/aws');
for (const service of Object.keys(JSON.parse(await readFile('schemas/aws/index.json', 'utf8')))) {
  const model = JSON.parse(await readFile(`schemas/aws/${service}.json`, 'utf8'));
  await writeFile(`dist/aws/${service}.json`, JSON.stringify(model));
}

for (const name of ['aws-documents.json', 'config-catalogue.json', 'config-properties.json'])
  await writeFile(`dist/${name}`, JSON.stringify(JSON.parse(await readFile(`schemas/${name}`, 'utf8'))));

await cp('schemas/wire', 'dist/wire', { recursive: true });
await cp('schemas/documents', 'dist/documents', { recursive: true });

await writeFile('dist/templates.json', JSON.stringify(await readTemplates('templates')));

/** @type {import('esbuild').BuildOptions} */
const shared = {
  outdir: 'dist',
  bundle: true,
  minify: !watch,
  sourcemap: watch ? 'linked' : false,
  legalComments: 'none',
  // The F5 task of .vscode/tasks.json waits for the "build finished" line that only this level prints.
  logLevel: watch ? 'info' : 'warning',
};
/** A door that loads another one finds it beside itself; it is not bundled twice. @type {import('esbuild').Plugin} */
const doorsApart = {
  name: 'doors-apart',
  setup(build) {
    build.onResolve({ filter: /^\.\/sandbox\.ts$/ }, () => ({ path: './sandbox.js', external: true }));
    // The SDK is most of the extension and none of its start.
    build.onResolve({ filter: /^\.\/clients\.ts$/ }, () => ({ path: './clients.js', external: true }));
    build.onResolve({ filter: /^\.\/serverSession\.ts$/ }, () => ({ path: './serverSession.js', external: true }));
    build.onResolve({ filter: /^just-bash$/ }, () => ({ path: './just-bash.js', external: true }));
  },
};
/** Compressions that the pretend shell can do without, and parts that `ws` can. */
const nativeParts = ['@mongodb-js/zstd', 'node-liblzma', 'bufferutil', 'utf-8-validate'];
const contexts = [
  await esbuild.context({
    ...shared,
    entryPoints: Object.fromEntries(Object.entries(doors).filter(([, file]) => existsSync(file))),
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['vscode', ...nativeParts],
    plugins: [doorsApart],
  }),
  // The pretend shell is most of the sandbox: a file of its own, read when a script first runs. It asks where it lies.
  await esbuild.context({
    ...shared,
    entryPoints: { 'just-bash': 'node_modules/just-bash/dist/bundle/index.js' },
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: nativeParts,
    define: { 'import.meta.url': 'fileUrl' },
    banner: { js: "const fileUrl = require('node:url').pathToFileURL(__filename).href;" },
    sourcemap: false,
  }),
  // The page of the graph runs in a browser, that of VS Code.
  await esbuild.context({
    ...shared,
    entryPoints: { graph: 'client/webview/graph.ts' },
    platform: 'browser',
    format: 'iife',
    target: 'chrome128',
    sourcemap: false,
  }),
];
for (const context of contexts) {
  if (watch) await context.watch();
  else {
    await context.rebuild();
    await context.dispose();
  }
}
