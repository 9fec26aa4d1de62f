/** "Compare with a Local File": a published document, or a version of it, against a file; those of its name come first. */

import { type QuickPickItem, QuickPickItemKind, Uri, window, workspace } from 'vscode';
import { compareWithFile } from '../documents/compare.ts';
import { bareName } from '../documents/reference.ts';
import type { App, Command } from './index.ts';
import type { OfDocument } from './openDocument.ts';

export const compareDocument: Command = {
  id: 'opswright.compareDocument',
  async run(app, { connection, document, version, file }: OfDocument & { file?: Uri }) {
    const chosen = file ?? (await pickFile(app, bareName(document.name)));
    const place = { name: document.name, ...(version !== undefined && { version }) };
    if (chosen) await compareWithFile(app.documents.texts, connection, place, chosen);
  },
};

async function pickFile({ documents }: App, name: string): Promise<Uri | undefined> {
  const all = (await documents.local.list()).map((each) => {
    const uri = Uri.parse(each.uri);
    return { label: each.name, description: workspace.asRelativePath(uri), uri };
  });
  const namesake = all.filter(({ label }) => label === name);
  const browse: QuickPickItem & { uri?: Uri } = { label: '$(folder-opened) Another file…' };
  const items: (QuickPickItem & { uri?: Uri })[] = [
    ...namesake,
    browse,
    { label: 'other documents', kind: QuickPickItemKind.Separator },
    ...all.filter((each) => !namesake.includes(each)),
  ];
  const picked = await window.showQuickPick(items, {
    title: `Compare ${name}`,
    placeHolder: 'With which file?',
    matchOnDescription: true,
  });
  if (picked !== browse) return picked?.uri;
  return (await window.showOpenDialog({ title: `Compare ${name}`, canSelectMany: false }))?.[0];
}
