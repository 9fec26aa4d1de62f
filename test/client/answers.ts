/**
 * Stands in for the person whom commands ask, since a dialog cannot be answered through the API: answers are given in the
 * order of the questions, from what is really offered, and what is typed has to pass the check of the box. How dialogs look
 * is seen by `test/ui`.
 */

import assert from 'node:assert/strict';
import {
  EventEmitter,
  type InputBoxOptions,
  InputBoxValidationSeverity,
  type QuickPick,
  type QuickPickItem,
  type QuickPickOptions,
  window,
} from 'vscode';
import { until } from './editor.ts';

/**
 * Words of the entry that is picked; where the list looks for itself `find` is typed first, and without `pick` one steps back
 * after it. Or a text; the words of a button, and what happens before it is pressed; or those of one that is not; or nothing at
 * all: stepping back from what waits for an answer.
 */
export type Answer =
  | { pick: string; find?: string }
  | { find: string }
  | { type: string }
  | { press: string; after?: () => Promise<void> }
  | { leave: string }
  | 'escape';

export interface Asked {
  /** The title of a list or box; the words of a message, with the detail of a modal one. */
  words: string;
  /** Entries in words, or buttons; what stands in a box. */
  choices: string[];
}

export interface Conversation<T> {
  result: T;
  /** Questions that were answered. */
  asked: Asked[];
  /** Messages that nobody was waiting for, and what boxes have against what was typed. */
  told: string[];
  /** The buttons of each of those. */
  offered: string[][];
}

/** Resolves once so many messages were told, for those that come a moment later, as faults of a connection do. */
export type Hears = (count: number) => Promise<void>;

type Message = (words: string, ...more: (string | { modal?: boolean; detail?: string; title?: string })[]) => unknown;

const messages = ['showInformationMessage', 'showWarningMessage', 'showErrorMessage'] as const;

/** Words of the button that an answer is about, of a message that waits for it. */
function buttonOf(answer: Answer | undefined): string | undefined {
  if (typeof answer !== 'object') return undefined;
  if ('press' in answer) return answer.press;
  return 'leave' in answer ? answer.leave : undefined;
}

