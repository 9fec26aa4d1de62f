/** What somebody does who writes a document: types, takes what completion offers, and looks at what stands there then. */

import path from 'node:path';
import { it } from 'node:test';
import type { Page } from './host.ts';

export interface Writing {
  /** A test; one that fails leaves a picture of how it came to that. */
  visit(title: string, run: () => Promise<void>): void;
  /** Keeps a picture, to be looked at; nothing compares it. */
  picture(name: string, of?: Page): Promise<unknown>;
  type(text: string): Promise<void>;
  press(...keys: string[]): Promise<void>;
  /** Accepts what completion offers under a name; asks for it where it does not come by itself. */
  accept(label: string): Promise<void>;
  /** Waits until a line of the text reads so. */
  reads(line: string): Promise<void>;
}

/** @param screenshots - the folder of its pictures. */
export function writing(page: Page, screenshots: string): Writing {
  const picture: Writing['picture'] = (name, of = page) =>
    of.screenshot({ path: path.join(screenshots, `${name}.png`) });
  const press: Writing['press'] = async (...keys) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  return {
    picture,
    press,
    visit(title, run) {
      it(title, async () => {
        try {
          await run();
        } catch (error) {
          await picture(`failed - ${title}`);
          throw error;
        }
      });
    },
    type: (text) => page.keyboard.type(text, { delay: 30 }),
    async accept(label) {
      const row = page.locator('.suggest-widget.visible .monaco-list-row').filter({ hasText: label }).first();
      await row.waitFor({ timeout: 500 }).catch(() => press('Control+Space'));
      await row.click();
      await row.waitFor({ state: 'hidden' });
    },
    async reads(line) {
      // An editor shows spaces as ones that do not break.
      const words = line.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll(' ', '[ \\u00a0]');
      const found = page.locator('.view-line').filter({ hasText: new RegExp(`^${words}$`) });
      await found.first().waitFor();
    },
  };
}
