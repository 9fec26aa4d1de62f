/** "Compare Default with Latest": what runs without a version take, and what was published last. */

import { window } from 'vscode';
import { showDifference } from '../documents/compare.ts';
import { bareName } from '../documents/reference.ts';
import type { Command } from './index.ts';
import type { OfDocument } from './openDocument.ts';

export const compareDefaultLatest: Command = {
  id: 'opswright.compareDefaultLatest',
  async run({ documents: { texts } }, { connection, document: { name } }: OfDocument) {
    const byDefault = await texts.read(connection, name, { version: '$DEFAULT' });
    const latest = await texts.read(connection, name, { version: '$LATEST', format: byDefault.format });
    if (byDefault.version === latest.version)
      void window.showInformationMessage(`The default version of ${bareName(name)} is the latest: ${latest.version}.`);
    else await showDifference(texts, byDefault, latest);
  },
};
