/** "Approve…": an automation that waits for it, with a comment for whoever reads its log. */

import { signalWithComment } from '../runs/signal.ts';
import type { RunSubject } from '../runs/subject.ts';
import type { Command } from './index.ts';

export const approveAutomation: Command = {
  id: 'opswright.approveAutomation',
  deed: 'approve the automation',
  run: (app, subject: RunSubject, comment?: unknown) =>
    signalWithComment(app, approveAutomation.id, subject, 'Approve', comment),
};
