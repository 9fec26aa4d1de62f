/**
 * The lines that a tree has shown last. VS Code knows a line by its object, so one that is read again has to stay the same
 * object; and a list that is read again is to be as long as it was.
 */

import type { Connection } from '../aws/connection.ts';
import type { Element, TreeNode } from './tree.ts';

export interface Elements {
  get(path: string): Element | undefined;
  /**
   * The line of a node, known or new.
   *
   * @param place - what names it among its siblings. @param late - it was asked for before what is shown now.
   */
  of(node: TreeNode, place: string, parent?: Element, connection?: Connection, late?: boolean): Element;
  /** Forgets what is below a path, and what was read of its own list. @param keep - it is to be as long again. */
  forgetBelow(path: string, keep: boolean): void;
  /** How many lines a list is to have when it is read the next time. */
  takeLeast(path: string): number;
  clear(): void;
}

/** @param view - the id of the view. */
export function elementsOf(view: string): Elements {
  const shown = new Map<string, Element>();
  const wanted = new Map<string, number>();
  return {
    get: (path) => shown.get(path),
    of(node, place, parent, connection, late = false) {
      const path = `${parent?.path ?? ''}${placeOf(place)}`;
      const known = shown.get(path);
      if (known && !late) Object.assign(known, { node, parent, connection });
      const element = known ?? { node, view, path, parent, connection, asked: 0 };
      shown.set(path, element);
      return element;
    },
    forgetBelow(path, keep) {
      for (const [each, element] of shown) {
        if (each !== path && !each.startsWith(`${path}/`)) continue;
        if (keep && element.paging) wanted.set(each, element.paging.shown.length);
        if (each === path) delete element.paging;
        else shown.delete(each);
      }
    },
    takeLeast(path) {
      const least = wanted.get(path) ?? 0;
      wanted.delete(path);
      return least;
    },
    clear() {
      shown.clear();
      wanted.clear();
    },
  };
}

/** The path of a node by the ids of its ancestors, its connection first, and its own. */
export function pathOf(...ids: string[]): string {
  return ids.map(placeOf).join('');
}

/** A step of a path. */
function placeOf(id: string): string {
  return `/${id.replaceAll('/', '%2F')}`;
}
