/** "Reject…": an automation that waits for it, with a comment for whoever reads its log. */

import { signalWithComment } from '../runs/signal.ts';
import type { RunSubject } from '../runs/subject.ts';
import type { Command } from './index.ts';

export const rejectAutomation: Command = {
  id: 'opswright.rejectAutomation',
  deed: 'reject the automation',
  run: (app, subject: RunSubject, comment?: unknown) =>
    signalWithComment(app, rejectAutomation.id, subject, 'Reject', comment),
};
