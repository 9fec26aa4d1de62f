/**
 * What the entry of SSH runs: a file that stays where it is and runs the program of the extension. The extension itself lies in
 * another folder after each update, and the one before is removed. Free of `vscode`.
 */

import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** Writes the file into a folder that outlives updates, and gives its path; `program` is `dist/cli.js` of the extension. */
export async function writeLauncher(folder: string, program: string): Promise<string> {
  const file = path.join(folder, 'ssm-proxy.cjs');
  await mkdir(folder, { recursive: true });
  await writeFile(file, launcherOf(program));
  return file;
}

/** Runs the program where it is there still, else that of the extension's newest version beside it. */
function launcherOf(program: string): string {
  const extension = path.dirname(path.dirname(program));
  const name = path.basename(extension).replace(/-\d+\..*$/, '');
  return `// Written by Opswright for the entry of SSH: an update of the extension lies in another folder.
const { existsSync, readdirSync, statSync } = require('node:fs');
const path = require('node:path');

const program = ${JSON.stringify(program)};
const extensions = ${JSON.stringify(path.dirname(extension))};

function newest() {
  const age = (file) => Date.now() - statSync(file).mtimeMs;
  return (existsSync(extensions) ? readdirSync(extensions) : [])
    .filter((folder) => folder.startsWith(${JSON.stringify(`${name}-`)}))
    .map((folder) => path.join(extensions, folder, 'dist', 'cli.js'))
    .filter((file) => existsSync(file))
    .sort((a, b) => age(a) - age(b))[0];
}

const found = existsSync(program) ? program : newest();
if (found) require(found);
else {
  console.error('opswright: the extension is not where it was; run "Write SSH Configuration" again');
  process.exitCode = 1;
}
`;
}
