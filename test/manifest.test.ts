/**
 * What a person reads of the manifest stands in `package.nls.json`, and in Japanese in `package.nls.ja.json`: every key in
 * both, none too many, with the same links, commands and code. Walkthroughs and menus name what there is.
 */

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
interface Entry {
  [key: string]: Json;
}

const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
const english: Record<string, string> = JSON.parse(readFileSync('package.nls.json', 'utf8'));
const japanese: Record<string, string> = JSON.parse(readFileSync('package.nls.ja.json', 'utf8'));
const { contributes } = manifest;

/** Members whose text a person reads, wherever they stand. */
const read = new Set([
  'title',
  'shortTitle',
  'description',
  'markdownDescription',
  'enumDescriptions',
  'markdownEnumDescriptions',
  'deprecationMessage',
  'contextualTitle',
  'contents',
  'altText',
  'label',
]);

test('each key of the manifest has its words in both languages, and there are no others', () => {
  const used = [...new Set([...JSON.stringify(manifest).matchAll(/"%([^%"]+)%"/g)].map(([, key = '']) => key))].sort();
  assert.deepEqual(Object.keys(english).sort(), used);
  assert.deepEqual(Object.keys(japanese).sort(), used);
});

test('what a person reads is a key', () => {
  const views = Object.values<Entry[]>(contributes.views).flat();
  const literal = [
    ...textsIn(
      { displayName: manifest.displayName, description: manifest.description },
      new Set(['displayName', 'description']),
    ),
    ...textsIn(manifest.capabilities, read),
    ...textsIn(contributes, read),
    ...textsIn(views, new Set(['name'])),
  ].filter((text) => !/^%[^%]+%$/.test(text));
  assert.deepEqual(literal, [], 'texts that belong into package.nls.json and package.nls.ja.json');
});

test('links, commands and code are the same in both languages', () => {
  for (const [key, text] of Object.entries(english))
    for (const parts of [/\(command:[^)]*\)/g, /`[^`]*`/g, /#[\w.]+#/g, /\{\d+\}/g])
      assert.deepEqual((japanese[key]?.match(parts) ?? []).sort(), (text.match(parts) ?? []).sort(), key);
});

test('the Japanese is Japanese', () => {
  for (const [key, text] of Object.entries(japanese))
    assert.ok(
      text === english[key]
        ? /^Opswright$/.test(text)
        : /[\u3040-\u30ff\u4e00-\u9fff]/.test(text) || /eu-west/.test(text),
      key,
    );
});

test('commands that texts, menus and walkthroughs name are there', () => {
  const commands = new Set<string>(contributes.commands.map(({ command }: { command: string }) => command));
  for (const { id } of Object.values<{ id: string }[]>(contributes.views).flat()) commands.add(`${id}.focus`);
  const named = [
    ...JSON.stringify([contributes.menus, contributes.walkthroughs, english]).matchAll(
      /(?:command:|onCommand:|"command":")([\w.-]+)/g,
    ),
  ];
  assert.ok(named.length > 50);
  for (const [, command = ''] of named) assert.ok(commands.has(command), command);
});

test('what the icon of a line does stands in its menu too, since no key reaches the icon', () => {
  const items: { command: string; group: string }[] = contributes.menus['view/item/context'];
  const isIcon = ({ group }: { group: string }) => group.startsWith('inline');
  const inMenus = new Set(items.filter((item) => !isIcon(item)).map(({ command }) => command));
  const unreached = items.filter((item) => isIcon(item) && !inMenus.has(item.command));
  assert.deepEqual(
    unreached.map(({ command }) => command),
    [],
  );
});

test('no two commands of the palette have the same words', () => {
  const hidden = new Set(
    contributes.menus.commandPalette.flatMap(({ command, when }: { command: string; when: string }) =>
      when === 'false' ? [command] : [],
    ),
  );
  const shown: { command: string; title: string }[] = contributes.commands.filter(
    ({ command }: { command: string }) => !hidden.has(command),
  );
  const titles = shown.map(({ title }) => english[title.slice(1, -1)]);
  assert.deepEqual(
    titles.filter((title, at) => titles.indexOf(title) !== at),
    [],
  );
});

test('a folder that is not trusted says nothing of where calls go, and of what is asked before', () => {
  const { restrictedConfigurations } = manifest.capabilities.untrustedWorkspaces;
  const own = /^opswright\.(?:connection|run\.|sessions\.|tunnels)/;
  const settings = Object.keys(contributes.configuration.properties).filter((name) => own.test(name));
  assert.deepEqual(restrictedConfigurations, settings.sort());
});

test('texts that the extension reads anew after a restart have it started', () => {
  const sources = ['awsDocuments', 'documents/texts', 'runs/outputDocuments'].map((name) =>
    readFileSync(`client/src/${name}.ts`, 'utf8'),
  );
  const schemes = sources.flatMap((text) => [...text.matchAll(/Scheme = '([\w-]+)'/g)].map(([, scheme]) => scheme));
  assert.equal(schemes.length, 4);
  for (const scheme of schemes) assert.ok(manifest.activationEvents.includes(`onFileSystem:${scheme}`), scheme);
});

test('pictures and pages of the walkthrough are there, and packed', () => {
  const packed = readFileSync('.vscodeignore', 'utf8');
  for (const { media } of contributes.walkthroughs.flatMap(({ steps }: { steps: unknown[] }) => steps)) {
    const file: string = media.image ?? media.markdown;
    assert.ok(existsSync(file), file);
    assert.match(file, /^media\/walkthrough\/[^/]+$/);
    // VS Code looks for the page of a language under this name.
    if (media.markdown === undefined) continue;
    const [own, japanese] = [file, file.replace(/\.md$/, '.nls.ja.md')].map((each) => readFileSync(each, 'utf8'));
    const codeOf = (text = '') => text.match(/^```[\s\S]*?^```$/gm);
    assert.deepEqual(codeOf(japanese), codeOf(own), file);
    assert.match(japanese ?? '', /\p{Script=Hiragana}/u);
  }
  for (const line of ['!media/walkthrough/*', '!package.nls.json', '!package.nls.ja.json', '!media/fleet.png'])
    assert.ok(packed.split('\n').includes(line), line);
});

/** The texts of members with such names; of lists, each. */
function textsIn(value: Json, names: ReadonlySet<string>): string[] {
  if (Array.isArray(value)) return value.flatMap((each) => textsIn(each, names));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => {
    if (!names.has(name)) return textsIn(member, names);
    if (typeof member === 'string') return [member];
    return Array.isArray(member) ? member.filter((each) => typeof each === 'string') : textsIn(member, names);
  });
}
