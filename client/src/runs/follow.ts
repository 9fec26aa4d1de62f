/**
 * Says how a run that was started here goes: a progress that can cancel it, and a message when it has ended. One that waits for
 * somebody is no progress; it says so, and is followed on in silence.
 */

import { commands, ProgressLocation, window } from 'vscode';
import type { App } from '../commands/index.ts';
import { count, shortened } from '../format.ts';
import { durationWords, isFinal, phaseOf, statusWords } from './phase.ts';
import { countsOf, isCommand, nameOf, type Run, type RunKey, titleOf } from './run.ts';

/** A message that has more characters is folded away by VS Code, with its buttons. */
const mostWords = 200;
/** Somebody wanted to cancel the run, and it goes on. */
const notCancelled = Symbol();

/** Follows a run to its end, in the background. */
export function followRun(app: App, run: Run): void {
  follow(app, run).catch((error) => app.log.warn('A run could not be followed', error));
}

async function follow(app: App, begun: Run): Promise<void> {
  const { key } = begun;
  const document = titleOf(begun);
  const watch = app.runs.store.watch(key, 'state');
  try {
    const waits = await progressUntil(app, key, document);
    if (waits) {
      void window
        .showInformationMessage(`${document} waits for ${waits}.`, 'Show Run')
        .then((choice) => choice && commands.executeCommand('opswright.showRun', key));
      await until(app, key, isOver);
    }
    const run = app.runs.store.get(key);
    if (run) await tellEnd(run);
  } finally {
    watch.dispose();
  }
}

function isOver({ status, gone }: Run): boolean {
  return isFinal(status) || gone === true;
}

/** Shows how it goes until it ends or waits; for what it waits. VS Code lets a progress be cancelled once, so it begins anew. */
async function progressUntil(app: App, key: RunKey, document: string): Promise<string | undefined> {
  let waits: string | undefined | typeof notCancelled;
  do waits = await progress(app, key, document);
  while (waits === notCancelled);
  return waits;
}

async function progress(app: App, key: RunKey, document: string): Promise<string | undefined | typeof notCancelled> {
  const options = { location: ProgressLocation.Notification, title: document, cancellable: true };
  return window.withProgress(options, async (report, token) => {
    const failing = new Promise<typeof notCancelled>((resolve) => {
      token.onCancellationRequested(async () => {
        const subject = { connection: key.connection, run: key };
        if ((await commands.executeCommand('opswright.cancelRun', subject)) !== true) resolve(notCancelled);
      });
    });
    const known = app.runs.store.get(key);
    if (known) report.report({ message: progressWords(known) });
    const settled = until(
      app,
      key,
      (run) => isOver(run) || phaseOf(run.status) === 'waiting',
      (run) => report.report({ message: progressWords(run) }),
    );
    if ((await Promise.race([settled, failing])) === notCancelled) return notCancelled;
    const run = app.runs.store.get(key);
    return run && !isOver(run) && !isCommand(run)
      ? `${run.automation.CurrentAction === 'aws:approve' ? 'an approval' : 'somebody'} at ${run.automation.CurrentStepName ?? 'a step'}`
      : undefined;
  });
}

function progressWords(run: Run): string {
  if (!isCommand(run))
    return run.automation.CurrentStepName ? `at ${run.automation.CurrentStepName}` : statusWords(run.status);
  const { all, done, failed } = countsOf(run.command);
  return `${done} of ${count(all, 'node')}${failed > 0 ? `, ${failed} failed` : ''}`;
}

/** Resolves when this holds of the run, or when nobody can tell any more because its connection was closed. */
function until(app: App, key: RunKey, holds: (run: Run) => boolean, each?: (run: Run) => void): Promise<void> {
  const { store } = app.runs;
  const known = store.get(key);
  if (known && holds(known)) return Promise.resolve();
  return new Promise((resolve) => {
    const end = () => {
      listening.dispose();
      closing.dispose();
      resolve();
    };
    const listening = store.onChange((run) => {
      if (nameOf(run.key) !== nameOf(key)) return;
      each?.(run);
      if (holds(run)) end();
    });
    const closing = app.connections.onChange(() => {
      if (!store.get(key)) end();
    });
  });
}

async function tellEnd(run: Run): Promise<void> {
  const { key } = run;
  const document = titleOf(run);
  const phase = phaseOf(run.status);
  const subject = { connection: key.connection, run: { kind: key.kind, id: key.id } };
  const took = run.started ? ` in ${durationWords((run.ended?.getTime() ?? Date.now()) - run.started.getTime())}` : '';
  if (phase === 'passed') {
    const choice = await window.showInformationMessage(`${document}: done${on(run)}${took}.`, 'Show Output');
    if (choice) await commands.executeCommand('opswright.showRunOutput', subject);
    return;
  }
  const words = phase === 'stopped' ? `${document} was cancelled.` : failureWords(run);
  const show = phase === 'stopped' ? 'Show Run' : isCommand(run) ? 'Show Failures' : 'Open Failed Step';
  const choice = await window.showWarningMessage(words, show, 'Show Output');
  if (choice === 'Show Output') await commands.executeCommand('opswright.showRunOutput', subject);
  else if (choice === 'Show Run' || choice === 'Show Failures') await commands.executeCommand('opswright.showRun', key);
  else if (choice) await commands.executeCommand('opswright.openFailedStep', subject);
}

function on(run: Run): string {
  if (!isCommand(run)) return '';
  const { all } = countsOf(run.command);
  return ` on ${count(all, 'node')}`;
}

function failureWords(run: Run): string {
  if (isCommand(run)) {
    const { all, failed } = countsOf(run.command);
    return `${titleOf(run)}: ${failed} of ${all} failed.`;
  }
  const { CurrentStepName, FailureMessage } = run.automation;
  const [first = ''] = (FailureMessage ?? '').split('\n');
  return `${titleOf(run)} ${statusWords(run.status)}${CurrentStepName ? ` at ${CurrentStepName}` : ''}${first ? `: ${shortened(first, mostWords)}` : ''}`;
}
