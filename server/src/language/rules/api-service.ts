/** A `Service` of an API step that boto3 does not have. */

import { apiCalls } from '../aws/calls.ts';
import { services } from '../aws/services.ts';
import { nearest } from '../nearest.ts';
import { replaceFix } from '../words.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'api-service',
  severity: 'warning',
  summary: 'The service of an API step is not one of boto3.',
  kinds: ['automation'],
  check(subject, report) {
    for (const { service, named } of apiCalls(subject)) {
      const { text } = service;
      if (named.retired) {
        report(service, `AWS has closed the service "${named.name}"`, { severity: 'information', tag: 'deprecated' });
      } else if (named.name === undefined) {
        const meant = named.meant ?? nearest(text, services());
        const fixes = replaceFix(service, meant);
        const ending = meant === undefined ? ' in this version' : `; did you mean "${meant}"?`;
        report(service, `No service is known as "${text}"${ending}`, fixes && { fixes });
      } else if (named.name !== text) {
        // Public documents of AWS do write "SQS" and "EC2", so that it works.
        const fixes = replaceFix(service, named.name);
        report(service, `The name of the service is "${named.name}", in lower case`, {
          severity: 'hint',
          ...(fixes && { fixes }),
        });
      }
    }
  },
};
