/** "Stop Step": ends the step that runs. */

import { signal } from '../runs/signal.ts';
import { keyOfSubject, type RunSubject } from '../runs/subject.ts';
import type { Command } from './index.ts';

export const stopAutomationStep: Command = {
  id: 'opswright.stopAutomationStep',
  deed: 'stop the step',
  async run(app, subject: RunSubject) {
    const run = await app.runs.store.read(keyOfSubject(subject));
    const steps = 'steps' in run ? (run.steps ?? []) : [];
    const going = steps.findLast(({ StepStatus }) => StepStatus === 'InProgress' || StepStatus === 'Waiting');
    const StepExecutionId = subject.stepId ?? going?.StepExecutionId;
    if (StepExecutionId === undefined) throw new Error('No step runs now.');
    await signal(app, subject, 'StopStep', { StepExecutionId: [StepExecutionId] });
  },
};
