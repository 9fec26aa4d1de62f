// What every commit has to pass: types, lint and the unit tests. Lint reads the sources alone, so it runs beside the others;
// what it says comes behind them, so that nothing is mixed.
//
//   node tools/check.mjs               with a sample of what is large in the tests
//   node tools/check.mjs --thorough    with all of it
import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** Runs a script of package.json. @param {string} name @param {string[]} options */
function script(name, options = [], /** @type {'inherit' | 'pipe'} */ output = 'inherit') {
  const words = ['run', '--silent', name, ...(options.length > 0 ? ['--', ...options] : [])];
  return spawn('npm', words, { stdio: ['ignore', output, output], shell: process.platform === 'win32' });
}

/** @param {import('node:child_process').ChildProcess} child @returns {Promise<boolean>} */
async function passes(child) {
  const [code] = await once(child, 'close');
  return code === 0;
}

const lint = script('lint', [], 'pipe');
/** @type {Buffer[]} */
const said = [];
for (const stream of [lint.stdout, lint.stderr]) stream?.on('data', (piece) => said.push(piece));
const clean = passes(lint);
const tested = (await passes(script('types'))) && (await passes(script('test:unit', process.argv.slice(2))));
const linted = await clean;
process.stdout.write(Buffer.concat(said));
if (!linted) console.error('Lint found what is listed above; "npm run format" mends some of it.');
process.exit(tested && linted ? 0 : 1);
