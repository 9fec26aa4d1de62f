/**
 * Policies and queries as documents: those that are a text of their own, and those that stand in a document of AWS Config.
 *
 * Either becomes a part whose root is the scalar that holds it.
 */

import type { Document, Part } from '../document.ts';
import { policiesOf, queriesOf } from '../kinds/config.ts';
import { ssmKinds } from '../kinds/index.ts';
import type { Comment, ScalarNode } from '../syntax/node.ts';
import { policyOf, wholeText } from './policy.ts';

/** A text that is a policy or a query as a whole, whatever it says. */
export function policyDocument(text: string, format: 'guard' | 'configql'): Document {
  const root = wholeText(text);
  const part: Part =
    format === 'guard'
      ? { root, format: 'yaml', kind: 'guard', reason: 'Taken for a Guard policy by its name.' }
      : { root, format: 'yaml', kind: 'config-query', reason: 'Taken for an advanced query by its name.' };
  const comments = (): Comment[] => (format === 'guard' ? commentsIn(root, text) : []);
  return { text, format, parts: [part], comments, faults: [], damage: [] };
}

/**
 * Adds the policies and queries in the documents of AWS Config as parts of their own.
 * @param found policies that stand in no document.
 */
export function addPolicies(document: Document, found: readonly ScalarNode[]): void {
  if (found.length === 0 && !/PolicyText|Expression/.test(document.text)) return;
  const { comments } = document;
  const blocks: ScalarNode[] = found.filter(isBlock);
  for (const text of found) document.parts.push(innerPart(text, false, 'guard'));
  for (const part of [...document.parts]) {
    if (part.kind === undefined || ssmKinds.includes(part.kind)) continue;
    for (const { text } of policiesOf(document, part)) {
      // What a template fills in may be anything.
      if (text.missing || text.unknown || (isBlock(text) && text.text.trim() === '')) continue;
      document.parts.push(innerPart(text, part.escaped, 'guard'));
      if (isBlock(text) && !part.escaped) blocks.push(text);
    }
    for (const text of queriesOf(part.root)) document.parts.push(innerPart(text, part.escaped, 'config-query'));
  }
  document.comments = () => [...comments(), ...blocks.flatMap((node) => commentsIn(node, document.text))];
}

function innerPart(root: ScalarNode, escaped: boolean | undefined, kind: 'guard' | 'config-query'): Part {
  return {
    root,
    format: 'yaml',
    embedded: true,
    extent: { start: root.start, end: root.end },
    ...((escaped || !isBlock(root)) && { escaped: true }),
    kind,
    reason: kind === 'guard' ? 'It is the PolicyText of a rule.' : 'It is the Expression of a query.',
  };
}

function isBlock({ style }: ScalarNode): boolean {
  return style === 'literal' || style === 'folded';
}

function commentsIn(root: ScalarNode, text: string): Comment[] {
  const policy = policyOf(root);
  return policy.comments.map((comment) => {
    const { start, end } = policy.place(comment);
    return { start, end, text: text.slice(start + 1, end) };
  });
}
