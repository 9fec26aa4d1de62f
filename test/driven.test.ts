/**
 * Every command that the manifest offers is driven by a suite inside VS Code: `test/client` runs it by its id, or `test/ui`
 * picks it by its English title. What no suite drives yet is listed here, and the list may only shrink.
 */

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';

/** Without `opswright.`, in the order of the alphabet. */
const notYet: string[] = [];

interface Contributed {
  command: string;
  title: string;
}

const english: Record<string, string> = JSON.parse(readFileSync('package.nls.json', 'utf8'));
const { contributes } = JSON.parse(readFileSync('package.json', 'utf8'));
const commands = (contributes.commands as Contributed[]).map(({ command, title }) => ({
  id: command,
  title: english[title.slice(1, -1)] ?? '',
}));

/** The texts of the suites and of what they share, without comments: a command that is only spoken of is not driven. */
function suites(): string {
  const files = ['test/client', 'test/ui'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => path.join(folder, name)),
  );
  return files
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(file, 'utf8').replace(/^\s*\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, ''))
    .join('\n');
}

/**
 * A title tells which command is meant where no other has it, and where it cannot be the label of something else: after
 * `Opswright: `, as in the palette, or in several words, as in a menu.
 */
function isDriven({ id, title }: (typeof commands)[number], text: string): boolean {
  const quoted = (words: string): boolean =>
    [`'${words}'`, `"${words}"`, `\`${words}\``].some((each) => text.includes(each));
  if (quoted(id)) return true;
  if (commands.filter((other) => other.title === title).length > 1) return false;
  const short = title.replace(/…$/, '');
  return [title, short].some((each) => quoted(`Opswright: ${each}`) || (each.includes(' ') && quoted(each)));
}

test('every command of the manifest is driven by a suite inside VS Code', () => {
  assert.ok(commands.length > 70 && commands.every(({ title }) => title !== ''));
  const text = suites();
  const names = commands.filter((command) => !isDriven(command, text)).map(({ id }) => id.replace('opswright.', ''));
  assert.deepEqual(
    names.sort(),
    notYet,
    'Commands that no suite drives, against the list in this file: drive what is new, and take out what is driven',
  );
});

test('a command is driven by its id or by a title that is its own, not by a word in a comment', () => {
  const open = { id: 'opswright.openDocument', title: 'Open' };
  assert.ok(isDriven(open, "executeCommand('opswright.openDocument', node)"));
  assert.ok(!isDriven(open, "executeCommand('opswright.openDocumentAsJson', node)"));
  assert.ok(!isDriven(open, "getByRole('button', { name: 'Open' })"));
  assert.ok(isDriven({ id: 'opswright.x', title: 'Do This…' }, "runCommand(page, 'Opswright: Do This')"));
  const [refresh] = commands.filter(({ title }) => title === 'Refresh');
  assert.ok(refresh && !isDriven(refresh, "runCommand(page, 'Opswright: Refresh')"));
});
