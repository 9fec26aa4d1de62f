/** "Why Can't I Reach This Node?": a report, of a node of the view or of an id that is typed, managed or not. */

import { commands, window } from 'vscode';
import { currentConnection } from '../aws/currentConnection.ts';
import type { NodeSubject } from '../views/fleet/nodeLine.ts';
import type { Subject } from '../views/subject.ts';
import type { Command } from './index.ts';

export const explainNode: Command = {
  id: 'opswright.explainNode',
  async run({ connections, texts }, node?: Pick<NodeSubject, 'nodeId'> & Partial<Subject>) {
    const connection = node?.connection ?? (await currentConnection({ connections }));
    if (!connection) return;
    const id = node?.nodeId ?? (await askId());
    if (id === undefined) return;
    const { uri } = await texts.open({ connection, kind: 'reach', id, extension: 'md' });
    await commands.executeCommand('markdown.showPreview', uri);
  },
};

async function askId(): Promise<string | undefined> {
  const id = await window.showInputBox({
    title: 'Why Can’t I Reach This Node?',
    prompt: 'The ID of an instance or managed node',
    placeHolder: 'i-0123456789abcdef0',
    validateInput: (text) =>
      /^(i|mi)-[0-9a-f]{8,17}$/.test(text.trim()) ? undefined : 'An id such as i-0123456789abcdef0',
  });
  return id?.trim();
}
