/** What the entry of SSH runs, as the extension is updated and removed. */

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { writeLauncher } from '../../client/src/sessions/sshLauncher.ts';

test('the entry of SSH runs the extension also after an update, the newest of several, and says so when there is none', async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), "opswright's launcher "));
  try {
    const install = async (version: string, hours: number): Promise<string> => {
      const program = path.join(folder, 'extensions', `some.opswright-${version}`, 'dist', 'cli.js');
      await mkdir(path.dirname(program), { recursive: true });
      await writeFile(program, `process.stdout.write('${version} ' + process.argv.slice(2));`);
      const when = Date.now() / 1000 + hours * 3600;
      await utimes(program, when, when);
      return program;
    };
    const remove = (version: string): Promise<void> =>
      rm(path.join(folder, 'extensions', `some.opswright-${version}`), { recursive: true });
    const ran = (): string => {
      const { stdout, stderr, status } = spawnSync(process.execPath, [launcher, 'ssm-proxy', 'i-1', '22']);
      return `${status} ${stdout}${stderr}`;
    };
    const launcher = await writeLauncher(path.join(folder, 'kept'), await install('0.9.0', 0));
    assert.equal(ran(), '0 0.9.0 ssm-proxy,i-1,22');
    await install('0.10.0', 2);
    await install('0.9.5', 1);
    await mkdir(path.join(folder, 'extensions', 'some.opswright-helper'), { recursive: true });
    await remove('0.9.0');
    assert.equal(ran(), '0 0.10.0 ssm-proxy,i-1,22');
    for (const version of ['0.10.0', '0.9.5']) await remove(version);
    assert.match(ran(), /^1 opswright: the extension is not where it was/);
  } finally {
    await rm(folder, { recursive: true });
  }
});
