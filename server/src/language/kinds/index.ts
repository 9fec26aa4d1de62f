/** The kinds of document: what each is called, and the shape that holds for it. */

import { rootSchema } from '../catalogue.ts';
import type { Schema } from '../schema.ts';
import { get, type Node, textOf } from '../syntax/node.ts';

export const kindIds = [
  'automation',
  'change-template',
  'command',
  'session',
  'package',
  'cloudformation-wrapper',
  'conformance-pack-wrapper',
  'quick-setup',
] as const;

export type KindId = (typeof kindIds)[number];

export interface Kind {
  id: KindId;
  /** For people, such as "Automation runbook". */
  title: string;
  /** The shape of the whole document. */
  schema(root: Node): Schema;
}

/** Agent-only versions have the shape of 2.0; an unknown version is read as the newest, so that one fault stays one. */
function commandVersion(root: Node): string {
  const version = textOf(get(root, 'schemaVersion')) ?? '2.2';
  if (version.startsWith('1.')) return '1.2';
  return version.startsWith('2.0') ? '2.0' : '2.2';
}

const list: Kind[] = [
  { id: 'automation', title: 'Automation runbook', schema: () => rootSchema('automation.schema.json') },
  { id: 'change-template', title: 'Change template', schema: () => rootSchema('change-template.schema.json') },
  {
    id: 'command',
    title: 'Command document',
    schema: (root) => rootSchema('command.schema.json', commandVersion(root)),
  },
  { id: 'session', title: 'Session document', schema: () => rootSchema('session.schema.json') },
  { id: 'package', title: 'Distributor package', schema: () => rootSchema('package.schema.json') },
  {
    id: 'cloudformation-wrapper',
    title: 'CloudFormation template in a document',
    schema: () => rootSchema('wrappers.schema.json', 'CloudFormation'),
  },
  {
    id: 'conformance-pack-wrapper',
    title: 'Conformance pack in a document',
    schema: () => rootSchema('wrappers.schema.json', 'ConformancePackTemplate'),
  },
  { id: 'quick-setup', title: 'Quick Setup document', schema: () => rootSchema('wrappers.schema.json', 'QuickSetup') },
];

export const kinds: readonly Kind[] = list;

const byId = new Map(list.map((kind) => [kind.id, kind]));

export function kindOf(id: KindId): Kind {
  const kind = byId.get(id);
  if (kind === undefined) throw new RangeError(`no kind ${id}`);
  return kind;
}
