/** A frequency of a rule that is not evaluated periodically: accepted, without effect. */

import { managedRule } from '../configCatalogue.ts';
import type { ConfigRule } from '../kinds/configRule.ts';
import { ruleKinds } from '../kinds/index.ts';
import type { Lookups } from '../lookups.ts';
import { removeFix } from '../removal.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'unused-frequency',
  severity: 'warning',
  summary: 'A MaximumExecutionFrequency that has no effect.',
  kinds: ruleKinds,
  check({ config, lookups, document }, report) {
    for (const each of config.rules) {
      const why = each.frequency === undefined ? undefined : reason(each, lookups);
      if (each.frequency !== undefined && why !== undefined)
        report(
          each.frequency.key,
          `"${each.frequency.key.text}" has no effect: ${why}`,
          removeFix(document.text, each.frequency),
        );
    }
  },
};

function reason(rule: ConfigRule, lookups: Lookups): string | undefined {
  const { owner, identifier, triggers, openTriggers, organization } = rule;
  // The RDK makes a trigger of it.
  if (owner === 'AWS' && identifier !== undefined) {
    const trigger = managedRule(lookups.config?.(), identifier.text)?.trigger;
    return trigger === undefined || trigger.includes('periodic')
      ? undefined
      : `${identifier.text} is evaluated when a configuration changes`;
  }
  if (rule.form === 'rdk' || owner === undefined || openTriggers) return undefined;
  if (owner === 'CUSTOM_POLICY') return 'a policy is evaluated when a configuration changes';
  const messages = triggers.map(({ message }) => message.text);
  if (messages.length === 0) return undefined;
  if (organization)
    return messages.includes('ScheduledNotification') ? undefined : 'none of its triggers is ScheduledNotification';
  if (messages.includes('ConfigurationSnapshotDeliveryCompleted')) return undefined;
  return messages.includes('ScheduledNotification')
    ? 'the one beside ScheduledNotification in SourceDetails counts'
    : 'none of its triggers is periodic';
}
