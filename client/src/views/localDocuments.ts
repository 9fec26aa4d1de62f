/**
 * The group "In this workspace" of the Documents view: each document that is a file, and whether it is what is published.
 * Only what is unfolded is asked for, so that many of them stand in folders.
 */

import { MarkdownString, Uri, workspace } from 'vscode';
import type { LocalDocument } from '../../../server/src/protocol.ts';
import type { Connection } from '../aws/connection.ts';
import { readFault } from '../aws/fault.ts';
import type { LocalDocuments, LocalState } from '../documents/local.ts';
import { iconOf } from '../documents/words.ts';
import type { TreeNode } from './tree.ts';

/** More than so many stand in folders. */
const most = 20;
/** Asked at once. */
const together = 4;

/** What a command is given of a document of the workspace. */
export interface LocalSubject {
  uri: string;
  /** The name in the account. */
  name: string;
}

export function localGroup(connection: Connection, local: LocalDocuments): TreeNode[] {
  if (!workspace.workspaceFolders?.length) return [];
  return [
    {
      id: 'workspace',
      label: 'In this workspace',
      context: 'group',
      empty: 'No documents of Systems Manager',
      children: async () => inFolders(await local.list(), (some) => nodesOf(connection, local, some)),
    },
  ];
}

async function inFolders(
  all: readonly LocalDocument[],
  nodes: (some: readonly LocalDocument[]) => Promise<TreeNode[]>,
): Promise<TreeNode[]> {
  if (all.length <= most) return nodes(all);
  const folders = new Map<string, LocalDocument[]>();
  for (const each of all) {
    const folder = workspace.asRelativePath(Uri.joinPath(Uri.parse(each.uri), '..'));
    folders.set(folder, [...(folders.get(folder) ?? []), each]);
  }
  return [...folders].sort().map(([folder, some]) => ({
    id: `folder ${folder}`,
    label: folder,
    description: String(some.length),
    icon: 'folder',
    context: 'folder',
    children: () => nodes(some),
  }));
}

async function nodesOf(
  connection: Connection,
  local: LocalDocuments,
  all: readonly LocalDocument[],
): Promise<TreeNode[]> {
  const nodes: TreeNode[] = [];
  for (let from = 0; from < all.length; from += together)
    nodes.push(...(await Promise.all(all.slice(from, from + together).map((each) => nodeOf(connection, local, each)))));
  return nodes;
}

/** A document whose state cannot be told is shown all the same. */
async function nodeOf(connection: Connection, local: LocalDocuments, document: LocalDocument): Promise<TreeNode> {
  const uri = Uri.parse(document.uri);
  const [type] = document.types;
  const node = {
    id: document.uri,
    label: document.name,
    icon: iconOf(type),
    command: { title: 'Open', command: 'vscode.open', arguments: [uri] },
  };
  const path = workspace.asRelativePath(uri);
  try {
    const found = await local.stateOf(connection, document);
    const state = stateWords(found);
    return {
      ...node,
      description: state,
      tooltip: new MarkdownString(`**${document.title}** in \`${path}\`  \n${found.name}: ${state}`),
      context: `local ${found.state}`,
      subject: { uri: document.uri, name: found.name } satisfies LocalSubject,
      ...(found.state === 'differs' && {
        icon: { name: iconOf(type), color: 'gitDecoration.modifiedResourceForeground' },
      }),
    };
  } catch (error) {
    const { title, detail } = readFault(error);
    return {
      ...node,
      description: title,
      tooltip: detail,
      spoken: detail,
      context: 'local',
      subject: { uri: document.uri, name: document.name },
    };
  }
}

function stateWords({ state, published }: LocalState): string {
  const { LatestVersion = '', DefaultVersion, DocumentType } = published ?? {};
  const other = DefaultVersion === LatestVersion ? '' : `, default ${DefaultVersion}`;
  switch (state) {
    case 'unpublished':
      return 'not published';
    case 'foreign':
      return `the name is taken by a document of type ${DocumentType}`;
    case 'same':
      return `same as version ${LatestVersion}${other}`;
    case 'differs':
      return `differs from version ${LatestVersion}${other}`;
  }
}
