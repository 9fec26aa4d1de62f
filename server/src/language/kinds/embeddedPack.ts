/**
 * Templates of conformance packs inside other documents: the `TemplateBody` of a request or resource that deploys one, and
 * the `templateBody` of a Systems Manager document. Their functions stay as they are, as the view of a template reads them.
 */

import { commentsOf } from '../syntax/comments.ts';
import { innerSyntax } from '../syntax/inner.ts';
import { entriesOf, entryOf, get, type Node, resolve, type ScalarNode, textOf } from '../syntax/node.ts';
import type { Embedded } from './embedded.ts';
import { recogniseConfig } from './recogniseConfig.ts';

const packTypes = new Set(['AWS::Config::ConformancePack', 'AWS::Config::OrganizationConformancePack']);

/** The pack templates inside a root. */
export function packsIn(root: Node): Embedded[] {
  const body = get(root, 'templateBody');
  if (body !== undefined) return inWrapper(body);
  const bodies = [
    entryOf(root, 'TemplateBody'),
    ...entriesOf(get(root, 'Resources')).map(({ value }) =>
      packTypes.has(textOf(get(value, 'Type')) ?? '') ? entryOf(get(value, 'Properties'), 'TemplateBody') : undefined,
    ),
  ];
  return bodies.flatMap((entry) => {
    const value = resolve(entry?.value);
    const text = value?.type === 'map' ? get(value, 'Fn::Sub') : value;
    const plain = text?.tag === undefined || text.tag === '!Sub' || text.tag.startsWith('!!');
    if (text?.type !== 'scalar' || !plain || text.value === null) return [];
    return packFrom(text, text !== value || text.tag === '!Sub' ? '${' : undefined);
  });
}

/** A Systems Manager document may also hold a template of anything. */
function inWrapper(body: Node): Embedded[] {
  const inner = body.type === 'scalar' ? packFrom(body, undefined) : [packOf(body)];
  return inner.flatMap((each) => {
    const map = resolve(each.root);
    const recognised = map?.type === 'map' ? recogniseConfig(map) : undefined;
    return recognised?.kind === undefined ? [] : [{ ...each, recognised }];
  });
}

/** The pack whose template is written as data. */
export function packOf(root: Node): Embedded {
  const recognised = { kind: 'conformance-pack', reason: 'Recognised because it is the template of a pack.' } as const;
  return {
    root,
    documentType: undefined,
    name: undefined,
    documentFormat: undefined,
    format: undefined,
    extent: { start: root.start, end: root.end + 1 },
    escaped: false,
    faults: [],
    damage: [],
    comments: () => [],
    recognised,
  };
}

/** The pack whose template a text holds; `filler` begins what a template fills in, where the text has such places. */
export function packFrom(node: ScalarNode, filler: string | undefined): Embedded[] {
  const { roots, format, faults, damage } = innerSyntax(node);
  // A text that a template fills in need not be readable before.
  const filled = filler !== undefined && node.text.includes(filler);
  const [root] = roots;
  if (root === undefined || (filled && !markFilled(root, filler, new Set()))) return [];
  const block = node.style === 'literal' || node.style === 'folded';
  return [
    {
      ...packOf(root),
      format,
      extent: { start: node.start, end: node.end },
      escaped: !block,
      faults: filled ? [] : faults,
      damage,
      comments: (text) => (format === 'yaml' && block ? commentsOf(text, roots, node) : []),
    },
  ];
}

/** Marks what is filled in; false where that is a key, so that nobody knows what else there is. */
function markFilled(node: Node, filler: string, seen: Set<Node>): boolean {
  if (seen.has(node)) return true;
  seen.add(node);
  const values = node.type === 'map' ? node.entries.map(({ value }) => value) : node.type === 'list' ? node.items : [];
  if (node.type === 'scalar' && node.text.includes(filler)) {
    node.unknown = true;
    node.value = null;
  }
  if (node.type === 'map' && node.entries.some(({ key }) => key.text.includes(filler))) return false;
  return values.every((each) => markFilled(each, filler, seen));
}
