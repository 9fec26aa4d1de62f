/** "Show Steps as Graph": the document of an automation with its graph beside it, coloured by how far the run has come. */

import { window, workspace } from 'vscode';
import { colourGraph } from '../runs/colourGraph.ts';
import { isCommand } from '../runs/run.ts';
import { keyOfSubject, type RunSubject } from '../runs/subject.ts';
import { textOfRun } from '../runs/textOfRun.ts';
import type { Command } from './index.ts';

export const showRunGraph: Command = {
  id: 'opswright.showRunGraph',
  async run(app, subject: RunSubject) {
    const key = keyOfSubject(subject);
    const run = await app.runs.store.read(key);
    if (isCommand(run)) throw new Error('Commands show their steps below their nodes.');
    const uri = await textOfRun(app, run);
    const document = await workspace.openTextDocument(uri);
    await window.showTextDocument(document, { preview: true });
    app.graph.show(document);
    colourGraph(app, key, uri.toString());
  },
};
