// Finds and does things in a workbench page as a person would, by role and accessible name where there is one. Each
// function waits for what it names and none sleeps, so a slow machine makes a test slower and not red. All take a
// playwright Page with the workbench of VS Code 1.139; check them when the host is bumped.

/** @param {any} page */
const quickInput = (page) => page.locator('.quick-input-widget:visible input[type=text]');

/** An exact name, or one with what VS Code appends to it: a badge, a key binding, a description. @param {string} name */
const startingWith = (name) => new RegExp(`^${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`);

/**
 * Types `text` into the quick input that `open` brings up, waits for the option of that name and accepts it.
 * @param {any} page @param {() => Promise<void>} open @param {string} text @param {string | RegExp} option
 */
async function pick(page, open, text, option) {
  for (let left = 3; ; left--) {
    await open();
    try {
      // One that opens while a menu is going loses the focus to it, and goes as well.
      await quickInput(page).fill(text, { timeout: 10_000 });
      break;
    } catch (error) {
      if (left === 0) throw error;
    }
  }
  await page.locator('.quick-input-widget').getByRole('option', { name: option }).first().click();
  // It is there for a moment still, and would take what is meant for what comes next.
  const isThere = () =>
    quickInput(page)
      .inputValue({ timeout: 1000 })
      .then((/** @type {string} */ value) => value === text)
      .catch(() => false);
  for (let left = 100; left > 0 && (await isThere()); left--) await page.waitForTimeout(20);
}

/** Opens a file of the workspace by its name; returns its editor. @param {any} page @param {string} name */
export async function openFile(page, name) {
  await pick(page, () => page.keyboard.press('Control+P'), name, startingWith(name.split('/').at(-1) ?? name));
  return waitForEditor(page, name);
}

/** The editor whose file ends with `name`, once it is drawn. @param {any} page @param {string} name */
export async function waitForEditor(page, name) {
  const editor = page.locator(`.monaco-editor[data-uri$="${encodeURI(name)}"]:visible`).first();
  await editor.locator('.view-line').first().waitFor();
  return editor;
}

/** Runs a command by its title, as the palette shows it. @param {any} page @param {string} title */
export async function runCommand(page, title) {
  await pick(page, () => page.keyboard.press('F1'), `>${title}`, startingWith(title));
}

/** Answers the quick input that is open with a choice. @param {any} page @param {string} option */
export async function choose(page, option) {
  await page
    .locator('.quick-input-widget:visible')
    .getByRole('option', { name: startingWith(option) })
    .first()
    .click();
}

/** Answers the quick input that is open with a text. @param {any} page @param {string} text */
export async function answer(page, text) {
  await quickInput(page).fill(text);
  await page.keyboard.press('Enter');
}

/** The labels the open quick input offers, once there are some. @param {any} page @returns {Promise<string[]>} */
export async function quickInputOptions(page) {
  const options = page.locator('.quick-input-widget:visible').getByRole('option');
  await waitForRows(options);
  return options.locator('.label-name').allInnerTexts();
}

/**
 * A list is drawn row by row, and never further than the eye can see.
 * @param {any} rows
 */
async function waitForRows(rows) {
  await rows.first().waitFor();
  const all = Number(await rows.first().getAttribute('aria-setsize')) || 1;
  await rows.nth(Math.min(all, 5) - 1).waitFor();
}

/** Shows a view container of the activity bar. @param {any} page @param {string} name */
export async function openView(page, name) {
  const tab = page.locator('.activitybar').getByRole('tab', { name: startingWith(name) });
  await tab.waitFor();
  if ((await tab.getAttribute('aria-expanded')) !== 'true') await tab.click();
}

/** An item of a tree view. @param {any} page @param {string} tree @param {string} label */
export function treeItem(page, tree, label) {
  return page
    .getByRole('tree', { name: startingWith(tree) })
    .getByRole('treeitem', { name: startingWith(label) })
    .first();
}

/** Unfolds an item of a tree view. @param {any} page @param {string} tree @param {string} label */
export async function expand(page, tree, label) {
  const item = treeItem(page, tree, label);
  await item.waitFor();
  if ((await item.getAttribute('aria-expanded')) === 'false') await item.locator('.monaco-tl-twistie').click();
  await page.locator('[aria-expanded=true]').and(item).waitFor();
}

/** Clicks an action of a view's title bar. @param {any} page @param {string} view @param {string} action */
export async function clickViewAction(page, view, action) {
  const header = page.locator('.pane-header').filter({ has: page.getByText(view, { exact: true }) });
  // Actions of a view are drawn while the mouse is over it.
  await header.hover();
  await header.getByRole('button', { name: startingWith(action) }).click();
}

/**
 * Marks of diagnostics in the editors.
 * @param {any} page @param {'error' | 'warning' | 'info' | 'hint'} severity
 */
export const squiggles = (page, severity) => page.locator(`.squiggly-${severity}`);

