/** A list to pick from that fills while its pages are read, until somebody chooses or goes away. */

import { type QuickPickItem, window } from 'vscode';
import type { Listing } from './views/pages.ts';

export interface GrowingList<T extends QuickPickItem> {
  title: string;
  placeHolder: string;
  /** Said in its place where nothing was found. */
  empty: string;
  /** Asks for the page of a token, the first without. */
  list(token: string | undefined): Promise<Listing<T>>;
  /** How many pages are read; all of them when absent. */
  mostPages?: number;
  /** In which order they stand; as they were read when absent. */
  compare?(one: T, other: T): number;
  /** An item for what was typed and is not in the list; undefined for what cannot be one. */
  typed?(text: string, known: readonly T[]): T | undefined;
}

/** Undefined when somebody goes away. Rejects with what the list rejects with. */
export function pickWhileReading<T extends QuickPickItem>(wanted: GrowingList<T>): Promise<T | undefined> {
  const { title, placeHolder, empty, list, mostPages = Number.POSITIVE_INFINITY, compare, typed } = wanted;
  const pick = window.createQuickPick<T>();
  Object.assign(pick, {
    title,
    placeholder: placeHolder,
    matchOnDescription: true,
    busy: true,
    keepScrollPosition: true,
  });
  let open = true;
  const found = new Map<string, T>();

  function show(): void {
    const known = [...found.values()];
    if (compare) known.sort(compare);
    const own = typed?.(pick.value.trim(), known);
    const [active] = pick.activeItems;
    pick.items = own ? [own, ...known] : known;
    // More may come while somebody walks through the list.
    if (active !== undefined && !own) pick.activeItems = known.filter((each) => each === active);
  }

  async function read(): Promise<void> {
    let token: string | undefined;
    let pages = 0;
    do {
      const { items = [], next } = await list(token);
      if (!open) return;
      for (const item of items) {
        const key = `${item.label}\n${item.description}`;
        if (!found.has(key)) found.set(key, item);
      }
      show();
      token = next;
    } while (token && ++pages < mostPages);
    pick.busy = false;
    if (found.size === 0) pick.placeholder = empty;
  }

  if (typed) pick.onDidChangeValue(show);
  return new Promise((resolve, reject) => {
    pick.onDidAccept(() => {
      resolve(pick.selectedItems[0]);
      pick.hide();
    });
    pick.onDidHide(() => {
      open = false;
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
    read().catch((error) => {
      // Before it is hidden, which is what an answer of nothing comes from.
      reject(error);
      pick.hide();
    });
  });
}
