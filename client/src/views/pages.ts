/** Lists of AWS as pages of nodes: one request each. A page that failed is asked for again with the next try. */

import type { Page, TreeNode } from './tree.ts';

/** What a request answers: its items and the token of the next page. */
export interface Listing<T> {
  items: readonly T[] | undefined;
  next: string | undefined;
}

/**
 * @param list - asks for the page of a token, the first without. @param toNode - one item as a line of the tree.
 * @param first - the first page, where it has been read already.
 */
export function pagesOf<T>(
  list: (token: string | undefined) => Promise<Listing<T>>,
  toNode: (item: T) => TreeNode,
  first?: Listing<T>,
): AsyncIterator<Page, void> {
  let known = first;
  let token: string | undefined;
  let ended = false;
  return {
    async next() {
      if (ended) return { done: true, value: undefined };
      const { items = [], next } = known ?? (await list(token));
      known = undefined;
      token = next;
      ended = next === undefined || next === '';
      return { done: false, value: { nodes: items.map(toNode), more: !ended } };
    },
  };
}

/**
 * What names each of these lines among its siblings. A list of AWS that changes while it is read may bring something twice,
 * and two lines of one name would keep VS Code from drawing any.
 */
export function placesOf(nodes: readonly Pick<TreeNode, 'id' | 'label'>[]): string[] {
  const places = new Set<string>();
  for (const { id, label } of nodes) {
    const own = id ?? label;
    let place = own;
    for (let count = 2; places.has(place); count++) place = `${own} (${count})`;
    places.add(place);
  }
  return [...places];
}

/** What was read of a list so far, and where it goes on. */
export interface Paging {
  shown: TreeNode[];
  pages: AsyncIterator<Page, void>;
  more: boolean;
  /** A page has been read, be it empty. */
  begun?: true;
  /** The page that is being read, so that nobody asks for it twice. */
  reading?: Promise<void>;
}

/** How many empty pages in a row are read by themselves: filters leave pages empty. */
const emptyPages = 20;

/** Reads the next page that has something on it. */
export function readPage(paging: Paging): Promise<void> {
  paging.reading ??= readOn(paging).finally(() => delete paging.reading);
  return paging.reading;
}

async function readOn(paging: Paging): Promise<void> {
  for (let tries = 0; paging.more && tries < emptyPages; tries++) {
    const { value } = await paging.pages.next();
    paging.begun = true;
    paging.more = value?.more ?? false;
    paging.shown.push(...(value?.nodes ?? []));
    if (value?.nodes.length) return;
  }
}
