/** "Show Change": a configuration beside the one before it, with who changed it in the title. */

import { commands, window } from 'vscode';
import { whoChanged } from '../compliance/changes.ts';
import { captureText } from '../compliance/texts.ts';
import type { ChangeSubject } from '../views/complianceResources.ts';
import type { Subject } from '../views/subject.ts';
import type { Command } from './index.ts';

export const showChange: Command = {
  id: 'opswright.showChange',
  async run({ connections, texts }, { connection, before, captured, type, id, name }: Subject & ChangeSubject) {
    const now = await texts.open(captureText(connection, { type, id }, captured));
    if (before === undefined) {
      await window.showTextDocument(now, { preview: true });
      return;
    }
    const [then, who] = await Promise.all([
      texts.open(captureText(connection, { type, id }, before)),
      whoChanged(connections, connection, name === undefined ? [id] : [id, name], captured),
    ]);
    const title = `${id}, ${new Date(captured).toLocaleString()}, ${who}`;
    await commands.executeCommand('vscode.diff', then.uri, now.uri, title, { preview: true });
  },
};
