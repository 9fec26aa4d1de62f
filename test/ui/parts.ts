/** The parts of a workbench that visits look at, by the words that stand in them. */

import assert from 'node:assert/strict';
import type { Locator, Page } from './host.ts';

type Words = string | RegExp;

export interface Parts {
  /** The first line of a view of the side bar. */
  row(words: Words): Locator;
  lens(title: string): Locator;
  /** The box that asks, once it asks this. */
  question(words: Words): Locator;
  dialog(words?: Words): Locator;
  notice(words: Words): Locator;
  /** A line of a text. */
  text(words: Words): Locator;
  /** Moves the mouse to where no tooltip comes up. */
  away(): Promise<void>;
  /** Waits until the terminal in front shows this. */
  terminalShows(pattern: RegExp): Promise<void>;
}

export function partsOf(page: Page): Parts {
  const part = (selector: string) => (words: Words) => page.locator(selector).filter({ hasText: words }).first();
  const shown = async () =>
    (await page.locator('.terminal-wrapper.active .xterm-rows').allInnerTexts()).join('').replaceAll('\u00a0', ' ');
  return {
    row: part('.pane-body .monaco-list-row'),
    lens: part('.codelens-decoration a'),
    question: part('.quick-input-widget:visible'),
    dialog: (words = /./) => part('.monaco-dialog-box')(words),
    notice: part('.notification-toast'),
    text: part('.view-line'),
    away: () => page.mouse.move(900, 600),
    async terminalShows(pattern) {
      for (const end = Date.now() + 60_000; !pattern.test(await shown()); ) {
        assert.ok(Date.now() < end, `No ${pattern} in ${await shown()}`);
        await page.waitForTimeout(100);
      }
    },
  };
}
