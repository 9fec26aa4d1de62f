/** "▶ Run" of a run file: sends what it comes to. */

import { type Uri, window } from 'vscode';
import { runFileCommand } from '../../../server/src/protocol.ts';
import { begin, type RunAnswers } from '../runs/begin.ts';
import { prepare } from '../runs/prepare.ts';
import type { Command } from './index.ts';

export const runFile: Command = {
  id: runFileCommand,
  deed: 'run the file',
  async run(app, given?: string | Uri, answers?: RunAnswers) {
    const uri = given?.toString() ?? window.activeTextEditor?.document.uri.toString();
    const prepared = uri === undefined ? undefined : await prepare(app, uri);
    return prepared && begin(app, prepared, answers);
  },
};
