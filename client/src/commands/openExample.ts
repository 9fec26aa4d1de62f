/** "Opswright: Open an Example": an unsaved runbook with one fault in it, to try things on. */

import { Uri, window, workspace } from 'vscode';
import type { Command } from './index.ts';

export const openExample: Command = {
  id: 'opswright.openExample',
  async run({ extensionUri }) {
    const file = Uri.joinPath(extensionUri, 'media', 'walkthrough', 'example.ssm.yaml');
    const content = new TextDecoder().decode(await workspace.fs.readFile(file));
    await window.showTextDocument(await workspace.openTextDocument({ language: 'ssm-yaml', content }));
  },
};
