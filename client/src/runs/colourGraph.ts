/** Colours the graph of a document by a run of it, while the run goes on. */

import type { StepExecution } from '@aws-sdk/client-ssm';
import type { App } from '../commands/index.ts';
import type { RunStates } from '../graphView.ts';
import { isFinal, type Phase, phaseOf } from './phase.ts';
import { isCommand, nameOf, type Run, type RunKey } from './run.ts';
import type { Stop } from './store.ts';

const states: Readonly<Record<Phase, RunStates[string]>> = {
  running: 'running',
  waiting: 'waiting',
  passed: 'succeeded',
  failed: 'failed',
  stopped: 'cancelled',
};

const special: Readonly<Record<string, RunStates[string]>> = {
  Pending: 'pending',
  TimedOut: 'timedOut',
  Skipped: 'skipped',
};

/** By the names of the steps; of a step that ran several times, how it came out the last time. */
function statesOf(steps: readonly StepExecution[]): RunStates {
  return Object.fromEntries(
    steps.map(({ StepName = '', StepStatus }) => [StepName, special[StepStatus ?? ''] ?? states[phaseOf(StepStatus)]]),
  );
}

/** Colours the graph by what is known of a run now. */
export function colourBy(app: Pick<App, 'graph'>, uri: string, run: Run): void {
  if (isCommand(run) || !run.steps) return;
  app.graph.colour(uri, `Run of ${run.started?.toLocaleTimeString() ?? run.document}`, statesOf(run.steps));
}

/**
 * Colours the graph of a document by a run and follows it there until it has ended; the colours stay. A run that coloured it
 * before gives way.
 */
export function colourGraph(app: App, key: RunKey, uri: string): void {
  const { store, colourings } = app.runs;
  colourings.get(uri)?.dispose();
  colourings.delete(uri);
  const known = store.get(key);
  if (known) colourBy(app, uri, known);
  if (key.kind !== 'automation' || known?.whole) return;
  const watch = store.watch(key, 'details');
  const listening = store.onChange((run) => {
    if (nameOf(run.key) !== nameOf(key)) return;
    colourBy(app, uri, run);
    if (run.gone || (isFinal(run.status) && run.whole)) stop.dispose();
  });
  const stop: Stop = {
    dispose() {
      watch.dispose();
      listening.dispose();
    },
  };
  colourings.set(uri, stop);
}
