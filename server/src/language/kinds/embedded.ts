/**
 * SSM documents inside other documents: the Content of `AWS::SSM::Document` resources of a CloudFormation template, as a
 * map or as text, also when the template itself stands in an SSM wrapper document.
 *
 * A kind reads a node, so the same checks run on what is found here; its offsets are those of the whole text. What a
 * template fills in later (`!Ref`, `Fn::Sub`, `${…}`) is marked unknown, and nothing is held against it.
 */

import type { Problem, Range } from '../problem.ts';
import { type InnerSyntax, readInner } from '../syntax/inner.ts';
import { isIntrinsic } from '../syntax/intrinsics.ts';
import { entriesOf, entryOf, get, type Node, resolve, type ScalarNode, textOf } from '../syntax/node.ts';
import { packsIn } from './embeddedPack.ts';
import type { Recognised } from './recognise.ts';

export interface Embedded {
  root: Node;
  /** The `DocumentType` written beside the content. */
  documentType: string | undefined;
  /** The `Name` written beside the content, also one that a template fills in. */
  name: ScalarNode | undefined;
  /** How the text is written, for content that is text; the same as around it otherwise. */
  format: 'yaml' | 'json' | undefined;
  faults: Problem[];
  damage: Range[];
  /** What it is, where that is told by what carries it. */
  recognised?: Recognised;
}

/** The documents inside a root, of Systems Manager and packs of Config; empty for one that holds none. */
export function embeddedIn(root: Node): Embedded[] {
  return [...documentsIn(root), ...packsIn(root)];
}

function documentsIn(root: Node): Embedded[] {
  const body = get(root, 'templateBody');
  if (body !== undefined) {
    if (body.type === 'scalar') return readFilled(body, false).roots.flatMap(documentsIn);
    return body.type === 'map' ? documentsIn(body) : [];
  }
  return entriesOf(get(root, 'Resources')).flatMap(({ value }) => {
    const resource = resolve(value);
    if (textOf(get(resource, 'Type')) !== 'AWS::SSM::Document') return [];
    const properties = get(resource, 'Properties');
    const name = get(properties, 'Name');
    const beside: Beside = {
      documentType: textOf(get(properties, 'DocumentType')),
      name: name?.type === 'scalar' ? name : undefined,
    };
    return contentOf(entryOf(properties, 'Content')?.value, beside);
  });
}

/** What the resource says about the document that it carries. */
type Beside = Pick<Embedded, 'documentType' | 'name'>;

function contentOf(node: Node | undefined, beside: Beside): Embedded[] {
  const value = resolve(node);
  if (value === undefined) return [];
  if (value.type === 'scalar') return fromText(value, value.tag === '!Sub', beside);
  if (value.type !== 'map') return [];
  const substituted = resolve(entryOf(value, 'Fn::Sub')?.value);
  if (substituted?.type === 'scalar') return fromText(substituted, true, beside);
  const text = substituted?.type === 'list' ? resolve(substituted.items[0]) : undefined;
  if (text?.type === 'scalar') return fromText(text, true, beside);
  if (isIntrinsic(value)) return [];
  markUnknown(value, new Set(), false);
  return [{ root: value, ...beside, format: undefined, faults: [], damage: [] }];
}

function fromText(node: ScalarNode, substituted: boolean, beside: Beside): Embedded[] {
  if (node.tag !== undefined && node.tag !== '!Sub' && !node.tag.startsWith('!!')) return [];
  const inner = readFilled(node, substituted);
  return inner.roots
    .slice(0, 1)
    .map((root) => ({ root, ...beside, format: inner.format, faults: inner.faults, damage: inner.damage }));
}

/** Reads the text of a scalar as a document of its own, with offsets into the text around it. */
function readFilled(node: ScalarNode, substituted: boolean): InnerSyntax {
  const { roots, format, faults, damage } = readInner(node);
  for (const root of roots) markUnknown(root, new Set(), substituted);
  // A text that a template fills in need not be readable before.
  return { roots, format, faults: substituted && node.text.includes('${') ? [] : faults, damage };
}

/** Replaces what a template fills in by unknown scalars; `substituted` also takes `${…}` in any text for that. */
function markUnknown(node: Node, seen: Set<Node>, substituted: boolean): void {
  if (seen.has(node)) return;
  seen.add(node);
  if (node.type === 'scalar') {
    if ((node.tag !== undefined && !node.tag.startsWith('!!')) || (substituted && node.text.includes('${'))) {
      node.unknown = true;
      // Rules pass over a value that is null, and so over one that is not known.
      node.value = null;
    }
  } else if (node.type === 'list') {
    node.items = node.items.map((item) => known(item, seen, substituted));
  } else if (node.type === 'map') {
    for (const entry of node.entries) entry.value = known(entry.value, seen, substituted);
  }
}

function known(node: Node, seen: Set<Node>, substituted: boolean): Node {
  const tagged =
    node.type !== 'alias' && node.type !== 'scalar' && node.tag !== undefined && !node.tag.startsWith('!!');
  if (tagged || (node.type === 'map' && isIntrinsic(node))) {
    const { start, end, parent } = node;
    return {
      type: 'scalar',
      start,
      end,
      parent,
      text: '',
      value: null,
      style: 'plain',
      places: undefined,
      missing: false,
      unknown: true,
    };
  }
  markUnknown(node, seen, substituted);
  return node;
}
