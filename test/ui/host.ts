/**
 * What the UI suites use of `tools/vscode-host`, with types. Those files are plain JavaScript outside the projects, and
 * playwright lies in a folder that is fetched when it is needed, so that neither can be imported by name.
 */

import { fileURLToPath } from 'node:url';

/** What is used of a playwright Locator. */
export interface Locator {
  first(): Locator;
  nth(index: number): Locator;
  locator(selector: string): Locator;
  filter(options: { hasText?: string | RegExp; has?: Locator }): Locator;
  getByRole(role: string, options?: { name?: string | RegExp; exact?: boolean }): Locator;
  getByText(text: string | RegExp, options?: { exact?: boolean }): Locator;
  waitFor(options?: { state?: 'attached' | 'visible' | 'hidden' | 'detached'; timeout?: number }): Promise<void>;
  click(options?: { button?: 'left' | 'right'; timeout?: number }): Promise<void>;
  hover(options?: { timeout?: number }): Promise<void>;
  count(): Promise<number>;
  isVisible(): Promise<boolean>;
  allInnerTexts(): Promise<string[]>;
  getAttribute(name: string): Promise<string | null>;
  boundingBox(): Promise<{ x: number; y: number; width: number; height: number } | null>;
}

/** What is used of a playwright Page. */
export interface Page extends Pick<Locator, 'locator' | 'getByRole' | 'getByText'> {
  keyboard: {
    press(key: string): Promise<void>;
    type(text: string, options?: { delay?: number }): Promise<void>;
    insertText(text: string): Promise<void>;
  };
  mouse: { move(x: number, y: number): Promise<void> };
  setDefaultTimeout(milliseconds: number): void;
  goto(url: string): Promise<unknown>;
  url(): string;
  close(): Promise<void>;
  /** The browser around it. */
  context(): { newPage(): Promise<Page>; waitForEvent(event: 'page'): Promise<Page> };
  /** The picture; also written to `path`. */
  screenshot(options: {
    path?: string;
    type?: 'png';
    clip?: { x: number; y: number; width: number; height: number };
  }): Promise<unknown>;
  waitForTimeout(milliseconds: number): Promise<void>;
}

/** What is used of the frame of a web view. */
export type Frame = Pick<Locator, 'locator' | 'getByRole' | 'getByText'>;

export interface Workbench {
  page: Page;
  close(): Promise<void>;
}

interface Host {
  openWorkbench(options: {
    folder: string;
    vsix?: string;
    extensionsDir?: string;
    settings?: Record<string, unknown>;
    env?: Record<string, string>;
  }): Promise<Workbench>;
  openFile(page: Page, name: string): Promise<Locator>;
  runCommand(page: Page, title: string): Promise<void>;
  choose(page: Page, option: string): Promise<void>;
  squiggles(page: Page, severity: 'error' | 'warning' | 'info' | 'hint'): Locator;
  hoverText(page: Page, target: Locator): Promise<string>;
  openProblems(page: Page): Promise<Locator>;
  goToLine(page: Page, line: number, column?: number): Promise<void>;
  /** Shows a container of the activity bar. */
  openView(page: Page, name: string): Promise<void>;
  treeItem(page: Page, tree: string, label: string): Locator;
  expand(page: Page, tree: string, label: string): Promise<void>;
  webviewWith(page: Page, selector: string): Promise<Frame>;
  answer(page: Page, text: string): Promise<void>;
  notification(page: Page, text: string | RegExp, timeout?: number): Promise<Locator>;
}

/** The root of the repository, seen from `out/test/ui`. */
export const root = fileURLToPath(new URL('../../../', import.meta.url));

export const host = await loadHost();

async function loadHost(): Promise<Host> {
  const [open, selectors] = await Promise.all(
    ['open.mjs', 'selectors.mjs'].map(
      (name) => import(new URL(`../../../tools/vscode-host/${name}`, import.meta.url).href),
    ),
  );
  return { ...open, ...selectors };
}

/** Waits until the status bar counts so many errors; how many warnings is the business of the tests of the rules. */
export async function errorsAre(page: Page, count: number): Promise<void> {
  const says = count > 0 ? `[aria-label^="Errors: ${count}"]` : '[aria-label]:not([aria-label*="Errors"])';
  await page.locator(`#status\\.problems${says}, #status\\.problems ${says}`).first().waitFor();
}
