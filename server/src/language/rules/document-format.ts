/**
 * A document that a resource carries as YAML and does not call YAML: the service reads it as JSON, and answers "JSON not
 * well-formed".
 */

import { entriesOf } from '../syntax/node.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'document-format',
  severity: 'error',
  summary: 'A document that is written in YAML is not called so by its resource.',
  check({ part, root }, report) {
    const [first] = entriesOf(root);
    const given = part.documentFormat;
    if (first === undefined || given === undefined || part.format !== 'yaml' || !/^json$/i.test(given.value)) return;
    const wanted = given.key === 'document_format' ? 'document_format = "YAML"' : `${given.key}: YAML`;
    report(first.key, `This document is YAML, and is read as JSON unless its resource says \`${wanted}\``);
  },
};
