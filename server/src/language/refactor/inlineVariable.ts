/** A variable that nothing changes is put in where it is read, and its declaration goes. */

import { isLiteral } from '../declared.ts';
import type { Declaration } from '../kinds/steps.ts';
import type { Range } from '../problem.ts';
import { removalOf } from '../removal.ts';
import type { Use } from '../symbols.ts';
import type { Edit } from '../syntax/edits.ts';
import { entryOf, get, itemsOf, type Node, textOf } from '../syntax/node.ts';
import { updatedVariable } from '../types.ts';
import { blockStart } from './blocks.ts';
import { type Data, dataOf, isRefusal } from './data.ts';
import { inOrder, type Refactoring, refused, type Selection, touches } from './refactoring.ts';
import { writeJson, yamlText } from './write.ts';

const kind = 'refactor.inline';

export function inlineVariable(selection: Selection): Refactoring[] {
  const { part, root, range, symbols, document } = selection;
  if (part.kind !== 'automation' || part.escaped) return [];
  const used = symbols.uses.find((use) => touches(use.range, range) && use.expression.reference.form === 'variable');
  const name = used === undefined ? declaredAt(selection, range)?.name : nameIn(used);
  const declaration = name === undefined ? undefined : symbols.variables.get(name);
  if (name === undefined || declaration === undefined) return [];
  const title = `Inline the variable "${name}"`;
  const uses = symbols.uses.filter((use) => nameIn(use) === name);
  const reason = whyNot(selection, declaration, uses);
  if (reason !== undefined) return [refused(kind, title, reason)];

  const value = get(declaration.entry.value, 'default');
  const read = value === undefined ? undefined : dataOf(value);
  if (read === undefined || isRefusal(read)) return [refused(kind, title, 'Its value cannot be written elsewhere')];
  const puts = uses.map((use) => put(use, read.data));
  const removal = removalOf(document.text, declaration.entry) ?? blockRemoval(document.text, root);
  if (removal === undefined || puts.includes(undefined))
    return [refused(kind, title, 'It is declared or read in a place where the text cannot be changed safely')];
  const edits = puts.filter((edit) => edit !== undefined);
  // The comment above it was about it.
  const start = Math.min(removal.start, blockStart(document.text, declaration.entry.key.start) ?? removal.start);
  return [{ title, kind, edits: inOrder([...edits, { ...removal, start, text: '' }]) }];
}

function declaredAt({ view }: Selection, range: Range): Declaration | undefined {
  return view.variables.find(({ entry }) => touches({ start: entry.key.start, end: entry.value.end }, range));
}

function nameIn({ expression: { reference } }: Use): string | undefined {
  return reference.form === 'variable' ? reference.name.trim() : undefined;
}

function whyNot(
  { view, root, symbols }: Selection,
  { name, entry }: Declaration,
  uses: readonly Use[],
): string | undefined {
  const changing = view.all.find(({ inputs }) => updatedVariable(inputs) === name);
  if (changing !== undefined) return `The step "${changing.name ?? changing.action}" changes it`;
  if (itemsOf(get(root, 'outputs')).some((item) => textOf(item)?.includes(`variable:${name}`)))
    return 'It is an output of the runbook';
  const value = get(entry.value, 'default');
  if (value === undefined) return 'It has no default';
  if (!isLiteral(value)) return 'Its default is not written out';
  const compared = uses.find(({ path }) => path.includes('Variable'));
  if (compared !== undefined)
    return `The step "${compared.step?.name ?? ''}" compares it; a condition needs a reference`;
  // A name in braces without "variable:", or within a path, is read in ways that are not known here.
  const other = symbols.uses.some(
    ({ expression }) => expression.body.includes(`variable:${name}`) && nameOfBody(expression.body) !== name,
  );
  if (
    other ||
    symbols.uses.some(({ expression }) => expression.reference.form === 'name' && expression.reference.name === name)
  )
    return 'It is read in part, or without "variable:"';
  if (uses.some(({ place }) => place === 'key')) return 'It stands in a key';
  const composed = typeof value === 'object' && value.type !== 'scalar' && uses.some(({ whole }) => !whole);
  return composed ? 'It is a list or a map, and is read within a text' : undefined;
}

function nameOfBody(body: string): string {
  return body.replace(/^variable:/, '').trim();
}

/** The value in place of a reference: all of it with its type, or as part of the text around it. */
function put({ node, range, whole }: Use, value: Data): Edit | undefined {
  if (node.tag !== undefined || node.anchor !== undefined) return undefined;
  const block = node.style === 'literal' || node.style === 'folded';
  if (whole && !block) return { start: node.start, end: node.end, text: inPlace(value, node) };
  if (value === null || Array.isArray(value) || value instanceof Map) return undefined;
  const text = typeof value === 'object' ? value.digits : String(value);
  const safe = /^[\w./@%+=,-]*$/.test(text) || (block && !/[\n{}]/.test(text));
  return safe ? { ...range, text } : undefined;
}

/** A value on one line. JSON is YAML, too, and fits wherever a reference stood; a text in a block needs no quotes. */
function inPlace(value: Data, { parent, start, end, style }: Use['node']): string {
  const inBlock = parent !== undefined && !parent.flow && start < end && style !== 'plain';
  if (typeof value === 'string' && inBlock && !value.includes('\n')) return yamlText(value);
  return writeJson(value, '').replace(/,\n/g, ', ').replaceAll('\n', '');
}

/** The whole block, when the variable is the only one. */
function blockRemoval(text: string, root: Node): Range | undefined {
  const block = entryOf(root, 'variables');
  return block?.value.type === 'map' && block.value.entries.length === 1 ? removalOf(text, block) : undefined;
}
