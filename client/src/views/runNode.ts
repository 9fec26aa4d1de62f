/**
 * A run as a line of a tree. It reads from what is known of the run each time it is drawn, so that drawing it anew is enough
 * when that has changed.
 */

import { MarkdownString } from 'vscode';
import { count } from '../format.ts';
import { durationWords, iconOf, isFinal, phaseOf, statusWords } from '../runs/phase.ts';
import { countsOf, endOf, isCommand, type Run, type RunKey, titleOf } from '../runs/run.ts';
import type { RunStore } from '../runs/store.ts';
import { automationPages } from './automationNodes.ts';
import { commandPages } from './commandNodes.ts';
import type { TreeNode } from './tree.ts';

/** The id of the line of a run among its siblings. */
export function runNodeId({ kind, id }: Pick<RunKey, 'kind' | 'id'>): string {
  return `${kind} ${id}`;
}

/** @param first - what is known of it, until the store knows more. @param target - for which resource it runs. */
export function runNode(store: RunStore, key: RunKey, first: Run, target?: string): TreeNode {
  const known = (): Run => store.get(key) ?? first;
  return {
    id: runNodeId(key),
    label: target ?? titleOf(first),
    get description() {
      const run = known();
      return [target !== undefined && statusWords(run.status), titleOf(run) !== run.document && 'temporary', told(run)]
        .filter(Boolean)
        .join(' · ');
    },
    get tooltip() {
      return tooltipOf(known());
    },
    get spoken() {
      return statusWords(known().status);
    },
    get icon() {
      return iconOf(known().status);
    },
    get context() {
      return contextOf(known());
    },
    get subject() {
      const { document } = known();
      return { run: { kind: key.kind, id: key.id }, document };
    },
    get empty() {
      const { status } = known();
      return isFinal(status) ? 'Nothing ran' : 'Nothing has begun yet';
    },
    pages: () => (key.kind === 'command' ? commandPages(store, key, known()) : automationPages(store, key)),
  };
}

/** Beside the name: how far it is, what it is for, and when. */
function told(run: Run): string {
  const { gone, started } = run;
  const words = isCommand(run) ? commandWords(run) : automationWords(run);
  const going = !isFinal(run.status) && started && `for ${durationWords(Date.now() - started.getTime())}`;
  return [...words, gone ? 'not known any more' : going || (started && whenWords(started))].filter(Boolean).join(' · ');
}

function commandWords({ command, status }: Extract<Run, { command: unknown }>): (string | undefined)[] {
  const { all, done, failed } = countsOf(command);
  const nodes = count(all, 'node');
  const counts = !isFinal(status)
    ? `${done} of ${nodes}`
    : failed > 0
      ? `${failed} of ${all} failed`
      : phaseOf(status) === 'passed'
        ? nodes
        : `${statusWords(status)}, ${done} of ${nodes}`;
  return [command.Comment || undefined, counts];
}

function automationWords({ automation, status }: Extract<Run, { automation: unknown }>): (string | undefined)[] {
  const { CurrentStepName, CurrentAction, Target } = automation;
  if (phaseOf(status) === 'waiting')
    return [`waits for ${CurrentAction === 'aws:approve' ? 'approval' : 'somebody'} at ${CurrentStepName ?? 'a step'}`];
  if (!isFinal(status)) return [CurrentStepName && `at ${CurrentStepName}`];
  return [status === 'Success' ? Target || undefined : statusWords(status)];
}

/** The time, for what is of today; else the day. */
function whenWords(when: Date): string {
  const today = new Date().toDateString() === when.toDateString();
  return today
    ? when.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })
    : when.toLocaleDateString([], { day: 'numeric', month: 'short' });
}

/** Words for `when` clauses: what it is, how it stands, and what it waits for. */
function contextOf(run: Run): string {
  const words = ['run', run.key.kind, phaseOf(run.status)];
  if (!isFinal(run.status)) words.push('going');
  if (!isCommand(run)) {
    const { CurrentAction, Mode } = run.automation;
    if (phaseOf(run.status) === 'waiting' && CurrentAction === 'aws:approve') words.push('approve');
    if (phaseOf(run.status) === 'waiting' && CurrentAction === 'aws:pause') words.push('pause');
    if (Mode === 'Interactive' && !isFinal(run.status)) words.push('interactive');
  }
  return words.join(' ');
}

function tooltipOf(run: Run): MarkdownString {
  const { started, status } = run;
  const ended = run.ended ?? (isCommand(run) ? lastEnd(run) : undefined);
  const facts: [string, string | undefined][] = [
    ['ID', run.key.id],
    ['Status', isCommand(run) ? (run.command.StatusDetails ?? status) : status],
    ['Version', isCommand(run) ? run.command.DocumentVersion : run.automation.DocumentVersion],
    ['Comment', isCommand(run) ? run.command.Comment : undefined],
    ['Started by', isCommand(run) ? undefined : run.automation.ExecutedBy],
    ['Started', started?.toLocaleString()],
    ['Took', ended && started && durationWords(ended.getTime() - started.getTime())],
    ['Failure', isCommand(run) ? undefined : run.automation.FailureMessage],
  ];
  const text = new MarkdownString();
  text.appendMarkdown(`**${run.key.kind === 'command' ? 'Command' : 'Automation'}** `);
  text.appendText(run.document);
  for (const [name, value] of facts) {
    if (!value) continue;
    text.appendMarkdown(`\n\n*${name}:* `);
    text.appendText(value);
  }
  return text;
}

function lastEnd({ status, invocations = [] }: Extract<Run, { command: unknown }>): Date | undefined {
  const ends = isFinal(status) ? invocations.flatMap((each) => endOf(each) ?? []) : [];
  return ends.length === 0 ? undefined : new Date(Math.max(...ends.map(Number)));
}
