/**
 * The one provider of trees: it asks nodes for their children and looks after pages, faults and emptiness. Views are
 * functions that return nodes, and know nothing of VS Code's trees.
 *
 * Nothing is asked for until a view shows it. A fault is a node among its siblings; the rest of the tree stays.
 */

import {
  type Command,
  Disposable,
  type Event,
  EventEmitter,
  type MarkdownString,
  type TreeDataProvider,
  type TreeView,
  type Uri,
  window,
} from 'vscode';
import type { Connection } from '../aws/connection.ts';
import { connectionDetail } from '../aws/connection.ts';
import type { Connections } from '../aws/connections.ts';
import { elementsOf, pathOf } from './elements.ts';
import { faultNode, itemOf, moreNode } from './lines.ts';
import { type Paging, placesOf, readPage } from './pages.ts';

/** One line of a tree. */
export interface TreeNode {
  /** Unique among its siblings, and the same after a refresh; the label where absent. */
  readonly id?: string;
  readonly label: string;
  /** Beside the label, muted. */
  readonly description?: string;
  readonly tooltip?: string | MarkdownString;
  /** Or made when somebody points at the line, for one that is long. */
  readonly longTooltip?: () => MarkdownString;
  /** What the icon says, for those who do not see it: a state in a word or two. */
  readonly spoken?: string;
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
  /** Reads the line itself anew, when it is refreshed; its children are read again in any case. */
  readonly read?: () => Promise<TreeNode>;
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
  /** Several lines can be selected, and a command of a menu gets all of them. */
  readonly many?: boolean;
  /** What is said above the lines, such as the filter; asked for each time the tree is drawn. */
  message?(): string | undefined;
  /** Fires when another choice of lines is to be shown, such as by another filter. */
  readonly onChange?: Event<void>;
  /** Forgets what the view itself has kept; called when somebody reads it anew. */
  forget?(): void;
}

/** What a tree is made of: a node and where it stands. VS Code hands it to the commands of menus. */
export interface Element {
  node: TreeNode;
  /** The id of the view that it stands in. */
  readonly view: string;
  /** The ids of its ancestors and its own. */
  readonly path: string;
  parent: Element | undefined;
  connection: Connection | undefined;
  /** Those that are paged: what was read so far, and where it goes on. */
  paging?: Paging;
  /** How often its children were asked for. */
  asked: number;
}

export interface Tree extends TreeDataProvider<Element>, Disposable {
  readonly view: TreeView<Element>;
  /**
   * Reads it anew: all of it, or the node with this path and what is below. What is not visible is read when it is. `keep`
   * reads as many lines as there were, for what changes by itself.
   */
  refresh(path?: string, keep?: 'keep'): Promise<void>;
  /** Draws a node anew, or all, without reading another page. */
  redraw(path?: string): void;
  /** Reads the next page of a node. @param known - how many lines the asker has seen: nothing is done when there are more. */
  more(path: string, known?: number): Promise<void>;
}

export function createTree(seen: View, connections: Connections): Tree {
  const { id, root } = seen;
  const changes = new EventEmitter<Element | undefined>();
  const elements = elementsOf(id);

  function roots(): Element[] {
    const { open } = connections;
    return open.map((connection) => {
      const node = root(connection);
      return elements.of(
        {
          icon: connection.kind === 'demo' ? 'beaker' : 'cloud',
          open: true,
          context: 'connection',
          ...node,
          id: connection.id,
          label: connection.id,
          description: connectionDetail(connection),
        },
        connection.id,
        undefined,
        connection,
      );
    });
  }

  async function childrenOf(element: Element): Promise<Element[]> {
    const { node, connection } = element;
    const turn = ++element.asked;
    const under = (nodes: readonly TreeNode[]) => {
      const places = placesOf(nodes);
      return nodes.map((each, at) => elements.of(each, places[at] ?? '', element, connection, turn !== element.asked));
    };
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
    const pages = element.paging?.pages ?? element.node.pages?.();
    if (!pages) return [];
    element.paging ??= { shown: [], pages, more: true };
    const { paging } = element;
    if (paging.reading || !paging.begun) await readPage(paging);
    const least = elements.takeLeast(element.path);
    while (paging.more && paging.shown.length < least) await readPage(paging);
    const { shown: nodes, more } = paging;
    return more ? [...nodes, moreNode(element.path, id, nodes.length)] : nodes;
  }

  /** When the tree was read last, beside its title. */
  function note(when: Date): void {
    const time = when.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
    const [only] = connections.open.length === 1 ? connections.open : [];
    view.description = only ? `${only.id} · ${time}` : time;
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
    resolveTreeItem(item, { node }) {
      if (node.longTooltip) item.tooltip = node.longTooltip();
      return item;
    },
  };
  const view = window.createTreeView(id, {
    treeDataProvider: tree,
    showCollapseAll: true,
    canSelectMany: seen.many ?? false,
  });

  async function refresh(path?: string, keep?: 'keep'): Promise<void> {
    if (keep === undefined) seen.forget?.();
    const element = path === undefined ? undefined : elements.get(path);
    try {
      if (element?.node.read) await readLine(element);
    } finally {
      elements.forgetBelow(path ?? '', keep !== undefined);
      redraw(path);
    }
  }

  async function readLine(element: Element): Promise<void> {
    const before = element.node;
    element.node = (await before.read?.()) ?? before;
    const siblings = element.parent?.paging?.shown;
    const at = siblings?.indexOf(before) ?? -1;
    if (at >= 0) siblings?.splice(at, 1, element.node);
  }

  /** Another choice of lines: nothing of what was read holds any longer. */
  function begin(): void {
    elements.clear();
    say();
    changes.fire(undefined);
  }

  function say(): void {
    view.message = (connections.open.length > 0 ? seen.message?.() : undefined) ?? '';
  }

  /** The root of the only connection is not shown; its place is that of the whole tree. */
  function redraw(path?: string): void {
    const element = path === undefined ? undefined : elements.get(path);
    changes.fire(element?.parent === undefined && connections.open.length === 1 ? undefined : element);
  }

  const subscriptions = Disposable.from(
    changes,
    view,
    connections.onChange(() => {
      view.description = '';
      // One of the same name may be of another account now.
      seen.forget?.();
      begin();
    }),
    ...(seen.onChange ? [seen.onChange(begin)] : []),
    // What came back is read by itself.
    connections.onState((connection) => {
      if (connections.faultOf(connection) === undefined) void refresh(pathOf(connection.id));
    }),
  );
  say();
  return {
    ...tree,
    view,
    refresh,
    redraw,
    async more(path, known) {
      const paging = elements.get(path)?.paging;
      if (!paging || (known !== undefined && paging.shown.length !== known)) return;
      await readPage(paging);
      redraw(path);
    },
    dispose: () => subscriptions.dispose(),
  };
}
