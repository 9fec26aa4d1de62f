/** The command line and the language server as they are shipped: `dist/cli.js` and `dist/lsp.js` as processes. */

import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import {
  ExitNotification,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { ableEditor, editor } from '../helpers-lsp.ts';
import { bad, uri } from '../helpers-lsp-texts.ts';

const faulty = 'examples/faulty/restart-instance.ssm.yaml';

function check(format: 'json' | 'sarif', ...files: string[]): { status: number | null; stdout: string } {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['dist/cli.js', 'check', '--format', format, ...files],
    { encoding: 'utf8' },
  );
  assert.match(stderr, /^(?:no problems|\d+ errors?, \d+ warnings?) in [^\n]+\n$/);
  return { status, stdout };
}

test('JSON and SARIF tell the same places of an example', () => {
  const json = check('json', faulty);
  const places = JSON.parse(json.stdout).map((each: { rule: string; line: number }) => [each.rule, each.line]);
  assert.equal(json.status, 1);
  assert.ok(places.length > 1);
  const sarif = check('sarif', faulty);
  assert.equal(sarif.status, 1);
  const [{ results }] = JSON.parse(sarif.stdout).runs;
  assert.deepEqual(
    results.map((each: { ruleId: string; locations: [{ physicalLocation: { region: { startLine: number } } }] }) => [
      each.ruleId,
      each.locations[0].physicalLocation.region.startLine,
    ]),
    places,
  );
});

test('a glob and a folder find the same documents, and a path that is not there is misuse', () => {
  const found = (...paths: string[]) =>
    JSON.parse(check('json', ...paths).stdout).map((each: { path: string; line: number }) => [each.path, each.line]);
  assert.ok(found('examples/faulty').length > 5);
  assert.deepEqual(found('examples/faulty/*'), found('examples/faulty'));
  const { status, stderr } = spawnSync(process.execPath, ['dist/cli.js', 'check', 'nowhere'], { encoding: 'utf8' });
  assert.deepEqual([status, /internal error/.test(stderr)], [2, false]);
});

test('sound examples pass, with the models of AWS services and the facts of AWS Config beside the program', () => {
  const sound = ['examples/patch-instance.ssm.yaml', 'examples/bucket-basics.pack.yaml'];
  assert.deepEqual(check('json', ...sound), { status: 0, stdout: '[]\n' });
});

test('the language server answers over standard input and output, and ends when told', async (t) => {
  const child = spawn(process.execPath, ['dist/lsp.js', '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
  t.after(() => child.kill('SIGKILL'));
  const server = await editor(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin), ableEditor);
  const told = once(child, 'exit');
  await server.open(uri, bad);
  for (let tries = 0; server.published.length === 0 && tries < 500; tries++)
    await new Promise((resolve) => setTimeout(resolve, 10));
  assert.deepEqual(
    server.published.flatMap(({ diagnostics }) => diagnostics.map(({ code }) => code)),
    ['unknown-step'],
  );
  await server.connection.sendRequest(ShutdownRequest.type);
  await server.connection.sendNotification(ExitNotification.type);
  assert.deepEqual(await told, [0, null]);
});
