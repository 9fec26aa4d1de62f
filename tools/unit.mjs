// Runs the compiled unit tests with Node's own runner: the tests of one folder in one process, which loads the sources and
// the SDK once and reads the corpus once, and as many processes at a time as there are processors. The list comes from the
// sources, so that what an earlier build left in out/ is not run; what needs the build or VS Code (test/built,
// test/client, test/ui) is host.mjs's business.
//
//   node tools/unit.mjs                a sample of what is large (test/sample.ts)
//   node tools/unit.mjs --thorough     all of it
//   node tools/unit.mjs cli syntax     the tests whose path contains one of the words
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';

const { values, positionals: wanted } = parseArgs({
  options: { thorough: { type: 'boolean' } },
  allowPositionals: true,
});

// The sources are ES modules by the package.json at the root; their compiled form has to say so itself.
writeFileSync('out/package.json', '{ "type": "module" }\n');

const tests = (await readdir('test', { recursive: true }))
  .map((file) => file.replaceAll(path.sep, '/'))
  .filter((file) => file.endsWith('.test.ts') && !/^(?:built|client|ui)\//.test(file))
  .filter((file) => wanted.length === 0 || wanted.some((part) => `test/${file}`.includes(part)))
  .map((file) => file.replace(/\.ts$/, '.js'))
  .sort();
const missing = tests.filter((file) => !existsSync(`out/test/${file}`));
if (tests.length === 0 || missing.length > 0) {
  console.error(
    tests.length === 0
      ? `No test matches ${wanted.join(' ')}`
      : `Not compiled: ${missing.join(', ')}; run "npm run types" first`,
  );
  process.exit(1);
}

// What needs the corpus checked stands together; what takes longest begins first.
const first = ['sandbox', 'language', 'sessions', 'doors', 'corpus'];
/** @type {Map<string, string[]>} */
const groups = new Map(first.map((name) => [name, []]));
for (const file of tests) {
  const folder = file.includes('/') ? file.slice(0, file.indexOf('/')) : 'cases';
  const name = /(?:^|\/)corpus\.|^simulator\/properties/.test(file) ? 'corpus' : folder;
  groups.set(name, [...(groups.get(name) ?? []), file]);
}
rmSync('out/unit', { recursive: true, force: true });
mkdirSync('out/unit', { recursive: true });
const entries = [];
for (const [name, files] of groups) {
  if (files.length === 0) continue;
  entries.push(`out/unit/${name}.js`);
  writeFileSync(`out/unit/${name}.js`, files.map((file) => `import '../test/${file}';\n`).join(''));
}

// Node leaves one processor idle unless told; the tests need it.
// JSON imports are stable in practice and still announced as experimental by Node 20.
const { status } = spawnSync(
  process.execPath,
  [
    '--disable-warning=ExperimentalWarning',
    '--test',
    `--test-concurrency=${availableParallelism()}`,
    '--test-reporter=spec',
    '--test-timeout=300000',
    ...entries,
  ],
  {
    stdio: 'inherit',
    env: {
      ...process.env,
      ...(values.thorough && { OPSWRIGHT_THOROUGH: '1' }),
      // The SDK tells each process that Node 20 is old; the tests run on the oldest Node there is to support.
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    },
  },
);
process.exit(status ?? 1);
