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
    return text?.type === 'scalar' ? fromText(text, text !== value || text.tag === '!Sub') : [];
  });
}

/** A Systems Manager document may also hold a template of anything. */
function inWrapper(body: Node): Embedded[] {
  const inner = body.type === 'scalar' ? fromText(body, false) : [packOf(body)];
  return inner.flatMap((each) => {
    const map = resolve(each.root);
    const recognised = map?.type === 'map' ? recogniseConfig(map) : undefined;
    return recognised?.kind === undefined ? [] : [{ ...each, recognised }];
  });
}

function packOf(root: Node): Embedded {
  const recognised = { kind: 'conformance-pack', reason: 'Recognised because it is the template of a pack.' } as const;
  return {
    root,
    documentType: undefined,
    name: undefined,
    format: undefined,
    extent: { start: root.start, end: root.end + 1 },
    escaped: false,
    faults: [],
    damage: [],
    comments: () => [],
    recognised,
  };
}

function fromText(node: ScalarNode, substituted: boolean): Embedded[] {
  if ((node.tag !== undefined && node.tag !== '!Sub' && !node.tag.startsWith('!!')) || node.value === null) return [];
  const { roots, format, faults, damage } = innerSyntax(node);
  // A text that a template fills in need not be readable before.
  const filled = substituted && node.text.includes('${');
  const [root] = roots;
  if (root === undefined) return [];
  if (filled) markFilled(root, new Set());
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

function markFilled(node: Node, seen: Set<Node>): void {
  if (seen.has(node)) return;
  seen.add(node);
  if (node.type === 'scalar' && node.text.includes('${')) {
    node.unknown = true;
    node.value = null;
  } else if (node.type === 'list') for (const item of node.items) markFilled(item, seen);
  else if (node.type === 'map') for (const { value } of node.entries) markFilled(value, seen);
}
