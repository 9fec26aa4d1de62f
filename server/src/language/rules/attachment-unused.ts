/** A file that is attached and that no step uses. */

import type { Step } from '../kinds/steps.ts';
import { removeFix } from '../removal.ts';
import { entriesOf, entryOf, get, textOf } from '../syntax/node.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'attachment-unused',
  severity: 'warning',
  summary: 'An attached file that no step uses.',
  kinds: ['automation'],
  check({ root, view, document, known }, report) {
    if (!known('mainSteps')) return;
    const attached = view.all.map(({ inputs }) => get(inputs, 'Attachment'));
    // Which file a template fills in is not known.
    if (attached.some((node) => node?.type === 'scalar' && node.unknown)) return;
    const used = new Set(attached.map((node) => textOf(node) ?? ''));
    const files = entriesOf(get(root, 'files'));
    // A wrong name, or a step that lacks its script, is reported there.
    if ([...used].some((name) => name !== '' && !files.some(({ key }) => key.text === name))) return;
    if (view.all.some(lacksScript)) return;
    for (const entry of files) {
      const { key } = entry;
      // A name that stands anywhere else may be used in a way that is not seen here.
      const elsewhere = document.text.split(key.text).length > 2;
      if (!used.has(key.text) && !elsewhere)
        report(key, `No step uses "${key.text}"`, {
          tag: 'unnecessary',
          ...removeFix(document.text, entry),
        });
    }
  },
};

function lacksScript({ action, inputs }: Step): boolean {
  return (
    action === 'aws:executeScript' &&
    entryOf(inputs, 'Script') === undefined &&
    entryOf(inputs, 'Attachment') === undefined
  );
}
