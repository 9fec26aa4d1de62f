/** A document over 64 KB, which the service does not take, or near it: what runs pass in counts too. */

import { entriesOf } from '../syntax/node.ts';
import type { Rule } from './rule.ts';

const most = 65_536;
const near = 60 * 1024;

export const rule: Rule = {
  id: 'document-size',
  severity: 'error',
  mayWarn: true,
  summary: 'The document is larger than the 64 KB that the service takes, or nearly so.',
  kinds: ['automation', 'change-template', 'command', 'session'],
  check({ document: { text, format, parts }, part, root }, report) {
    // What a template around it adds or leaves out is not known.
    if (part.embedded || parts.length > 1 || text.length * 3 < near) return;
    const first = entriesOf(root)[0]?.key;
    if (first === undefined) return;
    // Blanks of a JSON text are the author's and can go; those of YAML are part of it.
    const size = utf8Length(text, format === 'json');
    const bytes = `${size.toLocaleString('en')} bytes${format === 'json' ? ' without its blanks' : ''}`;
    // AWS keeps larger documents of its own, and hands them out as JSON; so only a text in YAML is surely somebody's own.
    if (size > most)
      report(first, `The document has ${bytes}; the service takes at most 65,536`, {
        severity: format === 'json' ? 'warning' : 'error',
      });
    else if (size > near)
      report(first, `The document has ${bytes} of at most 65,536, and values given when it is run count too`, {
        severity: 'warning',
      });
  },
};

/** Bytes of a text in UTF-8; of JSON without the blanks between its tokens. */
function utf8Length(text: string, json: boolean): number {
  let size = 0;
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (json) {
      if (!quoted && (code === 0x20 || (code >= 0x09 && code <= 0x0d))) continue;
      if (code === 0x22) quoted = !quoted;
      else if (quoted && code === 0x5c) {
        size++;
        i++;
        // What is escaped is counted with its backslash: it may be a quote.
      }
    }
    const unit = text.charCodeAt(i);
    // Each half of a pair counts two of the four bytes of its character.
    size += unit < 0x80 ? 1 : unit < 0x800 || (unit >= 0xd800 && unit < 0xe000) ? 2 : 3;
  }
  return size;
}
