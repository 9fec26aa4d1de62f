// Fetches npm packages one at a time, through npm itself, and unpacks them below a folder that is kept between runs.

import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const kept = path.join(tmpdir(), 'opswright-generate');

/**
 * The folder of an unpacked package; `wanted` are the files and folders inside it that are unpacked. What is there already is used as
 * it is, unless `--fresh` is given.
 *
 * @param {string} name
 * @param {string[]} wanted
 */
export function fetched(name, wanted) {
  const folder = path.join(kept, name.replace('/', '+'));
  if (process.argv.includes('--fresh')) rmSync(folder, { recursive: true, force: true });
  if (!existsSync(path.join(folder, 'package/package.json'))) {
    mkdirSync(folder, { recursive: true });
    const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
    execFileSync(npm, ['pack', name, '--silent', '--pack-destination', folder], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const archive = readdirSync(folder).find((file) => file.endsWith('.tgz'));
    if (archive === undefined) throw new Error(`npm packed nothing for ${name}`);
    // Where something wanted is missing, tar unpacks the rest and complains; whoever reads the package sees what is missing.
    spawnSync('tar', ['-xzf', archive, 'package/package.json', ...wanted], { cwd: folder, stdio: 'ignore' });
    rmSync(path.join(folder, archive));
  }
  const { version, license } = JSON.parse(readFileSync(path.join(folder, 'package/package.json'), 'utf8'));
  return { folder: path.join(folder, 'package'), version, license };
}
