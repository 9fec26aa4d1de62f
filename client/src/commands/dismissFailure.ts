/** Takes the failure of a run away from a document: the one of a quick fix, or the one in front. */

import { Uri, window } from 'vscode';
import type { Command } from './index.ts';

export const dismissFailure: Command = {
  id: 'opswright.dismissFailure',
  run({ runs }, given?: Uri) {
    const uri = given instanceof Uri ? given : window.activeTextEditor?.document.uri;
    if (uri) runs.failures.dismiss(uri);
  },
};
