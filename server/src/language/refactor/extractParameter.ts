/**
 * A value that is written out in the inputs of a step becomes a parameter with that value as its default, so that the
 * document does what it did.
 *
 * Texts with references in them, scripts, and what has to be written out, such as names of steps, are not offered.
 */

import { entryAdded, type Plain } from '../insertion.ts';
import { kindOf } from '../kinds/index.ts';
import type { Step } from '../kinds/steps.ts';
import type { Range } from '../problem.ts';
import { schemaOf } from '../schema.ts';
import type { Edit } from '../syntax/edits.ts';
import { type Entry, entryOf, get, type ListNode, type MapNode, type Node, type ScalarNode } from '../syntax/node.ts';
import { sourceOffset, textIndex } from '../syntax/scalar.ts';
import { inputType } from '../types.ts';
import { solidEnd } from './blocks.ts';
import { capitalName, freeName, inOrder, type Refactoring, refused, type Selection, touches } from './refactoring.ts';

const kind = 'refactor.extract';

/** A value that can become a parameter. */
interface Literal {
  node: ScalarNode | ListNode;
  /** The key it stands under, nearest first. */
  path: readonly string[];
  type: 'String' | 'StringList' | 'Integer' | 'Boolean';
  value: Plain;
}

export function extractParameter(selection: Selection): Refactoring[] {
  const { part, view, range, document } = selection;
  if (part.escaped || (part.kind !== 'automation' && part.kind !== 'command')) return [];
  const step = view.all.findLast(({ inputs, node }) => inputs !== undefined && touches(node, range));
  const place =
    step && placeIn(entryOf(step.node, step.inputs === get(step.node, 'inputs') ? 'inputs' : 'properties'), range);
  if (step === undefined || place === undefined) return [];
  const literal = literalAt(selection, step, place.value, place.path);
  if (literal === undefined) return [];
  const piece = literal.node.type === 'scalar' ? pieceOf(document.text, literal.node, range) : undefined;
  const said = /^[A-Za-z][\w-]{2,29}$/.test(piece?.text ?? '') ? piece?.text : undefined;
  const name = parameterName(selection, said === undefined ? literal.path : [said]);
  if (piece !== undefined)
    return [
      extraction(selection, { name, step, literal: { ...literal, type: 'String', value: piece.text } }, [
        piece.edit(name),
      ]),
    ];
  const { text } = document;
  const found = [extraction(selection, { name, step, literal }, [replaced(text, literal.node, name)])];
  const equal = view.all.flatMap((each) => equals(selection, each, literal));
  if (equal.length > 1) {
    const all = extraction(
      selection,
      { name, step, literal },
      equal.map((node) => replaced(text, node, name)),
    );
    found.push({ ...all, title: `${all.title}, at all ${equal.length} places` });
  }
  return found;
}

interface What {
  name: string;
  step: Step;
  literal: Literal;
}

function extraction(
  { document, part, root }: Selection,
  { name, step, literal }: What,
  edits: readonly Edit[],
): Refactoring {
  const title = `Extract to the parameter "${name}"`;
  const what = `${literal.path[0] ?? 'Value'} of ${step.name === undefined ? step.action : `the step "${step.name}"`}`;
  const declared = { type: literal.type, description: `(Optional) ${what}.`, default: literal.value };
  const added = declaration({ text: document.text, format: part.format }, root, name, declared);
  if (added === undefined)
    return refused(kind, title, 'The parameters are written in a way that nothing can be added to');
  return { title, kind, edits: inOrder([...added, ...edits]) };
}

/** Adds to the parameters, or makes them: above the steps, behind what a document begins with. */
export function declaration(
  written: Parameters<typeof entryAdded>[0],
  root: Node,
  name: string,
  declared: Plain,
): Edit[] | undefined {
  if (root.type !== 'map') return undefined;
  const block = entryOf(root, 'parameters')?.value;
  if (block !== undefined) return block.type === 'map' ? entryAdded(written, block, name, declared) : undefined;
  const head = ['assumeRole', 'description', 'schemaVersion'].map((key) => entryOf(root, key)).find((entry) => entry);
  return head && entryAdded(written, root, 'parameters', { [name]: declared }, head);
}

/** The innermost value at a place, by way of its key too, and the keys down to it, nearest first. */
function placeIn(entry: Entry | undefined, range: Range): { value: Node; path: string[] } | undefined {
  let found: { value: Node; path: string[] } | undefined;
  const visit = ({ key, value }: Entry, path: string[]): void => {
    if (touches(key, range)) found = { value, path: [key.text, ...path] };
    else if (touches(value, range)) within(value, [key.text, ...path]);
  };
  const within = (node: Node, path: string[]): void => {
    if (node.type === 'map') for (const each of node.entries) if (!each.merged) visit(each, path);
    if (node.type === 'list') {
      // A selection of the whole list, or of more than one item, means the list.
      const items = node.items.filter((item) => touches(item, range));
      if (items.length === 1 && items[0] !== undefined) within(items[0], path);
      else found = { value: node, path };
    }
    if (node.type === 'scalar') found = { value: node, path };
  };
  if (entry !== undefined && !touches(entry.key, range)) within(entry.value, []);
  return found;
}

const scripts = new Set(['Script', 'runCommand', 'commands']);
/** What is only understood where it is written out. */
const formats = new Set([
  'step-name',
  'next-step-or-abort',
  'aws-service',
  'aws-api',
  'json-path',
  'variable-name',
  'step-output',
  'script',
  'regex',
]);
const writtenOut = new Set([
  'Variable',
  'PropertySelector',
  'Selector',
  'Runtime',
  'Handler',
  'InputPayload',
  'Attachment',
]);

