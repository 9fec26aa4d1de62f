/** "Opswright: Show Graph": the flow of the document in front, drawn beside its text. */

import { window } from 'vscode';
import type { Command } from './index.ts';

export const showGraph: Command = {
  id: 'opswright.showGraph',
  async run({ graph }) {
    const document = window.activeTextEditor?.document;
    if (document) graph.show(document);
    else
      await window.showInformationMessage('Open a runbook or a Command document first; its graph is drawn beside it.');
  },
};