/** Runs a command, or several, with these answers. Fails where a question has none, or another kind, or one is left over. */
export async function answering<T>(
  answers: readonly Answer[],
  use: (hears: Hears) => PromiseLike<T>,
): Promise<Conversation<T>> {
  const asked: Asked[] = [];
  const told: string[] = [];
  const offered: string[][] = [];
  const speech = new EventEmitter<void>();
  const faults: string[] = [];
  const left = [...answers];

  function tell(words: string, buttons: string[]): undefined {
    told.push(words);
    offered.push(buttons);
    speech.fire();
  }

  function next(words: string, choices: string[]): Answer {
    asked.push({ words, choices });
    const answer = left.shift();
    if (answer === undefined) faults.push(`Nobody expected to be asked: ${words} [${choices.join(' | ')}]`);
    return answer ?? 'escape';
  }

  /** @returns undefined for stepping back */
  function chosen<C>(answer: Answer, word: 'pick' | 'press', choices: readonly C[], nameOf: (choice: C) => string) {
    if (answer === 'escape' || (word === 'press' && 'leave' in answer)) return undefined;
    const wanted: unknown = word in answer && Reflect.get(answer, word);
    const found = typeof wanted !== 'string' ? undefined : choices.find((each) => nameOf(each).includes(wanted));
    if (found === undefined)
      faults.push(`${JSON.stringify(answer)} does not answer [${choices.map(nameOf).join(' | ')}]`);
    return found;
  }

  async function quickPick(given: unknown, options: QuickPickOptions = {}): Promise<unknown> {
    const items = (await given) as readonly (string | QuickPickItem)[];
    const nameOf = (item: string | QuickPickItem): string =>
      typeof item === 'string' ? item : [item.label, item.description, item.detail].filter(Boolean).join(' — ');
    return chosen(next(options.title ?? options.placeHolder ?? '', items.map(nameOf)), 'pick', items, nameOf);
  }

  async function inputBox(options: InputBoxOptions = {}): Promise<string | undefined> {
    const answer = next(options.title ?? options.prompt ?? '', [options.value ?? '']);
    if (answer === 'escape') return undefined;
    if (!('type' in answer)) {
      faults.push(`${JSON.stringify(answer)} is nothing to type for ${options.title}`);
      return undefined;
    }
    const fault = await options.validateInput?.(answer.type);
    const { message, severity } =
      typeof fault === 'object' && fault ? fault : { message: fault, severity: InputBoxValidationSeverity.Error };
    // A hint keeps nobody from going on.
    if (!message || severity !== InputBoxValidationSeverity.Error) return answer.type;
    return tell(message, []);
  }

  const message: Message = async (words, ...more) => {
    const modal = more.find((each) => typeof each === 'object' && each.title === undefined);
    const buttons = more.filter((each) => each !== modal);
    const nameOf = (button: (typeof more)[number]) => (typeof button === 'string' ? button : (button.title ?? ''));
    const detail = typeof modal === 'object' ? modal.detail : undefined;
    const said = [words, detail].filter(Boolean).join('\n');
    // What only offers a way on is told, whenever it comes; what waits for a button is asked.
    const expected = buttonOf(left[0]);
    const isAsked =
      detail !== undefined || (expected !== undefined && buttons.some((each) => nameOf(each).includes(expected)));
    if (buttons.length === 0 || !isAsked) return tell(said, buttons.map(nameOf));
    const answer = next(said, buttons.map(nameOf));
    if (typeof answer === 'object' && 'press' in answer) await answer.after?.();
    return chosen(answer, 'press', buttons, nameOf);
  };

  /** A list that looks for itself, or is filled bit by bit: answered when it comes to rest with something in it. */
  function createQuickPick(): QuickPick<QuickPickItem> {
    const pick = realCreate.call(window);
    const nameOf = ({ label, description, detail }: QuickPickItem) =>
      [label, description, detail].filter(Boolean).join(' — ');
    const changed = new EventEmitter<string>();
    const accepted = new EventEmitter<void>();
    const hidden = new EventEmitter<void>();
    let selected: readonly QuickPickItem[] = [];
    let shown = false;
    let isAsked = false;
    function ask(): void {
      if (!shown || isAsked || pick.busy || pick.items.length === 0) return;
      isAsked = true;
      const [first] = left;
      const looking = typeof first === 'object' && 'find' in first ? first : undefined;
      if (looking?.find !== undefined) {
        pick.value = looking.find;
        changed.fire(looking.find);
      }
      const answer = next(pick.title ?? pick.placeholder ?? '', pick.items.map(nameOf));
      const isOnlyLooking = looking !== undefined && !('pick' in looking);
      const found = isOnlyLooking ? undefined : chosen(answer, 'pick', pick.items, nameOf);
      selected = found ? [found] : [];
      if (found) accepted.fire();
      else hidden.fire();
    }
    const own: Partial<QuickPick<QuickPickItem>> = {
      onDidChangeValue: changed.event,
      onDidAccept: accepted.event,
      onDidHide: hidden.event,
      show() {
        shown = true;
        setImmediate(ask);
      },
      hide: () => hidden.fire(),
      dispose: () => pick.dispose(),
    };
    return new Proxy(pick, {
      get: (_, key) =>
        key === 'selectedItems' ? selected : key in own ? own[key as keyof typeof own] : Reflect.get(pick, key),
      set(_, key, value) {
        Reflect.set(pick, key, value);
        setImmediate(ask);
        return true;
      },
    });
  }

  const realCreate = window.createQuickPick;
  const real = window as unknown as Record<string, unknown>;
  const before = { ...real };
  Object.assign(real, { showQuickPick: quickPick, showInputBox: inputBox, createQuickPick });
  for (const name of messages) real[name] = message;
  try {
    const result = await use((count) =>
      until(speech.event, () => told.length >= count).catch(() => assert.fail(`Only told: ${told.join(' | ')}`)),
    );
    assert.deepEqual(faults, []);
    assert.deepEqual(left, [], `Nobody asked for these answers; asked: ${asked.map(({ words }) => words).join(' | ')}`);
    return { result, asked, told, offered };
  } finally {
    for (const name of ['showQuickPick', 'showInputBox', 'createQuickPick', ...messages]) real[name] = before[name];
  }
}
