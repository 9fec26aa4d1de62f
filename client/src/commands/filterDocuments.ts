/** "Filter Documents": words to look for in all accounts of the Documents view. */

import { window } from 'vscode';
import type { Command } from './index.ts';

export const filterDocuments: Command = {
  id: 'opswright.filterDocuments',
  async run({ documents: { kept } }, given?: unknown) {
    const text =
      typeof given === 'string'
        ? given
        : await window.showInputBox({
            title: 'Filter Documents',
            value: kept.filter,
            prompt: 'Words, or name:AWS-Run, type:Automation, platform:Linux, tag:Team=web. Empty shows all.',
            placeHolder: 'patch name:AWS-',
          });
    if (text !== undefined) kept.filter = text.trim();
  },
};
