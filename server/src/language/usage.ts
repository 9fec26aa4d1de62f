/** Which parameters and variables a document reads, in whatever way it can. */

import { conditionsOf } from './jumps.ts';
import { nearest } from './nearest.ts';
import type { Subject } from './rules/rule.ts';
import { entriesOf, get, itemsOf, type Node, resolve, textOf } from './syntax/node.ts';

/** The names read; undefined when part of the document cannot be read, so that a name may be used out of sight. */
export function namesRead({
  root,
  symbols,
  document,
  view,
}: Pick<Subject, 'root' | 'symbols' | 'document' | 'view'>): ReadonlySet<string> | undefined {
  if (document.damage.length > 0 || hasUnknown(root)) return undefined;
  // Steps that are still to be written, or that another program puts in, may read anything.
  const steps = view.all.length > 0 || entriesOf(root).some(({ key }) => key.text === 'properties');
  if (!steps || view.all.some(({ action }) => action === undefined) || /\{%|<%/.test(document.text)) return undefined;
  const names = new Set<string>();
  const declared = [...symbols.parameters.keys(), ...symbols.variables.keys()];
  // A slip in a reference is told where it stands; that the name it meant is not read is the same fault.
  const readNearly = (name: string): void => {
    const meant = declared.includes(name) ? undefined : nearest(name, declared);
    if (meant !== undefined) names.add(meant);
  };
  // So is a name without the braces it needs.
  const role = textOf(get(root, 'assumeRole'));
  if (role !== undefined) names.add(role);
  for (const step of view.all)
    for (const condition of conditionsOf(step)) names.add(textOf(get(condition, 'Variable')) ?? '');
  for (const { expression } of symbols.uses) {
    const { reference, body } = expression;
    if (reference.form === 'name' || reference.form === 'variable') readNearly(reference.name.trim());
    if (reference.form === 'name') names.add(reference.name);
    // Whatever else the braces hold, a name in it may be read: a part of a value, or braces within braces.
    // So may one that a blank divides, which is told where it stands.
    else for (const [word] of `${body} ${body.replace(/\s+/g, '')}`.matchAll(/[A-Za-z0-9_-]+/g)) names.add(word);
  }
  for (const { name } of symbols.halfOpened) for (const [word] of name.matchAll(/[A-Za-z0-9_-]+/g)) names.add(word);
  // Parameters with interpolationType ENV_VAR reach scripts as variables of the shell.
  for (const [, name = ''] of document.text.matchAll(/\bSSM_([A-Za-z0-9]+)/g)) names.add(name);
  // A runbook can ask the service for its own run, and read its parameters from the answer.
  for (const [, name = ''] of document.text.matchAll(/\bParameters(?:\.|\[\\?['"])([A-Za-z0-9]+)/g)) names.add(name);
  // Variables may be named without braces, too.
  for (const output of itemsOf(entriesOf(root).find(({ key }) => key.text === 'outputs')?.value)) {
    const name = /^variable:(.+)$/.exec(textOf(output) ?? '')?.[1];
    if (name !== undefined) names.add(name);
  }
  return names;
}

/** True when a template fills in a piece of the document. */
function hasUnknown(root: Node): boolean {
  const open: Node[] = [root];
  const seen = new Set<Node>();
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    const value = resolve(node);
    if (value === undefined) return true;
    if (value.tag !== undefined && !value.tag.startsWith('!!')) return true;
    if (value.type === 'scalar') {
      if (value.unknown) return true;
    } else if (!seen.has(value)) {
      seen.add(value);
      if (value.type === 'list') open.push(...value.items);
      else
        for (const entry of value.entries) {
          if (/^Fn::|^Ref$/.test(entry.key.text)) return true;
          open.push(entry.value);
        }
    }
  }
  return false;
}
