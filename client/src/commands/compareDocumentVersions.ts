/** "Compare with Another Version": two versions of a published document, the older one on the left. */

import type { DocumentVersionInfo } from '@aws-sdk/client-ssm';
import { window } from 'vscode';
import { showDifference } from '../documents/compare.ts';
import { bareName } from '../documents/reference.ts';
import { versionWords } from '../documents/words.ts';
import type { App, Command } from './index.ts';
import type { OfDocument } from './openDocument.ts';

export const compareDocumentVersions: Command = {
  id: 'opswright.compareDocumentVersions',
  async run(app, subject: OfDocument & { other?: string }) {
    const { connection, document } = subject;
    const { texts } = app.documents;
    const other = subject.other ?? (await pickVersion(app, subject));
    if (other === undefined) return;
    const format = document.format === undefined ? {} : { format: document.format };
    const both = await Promise.all(
      [subject.version, other].map((version) =>
        texts.read(connection, document.name, { ...(version !== undefined && { version }), ...format }),
      ),
    );
    const [left, right] = both.sort((a, b) => Number(a.version) - Number(b.version));
    if (left && right) await showDifference(texts, left, right);
  },
};

/** All but the one of the node; of a document all but the default one. Undefined also where there is no other. */
async function pickVersion(
  { connections }: App,
  { connection, document, version }: OfDocument,
): Promise<string | undefined> {
  const name = bareName(document.name);
  const { ssm } = await connections.clients(connection);
  const all: DocumentVersionInfo[] = [];
  let NextToken: string | undefined;
  do {
    const page = await ssm.listDocumentVersions({ Name: document.name, MaxResults: 50, NextToken });
    all.push(...(page.DocumentVersions ?? []));
    ({ NextToken } = page);
  } while (NextToken);
  const others = all.filter((each) =>
    version === undefined ? !each.IsDefaultVersion : each.DocumentVersion !== version,
  );
  if (others.length === 0) {
    void window.showInformationMessage(`${name} has no other version to compare with.`);
    return undefined;
  }
  const items = others.map((each) => ({
    label: `Version ${each.DocumentVersion}`,
    description: versionWords(each),
    version: each.DocumentVersion,
  }));
  const title = `Compare ${version === undefined ? 'the default version' : `version ${version}`} of ${name}`;
  return (await window.showQuickPick(items, { title, placeHolder: 'With which version?' }))?.version;
}
