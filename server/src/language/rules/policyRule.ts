/** What rules on Guard policies have in common: they see a policy, and report places in it. */

import { type Policy, policyOf } from '../guard/policy.ts';
import type { Fix, Range } from '../problem.ts';
import type { More, Rule, Subject } from './rule.ts';

/** Reports a stretch of the policy; `replacement` is a fix that puts another text there, `removal` one that takes something out. */
export type PolicyReport = (
  range: Range,
  message: string,
  more?: Omit<More, 'fixes' | 'related'> & {
    replacement?: string | undefined;
    /** A statement that can go, with its line where it stands alone there. */
    removal?: Range;
    related?: { at: Range; message: string };
  },
) => void;

type PolicyCheck = (policy: Policy, report: PolicyReport, subject: Subject) => void;

/** A rule on the policies that are files, and on those inside the documents of AWS Config. */
export function policyRule(facts: Omit<Rule, 'kinds' | 'check'>, check: PolicyCheck): Rule {
  return {
    ...facts,
    kinds: ['guard'],
    check(subject, report) {
      const policy = policyOf(subject.root);
      check(
        policy,
        (range, message, { replacement, removal, related, ...more } = {}) => {
          const place = policy.place(range);
          report(place, message, {
            ...more,
            ...(replacement !== undefined && { fixes: [fixOf(place, replacement)] }),
            ...(removal && { fixes: [fixOf(policy.place(lineOf(policy.text, removal)), '')] }),
            ...(related && { related: [{ ...policy.place(related.at), message: related.message }] }),
          });
        },
        subject,
      );
    },
  };
}

/** A stretch with its indentation and line break, where nothing else stands on its lines. */
function lineOf(text: string, { start, end }: Range): Range {
  const from = text.lastIndexOf('\n', start - 1) + 1;
  const rest = /^[ \t]*(?:\r?\n|$)/.exec(text.slice(end));
  return text.slice(from, start).trim() === '' && rest !== null
    ? { start: from, end: end + rest[0].length }
    : { start, end };
}

function fixOf(place: Range, text: string): Fix {
  return { title: text === '' ? 'Remove' : `Change to "${text}"`, edits: [{ ...place, text }] };
}
