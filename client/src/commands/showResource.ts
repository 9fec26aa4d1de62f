/** "Show Configuration": what AWS Config has recorded of a resource last, as a read-only text. */

import { window } from 'vscode';
import { resourceText } from '../compliance/texts.ts';
import type { ResourceKey } from '../views/complianceResources.ts';
import type { Subject } from '../views/subject.ts';
import type { Command } from './index.ts';

export const showResource: Command = {
  id: 'opswright.showResource',
  async run({ texts }, { connection, type, id }: Pick<Subject, 'connection'> & ResourceKey) {
    await window.showTextDocument(await texts.open(resourceText(connection, { type, id })), { preview: true });
  },
};
