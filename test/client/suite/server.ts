import assert from 'node:assert/strict';
import { commands, languages } from 'vscode';
import type { Server } from '../../../client/src/languageClient.ts';
import { app } from '../account.ts';
import { eventually, file, open, problemsAre, problemsOf, until } from '../editor.ts';
import { canListProcesses, serverProcesses } from '../processes.ts';

const problems = ['36:15-36:20 error unknown-step: "strat" names no step; did you mean "start"?'];

describe('the server', () => {
  it('is one process', async function () {
    if (!canListProcesses) this.skip();
    const { document } = await open('restart.yaml');
    await problemsAre(document, problems);
    assert.equal((await serverProcesses()).length, 1);
  });

  it('is another process after a restart, with the same diagnostics', async function () {
    if (!canListProcesses) this.skip();
    const { document } = await open('restart.yaml');
    await problemsAre(document, problems);
    const before = await serverProcesses();
    const seen: string[][] = [];
    const listener = languages.onDidChangeDiagnostics(() => seen.push(problemsOf(document)));
    await commands.executeCommand('opswright.restartServer');
    // The old marks go with the old server, and the new ones are its successor's.
    await until(languages.onDidChangeDiagnostics, () => seen.some((each) => each.length === 0));
    listener.dispose();
    await problemsAre(document, problems);
    const after = await serverProcesses();
    assert.equal(after.length, 1);
    assert.notDeepEqual(after, before);
  });

  /** Kills it, does something at once, and waits for another one. */
  async function killed(meanwhile: (server: Server) => void): Promise<void> {
    const { server } = await app();
    const { document } = await open('restart.yaml');
    await problemsAre(document, problems);
    const [before = 0] = await serverProcesses();
    process.kill(before, 'SIGKILL');
    meanwhile(server);
    await eventually(serverProcesses, (ids) => ids.length === 1 && ids[0] !== before);
    await problemsAre(document, problems);
  }

  it('comes back by itself when it was killed', async function () {
    if (!canListProcesses) this.skip();
    await killed(() => undefined);
  });

  it('comes back as well when much is told to it before anybody has heard of its end', async function () {
    if (!canListProcesses) this.skip();
    await killed((server) => {
      // Nothing is heard meanwhile.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300);
      for (let left = 10; left > 0; left--) server.tellLastRun({ uri: file('restart.yaml').toString(), where: null });
    });
  });
});
