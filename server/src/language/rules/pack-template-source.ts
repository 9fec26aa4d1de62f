/** A template given twice: of an organization pack, the one in S3 wins and the other is passed over. */

import { given } from '../kinds/template.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'pack-template-source',
  severity: 'warning',
  summary: 'An organization pack with two templates, of which one is passed over.',
  kinds: ['conformance-pack-request', 'cloudformation-template'],
  check({ config }, report) {
    for (const { node, organization } of config.packs) {
      const body = given(node, 'TemplateBody');
      if (organization && body !== undefined && given(node, 'TemplateS3Uri') !== undefined)
        report(body.key, '"TemplateBody" is passed over, as "TemplateS3Uri" is given too');
    }
  },
};
