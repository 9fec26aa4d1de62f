/**
 * Places that a build fills in before a document is published, such as `${ACCOUNT}` or `@@ROLE@@`. What will stand there is
 * not known, so that nothing is held against a value with one in it.
 *
 * Scripts are left alone: the same signs are the shell's own there. Only one that is nothing but such a place is one.
 */

import { type Node, resolve, type ScalarNode } from './syntax/node.ts';

/** Signs that no value of a document has for itself. */
const token = /\$\{[A-Za-z_][^{}\n]*\}|@@\w+@@|%%\w+%%|#\{[\w.]+\}|<%[^\n]*%>|\{%[^\n]*%\}|__[A-Z][A-Z0-9_]*__/;
/** Signs that a longer text may well have, such as an address of mail. */
const whole = /^(?:@\w+@|%\w+%|\$\(\w+\)|\$[A-Z][A-Z0-9_]*|<[A-Za-z][\w -]*>)$/;

/** All of a script that a build puts in. */
const script = /^\s*(?:\$\{[A-Za-z_][\w.]*\}|@@\w+@@|%%\w+%%)\s*$/;

const scriptKeys = new Set(['Script', 'runCommand', 'commands']);

/** True for a text with a place in it that a build fills in. */
export function hasToken(text: string): boolean {
  return token.test(text) || whole.test(text);
}

/** Marks the values of a tree that a build fills in as unknown. */
export function markTokens(text: string, root: Node): void {
  if (!/\$[{(]|@|%|#\{|__[A-Z]/.test(text)) return;
  const open: Node[] = [root];
  const seen = new Set<Node>();
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    if (node.type === 'list') open.push(...node.items);
    else if (node.type === 'map') {
      for (const { key, value } of node.entries) {
        if (!scriptKeys.has(key.text)) open.push(value);
        else markScript(resolve(value));
      }
    } else if (node.type === 'scalar' && typeof node.value === 'string' && !node.text.includes('\n')) {
      if (hasToken(node.text)) markUnknown(node);
    }
  }
}

function markScript(value: Node | undefined): void {
  const only = value?.type === 'list' && value.items.length === 1 ? resolve(value.items[0]) : value;
  if (only?.type === 'scalar' && script.test(only.text)) markUnknown(only);
}

function markUnknown(node: ScalarNode): void {
  node.unknown = true;
  // Rules pass over a value that is null, and so over one that is not known.
  node.value = null;
}
