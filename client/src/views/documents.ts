/**
 * The Documents view: pins, the documents of the workspace, those of the account, those that others share with it, and those
 * of Amazon. One request a page, and by type where there are many.
 */

import type { DocumentIdentifier, DocumentKeyValuesFilter, DocumentVersionInfo } from '@aws-sdk/client-ssm';
import { MarkdownString } from 'vscode';
import type { Connection } from '../aws/connection.ts';
import type { Connections } from '../aws/connections.ts';
import type { Documents } from '../documents/index.ts';
import { bareName, type DocumentReference, type Ownership, referenceOf } from '../documents/reference.ts';
import {
  byType,
  contextOf,
  descriptionOf,
  documentTypes,
  filtersOf,
  iconOf,
  tooltipOf,
  versionWords,
} from '../documents/words.ts';
import { localGroup } from './localDocuments.ts';
import { pagesOf } from './pages.ts';
import type { Page, TreeNode, View } from './tree.ts';

/** As many as the service gives at once. */
const pageSize = 50;
/** Fewer of them are shown as they are. */
const few = 12;

interface Group {
  id: string;
  label: string;
  ownership: Ownership;
  /** The value of the filter `Owner`. */
  owner: string;
  empty: string;
}

const groups: readonly Group[] = [
  { id: 'mine', label: 'Mine', ownership: 'own', owner: 'Self', empty: 'No documents of this account' },
  {
    id: 'shared',
    label: 'Shared with me',
    ownership: 'shared',
    owner: 'Private',
    empty: 'Nothing is shared with this account',
  },
  { id: 'amazon', label: 'Amazon', ownership: 'amazon', owner: 'Amazon', empty: 'No documents of Amazon' },
];

/** What a command is given of a document or of one of its versions. */
export interface DocumentSubject {
  document: DocumentReference;
  version?: string;
}

export function documents(connections: Connections, { kept, local }: Pick<Documents, 'kept' | 'local'>): View {
  function list(connection: Connection, { owner }: Group, filters: readonly DocumentKeyValuesFilter[]) {
    return async (NextToken: string | undefined) => {
      const { ssm } = await connections.clients(connection);
      const Filters = [{ Key: 'Owner', Values: [owner] }, ...filters];
      const answer = await ssm.listDocuments({ Filters, MaxResults: pageSize, NextToken });
      return { items: answer.DocumentIdentifiers, next: answer.NextToken };
    };
  }

  function nodeOf(connection: Connection, document: DocumentReference): TreeNode {
    const { name, type } = document;
    return {
      id: name,
      label: bareName(name),
      description: descriptionOf(document),
      tooltip: new MarkdownString(tooltipOf(document)),
      icon: iconOf(type),
      // Read whenever it is drawn: a page that was read before knows of a new pin.
      get context() {
        return contextOf(
          document,
          kept.pins(connection).some((pin) => pin.name === name),
        );
      },
      subject: { document } satisfies DocumentSubject,
      command: openCommand(connection, { document }),
      empty: 'No versions',
      pages: () =>
        pagesOf(
          async (NextToken) => {
            const { ssm } = await connections.clients(connection);
            const answer = await ssm.listDocumentVersions({ Name: name, MaxResults: pageSize, NextToken });
            return { items: answer.DocumentVersions, next: answer.NextToken };
          },
          (version) => versionNode(connection, document, version),
        ),
    };
  }

  function listed(connection: Connection, group: Group, filters: readonly DocumentKeyValuesFilter[]) {
    return pagesOf(list(connection, group, filters), (each: DocumentIdentifier) =>
      nodeOf(connection, referenceOf(each, group.ownership)),
    );
  }

  function typeNode(connection: Connection, group: Group, type: string): TreeNode {
    return {
      ...typeOf(type),
      empty: 'None',
      pages: () => listed(connection, group, [{ Key: 'DocumentType', Values: [type] }]),
    };
  }

  /** All of them where they fit on one page, by type where they are many; else a node for each type, which asks by itself. */
  async function* grouped(connection: Connection, group: Group): AsyncGenerator<Page, void> {
    const types = Object.keys(documentTypes).map((type) => typeNode(connection, group, type));
    if (group.ownership === 'amazon') return yield { nodes: types, more: false };
    const { items = [], next } = await list(connection, group, [])(undefined);
    if (next) return yield { nodes: types, more: false };
    const found = items.map((each) => referenceOf(each, group.ownership));
    const sorted = byType(found);
    const nodes = (some: readonly DocumentReference[]) => some.map((each) => nodeOf(connection, each));
    if (found.length <= few || sorted.length === 1) return yield { nodes: nodes(found), more: false };
    const folded = sorted.map(([type, some]) => ({
      ...typeOf(type),
      description: String(some.length),
      children: () => nodes(some),
    }));
    yield { nodes: folded, more: false };
  }

  function groupNode(connection: Connection, group: Group): TreeNode {
    const filters = filtersOf(kept.filter);
    const { id, label, empty } = group;
    const filtered = filters.length > 0;
    return {
      // What is found is shown at once, and closed groups stay closed when the filter goes.
      id: filtered ? `${id} filtered` : id,
      label,
      open: filtered || id === 'mine',
      context: 'group',
      empty: filtered ? 'None that the filter lets through' : empty,
      pages: () => (filtered ? listed(connection, group, filters) : grouped(connection, group)),
    };
  }

  function pinnedNode(connection: Connection): TreeNode[] {
    const pins = kept.pins(connection);
    if (pins.length === 0) return [];
    const children = () => pins.map((pin) => nodeOf(connection, pin));
    return [{ id: 'pinned', label: 'Pinned', icon: 'pinned', open: true, context: 'group', children }];
  }

  return {
    id: 'opswright.documents',
    forget: () => local.forget(),
    message: () => (kept.filter === '' ? undefined : `Filter: ${kept.filter}`),
    onChange: kept.onFilter,
    root: (connection) => ({
      label: connection.id,
      children: () => [
        ...pinnedNode(connection),
        ...localGroup(connection, local),
        ...groups.map((group) => groupNode(connection, group)),
      ],
    }),
  };
}

function typeOf(type: string): TreeNode {
  return { id: type, label: documentTypes[type]?.title ?? type, icon: iconOf(type), context: 'type' };
}

function versionNode(connection: Connection, document: DocumentReference, info: DocumentVersionInfo): TreeNode {
  const version = info.DocumentVersion ?? '';
  const { DocumentFormat: format } = info;
  const of = { document: { ...document, ...(format !== undefined && { format }) }, version };
  return {
    id: version,
    label: `Version ${version}`,
    description: versionWords(info),
    icon: versionIcon(info),
    context: ['version', document.ownership, format?.toLowerCase(), info.IsDefaultVersion && 'default']
      .filter(Boolean)
      .join(' '),
    ...(info.StatusInformation && { tooltip: info.StatusInformation }),
    subject: of satisfies DocumentSubject,
    command: openCommand(connection, of),
  };
}

/** What is wrong with a version matters more than whether it is the default one. */
function versionIcon({ Status, IsDefaultVersion }: DocumentVersionInfo): NonNullable<TreeNode['icon']> {
  if (Status === 'Failed') return { name: 'error', color: 'list.errorForeground' };
  if (Status === 'Creating' || Status === 'Updating') return 'sync';
  return IsDefaultVersion ? { name: 'star-full', color: 'charts.yellow' } : 'git-commit';
}

function openCommand(connection: Connection, subject: DocumentSubject): NonNullable<TreeNode['command']> {
  return { title: 'Open', command: 'opswright.openDocument', arguments: [{ ...subject, connection }] };
}
