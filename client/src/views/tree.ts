/**
 * The one provider of trees: it asks nodes for their children and looks after pages, faults and emptiness. Views are
 * functions that return nodes, and know nothing of VS Code's trees.
 *
 * Nothing is asked for until a view shows it. A fault is a node among its siblings; the rest of the tree stays.
 */

import {
  type Command,
  Disposable,
  EventEmitter,
  type MarkdownString,
  ThemeColor,
  ThemeIcon,
  type TreeDataProvider,
  TreeItem,
  TreeItemCollapsibleState,
  type TreeView,
  type Uri,
  window,
} from 'vscode';
import type { Connection } from '../aws/connection.ts';
import { connectionDetail } from '../aws/connection.ts';
import type { Connections } from '../aws/connections.ts';
import { readFault } from '../aws/fault.ts';

/** One line of a tree. */
export interface TreeNode {
  /** Unique among its siblings, and the same after a refresh; the label where absent. */
  readonly id?: string;
  readonly label: string;
  /** Beside the label, muted. */
  readonly description?: string;
  readonly tooltip?: string | MarkdownString;
  /** A codicon by its name, with the id of a theme colour where it is to stand out. */
  readonly icon?: string | { name: string; color: string };
  /** For the `when` clauses of menus: words with a space between, the noun first. */
  readonly context?: string;
  /** Run with a click. */
  readonly command?: Command;
  /** For decorations and drag. */
  readonly resource?: Uri;
  /** Shown with its children at first. */
  readonly open?: boolean;
  /** What commands of its menus are given, with the connection added. */
  readonly subject?: object;
  /** Said in place of children when there are none. */
  readonly empty?: string;
  /** All children at once; a rejection becomes a node. */
  readonly children?: () => Promise<readonly TreeNode[]> | readonly TreeNode[];
  /** Or page by page: one request each, the next when somebody asks for more. */
  readonly pages?: () => AsyncIterator<Page, void>;
}

export interface Page {
  readonly nodes: readonly TreeNode[];
  /** There is another page. */
  readonly more: boolean;
}

/** A view: its nodes for one connection. The node itself is shown only while several connections are open. */
export interface View {
  /** As in the manifest, such as `opswright.fleet`. */
  readonly id: string;
  root(connection: Connection): TreeNode;
}

/** What a tree is made of: a node and where it stands. VS Code hands it to the commands of menus. */
export interface Element {
  readonly node: TreeNode;
  /** The ids of its ancestors and its own. */
  readonly path: string;
  readonly parent: Element | undefined;
  readonly connection: Connection | undefined;
  /** Those that are paged: what was read so far, and where it goes on. */
  paging?: { shown: TreeNode[]; pages: AsyncIterator<Page, void>; more: boolean };
}

export interface Tree extends TreeDataProvider<Element>, Disposable {
  readonly view: TreeView<Element>;
  /** Reads it anew: all of it, or below the node with this path. What is not visible is read when it is. */
  refresh(path?: string): void;
  /** Draws a node anew, or all, without reading another page. */
  redraw(path?: string): void;
  /** Reads the next page of a node. */
  more(path: string): Promise<void>;
}

/** How many empty pages in a row are read by themselves: filters leave pages empty. */
const emptyPages = 20;