function literalAt(selection: Selection, step: Step, node: Node, path: readonly string[]): Literal | undefined {
  const { root, part } = selection;
  const input = path.at(-1);
  const [key] = path;
  if (part.kind === undefined || key === undefined || input === undefined) return undefined;
  if (node.type !== 'scalar' && node.type !== 'list') return undefined;
  if (node.tag !== undefined || node.anchor !== undefined || path.some((each) => scripts.has(each))) return undefined;
  if (writtenOut.has(key) || (writtenOut.has(input) && input !== 'InputPayload')) return undefined;
  const schema = schemaOf(node, root, kindOf(part.kind).schema(root));
  if (schema?.literal || (schema?.format !== undefined && formats.has(schema.format))) return undefined;
  if (node.type === 'list') return hasComments(selection, node) ? undefined : textsOf(node, path);
  if (node.value === null || node.unknown || node.text.trim() === '' || /\{\{|\}\}/.test(node.text)) return undefined;
  const wanted = path.length === 1 && get(step.inputs, key) === node ? inputType(step, key) : 'unknown';
  const texts = part.kind === 'command' || wanted === 'String' || wanted === 'StringList';
  if (texts || typeof node.value === 'string') return { node, path, type: 'String', value: node.text };
  if (typeof node.value === 'boolean') return { node, path, type: 'Boolean', value: node.value };
  return Number.isSafeInteger(node.value) ? { node, path, type: 'Integer', value: node.value } : undefined;
}

function textsOf(node: ListNode, path: readonly string[]): Literal | undefined {
  const texts = node.items.map((item) => {
    const plain = item.type === 'scalar' && typeof item.value === 'string' && !item.unknown && item.tag === undefined;
    return plain && !/\{\{|\}\}/.test(item.text) ? item.text : undefined;
  });
  const known = texts.filter((text) => text !== undefined);
  if (known.length === 0 || known.length < texts.length) return undefined;
  return { node, path, type: 'StringList', value: known };
}

/** Every value of a step that is the same one under the same key. */
function equals(selection: Selection, step: Step, literal: Literal): Node[] {
  const found: Node[] = [];
  const visit = (node: Node, path: readonly string[]): void => {
    if (path[0] === literal.path[0] && node.type === literal.node.type) {
      const other = literalAt(selection, step, node, path);
      if (other?.type === literal.type && JSON.stringify(other.value) === JSON.stringify(literal.value)) {
        found.push(node);
        return;
      }
    }
    if (node.type === 'map') {
      for (const { key, value, merged } of node.entries) if (!merged) visit(value, [key.text, ...path]);
    } else if (node.type === 'list') for (const item of node.items) visit(item, path);
  };
  // The steps of a loop are steps of their own.
  const inputs = step.inputs as MapNode | undefined;
  const entries = inputs?.type === 'map' ? inputs.entries : [];
  for (const { key, value, merged } of entries) if (!merged && key.text !== 'Steps') visit(value, [key.text]);
  return found;
}

function replaced(text: string, node: Node, name: string): Edit {
  const reference = `"{{ ${name} }}"`;
  if (node.type !== 'list' || node.flow) return { start: node.start, end: node.end, text: reference };
  // A list may stand under its key; a text stands behind it.
  const end = solidEnd(text, node);
  const gap = /[ \t\r\n]*$/.exec(text.slice(0, node.start))?.[0].length ?? 0;
  return { start: node.start - gap, end, text: ` ${reference}` };
}

/** True for a list with a comment above it or in it, which would be lost with its lines. */
function hasComments({ document }: Selection, node: ListNode): boolean {
  const entry = node.parent?.type === 'map' ? node.parent.entries.find(({ value }) => value === node) : undefined;
  const start = entry?.key.end ?? node.start;
  return document.comments().some((comment) => start < comment.start && comment.start < node.end);
}

/** Part of a text, when that is what is selected. */
function pieceOf(text: string, node: ScalarNode, range: Range): { text: string; edit(name: string): Edit } | undefined {
  if (range.start < node.start || range.end > node.end || range.start === range.end) return undefined;
  const [from, to] = [textIndex(node, range.start), textIndex(node, range.end)];
  const selected = node.text.slice(from, to);
  // Escapes and folded lines are left to the author.
  const straight = sourceOffset(node, from) === range.start && text.slice(range.start, range.end) === selected;
  if (!straight || selected.trim() !== selected || selected === '' || selected === node.text) return undefined;
  // A text without quotes cannot begin with a brace.
  const bare = node.style === 'plain' && from === 0;
  return {
    text: selected,
    edit: (name) =>
      bare
        ? { start: node.start, end: node.end, text: JSON.stringify(`{{ ${name} }}${node.text.slice(to)}`) }
        : { ...range, text: `{{ ${name} }}` },
  };
}

/** After the key; keys that say little by themselves take the one above them along. */
function parameterName({ symbols }: Selection, [key = '', above = '']: readonly string[]): string {
  const singular = (word: string): string => word.replace(/ies$/, 'y').replace(/(?<=[a-z])s$/, '');
  const vague = /^(?:Key|Value|Values|Name|Type|Id|Ids)$/i.test(key) && above !== '';
  const name = capitalName(vague ? `${singular(above)} ${key}` : key) || 'Value';
  return freeName(name, (each) => symbols.parameters.has(each) || symbols.variables.has(each));
}