/** Moves the mouse over `target` and returns the text of the hover. @param {any} page @param {any} target */
export async function hoverText(page, target) {
  const hover = page.locator('.monaco-hover:visible, .workbench-hover:visible').filter({ hasText: /\S/ }).first();
  // One that is open would be taken for the answer.
  await page.mouse.move(0, 0);
  // One that came up when the mouse had left already stays until a key is pressed.
  await hover.waitFor({ state: 'hidden', timeout: 3000 }).catch(() => page.keyboard.press('Escape'));
  await hover.waitFor({ state: 'hidden' });
  await target.first().waitFor({ state: 'attached' });
  const box = await target.first().boundingBox();
  if (!box) throw new Error('What should be hovered has no place on the screen; scroll to it first.');
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  // An editor takes the second move for the hand that comes to rest.
  await page.mouse.move(x - 1, y);
  await page.mouse.move(x, y);
  await hover.waitFor();
  await hover.getByText('Loading...').waitFor({ state: 'hidden' });
  return (await hover.allInnerTexts()).join('\n');
}

/** What the status bar counts. @param {any} page @returns {Promise<{ errors: number, warnings: number }>} */
export async function problemsCount(page) {
  const item = page.locator('#status\\.problems [aria-label], #status\\.problems[aria-label]').first();
  await item.waitFor();
  const label = (await item.getAttribute('aria-label')) ?? '';
  const read = (/** @type {string} */ word) => Number(new RegExp(`${word}: (\\d+)`).exec(label)?.[1] ?? 0);
  return { errors: read('Errors'), warnings: read('Warnings') };
}

/** Waits until the status bar counts so many. @param {any} page @param {number} errors @param {number} [warnings] */
export async function waitForProblems(page, errors, warnings = 0) {
  const words = [errors && `Errors: ${errors}`, warnings && `Warnings: ${warnings}`].filter(Boolean);
  const label = words.length > 0 ? words.join(', ') : 'No Problems';
  await page
    .locator(`#status\\.problems[aria-label="${label}"], #status\\.problems [aria-label="${label}"]`)
    .first()
    .waitFor();
}

/** Shows the problems panel and returns it. @param {any} page */
export async function openProblems(page) {
  const panel = page.locator('.markers-panel:visible');
  if ((await panel.count()) === 0) await page.keyboard.press('Control+Shift+M');
  await panel.waitFor();
  return panel;
}

/**
 * A notification: as a toast, or in the notification centre where the test driver has turned toasts off.
 * @param {any} page @param {string | RegExp} text @param {number} [timeout]
 */
export async function notification(page, text, timeout = 30_000) {
  const message = page.locator('.notification-list-item:visible').filter({ hasText: text }).first();
  if (!new URL(page.url()).searchParams.has('payload')) {
    await message.waitFor({ timeout });
    return message;
  }
  for (const end = Date.now() + timeout; Date.now() < end; await page.waitForTimeout(100)) {
    if (await message.isVisible()) return message;
    // The centre closes by itself with its last message, and the bell would close it as well.
    const centre = page.locator('.notifications-center.visible');
    if (!(await centre.isVisible())) await page.locator('#status\\.notifications').click();
  }
  throw new Error(`No notification says ${text}`);
}

/**
 * The frame of a web view that has an element.
 * @param {any} page @param {string} selector @param {number} [timeout]
 */
export async function webviewWith(page, selector, timeout = 30_000) {
  const end = Date.now() + timeout;
  while (Date.now() < end) {
    for (const frame of page.frames()) {
      // A frame may go away between two looks at it.
      const count = await frame
        .locator(selector)
        .count()
        .catch(() => 0);
      if (count > 0) return frame;
    }
    await page.waitForTimeout(100);
  }
  throw new Error(`No web view has ${selector}`);
}

/** Opens a terminal with a shell and returns its element. @param {any} page */
export async function openTerminal(page) {
  await runCommand(page, 'Terminal: Create New Terminal');
  return terminal(page);
}

/** The terminal in front, ready for the keyboard. @param {any} page */
export async function terminal(page) {
  const element = page.locator('.terminal-wrapper.active .xterm');
  await element.waitFor();
  await element.locator('textarea').focus();
  return element;
}

/** Waits for a text on the screen of the terminal in front. @param {any} page @param {string | RegExp} text */
export async function waitForTerminalText(page, text) {
  const rows = page.locator('.terminal-wrapper.active .xterm-rows').filter({ hasText: text });
  await rows.waitFor();
  return (await rows.allInnerTexts()).join('\n');
}

/** Goes to a line of the editor in front. @param {any} page @param {number} line @param {number} [column] */
export async function goToLine(page, line, column = 1) {
  await page.keyboard.press('Control+G');
  // A text that was only just shown may not have the focus yet.
  const early = page.locator('.quick-input-widget:visible input[aria-label^="Open a text editor first"]');
  for (let left = 100; left > 0; left--) {
    await quickInput(page).waitFor();
    if (!(await early.isVisible())) break;
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+1');
    await page.keyboard.press('Control+G');
  }
  // The colon is what the key has put there; without it the text would name a file.
  await answer(page, `:${line}:${column}`);
  await quickInput(page).waitFor({ state: 'hidden' });
}

/** Opens completion at the cursor and returns its labels. @param {any} page @returns {Promise<string[]>} */
export async function completions(page) {
  await page.keyboard.press('Control+Space');
  const rows = page.locator('.suggest-widget.visible .monaco-list-row');
  await waitForRows(rows);
  return rows.locator('.label-name').allInnerTexts();
}
