/** "Opswright: Show Graph": the flow of the document in front, drawn beside its text, with the run of it that goes on. */

import { window } from 'vscode';
import { colourGraph } from '../runs/colourGraph.ts';
import { isFinal } from '../runs/phase.ts';
import type { Command } from './index.ts';

export const showGraph: Command = {
  id: 'opswright.showGraph',
  async run(app) {
    const document = window.activeTextEditor?.document;
    if (!document) {
      await window.showInformationMessage('Open a runbook or a Command document first; its graph is drawn beside it.');
      return;
    }
    app.graph.show(document);
    const uri = document.uri.toString();
    const latest = app.runs.latest.get(uri);
    if (latest && !isFinal(app.runs.store.get(latest)?.status ?? 'Success')) colourGraph(app, latest, uri);
  },
};
