/** Lists of AWS as pages of nodes: one request each. A page that failed is asked for again with the next try. */

import type { Page, TreeNode } from './tree.ts';

/** What a request answers: its items and the token of the next page. */
export interface Listing<T> {
  items: readonly T[] | undefined;
  next: string | undefined;
}

/** @param list - asks for the page of a token, the first without. @param toNode - one item as a line of the tree. */
export function pagesOf<T>(
  list: (token: string | undefined) => Promise<Listing<T>>,
  toNode: (item: T) => TreeNode,
): AsyncIterator<Page, void> {
  let token: string | undefined;
  let ended = false;
  return {
    async next() {
      if (ended) return { done: true, value: undefined };
      const { items = [], next } = await list(token);
      token = next;
      ended = next === undefined || next === '';
      return { done: false, value: { nodes: items.map(toNode), more: !ended } };
    },
  };
}
