/** "Count Nodes" of a group that has more than a page of them. */

import { ProgressLocation, window } from 'vscode';
import type { GroupSubject } from '../views/fleet/group.ts';
import type { Subject } from '../views/subject.ts';
import type { Command } from './index.ts';

export const countNodes: Command = {
  id: 'opswright.countNodes',
  deed: 'count the nodes',
  async run({ trees }, { view, path, group, count }: Subject & GroupSubject) {
    const options = { location: ProgressLocation.Notification, title: `Counting ${group}`, cancellable: true };
    await window.withProgress(options, async (progress, token) => {
      for await (const number of count()) {
        if (token.isCancellationRequested) return;
        progress.report({ message: `${number} so far` });
      }
    });
    trees.of(view).redraw(path);
  },
};
