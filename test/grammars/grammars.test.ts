/**
 * The grammars, on top of those of VS Code. Each document in `cases/` has a twin that shows what they make of each line,
 * written with `OPSWRIGHT_GOLDEN=write`.
 */

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import type * as Textmate from 'vscode-textmate';
import { golden } from '../helpers.ts';

// Both are CommonJS whose exports Node cannot tell by looking.
const require = createRequire(import.meta.url);
const oniguruma = require('vscode-oniguruma') as typeof import('vscode-oniguruma');
const textmate = require('vscode-textmate') as typeof Textmate;

const cases = 'test/grammars/cases';
const vscode = 'test/grammars/vscode';
const { contributes } = JSON.parse(readFileSync('package.json', 'utf8'));
const ours: { scopeName: string; path: string; injectTo?: string[] }[] = contributes.grammars;
const files = new Map([
  ...ours.map(({ scopeName, path }) => [scopeName, path] as const),
  ['source.yaml', `${vscode}/yaml.tmLanguage.json`] as const,
  ['source.yaml.1.2', `${vscode}/yaml-1.2.tmLanguage.json`] as const,
  ['source.json', `${vscode}/JSON.tmLanguage.json`] as const,
]);
const standIns = ['python', 'shell', 'powershell'];

const onigLib = (async () => {
  await oniguruma.loadWASM(readFileSync(require.resolve('vscode-oniguruma/release/onig.wasm')).buffer);
  return {
    createOnigScanner: (sources: string[]) => new oniguruma.OnigScanner(sources),
    createOnigString: (text: string) => new oniguruma.OnigString(text),
  };
})();

/** With our injections, as in the editor, or without, as if we were not installed. */
function registryOf(injecting: boolean): Textmate.Registry {
  return new textmate.Registry({
    onigLib,
    async loadGrammar(scopeName) {
      const file = files.get(scopeName);
      if (file !== undefined) return textmate.parseRawGrammar(readFileSync(file, 'utf8'), file);
      const language = standIns.find((each) => scopeName === `source.${each}`);
      if (language === undefined) return null;
      const rule = { match: '\\w+', name: `word.${language}` };
      return textmate.parseRawGrammar(JSON.stringify({ scopeName, patterns: [rule] }), 'standIn.json');
    },
    getInjections: (scopeName) =>
      injecting
        ? ours.filter(({ injectTo }) => injectTo?.includes(scopeName)).map((grammar) => grammar.scopeName)
        : undefined,
  });
}

interface Token {
  text: string;
  scopes: string[];
}

async function tokensOf(text: string, scopeName: string, injecting = true): Promise<Token[][]> {
  const grammar = await registryOf(injecting).loadGrammar(scopeName);
  assert.ok(grammar, scopeName);
  let stack = textmate.INITIAL;
  return text.split('\n').map((line) => {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, stack);
    stack = ruleStack;
    return tokens.map(({ startIndex, endIndex, scopes }) => ({ text: line.slice(startIndex, endIndex), scopes }));
  });
}

/** What we say of a token: the language of a script, a part of an expression; undefined for what is plain YAML or JSON. */
function wordsFor({ scopes }: Token): string | undefined {
  const last = scopes.at(-1) ?? '';
  if (/^(?!source|meta).*\.(?:guard|configql)$/.test(last)) return last;
  if (scopes.includes('meta.template.expression.ssm')) return scopes.at(-1)?.replace(/\.ssm$/, '');
  return scopes.findLast((scope) => scope.startsWith('meta.embedded.block.'))?.slice('meta.embedded.block.'.length);
}

for (const name of readdirSync(cases).filter((each) => /\.(yaml|json|guard|configql)$/.test(each))) {
  test(`cases/${name}`, async () => {
    const text = readFileSync(`${cases}/${name}`, 'utf8').replace(/\n$/, '');
    const scope = `source.${name.replace(/.*\./, '')}`;
    const lines = (await tokensOf(text, scope)).flatMap((tokens) => {
      const told = mergedOf(tokens).flatMap(({ words, text: part }) =>
        words === undefined ? [] : [`    ${words}: ${part}`],
      );
      return [tokens.map((token) => token.text).join(''), ...told];
    });
    golden(`${cases}/${name.replace(/\.\w+$/, '.out')}`, `${lines.join('\n')}\n`);
  });
}

function mergedOf(tokens: readonly Token[]): { words: string | undefined; text: string }[] {
  const merged: { words: string | undefined; text: string }[] = [];
  for (const token of tokens) {
    const words = wordsFor(token);
    const last = merged.at(-1);
    if (last !== undefined && last.words === words) last.text += token.text;
    else if (token.text.trim() !== '') merged.push({ words, text: token.text });
  }
  return merged;
}

const documents = readdirSync(cases).filter((name) => /^(?!other-).*\.(yaml|json)$/.test(name));
const others = readdirSync(cases).filter((name) => name.startsWith('other-') && !name.endsWith('.out'));

test('a file of our own languages reads like any other, from its version on', async () => {
  for (const name of documents.filter((each) => each !== 'template.yaml' && each !== 'config-rule.yaml')) {
    const text = readFileSync(`${cases}/${name}`, 'utf8');
    const format = name.endsWith('.json') ? 'json' : 'yaml';
    const first = text.split('\n').findIndex((line) => line.includes('schemaVersion'));
    const plain = (await tokensOf(text, `source.${format}`)).slice(first).map(mergedOf);
    const own = (await tokensOf(text, `source.ssm.${format}`)).slice(first).map(mergedOf);
    assert.deepEqual(own, plain, name);
  }
});

test('a file of another tool keeps every scope it has without us', async () => {
  for (const name of others) {
    const text = readFileSync(`${cases}/${name}`, 'utf8');
    const scope = name.endsWith('.json') ? 'source.json' : 'source.yaml';
    assert.deepEqual(await tokensOf(text, scope), await tokensOf(text, scope, false), name);
  }
});

test('what is neither a script nor an expression looks as it does without us', async () => {
  for (const name of documents) {
    const text = readFileSync(`${cases}/${name}`, 'utf8');
    const scope = name.endsWith('.json') ? 'source.json' : 'source.yaml';
    const [ours, bare] = await Promise.all([tokensOf(text, scope), tokensOf(text, scope, false)]);
    ours.forEach((tokens, line) => {
      if (tokens.some((token) => wordsFor(token) !== undefined)) return;
      assert.deepEqual(looksOf(tokens), looksOf(bare[line] ?? []), `${name}:${line + 1}`);
    });
  }
});

/** What a theme goes by: the last scope of each stretch that is not blank. */
function looksOf(tokens: readonly Token[]): string[] {
  const all: { look: string; text: string }[] = [];
  for (const { text, scopes } of tokens) {
    const look = scopes.findLast((scope) => !/^(meta|source)\.|^punctuation\.whitespace/.test(scope)) ?? '';
    const last = all.at(-1);
    if (text.trim() === '') continue;
    if (last?.look === look) last.text += text;
    else all.push({ look, text });
  }
  return all.map(({ look, text }) => `${look}: ${text.trim()}`);
}
