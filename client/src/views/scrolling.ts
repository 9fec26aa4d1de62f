/**
 * Lists go on when somebody scrolls to their end. VS Code tells nobody which lines are drawn, but it asks for the decoration
 * of a line when it draws it; the line at the end of a list has an address of its own, so that being asked for it says that
 * it is in sight.
 */

import { type Disposable, Uri, window } from 'vscode';

const scheme = 'opswright-more';

/** The address of the line at the end of a list; another one for each page, because decorations are kept. */
export function placeOfMore(view: string, path: string, count: number): Uri {
  return Uri.from({ scheme, path: '/', query: JSON.stringify({ view, path, count }) });
}

/** @param more - reads the next page of a list; what it throws is left to a click on the line. */
export function readWhenSeen(more: (view: string, path: string, count: number) => Promise<void>): Disposable {
  return window.registerFileDecorationProvider({
    provideFileDecoration(uri) {
      if (uri.scheme !== scheme) return undefined;
      const { view, path, count } = JSON.parse(uri.query);
      // A fault is told by the connection; the line stays, and a click tries again.
      more(view, path, count).catch(() => undefined);
      return undefined;
    },
  });
}
