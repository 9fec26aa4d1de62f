/** Lines of a tree as VS Code draws them, and those that every tree has: more to read, and a fault. */

import { ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import { readFault } from '../aws/fault.ts';
import { placeOfMore } from './scrolling.ts';
import type { TreeNode } from './tree.ts';

/** A line as VS Code draws it. */
export function itemOf(node: TreeNode, path: string): TreeItem {
  const hasChildren = node.children !== undefined || node.pages !== undefined;
  const { None, Collapsed, Expanded } = TreeItemCollapsibleState;
  const item = new TreeItem(node.label, hasChildren ? (node.open ? Expanded : Collapsed) : None);
  item.id = path;
  const { icon } = node;
  if (node.description !== undefined) item.description = node.description;
  if (node.tooltip !== undefined) item.tooltip = node.tooltip;
  item.accessibilityInformation = { label: spokenLine(node) };
  if (node.context !== undefined) item.contextValue = node.context;
  if (node.command !== undefined) item.command = node.command;
  if (node.resource !== undefined) item.resourceUri = node.resource;
  if (icon !== undefined)
    item.iconPath =
      typeof icon === 'string' ? new ThemeIcon(icon) : new ThemeIcon(icon.name, new ThemeColor(icon.color));
  return item;
}

/**
 * What a screen reader says of a line. VS Code by itself would say the tooltip in place of the line where it is plain text, and
 * nothing of the icon.
 */
function spokenLine({ label, spoken = '', description = '' }: TreeNode): string {
  const said = description.toLowerCase().includes(spoken.toLowerCase()) ? '' : spoken;
  return [label, said, description].filter(Boolean).join(', ');
}

/** The line at the end of a list that goes on. */
export function moreNode(path: string, view: string, count: number): TreeNode {
  return {
    id: '(more)',
    label: 'Load more…',
    // A filter, or the service, may have left nothing of many pages.
    description: count === 0 ? 'nothing found so far' : `${count} shown`,
    icon: 'ellipsis',
    context: 'more',
    resource: placeOfMore(view, path, count),
    command: { title: 'Load More', command: 'opswright.loadMore', arguments: [{ view, path }] },
  };
}

/** A fault in place of what could not be read. */
export function faultNode(error: unknown, path: string, view: string): TreeNode {
  const { title, detail } = readFault(error);
  return {
    id: '(fault)',
    label: title,
    description: 'click to try again',
    tooltip: detail,
    spoken: detail,
    icon: { name: 'warning', color: 'list.warningForeground' },
    context: 'fault',
    command: { title: 'Try Again', command: 'opswright.refreshItem', arguments: [{ view, path }] },
  };
}
