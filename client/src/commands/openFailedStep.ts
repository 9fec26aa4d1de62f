/**
 * Opens the document of a run at a step: the one that was clicked, or the one that failed, with what went wrong as a problem.
 * The text is that of the workspace where the run came from it, else the published one.
 */

import type { StepExecution } from '@aws-sdk/client-ssm';
import { colourBy } from '../runs/colourGraph.ts';
import { phaseOf } from '../runs/phase.ts';
import { isCommand } from '../runs/run.ts';
import { keyOfSubject, type RunSubject } from '../runs/subject.ts';
import { textOfRun } from '../runs/textOfRun.ts';
import type { Command } from './index.ts';

export const openFailedStep: Command = {
  id: 'opswright.openFailedStep',
  async run(app, subject: RunSubject) {
    const run = await app.runs.store.read(keyOfSubject(subject));
    if (isCommand(run)) throw new Error('Commands show their failures on their nodes.');
    const { steps = [], automation } = run;
    const step = chosen(steps, subject);
    const uri = await textOfRun(app, run);
    colourBy(app, uri.toString(), run);
    const places = (await app.server.steps({ uri: uri.toString() })) ?? [];
    const place = places.find(({ name }) => name === (step?.StepName ?? automation.CurrentStepName));
    const failure = step ? step.FailureMessage : automation.FailureMessage;
    const failed = phaseOf(step?.StepStatus ?? run.status) === 'failed';
    await app.runs.failures.show(uri, place, failed ? (failure ?? 'This step failed in the run.') : undefined);
  },
};

/** The step that was clicked; else the innermost that failed first. */
function chosen(steps: readonly StepExecution[], { step, stepId }: RunSubject): StepExecution | undefined {
  if (step !== undefined)
    return steps.find(({ StepExecutionId, StepName }) => (stepId ? StepExecutionId === stepId : StepName === step));
  const failed = steps.filter(({ StepStatus }) => phaseOf(StepStatus) === 'failed');
  return failed.find(({ StepExecutionId }) =>
    failed.every((each) => each.ParentStepDetails?.StepExecutionId !== StepExecutionId),
  );
}
