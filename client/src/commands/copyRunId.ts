/** "Copy ID" of a command or an automation. */

import { env } from 'vscode';
import type { RunSubject } from '../runs/subject.ts';
import type { Command } from './index.ts';

export const copyRunId: Command = {
  id: 'opswright.copyRunId',
  run: (_app, { run }: RunSubject) => env.clipboard.writeText(run.id),
};
