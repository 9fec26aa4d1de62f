/**
 * The person before the window, for suites that have no mouse: answers what is asked, one answer after the other, and hears what
 * is said. What is asked beyond the answers is left unanswered, as with Escape.
 */

import { EventEmitter, type InputBoxOptions, type QuickPickItem, window } from 'vscode';
import { until } from './editor.ts';

/** A label, a button or a text; undefined turns away. */
export type Reply = string | undefined;

export interface Person {
  /** Messages in the corner and dialogs, in their order. */
  readonly heard: string[];
  /** Resolves once so many of them have been said, or when patience ends: a connection tells its faults a moment later. */
  hears(count: number): Promise<void>;
  /** The buttons of each of them. */
  readonly offered: string[][];
  /** What could be chosen or was asked, one entry for each picker, input box and message with buttons. */
  readonly asked: string[][];
}

const speaking = ['showInformationMessage', 'showWarningMessage', 'showErrorMessage'] as const;

/**
 * @param replies - for pickers, input boxes and dialogs, in the order in which they come.
 * @param press - the button that is pressed on a message in the corner, wherever it has one of that name.
 */
export async function asPerson(
  replies: readonly Reply[],
  use: (person: Person) => Promise<void>,
  press?: string,
): Promise<Person> {
  const left = [...replies];
  const speech = new EventEmitter<void>();
  const person: Person = {
    heard: [],
    offered: [],
    asked: [],
    hears: (count) => until(speech.event, () => person.heard.length >= count),
  };
  const own = { ...window };
  const changed = window as unknown as Record<string, unknown>;
  for (const name of speaking)
    changed[name] = async (message: string, ...rest: unknown[]) => {
      const buttons = rest.filter((each) => typeof each === 'string');
      const [options] = rest.filter((each) => typeof each === 'object') as { modal?: boolean; detail?: string }[];
      person.heard.push([message, options?.detail].filter(Boolean).join('\n'));
      person.offered.push(buttons);
      speech.fire();
      if (!options?.modal) return buttons.find((each) => each === press);
      person.asked.push(buttons);
      const reply = left.shift();
      return buttons.find((each) => each === reply);
    };
  changed.showQuickPick = async (given: readonly (QuickPickItem | string)[] | Promise<readonly QuickPickItem[]>) => {
    const items = await given;
    const labelOf = (item: QuickPickItem | string) => (typeof item === 'string' ? item : item.label);
    person.asked.push(items.map(labelOf));
    const reply = left.shift();
    return items.find((item) => labelOf(item) === reply);
  };
  changed.showInputBox = async ({ validateInput }: InputBoxOptions) => {
    person.asked.push([]);
    const reply = left.shift();
    const fault = reply === undefined ? undefined : await validateInput?.(reply);
    // What is only told keeps nobody from going on.
    return typeof fault === 'string' ? undefined : reply;
  };
  changed.createQuickPick = () =>
    filling((labels) => {
      person.asked.push(labels);
      return left.shift();
    });
  try {
    await use(person);
  } finally {
    for (const name of [...speaking, 'showQuickPick', 'showInputBox', 'createQuickPick'] as const)
      changed[name] = own[name];
  }
  return person;
}

/** A picker that fills by itself: whoever has waited until all is there chooses, types what is not among it, or goes away. */
function filling(choose: (labels: string[]) => Reply) {
  const [accepted, hidden, typed] = [new EventEmitter<void>(), new EventEmitter<void>(), new EventEmitter<string>()];
  let busy = false;
  let isOpen = false;
  const pick = {
    title: '',
    placeholder: '',
    matchOnDescription: false,
    items: [] as readonly QuickPickItem[],
    selectedItems: [] as QuickPickItem[],
    onDidAccept: accepted.event,
    onDidHide: hidden.event,
    onDidChangeValue: typed.event,
    get busy() {
      return busy;
    },
    set busy(next) {
      busy = next;
      if (isOpen && !busy) setImmediate(decide);
    },
    show() {
      isOpen = true;
      if (!busy) setImmediate(decide);
    },
    hide() {
      if (!isOpen) return;
      isOpen = false;
      hidden.fire();
    },
    dispose: () => undefined,
  };
  function decide(): void {
    const reply = choose(pick.items.map(({ label }) => label));
    if (reply !== undefined && !pick.items.some(({ label }) => label === reply)) typed.fire(reply);
    const item = pick.items.find(({ label }) => label === reply);
    pick.selectedItems = item ? [item] : [];
    if (item) accepted.fire();
    else pick.hide();
  }
  return pick;
}
