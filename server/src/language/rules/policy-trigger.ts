/** A trigger that a policy rule cannot have: it is evaluated when a configuration changes, and only then. */

import { ruleKinds } from '../kinds/index.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'policy-trigger',
  severity: 'error',
  summary: 'A policy rule with a trigger other than a change.',
  kinds: ruleKinds,
  check({ config }, report) {
    for (const { owner, organization, triggers } of config.rules) {
      // The shape of an organization rule has the two triggers only.
      if (owner !== 'CUSTOM_POLICY' || organization) continue;
      for (const { message } of triggers)
        if (/^(?:ScheduledNotification|ConfigurationSnapshotDeliveryCompleted)$/.test(message.text))
          report(message.place, `A policy rule is not triggered by "${message.text}", only by changes`);
    }
  },
};
