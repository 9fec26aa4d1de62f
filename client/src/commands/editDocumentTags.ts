/** "Edit Tags": all tags of a document in one line, to add, change and remove them. */

import { window } from 'vscode';
import { tagChanges, tagsAsText, tagsOfText } from '../documents/names.ts';
import type { Command } from './index.ts';
import type { OfDocument } from './openDocument.ts';

export const editDocumentTags: Command = {
  id: 'opswright.editDocumentTags',
  async run({ connections, trees }, { connection, document: { name }, text }: OfDocument & { text?: string }) {
    const { ssm } = await connections.clients(connection);
    const of = { ResourceType: 'Document', ResourceId: name } as const;
    const { TagList = [] } = await ssm.listTagsForResource(of);
    const before = Object.fromEntries(TagList.map(({ Key = '', Value = '' }) => [Key, Value]));
    const typed =
      text ??
      (await window.showInputBox({
        title: `Tags of ${name}`,
        prompt: 'KEY=VALUE, with commas between; what is taken away here is taken away there',
        placeHolder: 'Team=web, Stage=production',
        value: tagsAsText(before),
        ignoreFocusOut: true,
        validateInput: (value) => {
          const read = tagsOfText(value);
          return 'fault' in read ? read.fault : undefined;
        },
      }));
    const after = typed === undefined ? undefined : tagsOfText(typed);
    if (after === undefined) return;
    if ('fault' in after) throw new Error(after.fault);
    const { add, remove } = tagChanges(before, after.tags);
    const Tags = Object.entries(add).map(([Key, Value]) => ({ Key, Value }));
    if (Tags.length > 0) await ssm.addTagsToResource({ ...of, Tags });
    if (remove.length > 0) await ssm.removeTagsFromResource({ ...of, TagKeys: remove });
    if (Tags.length + remove.length > 0) await trees.of('opswright.documents').refresh();
  },
};
