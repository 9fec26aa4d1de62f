// Runs the compiled unit tests with Node's own runner. The list comes from the sources, so that what an earlier build left
// in out/ is not run; what runs inside VS Code (test/client, test/ui) is host.mjs's business.
import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import path from 'node:path';

// The sources are ES modules by the package.json at the root; their compiled form has to say so itself.
writeFileSync('out/package.json', '{ "type": "module" }\n');

const wanted = process.argv.slice(2);
const sources = await walk('test');
const tests = sources
  .filter((file) => file.endsWith('.test.ts') && !/^test[\\/](client|ui)[\\/]/.test(file))
  .filter((file) => wanted.length === 0 || wanted.some((part) => file.includes(part)))
  .map((file) => path.join('out', file.replace(/\.ts$/, '.js')))
  .sort();
const missing = tests.filter((file) => !existsSync(file));
if (tests.length === 0 || missing.length > 0) {
  console.error(
    tests.length === 0
      ? `No test matches ${wanted.join(' ')}`
      : `Not compiled: ${missing.join(', ')}; run "npm run types" first`,
  );
  process.exit(1);
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
    '--test-timeout=120000',
    ...tests,
  ],
  // The SDK tells each process that Node 20 is old; the tests run on the oldest Node there is to support.
  { stdio: 'inherit', env: { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' } },
);
process.exit(status ?? 1);

/** Every file below a folder. @param {string} folder @returns {Promise<string[]>} */
async function walk(folder) {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name));
}
