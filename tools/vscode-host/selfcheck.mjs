// Proves the host with a ten-line extension: `node tools/vscode-host/selfcheck.mjs`. Run it after a change in this
// folder or a bump; the suites of the repository cannot tell a broken host from a broken extension. Each case is a
// way a run may end, and what the shim must make of it.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { repositoryRoot } from './fetch.mjs';
import { openWorkbench } from './open.mjs';
import { notification, openFile, runCommand } from './selectors.mjs';

const shim = fileURLToPath(new URL('shim.mjs', import.meta.url));
const probe = fs.mkdtempSync(path.join(os.tmpdir(), 'vscode-host-probe-'));
const folder = path.join(probe, 'workspace');
process.once('exit', () => fs.rmSync(probe, { recursive: true }));

write('package.json', {
  ...{ name: 'probe', publisher: 'probe', version: '0.0.1', engines: { vscode: '^1.100.0' }, main: 'main.js' },
  contributes: { commands: [{ command: 'probe.greet', title: 'Probe: Greet' }] },
});
write(
  'main.js',
  `const { commands, window } = require('vscode');
exports.activate = (context) => context.subscriptions.push(
  commands.registerCommand('probe.greet', () => { window.showInformationMessage('Hello from the probe'); return 42; }));`,
);
write('workspace/hello.yaml', 'hello: world\n');

const greet = `if (await require('vscode').commands.executeCommand('probe.greet') !== 42) throw new Error('no greeting');`;
const summary = `console.log('[mocha]   1 passing');`;
const failures = [
  runSuite('a passing suite ends with 0', `${greet} ${summary}`, {}, 0),
  runSuite('a failing suite ends with 1', `${summary} throw new Error('1 failing');`, {}, 1),
  runSuite('an extension host that dies is a failure', 'process.exit(0);', {}, 1),
  runSuite('a suite without a summary is a failure', '', {}, 1),
  runSuite(
    'a suite that hangs ends with 124',
    'await new Promise(() => undefined);',
    { VSCODE_HOST_TIMEOUT: '8000' },
    124,
  ),
  await useLikeAPerson(),
].filter((passed) => !passed);
process.exitCode = failures.length > 0 ? 1 : 0;

/** @param {string} title @param {string} body @param {Record<string, string>} env @param {number} expected */
function runSuite(title, body, env, expected) {
  write('suite.js', `exports.run = async () => { ${body} };`);
  const start = Date.now();
  const suite = path.join(probe, 'suite');
  const { status, stdout, stderr } = spawnSync(
    shim,
    [folder, `--extensionDevelopmentPath=${probe}`, `--extensionTestsPath=${suite}`, '--disable-extensions'],
    { encoding: 'utf8', env: { ...process.env, ...env } },
  );
  return report(title, status === expected, start, `exit code ${status}\n${stdout}${stderr}`);
}

async function useLikeAPerson() {
  const title = 'a person sees the file and the notification';
  const start = Date.now();
  const workbench = await openWorkbench({ folder, extension: probe });
  const picture = path.join(repositoryRoot, '.vscode-test/artifacts/selfcheck.png');
  try {
    await openFile(workbench.page, 'hello.yaml');
    await runCommand(workbench.page, 'Probe: Greet');
    await notification(workbench.page, 'Hello from the probe');
    return report(title, true, start);
  } catch (error) {
    return report(title, false, start, String(error));
  } finally {
    await workbench.page.screenshot({ path: picture });
    await workbench.close();
    console.log(`picture: ${path.relative(process.cwd(), picture)}`);
  }
}

/** @param {string} title @param {boolean} passed @param {number} start @param {string} [details] */
function report(title, passed, start, details) {
  console.log(`${passed ? 'ok  ' : 'FAIL'} ${title} (${((Date.now() - start) / 1000).toFixed(1)} s)`);
  if (!passed && details) console.log(details);
  return passed;
}

/** @param {string} name @param {string | object} content */
function write(name, content) {
  const file = path.join(probe, name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
}
