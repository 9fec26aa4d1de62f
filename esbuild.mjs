/**
 * Bundles the client and the doors into `dist/` as CommonJS. What several of them need, the language core above all, stands
 * once, in `shared-*.js`: a third less to download, and a door reads few files when it starts. While watching each door is
 * one file, with its source map.
 *
 * The sources are ES modules (`"type": "module"` at the root); `dist/package.json` says CommonJS, which every VS Code and
 * every Node loads, and which lets `require('vscode')` work as the extension host expects.
 */

import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import { noticesOf } from './tools/notices.mjs';
import { readTemplates } from './tools/templates.mjs';

const watch = process.argv.includes('--watch');
const doors = {
  clients: 'client/src/aws/clients.ts',
  extension: 'client/src/extension.ts',
  lsp: 'server/src/lsp.ts',
  cli: 'server/src/cli.ts',
  sandbox: 'server/src/sandbox.ts',
  ssmClient: 'server/src/ssmClient.ts',
  serverSession: 'client/src/serverSession.ts',
};

await rm('dist', { recursive: true, force: true });
await mkdir('dist', { recursive: true });
// Besides, `npm pack ./dist` makes the command one file to carry: a package that depends on nothing.
const { version, description, license, engines } = JSON.parse(await readFile('package.json', 'utf8'));
const command = {
  ...{ name: 'opswright', version, description, license, type: 'commonjs' },
  bin: { opswright: 'cli.js' },
  engines: { node: engines.node },
  files: [
    ...['cli.js', 'lsp.js', 'sandbox.js', 'ssmClient.js', 'just-bash.js', 'shared-*.js'],
    ...['aws', 'wire', 'documents', 'aws-documents.json', 'config-catalogue.json', 'config-properties.json'],
    ...['LICENSE', 'NOTICES.txt'],
  ],
};
await writeFile('dist/package.json', `${JSON.stringify(command, undefined, 2)}\n`);
await cp('LICENSE', 'dist/LICENSE');

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
  // They stand in NOTICES.txt.
  legalComments: 'none',
  metafile: true,
  // The F5 task of .vscode/tasks.json waits for the "build finished" line that only this level prints.
  logLevel: watch ? 'info' : 'warning',
};
/** A door that loads another one finds it beside itself; it is not bundled twice. @type {import('esbuild').Plugin} */
const doorsApart = {
  name: 'doors-apart',
  setup(build) {
    build.onResolve({ filter: /^\.\/sandbox\.ts$/ }, () => ({ path: './sandbox.js', external: true }));
    // The SDK is most of the extension and none of its start.
    build.onResolve({ filter: /^\.\/ssmClient\.ts$/ }, () => ({ path: './ssmClient.js', external: true }));
    build.onResolve({ filter: /^\.\/clients\.ts$/ }, () => ({ path: './clients.js', external: true }));
    build.onResolve({ filter: /^\.\/serverSession\.ts$/ }, () => ({ path: './serverSession.js', external: true }));
    build.onResolve({ filter: /^just-bash$/ }, () => ({ path: './just-bash.js', external: true }));
  },
};
/** The SDK asks over our `https.ts`, which says why. @type {import('esbuild').Plugin} */
const httpsOfSdk = {
  name: 'https-of-sdk',
  setup(build) {
    const path = fileURLToPath(new URL('client/src/aws/https.ts', import.meta.url));
    build.onResolve({ filter: /^node:https$/ }, ({ importer }) =>
      importer.includes('node-http-handler') ? { path } : undefined,
    );
  },
};
/**
 * Parts of just-bash that the pretend shell never asks for, since it is without them (`leftOut` in `server/src/sandbox/shell.ts`)
 * and without network, Python, JavaScript and coverage: with the HTML, SQL and YAML readers below them, half of it. A part
 * that is asked for after all says so. @type {import('esbuild').Plugin}
 */
const shellPartsLeftOut = {
  name: 'shell-parts-left-out',
  setup(build) {
    const parts = 'undici|curl|python3|js-exec|flag-coverage|html-to-markdown|rg|sqlite3|xan|xan-view|yq';
    build.onResolve(
      { filter: new RegExp(`/chunks/(?:${parts})-[A-Z0-9]+\\.js$|^\\./(?:${parts})-[A-Z0-9]+\\.js$`) },
      ({ path }) => ({
        path: /([a-z][a-z0-9-]*)-[A-Z0-9]+\.js$/.exec(path)?.[1] ?? path,
        namespace: 'left-out',
      }),
    );
    build.onLoad({ filter: /./, namespace: 'left-out' }, ({ path }) => ({
      contents: `throw new Error(${JSON.stringify(`${path} is no part of the pretend shell`)});`,
    }));
  },
};
/** For modules that ask where they lie, which CommonJS tells in another way. */
const whereItLies = {
  define: { 'import.meta.url': 'fileUrl' },
  banner: "const fileUrl = require('node:url').pathToFileURL(__filename).href;",
};
/** Compressions that the pretend shell can do without, and parts that `ws` can. */
const nativeParts = ['@mongodb-js/zstd', 'node-liblzma', 'bufferutil', 'utf-8-validate'];
/** @type {import('esbuild').BuildOptions} */
const doorOptions = {
  ...shared,
  entryPoints: doors,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  external: ['vscode', ...nativeParts],
  plugins: [doorsApart, httpsOfSdk],
};
const contexts = [
  ...(watch ? [await esbuild.context(doorOptions)] : []),
  // The pretend shell is most of the sandbox: a file of its own, read when a script first runs. It asks where it lies.
  await esbuild.context({
    ...shared,
    entryPoints: { 'just-bash': 'node_modules/just-bash/dist/bundle/index.js' },
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: nativeParts,
    plugins: [shellPartsLeftOut],
    define: whereItLies.define,
    banner: { js: whereItLies.banner },
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
/** @type {string[]} */
const bundled = [];
if (!watch) bundled.push(...(await buildDoors()));
for (const context of contexts) {
  if (watch) await context.watch();
  else {
    bundled.push(...Object.keys((await context.rebuild()).metafile?.inputs ?? {}));
    await context.dispose();
  }
}
if (!watch) await writeFile('dist/NOTICES.txt', await noticesOf(bundled));

/** Only ES modules can be split, so they are made first, and each is then written as CommonJS. Returns what went into them. */
async function buildDoors() {
  const { outputFiles = [], metafile } = await esbuild.build({
    ...doorOptions,
    format: 'esm',
    splitting: true,
    chunkNames: 'shared-[hash]',
    write: false,
  });
  for (const { path, text } of outputFiles) {
    const { code } = await esbuild.transform(text, {
      ...{ format: 'cjs', platform: 'node', target: 'node20', minify: true },
      ...(text.includes('import.meta.url') && whereItLies),
    });
    await writeFile(path, code, { mode: code.startsWith('#!') ? 0o755 : 0o644 });
  }
  return Object.keys(metafile.inputs);
}
