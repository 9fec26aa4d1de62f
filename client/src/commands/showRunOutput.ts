/** "Show Output" of a run: what a command printed, on one node or all, or the log of an automation. */

import type { RunSubject } from '../runs/subject.ts';
import { keyOfSubject } from '../runs/subject.ts';
import type { Command } from './index.ts';

export const showRunOutput: Command = {
  id: 'opswright.showRunOutput',
  run: ({ runs }, subject: RunSubject) => runs.output.open(keyOfSubject(subject), subject.node),
};
