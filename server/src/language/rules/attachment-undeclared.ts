/** An Attachment that `files` does not list. */

import { hint, nearest } from '../nearest.ts';
import { entriesOf, entryOf, get } from '../syntax/node.ts';
import { replaceFix } from '../words.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'attachment-undeclared',
  severity: 'error',
  mayWarn: true,
  summary: 'An Attachment that "files" does not list.',
  kinds: ['automation'],
  check({ root, view, document }, report) {
    const files = get(root, 'files');
    if (document.damage.length > 0 || (files === undefined && entryOf(root, 'files') !== undefined)) return;
    const names = entriesOf(files).map(({ key }) => key.text);
    for (const { action, inputs } of view.all) {
      const node = action === 'aws:executeScript' ? get(inputs, 'Attachment') : undefined;
      if (node?.type !== 'scalar' || node.value === null || node.unknown || node.text.includes('{{')) continue;
      if (names.includes(node.text)) continue;
      const fixes = replaceFix(node, nearest(node.text, names));
      const message =
        files === undefined
          ? `"${node.text}" is attached nowhere: the document has no "files"`
          : `"files" does not list "${node.text}"${hint(node.text, names)}`;
      // Runbooks without the block are in use: the upload alone may do.
      const severity = files === undefined ? 'information' : 'error';
      report(node, message, fixes === undefined ? { severity } : { severity, fixes });
    }
  },
};
