/** "Start Step": the next step of an automation that is run step by step. */

import { signal } from '../runs/signal.ts';
import type { RunSubject } from '../runs/subject.ts';
import type { Command } from './index.ts';

export const startAutomationStep: Command = {
  id: 'opswright.startAutomationStep',
  deed: 'start the step',
  run: (app, subject: RunSubject) =>
    signal(app, subject, 'StartStep', subject.step === undefined ? {} : { StepName: [subject.step] }),
};
