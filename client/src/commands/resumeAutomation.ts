/** "Resume…": an automation that waits for it, with a comment for whoever reads its log. */

import { signalWithComment } from '../runs/signal.ts';
import type { RunSubject } from '../runs/subject.ts';
import type { Command } from './index.ts';

export const resumeAutomation: Command = {
  id: 'opswright.resumeAutomation',
  deed: 'resume the automation',
  run: (app, subject: RunSubject, comment?: unknown) =>
    signalWithComment(app, resumeAutomation.id, subject, 'Resume', comment),
};
