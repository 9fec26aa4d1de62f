/**
 * Runs the suites with mocha inside the extension host and leaves what they came to in a file for `tools/host.mjs`.
 *
 * The bundle that VS Code loads hands over mocha and a function that loads the suites, because those need mocha's words
 * to be there first.
 */

import { writeFileSync } from 'node:fs';
import { format } from 'node:util';
import { ConfigurationTarget, languages, workspace } from 'vscode';
import { closeAll, open, until } from './editor.ts';

export async function run(MochaClass: typeof Mocha, loadSuites: () => void): Promise<void> {
  const { OPSWRIGHT_GREP, OPSWRIGHT_ONLY = '[]', OPSWRIGHT_MARK = '', OPSWRIGHT_RESULTS } = process.env;
  const base = MochaClass.reporters.Base as unknown as { consoleLog(...args: unknown[]): void };
  base.consoleLog = (...args) => console.log(`${OPSWRIGHT_MARK}${format(...args)}`);

  // The time is for a machine that is busy with something else; each takes less than a second on an idle one.
  const mocha = new MochaClass({ ui: 'bdd', timeout: 120_000, slow: 3_000, color: process.env.FORCE_COLOR === '1' });
  if (OPSWRIGHT_GREP) mocha.grep(OPSWRIGHT_GREP);
  const only: string[] = JSON.parse(OPSWRIGHT_ONLY);
  if (only.length > 0) mocha.grep(new RegExp(`^(?:${only.map(escaped).join('|')})$`));
  mocha.suite.emit('pre-require', globalThis, '', mocha);
  mocha.suite.beforeAll('nothing is saved by itself', () =>
    // VS Code in a browser would, after a second, and a slow test then changes a fixture for those after it.
    workspace.getConfiguration('files').update('autoSave', 'off', ConfigurationTarget.Global),
  );
  // The first document starts the server, and a machine that has just started VS Code takes its time for that.
  mocha.suite.beforeAll('the server starts', async () => {
    const { document } = await open('restart.yaml');
    await until(languages.onDidChangeDiagnostics, () => languages.getDiagnostics(document.uri).length > 0, 50_000);
  });
  mocha.suite.afterEach('no test sees the editors of another', closeAll);
  loadSuites();

  const failed = await new Promise<number>((resolve) => {
    const runner = mocha.run(resolve);
    const titles: string[] = [];
    // After each test, so that the counts survive a VS Code that does not.
    const save = (ended: boolean) => {
      const passed = runner.stats?.passes ?? 0;
      if (OPSWRIGHT_RESULTS) writeFileSync(OPSWRIGHT_RESULTS, JSON.stringify({ passed, failed: titles, ended }));
    };
    runner.on('fail', (failing: Mocha.Runnable) => titles.push(failing.fullTitle()));
    runner.on('test end', () => save(false));
    runner.on('end', () => save(true));
  });
  if (failed > 0) throw new Error(`${failed} failed`);
}

function escaped(words: string): string {
  return words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