export function createTree({ id, root }: View, connections: Connections): Tree {
  const changes = new EventEmitter<Element | undefined>();
  /** What was shown last, by path. */
  const shown = new Map<string, Element>();

  function elementOf(node: TreeNode, parent: Element | undefined, connection: Connection | undefined): Element {
    const path = `${parent?.path ?? ''}${placeOf(node.id ?? node.label)}`;
    const known = shown.get(path);
    const element: Element = { node, path, parent, connection, ...(known?.paging && { paging: known.paging }) };
    shown.set(path, element);
    return element;
  }

  function roots(): Element[] {
    const { open } = connections;
    return open.map((connection) => {
      const node = root(connection);
      return elementOf(
        {
          icon: connection.kind === 'demo' ? 'beaker' : 'cloud',
          open: true,
          context: 'connection',
          ...node,
          id: connection.id,
          label: connection.id,
          description: connectionDetail(connection),
        },
        undefined,
        connection,
      );
    });
  }

  async function childrenOf(element: Element): Promise<Element[]> {
    const { node, connection } = element;
    const under = (nodes: readonly TreeNode[]) => nodes.map((each) => elementOf(each, element, connection));
    try {
      const nodes = node.pages ? await pagedChildren(element) : ((await node.children?.()) ?? []);
      if (nodes.length === 0 && node.empty !== undefined)
        return under([{ id: '(empty)', label: node.empty, context: 'note' }]);
      if (element.parent === undefined) note(new Date());
      return under(nodes);
    } catch (error) {
      return under([faultNode(error, element.path, id)]);
    }
  }

  async function pagedChildren(element: Element): Promise<TreeNode[]> {
    if (!element.paging) {
      const pages = element.node.pages?.();
      if (!pages) return [];
      const paging = { shown: [], pages, more: true };
      await readPage(paging);
      element.paging = paging;
    }
    const { shown: nodes, more } = element.paging;
    return more ? [...nodes, moreNode(element.path, id, nodes.length)] : nodes;
  }

  /** When the tree was read last, beside its title. */
  function note(when: Date): void {
    const time = when.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
    const [only] = connections.open.length === 1 ? connections.open : [];
    view.description = only ? `${only.id} · ${time}` : time;
  }

  function forgetBelow(path: string): void {
    for (const [each, element] of shown) if (each === path || each.startsWith(`${path}/`)) delete element.paging;
  }

  const tree: TreeDataProvider<Element> = {
    onDidChangeTreeData: changes.event,
    async getChildren(element) {
      if (element) return childrenOf(element);
      const all = roots();
      return all.length === 1 && all[0] ? childrenOf(all[0]) : all;
    },
    getParent(element) {
      const { parent } = element;
      return parent?.parent === undefined && connections.open.length === 1 ? undefined : parent;
    },
    getTreeItem: ({ node, path }) => itemOf(node, path),
  };
  const view = window.createTreeView(id, { treeDataProvider: tree, showCollapseAll: true });

  function refresh(path?: string): void {
    forgetBelow(path ?? '');
    redraw(path);
  }

  /** The root of the only connection is not shown; its place is that of the whole tree. */
  function redraw(path?: string): void {
    const element = path === undefined ? undefined : shown.get(path);
    changes.fire(element?.parent === undefined && connections.open.length === 1 ? undefined : element);
  }

  const subscriptions = Disposable.from(
    changes,
    view,
    connections.onChange(() => {
      shown.clear();
      view.description = '';
      changes.fire(undefined);
    }),
    // What came back is read by itself.
    connections.onState((connection) => {
      if (connections.faultOf(connection) === undefined) refresh(placeOf(connection.id));
    }),
  );
  return {
    ...tree,
    view,
    refresh,
    redraw,
    async more(path) {
      const element = shown.get(path);
      if (!element?.paging) return;
      await readPage(element.paging);
      redraw(path);
    },
    dispose: () => subscriptions.dispose(),
  };
}

/** A step of a path. */
function placeOf(id: string): string {
  return `/${id.replaceAll('/', '%2F')}`;
}

async function readPage(paging: NonNullable<Element['paging']>): Promise<void> {
  for (let tries = 0; paging.more && tries < emptyPages; tries++) {
    const { value } = await paging.pages.next();
    paging.more = value?.more ?? false;
    paging.shown.push(...(value?.nodes ?? []));
    if (value?.nodes.length) return;
  }
}

function itemOf(node: TreeNode, path: string): TreeItem {
  const hasChildren = node.children !== undefined || node.pages !== undefined;
  const { None, Collapsed, Expanded } = TreeItemCollapsibleState;
  const item = new TreeItem(node.label, hasChildren ? (node.open ? Expanded : Collapsed) : None);
  item.id = path;
  const { icon } = node;
  if (node.description !== undefined) item.description = node.description;
  if (node.tooltip !== undefined) item.tooltip = node.tooltip;
  if (node.context !== undefined) item.contextValue = node.context;
  if (node.command !== undefined) item.command = node.command;
  if (node.resource !== undefined) item.resourceUri = node.resource;
  if (icon !== undefined)
    item.iconPath =
      typeof icon === 'string' ? new ThemeIcon(icon) : new ThemeIcon(icon.name, new ThemeColor(icon.color));
  return item;
}

function moreNode(path: string, view: string, count: number): TreeNode {
  return {
    id: '(more)',
    label: 'Load more…',
    description: `${count} shown`,
    icon: 'ellipsis',
    context: 'more',
    command: { title: 'Load More', command: 'opswright.loadMore', arguments: [{ view, path }] },
  };
}

function faultNode(error: unknown, path: string, view: string): TreeNode {
  const { title, detail } = readFault(error);
  return {
    id: '(fault)',
    label: title,
    description: 'click to try again',
    tooltip: detail,
    icon: { name: 'warning', color: 'list.warningForeground' },
    context: 'fault',
    command: { title: 'Try Again', command: 'opswright.refresh', arguments: [{ view, path }] },
  };
}
