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
  check({ document, part, root }, report) {
    const [first] = entriesOf(root);
    if (first === undefined || part.format !== 'yaml' || !/^json$/i.test(part.documentFormat ?? '')) return;
    const ofTerraform = document.text.includes('aws_ssm_document');
    const wanted = ofTerraform ? 'document_format = "YAML"' : 'DocumentFormat: YAML';
    report(first.key, `This document is YAML, and is read as JSON unless its resource says \`${wanted}\``);
  },
};
