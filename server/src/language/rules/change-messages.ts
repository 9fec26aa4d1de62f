/** One of the two triggers for changes without the other: changes too large, or all others, are missed. */

import type { Trigger } from '../kinds/configRule.ts';
import { ruleKinds } from '../kinds/index.ts';
import { textRange } from '../kinds/template.ts';
import type { Fix } from '../problem.ts';
import type { Rule } from './rule.ts';

const usual = 'ConfigurationItemChangeNotification';
const oversized = 'OversizedConfigurationItemChangeNotification';

export const rule: Rule = {
  id: 'change-messages',
  severity: 'warning',
  summary: 'Only one of the two triggers that changes come with.',
  kinds: ruleKinds,
  check({ config, document }, report) {
    for (const { owner, triggers, openTriggers } of config.rules) {
      if (openTriggers || owner === 'AWS') continue;
      const at = (type: string): Trigger | undefined => triggers.find(({ message }) => message.text === type);
      const [one, other] = [at(usual), at(oversized)];
      if (one !== undefined && other === undefined)
        report(one.message.place, `Changes too large for this message are missed; add "${oversized}"`, {
          ...addFix(document.text, one, oversized),
        });
      else if (other !== undefined && one === undefined)
        report(other.message.place, `Only changes too large for the usual message are seen; add "${usual}"`, {
          ...addFix(document.text, other, usual),
        });
    }
  },
};

/** Repeats the trigger behind itself, with the other message. */
function addFix(text: string, { message, detail }: Trigger, type: string): { fixes?: Fix[] } {
  const { node } = message;
  const item = detail ?? node;
  // What follows the text of a block is a matter of its lines.
  if (message.parameter !== undefined || item.parent?.type !== 'list') return {};
  const { start, end } = textRange(node);
  const copy = text.slice(item.start, start) + type + text.slice(end, item.end);
  const line = text.lastIndexOf('\n', item.start - 1) + 1;
  const lead = text.slice(line, item.start);
  const separator = item.parent.flow ? (/^\s*$/.test(lead) ? `,\n${lead}` : ', ') : `\n${lead}`;
  if (!item.parent.flow && !/^\s*- +$/.test(lead)) return {};
  return {
    fixes: [{ title: `Add "${type}"`, edits: [{ start: item.end, end: item.end, text: separator + copy.trimEnd() }] }],
  };
}
